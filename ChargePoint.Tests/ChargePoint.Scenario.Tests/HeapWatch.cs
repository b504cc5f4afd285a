using System;

namespace ChargePoint.Scenario.Tests;

/// <summary>
/// Watches the managed heap from within: the fakes call <see cref="Sample"/> wherever the firmware calls them, so that what it keeps for
/// the length of one message is seen too. A sample is a whole collection, whose time is kept apart.
/// </summary>
public static class HeapWatch
{
    /// <summary>More than any device has: the heap of a PC, which says nothing.</summary>
    public const int Unlimited = 1024 * 1024;

    /// <summary>True while samples are taken.</summary>
    public static bool IsOn { get; set; }

    /// <summary>Fewest bytes that were free at a sample since the last <see cref="Begin"/>.</summary>
    public static int Lowest { get; private set; }

    /// <summary>Bytes that are free now.</summary>
    public static int Free
    {
        get
        {
            uint free = nanoFramework.Runtime.Native.GC.Run(false);
            return free > int.MaxValue ? int.MaxValue : (int)free;
        }
    }

    /// <summary>Starts a new part of the scenario.</summary>
    public static void Begin() => Lowest = int.MaxValue;

    /// <summary>Looks how much is free.</summary>
    public static void Sample()
    {
        if (!IsOn) return;
        int free = Free;
        if (free < Lowest) Lowest = free;
    }

    /// <summary>Time for differences, in microseconds, as fine as the platform has it.</summary>
    public static long NowMicroseconds => DateTime.UtcNow.Ticks / 10;
}
