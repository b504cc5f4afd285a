using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

/// <summary>
/// What sessions cost the flash of a whole charge point, whatever writes there: a block takes 100,000 erases. What that is in years
/// is in docs/benchmark.md; this is the alarm, with some room above what was measured (5 appends, 5 erases).
/// </summary>
[TestClass]
public class FlashWearTests
{
    private const int Measured = 2;
    private const int MostAppends = 6;
    private const int MostErases = 7;

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Half_an_hour_of_charging_costs_the_flash_little(bool isOnline)
    {
        Station station = new Station().Boot();
        station.ChargePoint.Configuration.Change("AllowOfflineTxForUnknownId", "true");
        station.ChargePoint.Configuration.Change("MeterValueSampleInterval", "60");
        station.CentralSystem.Reachable = isOnline;
        if (!isOnline) station.CentralSystem.Break();
        Session(station); // the first writes files that the others find
        int appends = station.Flash.Appends;
        long erases = station.Flash.Chip.BlockErases;
        for (int i = 0; i < Measured; i++) Session(station);
        appends = (station.Flash.Appends - appends) / Measured;
        erases = (station.Flash.Chip.BlockErases - erases) / Measured;
        OutputHelper.WriteLine($"{appends} appends, {erases} erases");
        Assert.IsTrue(appends <= MostAppends, $"{appends} appends");
        Assert.IsTrue(erases <= MostErases, $"{erases} erases");
    }

    private static void Session(Station station)
    {
        station.Plug(1);
        station.Tap("CARD1");
        Assert.AreEqual("Charging", station.Status(1));
        station.Run(1_800_000);
        station.Tap("CARD1");
        station.Run(4_000);
        station.Unplug(1);
        station.Run(60_000);
    }
}
