using System;

namespace ChargePoint.Bench;

/// <summary>
/// The benchmark on a device or in nanoCLR: prints the heap in use and one line a scenario. The clock there has ticks of 10 ms, so a time is the
/// total of all rounds divided by their number. What is allocated is measured on the PC.
/// </summary>
public static class Program
{
    private const int Rounds = 20;

    /// <summary>Entry.</summary>
    public static void Main()
    {
        ShowHeap();
        foreach (Scenario scenario in Scenarios.All())
        {
            long ticks = 0;
            scenario.Prepare();
            scenario.Run();
            for (int i = 0; i < Rounds; i++)
            {
                scenario.Prepare();
                scenario.Traffic.Clear();
                long before = DateTime.UtcNow.Ticks;
                scenario.Run();
                ticks += DateTime.UtcNow.Ticks - before;
            }

            long microseconds = ticks / TimeSpan.TicksPerMillisecond * 1000 / (Rounds * scenario.Repeats);
            Traffic traffic = scenario.Traffic;
            System.Console.WriteLine($"{scenario.Name}: {microseconds} us, {traffic.Messages} messages, {traffic.Bytes} bytes, {traffic.FlashBytes} bytes to flash");
        }
    }

    // What stays occupied by a charge point that has booted, its simulated board and its log included.
    private static void ShowHeap()
    {
        uint before = nanoFramework.Runtime.Native.GC.Run(false);
        BenchStation station = new(new Traffic());
        station.Boot();
        uint after = nanoFramework.Runtime.Native.GC.Run(false);
        System.Console.WriteLine($"Heap: {before} bytes free before a charge point is made, {before - after} bytes are used by one that has booted");
        station.Pass(1_000);
    }
}
