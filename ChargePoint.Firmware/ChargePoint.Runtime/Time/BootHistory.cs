using System;

namespace ChargePoint.Runtime;

/// <summary>
/// What is known about the time of day of earlier boots, for things that happened before their clock was set. A boot whose clock
/// was set has an exact offset. One whose clock never was gets the latest that is possible: its last known moment is taken for
/// the moment at which the next boot began.
/// </summary>
public sealed class BootHistory
{
    /// <summary>Most boots that are remembered; the oldest is forgotten first.</summary>
    public const int Capacity = 8;

    // As long as there are boots to remember: mostly there is one.
    private int[] _boots = new int[0];
    private long[] _startMs = new long[0];
    private long[] _lastMs = new long[0];
    private long[] _offsetMs = new long[0];
    private bool[] _known = new bool[0];

    /// <summary>Number of boots that are remembered, oldest first.</summary>
    public int Count { get; private set; }

    /// <summary>Number of a boot.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public int BootAt(int index) => _boots[index];

    /// <summary>Monotonic time at which a boot began.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public long StartMsAt(int index) => _startMs[index];

    /// <summary>Latest monotonic time that is known of a boot.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public long LastMsAt(int index) => _lastMs[index];

    /// <summary>True if the clock of a boot was set.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public bool IsKnownAt(int index) => _known[index];

    /// <summary>Offset of a boot's time of day to its monotonic time; meaningful if known.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public long OffsetMsAt(int index) => _offsetMs[index];

    /// <summary>Remembers a boot; one that is remembered already is left as it is.</summary>
    /// <param name="boot">Its number, higher than all before.</param>
    /// <param name="startMs">Monotonic time at which it began.</param>
    public void Add(int boot, long startMs)
    {
        if (Find(boot) >= 0) return;
        if (Count == Capacity) Forget();
        if (Count == _boots.Length) Grow();
        _boots[Count] = boot;
        _startMs[Count] = startMs;
        _lastMs[Count] = startMs;
        _offsetMs[Count] = 0;
        _known[Count] = false;
        Count++;
    }

    /// <summary>Something happened in a boot at this monotonic time.</summary>
    /// <param name="boot">Its number.</param>
    /// <param name="monotonicMs">When.</param>
    public void Saw(int boot, long monotonicMs)
    {
        int index = Find(boot);
        if (index >= 0 && monotonicMs > _lastMs[index]) _lastMs[index] = monotonicMs;
    }

    /// <summary>The clock of a boot was set.</summary>
    /// <param name="boot">Its number.</param>
    /// <param name="offsetMs">Time of day minus monotonic time.</param>
    public void SetOffset(int boot, long offsetMs)
    {
        int index = Find(boot);
        if (index < 0) return;
        _offsetMs[index] = offsetMs;
        _known[index] = true;
    }

    /// <summary>Time of day of a moment of an earlier boot.</summary>
    /// <param name="boot">Number of the boot.</param>
    /// <param name="monotonicMs">The moment.</param>
    /// <param name="nowBoot">Number of the present boot.</param>
    /// <param name="nowOffsetMs">Offset of the present boot, which is known.</param>
    /// <returns>Milliseconds since 1970-01-01T00:00:00Z.</returns>
    public long Resolve(int boot, long monotonicMs, int nowBoot, long nowOffsetMs)
    {
        int index = Find(boot);
        if (index >= 0 && _known[index]) return monotonicMs + _offsetMs[index];

        // From the present back: each boot that is not known ended, at the latest, when the one behind it began.
        long nextStartUnixMs = StartOf(nowBoot) + nowOffsetMs;
        for (int i = Count - 1; i >= 0; i--)
        {
            if (_boots[i] == nowBoot) continue;
            long offset = _known[i] ? _offsetMs[i] : nextStartUnixMs - _lastMs[i];
            if (_boots[i] == boot) return monotonicMs + offset;
            nextStartUnixMs = _startMs[i] + offset;
        }

        return nextStartUnixMs;
    }

    private long StartOf(int boot)
    {
        int index = Find(boot);
        return index < 0 ? 0 : _startMs[index];
    }

    private int Find(int boot)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_boots[i] == boot) return i;
        }

        return -1;
    }

    private void Grow()
    {
        int[] boots = new int[Count + 1];
        bool[] known = new bool[Count + 1];
        Array.Copy(_boots, boots, Count);
        Array.Copy(_known, known, Count);
        _boots = boots;
        _known = known;
        _startMs = OneMore(_startMs);
        _lastMs = OneMore(_lastMs);
        _offsetMs = OneMore(_offsetMs);
    }

    private static long[] OneMore(long[] values)
    {
        long[] more = new long[values.Length + 1];
        Array.Copy(values, more, values.Length);
        return more;
    }

    private void Forget()
    {
        for (int i = 1; i < Count; i++)
        {
            _boots[i - 1] = _boots[i];
            _startMs[i - 1] = _startMs[i];
            _lastMs[i - 1] = _lastMs[i];
            _offsetMs[i - 1] = _offsetMs[i];
            _known[i - 1] = _known[i];
        }

        Count--;
    }
}
