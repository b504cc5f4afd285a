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

    /// <summary>Number of the present boot; 0 until the journal has said it.</summary>
    public int Boot { get; set; }

    /// <summary>What is known about the clocks of this and earlier boots.</summary>
    public BootHistory History { get; } = new();

    /// <summary>Offset of the time of day to the monotonic time, in milliseconds; meaningful while known.</summary>
    public long OffsetMs => _offsetMs;

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

    /// <summary>Time of day of a moment of this or an earlier boot.</summary>
    /// <param name="boot">Number of the boot.</param>
    /// <param name="monotonicMs">The moment, on that boot's monotonic clock.</param>
    /// <returns>Milliseconds since 1970-01-01T00:00:00Z; meaningful while the clock is known.</returns>
    public long At(int boot, long monotonicMs) => boot == Boot ? At(monotonicMs) : History.Resolve(boot, monotonicMs, Boot, _offsetMs);

    /// <summary>Time of day of a moment of the monotonic clock, past or future.</summary>
    /// <param name="monotonicMs">The moment.</param>
    /// <returns>Milliseconds since 1970-01-01T00:00:00Z.</returns>
    public long At(long monotonicMs) => monotonicMs + _offsetMs;
}
