namespace ChargePoint.Console;

/// <summary>help: lists the commands, or explains one.</summary>
public sealed class HelpCommand : IConsoleCommand
{
    private readonly ConsoleShell _shell;

    /// <summary>Makes the command.</summary>
    /// <param name="shell">The shell whose commands it lists.</param>
    public HelpCommand(ConsoleShell shell) => _shell = shell;

    /// <inheritdoc/>
    public string Name => "help";

    /// <inheritdoc/>
    public string Usage => "help [COMMAND]";

    /// <inheritdoc/>
    public string Summary => "lists the commands, or explains one";

    /// <inheritdoc/>
    public void Execute(CommandLine line, IConsoleReply reply)
    {
        if (line.Count > 2)
        {
            reply.Fail("usage: " + Usage);
            return;
        }

        if (line.Count == 2)
        {
            IConsoleCommand? command = _shell.Find(line.Word(1));
            if (command == null)
            {
                reply.Fail("no such command");
                return;
            }

            reply.Line(command.Usage);
            reply.Line("  " + command.Summary);
        }
        else
        {
            for (int i = 0; i < _shell.Count; i++) reply.Line(_shell[i].Name.PadRight(14) + _shell[i].Summary);
        }

        reply.Done();
    }
}
