namespace ChargePoint.Hal;

/// <summary>The monotonic clock of the board. The wall clock is an offset to it and belongs to the firmware.</summary>
public interface IClock
{
    /// <summary>
    /// Milliseconds since an arbitrary moment at or before start-up. Never jumps and never runs backwards, whatever
    /// happens to the time of day. Resolution 10 ms on the device (one tick), 1 ms on the host.
    /// </summary>
    long MonotonicMs { get; }
}
