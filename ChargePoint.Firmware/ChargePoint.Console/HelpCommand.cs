namespace ChargePoint.Console;

/// <summary>help: lists the commands, or explains one; a line for each way to write it.</summary>
public sealed class HelpCommand : IConsoleCommand, IWordSource, ILongAnswer
{
    private readonly ConsoleShell _shell;
    private int _next;

    /// <summary>Makes the command.</summary>
    /// <param name="shell">The shell whose commands it lists.</param>
    public HelpCommand(ConsoleShell shell) => _shell = shell;

    /// <inheritdoc/>
    public string Forms => "help [COMMAND] -- lists the commands, or explains one";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (line.Count == 1)
        {
            _next = 0;
            _shell.AnswerAtLength(this);
            return;
        }

        IConsoleCommand? command = _shell.Find(line.Word(1));
        if (command == null)
        {
            reply.Fail("no such command");
            return;
        }

        CommandForm explained = new(command.Forms);
        while (explained.Next())
        {
            reply.Line(explained.Usage);
            reply.Line("    " + explained.Summary + (explained.IsDangerous ? " (service PIN)" : ""));
        }

        reply.Done();
    }

    /// <inheritdoc/>
    public bool WriteNext(IConsoleReply reply)
    {
        if (_next == _shell.Count)
        {
            reply.Line("'help COMMAND' tells all ways to write a command; queries take --json");
            return false;
        }

        CommandForm form = new(_shell[_next++].Forms);
        form.Next();
        reply.Line(form.Name.PadRight(14) + form.Summary);
        return true;
    }

    /// <inheritdoc/>
    public string? WordFor(string placeholder, int index)
    {
        if (placeholder != "COMMAND" || index >= _shell.Count) return null;
        CommandForm form = new(_shell[index].Forms);
        form.Next();
        return form.Name;
    }
}
