using ChargePoint.Hal;

namespace ChargePoint.Runtime;

/// <summary>Is told whenever the time of day is set.</summary>
public interface IClockObserver
{
    /// <summary>The time of day was set.</summary>
    /// <param name="wasKnown">True if it was known before.</param>
    /// <param name="aheadMs">If so: how many milliseconds it went forward; negative if it went back.</param>
    void OnClockSet(bool wasKnown, long aheadMs);
}

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

    /// <summary>Is told whenever the time is set, or null.</summary>
    public IClockObserver? Observer { get; set; }

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
        bool wasKnown = IsKnown;
        long before = _offsetMs;
        _offsetMs = unixMs - _clock.MonotonicMs;
        IsKnown = true;
        Observer?.OnClockSet(wasKnown, wasKnown ? _offsetMs - before : 0);
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
