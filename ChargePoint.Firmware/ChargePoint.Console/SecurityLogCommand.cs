using ChargePoint.Runtime;
using ChargePoint.Security;

namespace ChargePoint.Console;

/// <summary>security: shows the newest entries of the security log.</summary>
public sealed class SecurityLogCommand : IConsoleCommand, ILongAnswer
{
    private const int MostLooks = 16;

    private readonly SecurityLog _log;
    private readonly WallClock _clock;
    private readonly ConsoleShell _shell;
    private RecordReader? _reader;
    private int _count;

    /// <summary>Makes the command.</summary>
    /// <param name="log">The security log.</param>
    /// <param name="clock">Time of day.</param>
    /// <param name="shell">Writes the long list.</param>
    public SecurityLogCommand(SecurityLog log, WallClock clock, ConsoleShell shell)
    {
        _log = log;
        _clock = clock;
        _shell = shell;
    }

    /// <inheritdoc/>
    public string Forms => "security [COUNT] -- newest entries of the security log, 20 if not said";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (!line.Number(1, "COUNT", 1, 9999, 20, reply, out _count)) return;
        _reader = _log.NewReader();
        _shell.AnswerAtLength(this);
    }

    /// <inheritdoc/>
    public bool WriteNext(IConsoleReply reply)
    {
        for (int i = 0; i < MostLooks; i++)
        {
            SecurityEvent? entry = _log.Next(_reader!);
            if (entry == null)
            {
                reply.Line($"the Central System has still to be told of {_log.Waiting}");
                return false;
            }

            if (_log.Last - entry.Number >= _count) continue;
            reply.Line(SecurityLogFile.Line(entry, _clock));
            break;
        }

        return true;
    }
}
