using ChargePoint.Runtime;
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
    public string Name => "clock";

    /// <inheritdoc/>
    public string Usage => "clock [forget]";

    /// <inheritdoc/>
    public string Summary => "shows the time; forget: drops the last known one";

    /// <inheritdoc/>
    public void Execute(CommandLine line, IConsoleReply reply)
    {
        if (line.Count == 1)
        {
            reply.Line("time: " + (_time.IsExact ? Iso8601.ToText(_time.UnixMs) : "unknown"));
            reply.Line("last known: " + (_time.StoredUnixMs > 0 ? Iso8601.ToText(_time.StoredUnixMs) : "none"));
        }
        else if (line.Count == 2 && line.Word(1) == "forget")
        {
            _time.Forget();
        }
        else
        {
            reply.Fail("usage: " + Usage);
            return;
        }

        reply.Done();
    }
}
