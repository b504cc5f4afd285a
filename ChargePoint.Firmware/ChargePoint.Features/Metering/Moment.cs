using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>
/// A moment that something happened, which may have been before the time of day was known. Its time of day is fixed when it is
/// asked for the first time with the clock known, and never changes afterwards, so that a message sent again says the same.
/// </summary>
public sealed class Moment
{
    private long _unixMs;

    /// <summary>A moment as it was stored.</summary>
    /// <param name="boot">Number of the boot in which it was.</param>
    /// <param name="monotonicMs">Monotonic time in that boot.</param>
    /// <param name="unixMs">Its time of day, or 0 if that was not known.</param>
    public Moment(int boot, long monotonicMs, long unixMs)
    {
        Boot = boot;
        MonotonicMs = monotonicMs;
        _unixMs = unixMs;
    }

    /// <summary>Number of the boot in which it was.</summary>
    public int Boot { get; }

    /// <summary>Monotonic time in that boot.</summary>
    public long MonotonicMs { get; }

    /// <summary>Time of day as far as it is fixed, otherwise 0.</summary>
    public long FixedUnixMs => _unixMs;

    /// <summary>The present moment.</summary>
    /// <param name="nowMs">Present monotonic time.</param>
    /// <param name="clock">Time of day, known or not.</param>
    public static Moment Now(long nowMs, WallClock clock) => new(clock.Boot, nowMs, clock.IsKnown ? clock.At(nowMs) : 0);

    /// <summary>Tells whether its time of day is known: <see cref="UnixMs"/> is meaningful then.</summary>
    /// <param name="clock">Time of day, known or not.</param>
    public bool IsDated(WallClock clock) => _unixMs != 0 || clock.IsKnown;

    /// <summary>Time of day of the moment, in milliseconds since 1970-01-01T00:00:00Z.</summary>
    /// <param name="clock">Time of day; while unknown, the result is not meaningful and not fixed.</param>
    public long UnixMs(WallClock clock)
    {
        if (_unixMs != 0) return _unixMs;
        long unixMs = clock.At(Boot, MonotonicMs);
        if (clock.IsKnown) _unixMs = unixMs;
        return unixMs;
    }
}
