using ChargePoint.Runtime;
using ChargePoint.Security;

namespace ChargePoint.Console;

/// <summary>clock: shows what time it is, sets it where no network tells it, or forgets the last known time, by which dates of certificates are judged before the clock is set.</summary>
public sealed class ClockCommand : IConsoleCommand
{
    private const long EarliestUnixMs = 1_735_689_600_000; // 2025
    private const long LatestUnixMs = 4_102_444_800_000; // 2100

    private readonly KnownTime _time;
    private readonly WallClock _clock;

    /// <summary>Makes the command.</summary>
    /// <param name="time">What time it is.</param>
    /// <param name="clock">Is set by hand.</param>
    public ClockCommand(KnownTime time, WallClock clock)
    {
        _time = time;
        _clock = clock;
    }

    /// <inheritdoc/>
    public string Forms =>
        "clock [--json] -- the time of day\n" +
        "!clock set TIME -- as 2026-01-31T12:00:00Z; the network may correct it\n" +
        "!clock forget -- drops the last known time";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (form == 0)
        {
            Report report = new(line, reply);
            report.Time("time", _time.IsExact ? _time.UnixMs : 0);
            report.Time("lastKnown", _time.StoredUnixMs);
            report.End();
        }
        else if (form == 2)
        {
            _time.Forget();
        }
        else if (Iso8601.TryParse(line.Word(2), out long unixMs) && unixMs >= EarliestUnixMs && unixMs < LatestUnixMs)
        {
            _clock.Set(unixMs);
        }
        else
        {
            reply.Fail("TIME is like 2026-01-31T12:00:00Z, from 2025 to 2099");
            return;
        }

        reply.Done();
    }
}
