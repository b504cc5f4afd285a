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
    public string Forms => "log [COUNT] -- newest entries of the log, 20 if not said";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (!line.Number(1, "COUNT", 1, 9999, 20, reply, out int count)) return;
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
