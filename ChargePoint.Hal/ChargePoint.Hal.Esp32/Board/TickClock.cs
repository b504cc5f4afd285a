using System;

namespace ChargePoint.Hal.Esp32;

/// <summary>
/// Monotonic clock over the runtime's own count of milliseconds since start-up: setting the time of day does not move it. On the
/// device it goes in ticks of 10 ms; 64 bits do not wrap around.
/// </summary>
public sealed class TickClock : IClock
{
    /// <inheritdoc/>
    public long MonotonicMs => Environment.TickCount64;
}
