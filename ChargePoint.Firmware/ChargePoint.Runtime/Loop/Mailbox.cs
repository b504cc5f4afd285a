using System;
using System.Threading;

namespace ChargePoint.Runtime;

/// <summary>
/// Bounded queue of events, the only door through which other threads reach the event loop. Holds each event at most once.
/// </summary>
public sealed class Mailbox
{
    private readonly LoopEvent?[] _ring;
    private readonly object _lock = new();
    private readonly AutoResetEvent _arrived = new(false);
    private int _head;
    private int _count;
    private int _refused;

    /// <summary>Makes an empty mailbox.</summary>
    /// <param name="capacity">How many different events can wait, 1 or more: the number of sources is enough.</param>
    public Mailbox(int capacity)
    {
        if (capacity < 1) throw new ArgumentOutOfRangeException(nameof(capacity));
        _ring = new LoopEvent?[capacity];
    }

    /// <summary>How many different events can wait.</summary>
    public int Capacity => _ring.Length;

    /// <summary>How many events wait now.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _count;
        }
    }

    /// <summary>How many posts were refused because the mailbox was full, since it was made.</summary>
    public int Refused
    {
        get
        {
            lock (_lock) return _refused;
        }
    }

    /// <summary>Posts an event. Called from any thread; never blocks longer than another post takes.</summary>
    /// <param name="loopEvent">The event; if it waits already, this post is merged into the earlier one.</param>
    /// <returns>False if the mailbox is full and the event was not taken.</returns>
    public bool Post(LoopEvent loopEvent)
    {
        lock (_lock)
        {
            if (loopEvent.Waiting) return true;
            if (_count == _ring.Length)
            {
                _refused++;
                return false;
            }

            loopEvent.Waiting = true;
            _ring[(_head + _count) % _ring.Length] = loopEvent;
            _count++;
        }

        _arrived.Set();
        return true;
    }

    /// <summary>Takes the oldest event.</summary>
    /// <returns>The event, or null when none waits.</returns>
    public LoopEvent? Take()
    {
        lock (_lock)
        {
            if (_count == 0) return null;
            LoopEvent taken = _ring[_head]!;
            _ring[_head] = null;
            _head = (_head + 1) % _ring.Length;
            _count--;
            taken.Waiting = false;
            return taken;
        }
    }

    /// <summary>Waits until an event is there or the time is over.</summary>
    /// <param name="milliseconds">Longest wait; 0 or less returns at once.</param>
    public void Wait(int milliseconds)
    {
        if (Count > 0 || milliseconds <= 0) return;
        _arrived.WaitOne(milliseconds, false);
    }
}
