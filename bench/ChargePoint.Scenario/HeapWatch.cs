using System;

namespace ChargePoint.Scenario;

/// <summary>Collects what nobody uses any more, and tells how much memory is free.</summary>
/// <param name="compact">True to close the gaps too.</param>
/// <returns>Bytes.</returns>
public delegate uint Collector(bool compact);

/// <summary>
/// Watches the managed heap from within: the fakes call <see cref="Sample"/> wherever the firmware calls them, so that what it keeps for
/// the length of one message is seen too. A sample is a whole collection.
/// </summary>
public static class HeapWatch
{
    /// <summary>Collects; null where the heap is not watched.</summary>
    public static Collector? Collect { get; set; }

    /// <summary>Fewest bytes that were free at a sample.</summary>
    public static uint Lowest { get; private set; } = uint.MaxValue;

    /// <summary>Time that the samples have taken, in ticks.</summary>
    public static long SpentTicks { get; private set; }

    /// <summary>Looks how much is free.</summary>
    /// <returns>Bytes; 0 where the heap is not watched.</returns>
    public static uint Sample()
    {
        if (Collect == null) return 0;
        long begin = DateTime.UtcNow.Ticks;
        uint free = Collect(false);
        if (free < Lowest) Lowest = free;
        SpentTicks += DateTime.UtcNow.Ticks - begin;
        return free;
    }
}
