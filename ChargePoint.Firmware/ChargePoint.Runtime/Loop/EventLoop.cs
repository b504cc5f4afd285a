using System;
using ChargePoint.Hal;

namespace ChargePoint.Runtime;

/// <summary>
/// The one loop that owns all state of the charge point. It takes one thing at a time: a due timer or the oldest event of the
/// mailbox. An exception that reaches it is a bug; it is logged and the loop goes on, since a charge point that stops
/// answering is worse than one that failed to do one thing.
/// </summary>
public sealed class EventLoop
{
    /// <summary>Longest wait of <see cref="Run"/> in one piece, in milliseconds.</summary>
    public const int LongestWaitMs = 1000;

    private readonly IClock _clock;
    private readonly long _startMs;
    private readonly Log _log;
    private LoopTimer? _first;
    private bool _stopping;

    /// <summary>Makes a loop that has nothing to do yet.</summary>
    /// <param name="clock">Monotonic clock that timers follow.</param>
    /// <param name="log">Log for what goes wrong in handlers.</param>
    public EventLoop(IClock clock, Log log)
    {
        _clock = clock;
        _startMs = clock.MonotonicMs;
        _log = log;
    }

    /// <summary>Door for other threads.</summary>
    public Mailbox Mailbox { get; } = new();

    /// <summary>Present monotonic time in milliseconds.</summary>
    public long NowMs => _clock.MonotonicMs;

    /// <summary>For how long it has been there, in milliseconds: the clock may have begun long before.</summary>
    public long UptimeMs => NowMs - _startMs;

    /// <summary>How many handlers and timers ended with an exception since start.</summary>
    public int Failures { get; private set; }

    /// <summary>Timers that have fired since the figures began.</summary>
    public int Fired { get; private set; }

    /// <summary>Longest time by which a timer fired later than it was due, in milliseconds, since the figures began.</summary>
    public int LongestDelayMs { get; private set; }

    /// <summary>Sum of these times.</summary>
    public long DelaysMs { get; private set; }

    /// <summary>The figures of delays begin anew.</summary>
    public void ForgetDelays() => Fired = LongestDelayMs = (int)(DelaysMs = 0);

    /// <summary>Makes a timer of this loop, not running yet.</summary>
    /// <param name="action">Called on the loop when the timer fires.</param>
    public LoopTimer CreateTimer(Action action) => new(this, action);

    /// <summary>Makes an event of this loop.</summary>
    /// <param name="action">Called on the loop for each time the event was raised (raises that wait are merged).</param>
    public Signal CreateSignal(Action action) => new(Mailbox, action);

    /// <summary>Milliseconds until the next timer is due: 0 when one is due now, -1 when none runs.</summary>
    public long UntilNextTimerMs
    {
        get
        {
            if (_first == null) return -1;
            long wait = _first.DueMs - NowMs;
            return wait < 0 ? 0 : wait;
        }
    }

    /// <summary>Takes one step: fires the timer that is due longest, or else handles the oldest event.</summary>
    /// <returns>False when there was nothing to do.</returns>
    public bool Step()
    {
        LoopTimer? due = _first;
        if (due != null && due.DueMs <= NowMs)
        {
            FireFirst(due);
            return true;
        }

        LoopEvent? waiting = Mailbox.Take();
        if (waiting == null) return false;
        try
        {
            waiting.Handle();
        }
        catch (Exception e)
        {
            Failed(e);
        }

        return true;
    }

    /// <summary>Runs until <see cref="Stop"/>: steps while there is something to do, waits while there is not.</summary>
    public void Run()
    {
        _stopping = false;
        while (!_stopping)
        {
            if (Step()) continue;
            long wait = UntilNextTimerMs;
            Mailbox.Wait(wait < 0 || wait > LongestWaitMs ? LongestWaitMs : (int)wait);
        }
    }

    /// <summary>Ends <see cref="Run"/> after the present step. Called on the loop.</summary>
    public void Stop() => _stopping = true;

    internal void Arm(LoopTimer timer, long delayMs)
    {
        Disarm(timer);
        timer.DueMs = NowMs + (delayMs < 0 ? 0 : delayMs);
        Insert(timer);
    }

    internal void Disarm(LoopTimer timer)
    {
        if (!timer.IsRunning) return;
        timer.DueMs = LoopTimer.NotRunning;
        if (_first == timer)
        {
            _first = timer.Next;
        }
        else
        {
            LoopTimer before = _first!;
            while (before.Next != timer) before = before.Next!;
            before.Next = timer.Next;
        }

        timer.Next = null;
    }

    // Timers that are due at the same time fire in the order in which they were started.
    private void Insert(LoopTimer timer)
    {
        if (_first == null || timer.DueMs < _first.DueMs)
        {
            timer.Next = _first;
            _first = timer;
            return;
        }

        LoopTimer before = _first;
        while (before.Next != null && before.Next.DueMs <= timer.DueMs) before = before.Next;
        timer.Next = before.Next;
        before.Next = timer;
    }

    private void FireFirst(LoopTimer timer)
    {
        long due = timer.DueMs;
        int delayMs = (int)(NowMs - due);
        if (delayMs > LongestDelayMs) LongestDelayMs = delayMs;
        DelaysMs += delayMs;
        Fired++;
        Disarm(timer);
        if (timer.PeriodMs > 0)
        {
            // A period that was missed altogether is skipped: a late loop must not fire a burst.
            long next = due + timer.PeriodMs;
            timer.DueMs = next > NowMs ? next : NowMs + timer.PeriodMs;
            Insert(timer);
        }

        try
        {
            timer.Fire();
        }
        catch (Exception e)
        {
            Failed(e);
        }
    }

    private void Failed(Exception e)
    {
        Failures++;
        _log.Error("loop", $"handler failed: {e.Message}", e);
    }
}

/// <summary>An event that carries nothing but the news that something happened.</summary>
public sealed class Signal : LoopEvent
{
    private readonly Mailbox _mailbox;
    private readonly Action _action;

    internal Signal(Mailbox mailbox, Action action)
    {
        _mailbox = mailbox;
        _action = action;
    }

    /// <summary>Raises the event. Called from any thread.</summary>
    public void Raise() => _mailbox.Post(this);

    /// <inheritdoc/>
    public override void Handle() => _action();
}
