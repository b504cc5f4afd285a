using System;

namespace ChargePoint.Bench;

/// <summary>
/// The benchmark in nanoCLR or on a device: prints a line for each scenario, with the median of its rounds. nanoCLR's clock counts
/// microseconds; that of a device has ticks of 10 ms. What is allocated is measured on the PC.
/// </summary>
public static class Program
{
    private const int WarmUp = 1;
    private const int Rounds = 20;

    /// <summary>Entry.</summary>
    public static void Main()
    {
        foreach (Scenario scenario in Scenarios.All())
        {
            Measurement measurement = Measurement.Of(scenario, WarmUp, Rounds, Ticks, Nothing);
            System.Console.WriteLine($"Footprint,message,{scenario.Name},{measurement.Median / 10}");
        }

        System.Console.WriteLine("Footprint,end,messages,0");
    }

    private static long Ticks() => DateTime.UtcNow.Ticks;

    private static long Nothing() => 0;
}
