using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>
/// A moment that something happened, which may have been before the time of day was known. Its time of day is fixed when it is
/// asked for the first time with the clock known, and never changes afterwards, so that a message sent again says the same.
/// </summary>
public sealed class Moment
{
    private readonly long _monotonicMs;
    private long _unixMs;
    private bool _fixed;

    private Moment(long monotonicMs) => _monotonicMs = monotonicMs;

    /// <summary>The present moment.</summary>
    /// <param name="nowMs">Present monotonic time.</param>
    /// <param name="clock">Time of day, known or not.</param>
    public static Moment Now(long nowMs, WallClock clock)
    {
        Moment moment = new(nowMs);
        moment.UnixMs(clock);
        return moment;
    }

    /// <summary>Time of day of the moment, in milliseconds since 1970-01-01T00:00:00Z.</summary>
    /// <param name="clock">Time of day; while unknown, the result is not meaningful and not fixed.</param>
    public long UnixMs(WallClock clock)
    {
        if (_fixed) return _unixMs;
        _unixMs = clock.At(_monotonicMs);
        _fixed = clock.IsKnown;
        return _unixMs;
    }
}
