using ChargePoint.Runtime;
using ChargePoint.Security;

namespace ChargePoint.Console;

/// <summary>security: shows the newest entries of the security log.</summary>
public sealed class SecurityLogCommand : IConsoleCommand
{
    private readonly SecurityLog _log;
    private readonly WallClock _clock;

    /// <summary>Makes the command.</summary>
    /// <param name="log">The security log.</param>
    /// <param name="clock">Time of day.</param>
    public SecurityLogCommand(SecurityLog log, WallClock clock)
    {
        _log = log;
        _clock = clock;
    }

    /// <inheritdoc/>
    public string Forms => "security [COUNT] -- newest entries of the security log, 20 if not said";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (!line.Number(1, "COUNT", 1, 9999, 20, reply, out int count)) return;
        RecordReader reader = _log.NewReader();
        for (SecurityEvent? entry = _log.Next(reader); entry != null; entry = _log.Next(reader))
        {
            if (_log.Last - entry.Number < count) reply.Line(SecurityLogFile.Line(entry, _clock));
        }

        reply.Line($"the Central System has still to be told of {_log.Waiting}");
        reply.Done();
    }
}
