using ChargePoint.Runtime;

namespace ChargePoint.Console;

/// <summary>log: shows the newest entries of the log.</summary>
public sealed class LogCommand : IConsoleCommand, ILongAnswer
{
    private static string[] Levels => ["debug", "info", "warn", "ERROR"];

    private readonly Log _log;
    private readonly ConsoleShell _shell;
    private int _next;
    private int _end;

    /// <summary>Makes the command.</summary>
    /// <param name="log">The log.</param>
    /// <param name="shell">Writes the long list.</param>
    public LogCommand(Log log, ConsoleShell shell)
    {
        _log = log;
        _shell = shell;
    }

    /// <inheritdoc/>
    public string Forms => "log [COUNT] -- newest entries of the log, 20 if not said";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (!line.Number(1, "COUNT", 1, 9999, 20, reply, out int count)) return;
        _end = _log.Written;
        _next = _end - count;
        _shell.AnswerAtLength(this);
    }

    /// <summary>Shows what was written since the last time.</summary>
    internal void ShowNew()
    {
        _next = _end;
        _end = _log.Written;
        _shell.AnswerAtLength(this);
    }

    /// <inheritdoc/>
    public bool WriteNext(IConsoleReply reply)
    {
        int oldest = _log.Written - _log.Count; // entries go on being written, and the oldest being dropped
        if (_next < oldest) _next = oldest;
        if (_next >= _end || !_log.TryRead(_next - oldest, out long monotonicMs, out LogLevel level, out string room, out string message)) return false;
        _next++;
        reply.Line($"{(monotonicMs / 1000).ToString()}.{((monotonicMs % 1000) / 100).ToString()} {Levels[(int)level]} {room}: {message}");
        return true;
    }
}
