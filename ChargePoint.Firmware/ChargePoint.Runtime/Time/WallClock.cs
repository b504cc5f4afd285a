using ChargePoint.Hal;

namespace ChargePoint.Runtime;

/// <summary>
/// Time of day, as an offset to the monotonic clock. Unknown after start-up, until the Central System (BootNotification,
/// Heartbeat) or SNTP sets it. Durations are never measured with it.
/// </summary>
public sealed class WallClock
{
    private readonly IClock _clock;
    private long _offsetMs;

    /// <summary>Makes a clock whose time is unknown.</summary>
    /// <param name="clock">The monotonic clock it stands on.</param>
    public WallClock(IClock clock) => _clock = clock;

    /// <summary>True once the time of day was set.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Present time in milliseconds since 1970-01-01T00:00:00Z; as if started in 1970 while unknown.</summary>
    public long UnixMs => _clock.MonotonicMs + _offsetMs;

    /// <summary>Sets the present time.</summary>
    /// <param name="unixMs">Milliseconds since 1970-01-01T00:00:00Z.</param>
    public void Set(long unixMs)
    {
        _offsetMs = unixMs - _clock.MonotonicMs;
        IsKnown = true;
    }

    /// <summary>Time of day of a moment of the monotonic clock, past or future.</summary>
    /// <param name="monotonicMs">The moment.</param>
    /// <returns>Milliseconds since 1970-01-01T00:00:00Z.</returns>
    public long At(long monotonicMs) => monotonicMs + _offsetMs;
}
