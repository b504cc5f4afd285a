using ChargePoint.Runtime;

namespace ChargePoint.Console;

/// <summary>log: shows the newest entries of the log.</summary>
public sealed class LogCommand : IConsoleCommand
{
    private static string[] Levels => ["debug", "info", "warn", "ERROR"];

    private readonly Log _log;

    /// <summary>Makes the command.</summary>
    /// <param name="log">The log.</param>
    public LogCommand(Log log) => _log = log;

    /// <inheritdoc/>
    public string Name => "log";

    /// <inheritdoc/>
    public string Usage => "log [COUNT]";

    /// <inheritdoc/>
    public string Summary => "shows the newest entries of the log, 20 if not said";

    /// <inheritdoc/>
    public void Execute(CommandLine line, IConsoleReply reply)
    {
        int count = 20;
        if (line.Count > 2 || (line.Count == 2 && (!int.TryParse(line.Word(1), out count) || count < 1)))
        {
            reply.Fail("usage: " + Usage);
            return;
        }

        int first = _log.Count - count;
        for (int i = first < 0 ? 0 : first; i < _log.Count; i++)
        {
            if (!_log.TryRead(i, out long monotonicMs, out LogLevel level, out string room, out string message)) break;
            long seconds = monotonicMs / 1000;
            reply.Line($"{seconds}.{((monotonicMs % 1000) / 100).ToString()} {Levels[(int)level]} {room}: {message}");
        }

        reply.Done();
    }
}
