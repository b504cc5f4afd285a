using System;

namespace ChargePoint.Scenario;

/// <summary>Entry on the device and in nanoCLR.</summary>
public static class Program
{
    private static long s_begin; // without the time of the samples

    /// <summary>Runs the day and prints what was measured, a line for each figure.</summary>
    public static void Main()
    {
        try
        {
            _ = FakeMemory.Shared;
            HeapWatch.Collect = nanoFramework.Runtime.Native.GC.Run;
            uint atStart = HeapWatch.Sample();
            s_begin = DateTime.UtcNow.Ticks - HeapWatch.SpentTicks;
            uint steady = Day.Run(TellTime);
            System.Console.WriteLine($"Footprint,heap,start,{atStart}");
            System.Console.WriteLine($"Footprint,heap,steady,{steady}");
            System.Console.WriteLine($"Footprint,heap,lowest,{HeapWatch.Lowest}");
            System.Console.WriteLine("Footprint,end,day,0");
        }
        catch (Exception e)
        {
            // nanoCLR ends without a word
            System.Console.WriteLine($"{e.GetType().Name}: {e.Message}");
        }
    }

    private static void TellTime(string part)
    {
        long now = DateTime.UtcNow.Ticks - HeapWatch.SpentTicks;
        System.Console.WriteLine($"Footprint,time,{part},{(now - s_begin) / 10}");
        s_begin = DateTime.UtcNow.Ticks - HeapWatch.SpentTicks;
    }
}
