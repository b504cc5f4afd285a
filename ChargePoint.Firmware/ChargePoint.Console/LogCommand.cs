using ChargePoint.Runtime;

namespace ChargePoint.Console;

/// <summary>log: shows the newest entries of the log.</summary>
public sealed class LogCommand : IConsoleCommand, ILongAnswer
{
    private static string[] Levels => ["debug", "info", "warn", "ERROR"];

    private readonly Log _log;
    private readonly ConsoleShell _shell;
    private string _word = "";
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
    public string Forms => "log [COUNT] [WORD...] -- newest entries of the log, or those with a word in them";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (!line.Number(1, "COUNT", 1, 9999, 20, reply, out int count)) return;
        _end = _log.Written;
        _word = line.From(2);
        _next = _end - count;
        if (_word.Length > 0) _next = FirstOf(count);
        _shell.AnswerAtLength(this);
    }

    /// <summary>Shows what was written since the last time.</summary>
    internal void ShowNew()
    {
        _next = _end;
        _end = _log.Written;
        _shell.AnswerAtLength(this);
    }

    private bool IsMeant(LogLevel level, string room, string message) => Levels[(int)level] == _word || room == _word || message.IndexOf(_word) >= 0;

    // So that as many are shown as are wanted: from the newest back.
    private int FirstOf(int count)
    {
        int oldest = _end - _log.Count;
        int at = _end;
        while (at > oldest && count > 0)
        {
            at--;
            if (_log.TryRead(at - oldest, out long _, out LogLevel level, out string room, out string message) && IsMeant(level, room, message)) count--;
        }

        return at;
    }

    /// <inheritdoc/>
    public bool WriteNext(IConsoleReply reply)
    {
        int oldest = _log.Written - _log.Count; // entries go on being written, and the oldest being dropped
        if (_next < oldest) _next = oldest;
        if (_next >= _end || !_log.TryRead(_next - oldest, out long monotonicMs, out LogLevel level, out string room, out string message)) return false;
        _next++;
        if (_word.Length == 0 || IsMeant(level, room, message)) reply.Line($"{(monotonicMs / 1000).ToString()}.{((monotonicMs % 1000) / 100).ToString()} {Levels[(int)level]} {room}: {message}");
        return true;
    }
}
