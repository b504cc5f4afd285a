using System.Diagnostics;
using ChargePoint.Hal;

namespace ChargePoint.Simulator;

/// <summary>Monotonic clock that follows real time and can be moved forward: what the simulated charge point takes for real.</summary>
public sealed class SimulatorClock : IClock
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly DateTimeOffset _startedAt = DateTimeOffset.UtcNow;
    private long _skippedMs;

    /// <inheritdoc/>
    public long MonotonicMs => (long)Stopwatch.GetElapsedTime(_start).TotalMilliseconds + Interlocked.Read(ref _skippedMs);

    /// <summary>Simulated time of day: real time and what was skipped.</summary>
    public DateTimeOffset Now => _startedAt.AddMilliseconds(MonotonicMs);

    /// <summary>Moves the clock forward.</summary>
    /// <param name="milliseconds">0 or more.</param>
    public void Skip(long milliseconds) => Interlocked.Add(ref _skippedMs, Math.Max(0, milliseconds));
}
