using System;

namespace ChargePoint.Runtime;

/// <summary>
/// A timer of the event loop. Made once by its owner and started and stopped as often as needed; starting allocates nothing.
/// </summary>
public sealed class LoopTimer
{
    internal const long NotRunning = long.MinValue;

    private readonly EventLoop _loop;
    private readonly Action _action;

    internal LoopTimer(EventLoop loop, Action action)
    {
        _loop = loop;
        _action = action;
    }

    /// <summary>True from start until it fires (one-shot) or is stopped.</summary>
    public bool IsRunning => DueMs != NotRunning;

    /// <summary>Monotonic time at which it fires next; meaningless while it is not running.</summary>
    public long DueMs { get; internal set; } = NotRunning;

    internal int PeriodMs { get; private set; }

    internal LoopTimer? Next { get; set; }

    /// <summary>Starts the timer to fire once. A running timer is started anew.</summary>
    /// <param name="delayMs">Milliseconds from now; 0 or less fires at the loop's next turn.</param>
    public void Start(long delayMs)
    {
        PeriodMs = 0;
        _loop.Arm(this, delayMs);
    }

    /// <summary>Starts the timer to fire again and again. A running timer is started anew.</summary>
    /// <param name="periodMs">Milliseconds between two firings, and until the first; 1 or more.</param>
    public void StartPeriodic(int periodMs)
    {
        if (periodMs < 1) throw new ArgumentOutOfRangeException(nameof(periodMs));
        PeriodMs = periodMs;
        _loop.Arm(this, periodMs);
    }

    /// <summary>Stops the timer. After this it does not fire, even if it was due already.</summary>
    public void Stop() => _loop.Disarm(this);

    internal void Fire() => _action();
}
