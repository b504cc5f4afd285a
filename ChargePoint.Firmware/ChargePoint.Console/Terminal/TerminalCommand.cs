namespace ChargePoint.Console;

/// <summary>terminal: whether a person or a program is at the other end.</summary>
public sealed class TerminalCommand : IConsoleCommand
{
    private readonly Terminal? _terminal;

    /// <summary>Makes the command.</summary>
    /// <param name="terminal">The terminal; null where lines come from a program anyway.</param>
    public TerminalCommand(Terminal? terminal) => _terminal = terminal;

    /// <inheritdoc/>
    public string Forms => "terminal edit|plain -- edit: for people; plain: no prompt, no echo, for programs";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        bool isPlain = line.Word(1) == "plain";
        if (_terminal != null) _terminal.IsPlain = isPlain;
        else if (!isPlain)
        {
            reply.Fail("this is no terminal");
            return;
        }

        reply.Done();
    }
}
