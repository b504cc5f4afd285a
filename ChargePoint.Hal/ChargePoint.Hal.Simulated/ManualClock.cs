using System;

namespace ChargePoint.Hal.Simulated;

/// <summary>A monotonic clock that stands still until it is told to go on. What tests and simulations run under.</summary>
public sealed class ManualClock : IClock
{
    /// <summary>Makes a clock.</summary>
    /// <param name="startMs">Its first reading, in milliseconds.</param>
    public ManualClock(long startMs = 0) => MonotonicMs = startMs;

    /// <inheritdoc/>
    public long MonotonicMs { get; private set; }

    /// <summary>Lets time pass.</summary>
    /// <param name="milliseconds">How much, 0 or more.</param>
    /// <exception cref="ArgumentException">It is negative: a monotonic clock does not run backwards.</exception>
    public void Advance(long milliseconds)
    {
        if (milliseconds < 0) throw new ArgumentException("a monotonic clock does not run backwards");
        MonotonicMs += milliseconds;
    }
}
