using System;

namespace ChargePoint.Scenario;

/// <summary>Entry on the device and in nanoCLR: the day once to watch the heap, and once more for the times.</summary>
public static class Program
{
    private static long s_begin;

    /// <summary>Runs the day and prints what was measured, a line for each figure.</summary>
    public static void Main()
    {
        try
        {
            Measure();
        }
        catch (Exception e)
        {
            // nanoCLR ends without a word
            System.Console.WriteLine($"{e.GetType().Name}: {e.Message}");
        }
    }

    private static void Measure()
    {
        _ = FakeMemory.Shared;
        HeapWatch.Collect = nanoFramework.Runtime.Native.GC.Run;
        uint atStart = HeapWatch.Sample();
        uint steady = Day.Run(null);
        HeapWatch.Collect = null;
        System.Console.WriteLine($"Footprint,heap,start,{atStart}");
        System.Console.WriteLine($"Footprint,heap,steady,{steady}");
        System.Console.WriteLine($"Footprint,heap,lowest,{HeapWatch.Lowest}");
        s_begin = DateTime.UtcNow.Ticks;
        Day.Run(TellTime);
        System.Console.WriteLine("Footprint,end,day,0");
    }

    private static void TellTime(string part)
    {
        long now = DateTime.UtcNow.Ticks;
        System.Console.WriteLine($"Footprint,time,{part},{(now - s_begin) / 10}");
        s_begin = DateTime.UtcNow.Ticks;
    }
}
