namespace ChargePoint.Console;

/// <summary>
/// The answer of the command that runs. It has one end, whatever the command does, and is kept to its lines: control characters become
/// blanks. Neither noise on a serial line nor what the Central System says can move the terminal's cursor or forge the end of a command.
/// </summary>
internal sealed class RunningReply : IConsoleReply
{
    private readonly ConsoleShell _shell;
    private bool _ended;

    public RunningReply(ConsoleShell shell) => _shell = shell;

    /// <summary>Takes the answer; each line that a command takes may bring another.</summary>
    public IConsoleReply? Target { get; set; }

    public void Line(string text)
    {
        if (!_ended) Target!.Line(Printable(text));
    }

    public void Done() => End(null);

    public void Fail(string reason) => End(reason);

    private void End(string? reason)
    {
        if (_ended) return;
        _ended = true;
        _shell.OnEnded();
        if (reason == null) Target!.Done();
        else Target!.Fail(Printable(reason));
    }

    private static string Printable(string text)
    {
        char[] characters = text.ToCharArray();
        bool clean = true;
        for (int i = 0; i < characters.Length; i++)
        {
            if (characters[i] >= ' ' && (characters[i] < '\x7F' || characters[i] > '\x9F')) continue;
            characters[i] = ' ';
            clean = false;
        }

        return clean ? text : new string(characters);
    }
}
