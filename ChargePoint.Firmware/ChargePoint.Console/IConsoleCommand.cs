namespace ChargePoint.Console;

/// <summary>One command of the technician's console.</summary>
public interface IConsoleCommand
{
    /// <summary>
    /// All ways to write the command, a line each: <c>usage -- what it does</c>. The one table for parsing, help, completion, the service
    /// PIN and docs/console.md; see <see cref="CommandForm"/>.
    /// </summary>
    string Forms { get; }

    /// <summary>Carries it out. May answer later; calls exactly one of done or failed in the end.</summary>
    /// <param name="form">Which of the forms fits the line: 0 is the first.</param>
    /// <param name="line">The command line.</param>
    /// <param name="reply">Takes the answer.</param>
    void Execute(int form, CommandLine line, IConsoleReply reply);
}

/// <summary>A command that knows words which can stand for a placeholder of its forms, so that they can be completed.</summary>
public interface IWordSource
{
    /// <summary>Gives a word.</summary>
    /// <param name="placeholder">The placeholder, such as "KEY".</param>
    /// <param name="index">0 for the first word.</param>
    /// <returns>The word, or null when there are no more.</returns>
    string? WordFor(string placeholder, int index);
}
