using ChargePoint.Security;

namespace ChargePoint.Console;

/// <summary>clock: shows what time it is, or forgets the last known time, by which dates of certificates are judged before the clock is set.</summary>
public sealed class ClockCommand : IConsoleCommand
{
    private readonly KnownTime _time;

    /// <summary>Makes the command.</summary>
    /// <param name="time">What time it is.</param>
    public ClockCommand(KnownTime time) => _time = time;

    /// <inheritdoc/>
    public string Forms =>
        "clock [--json] -- the time of day\n" +
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
        else
        {
            _time.Forget();
        }

        reply.Done();
    }
}
