using System.Threading;

namespace ChargePoint.Runtime;

/// <summary>
/// Queue of events, the only door through which other threads reach the event loop. Holds each event at most once, so that it is never
/// longer than there are events: they are its links themselves, and none can be refused.
/// </summary>
public sealed class Mailbox
{
    private readonly object _lock = new();
    private readonly AutoResetEvent _arrived = new(false);
    private LoopEvent? _newest; // behind it stands the oldest

    /// <summary>True if no event waits.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock) return _newest == null;
        }
    }

    /// <summary>Posts an event. Called from any thread; never blocks longer than another post takes.</summary>
    /// <param name="loopEvent">The event; if it waits already, this post is merged into the earlier one.</param>
    public void Post(LoopEvent loopEvent)
    {
        lock (_lock)
        {
            if (loopEvent.Next != null) return;
            loopEvent.Next = _newest == null ? loopEvent : _newest.Next;
            if (_newest != null) _newest.Next = loopEvent;
            _newest = loopEvent;
        }

        _arrived.Set();
    }

    /// <summary>Takes the oldest event.</summary>
    /// <returns>The event, or null when none waits.</returns>
    public LoopEvent? Take()
    {
        lock (_lock)
        {
            if (_newest == null) return null;
            LoopEvent oldest = _newest.Next!;
            if (oldest == _newest) _newest = null;
            else _newest.Next = oldest.Next;
            oldest.Next = null;
            return oldest;
        }
    }

    /// <summary>Waits until an event is there or the time is over.</summary>
    /// <param name="milliseconds">Longest wait; 0 or less returns at once.</param>
    public void Wait(int milliseconds)
    {
        if (IsEmpty && milliseconds > 0) _arrived.WaitOne(milliseconds, false);
    }
}
