namespace ChargePoint.Console;

/// <summary>Takes the answer to one command: any number of lines, then exactly one of done or failed.</summary>
public interface IConsoleReply
{
    /// <summary>A line of the answer.</summary>
    /// <param name="text">One line, without line feed.</param>
    void Line(string text);

    /// <summary>The command is done.</summary>
    void Done();

    /// <summary>The command was refused or failed, and has changed nothing.</summary>
    /// <param name="reason">Why, in one line.</param>
    void Fail(string reason);
}

/// <summary>An answer of many lines, which is written a piece at a time, as the terminal takes it; then the command is done.</summary>
public interface ILongAnswer
{
    /// <summary>Writes the next piece: a few lines.</summary>
    /// <param name="reply">Takes them.</param>
    /// <returns>True if there is more.</returns>
    bool WriteNext(IConsoleReply reply);
}

/// <summary>Takes the lines that follow a command which wants more than one: a paste, or answers to questions.</summary>
public interface ILineTaker
{
    /// <summary>Name of the command.</summary>
    string Name { get; }

    /// <summary>What stands before the line that is awaited, such as "identity"; "" for a paste.</summary>
    string Prompt { get; }

    /// <summary>True if nobody may read the line that is awaited over a shoulder, or in the history.</summary>
    bool IsSecret { get; }

    /// <summary>Takes a line.</summary>
    /// <param name="text">The line.</param>
    /// <param name="reply">Takes the answer.</param>
    /// <returns>True if more lines are wanted.</returns>
    bool TakeLine(string text, IConsoleReply reply);
}

/// <summary>A command that goes on for a while and can be ended before its time.</summary>
public interface ICancellable
{
    /// <summary>Somebody does not want to wait: everything that was begun ends, the answer is not used any more.</summary>
    void Cancel();
}

/// <summary>A command that goes on until somebody has seen enough, and ends in order then.</summary>
public interface IEndable : ICancellable
{
    /// <summary>Somebody has seen enough: the command is done.</summary>
    void End();
}
