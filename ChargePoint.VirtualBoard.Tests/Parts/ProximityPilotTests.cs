using ChargePoint.Hal.Parts;
using ChargePoint.VirtualBoard.Parts;

namespace ChargePoint.VirtualBoard.Tests.Parts;

[TestClass]
public sealed class ProximityPilotTests
{
    private const int Channel = 6;

    [TestMethod]
    [DataRow(13_000)]
    [DataRow(20_000)]
    [DataRow(32_000)]
    [DataRow(63_000)]
    public void Cable_tells_its_rating(int milliamps)
    {
        using Bench bench = new();
        (ProximityPilot proximity, _) = Make(bench);
        bench.World.CableMilliamps = milliamps;
        Assert.IsFalse(proximity.PlugPresent);
        bench.World.Plug();
        Assert.AreEqual(ProximityPilot.StableSamples, bench.PeriodsUntil(proximity.Sample, () => proximity.PlugPresent));
        Assert.AreEqual((milliamps, false), (proximity.CableMilliamps, proximity.IsFaulty));
        bench.World.Unplug();
        bench.Run(proximity.Sample, ProximityPilot.StableSamples);
        Assert.AreEqual((0, false, false), (proximity.CableMilliamps, proximity.PlugPresent, proximity.IsFaulty));
    }

    [TestMethod]
    [DataRow(0, true, 0)]
    [DataRow(59, true, 0)]
    [DataRow(82, false, 63_000)]
    [DataRow(138, false, 63_000)]
    [DataRow(150, true, 0)]
    [DataRow(167, false, 32_000)]
    [DataRow(305, false, 32_000)]
    [DataRow(350, true, 0)]
    [DataRow(405, false, 20_000)]
    [DataRow(930, false, 20_000)]
    [DataRow(1_000, true, 0)]
    [DataRow(1_105, false, 13_000)]
    [DataRow(2_450, false, 13_000)]
    [DataRow(3_000, true, 0)]
    [DataRow(4_400, true, 0)]
    public void Resistance_outside_the_windows_is_a_fault(int ohms, bool faulty, int milliamps)
    {
        using Bench bench = new();
        (ProximityPilot proximity, VirtualProximity chip) = Make(bench);
        chip.ForcedOhms = ohms;
        bench.Run(proximity.Sample, 10);
        Assert.IsTrue(proximity.PlugPresent);
        Assert.AreEqual((faulty, milliamps), (proximity.IsFaulty, proximity.CableMilliamps));
    }

    [TestMethod]
    [DataRow(4_700)]
    [DataRow(100_000)]
    public void High_resistance_is_no_plug(int ohms)
    {
        using Bench bench = new();
        (ProximityPilot proximity, VirtualProximity chip) = Make(bench);
        chip.ForcedOhms = ohms;
        bench.Run(proximity.Sample, 10);
        Assert.IsFalse(proximity.PlugPresent);
    }

    [TestMethod]
    public void Rating_of_a_plug_that_stays_in_never_grows()
    {
        using Bench bench = new();
        (ProximityPilot proximity, VirtualProximity chip) = Make(bench);
        chip.ForcedOhms = 220;
        bench.Run(proximity.Sample, 10);
        Assert.AreEqual(32_000, proximity.CableMilliamps);
        chip.ForcedOhms = 100;
        bench.Run(proximity.Sample, 10);
        Assert.AreEqual(32_000, proximity.CableMilliamps);
        chip.ForcedOhms = 680;
        bench.Run(proximity.Sample, 10);
        Assert.AreEqual(20_000, proximity.CableMilliamps);
        chip.ForcedOhms = 20;
        bench.Run(proximity.Sample, 10);
        Assert.AreEqual((0, true, true), (proximity.CableMilliamps, proximity.IsFaulty, proximity.PlugPresent));
        chip.ForcedOhms = 220;
        bench.Run(proximity.Sample, 10);
        Assert.AreEqual((20_000, false), (proximity.CableMilliamps, proximity.IsFaulty));
        chip.ForcedOhms = null;
        bench.Run(proximity.Sample, 10);
        chip.ForcedOhms = 100;
        bench.Run(proximity.Sample, 10);
        Assert.AreEqual(63_000, proximity.CableMilliamps);
    }

    [TestMethod]
    public void Wobbling_contact_changes_nothing_until_it_rests()
    {
        using Bench bench = new();
        (ProximityPilot proximity, VirtualProximity chip) = Make(bench);
        for (int i = 0; i < 50; i++)
        {
            chip.ForcedOhms = i % 4 == 0 ? null : 680;
            bench.Run(proximity.Sample, 1);
            Assert.IsFalse(proximity.PlugPresent);
        }

        bench.Run(proximity.Sample, 5);
        Assert.IsTrue(proximity.PlugPresent);
    }

    [TestMethod]
    public void Plug_that_was_in_at_the_start_is_known_at_once()
    {
        using Bench bench = new();
        bench.World.CableMilliamps = 20_000;
        bench.World.Plug();
        (ProximityPilot proximity, _) = Make(bench);
        Assert.AreEqual((true, 20_000), (proximity.PlugPresent, proximity.CableMilliamps));
    }

    [TestMethod]
    public void Pull_up_to_a_higher_supply_is_allowed_for()
    {
        using Bench bench = new();
        VirtualProximity chip = new(bench.Controller, bench.World, Channel, 4_700, 6_204);
        ProximityPilot proximity = new(bench.Adc, Channel, 4_700, 6_204);
        Assert.IsFalse(proximity.PlugPresent);
        foreach ((int ohms, int milliamps) in new[] { (100, 63_000), (220, 32_000), (680, 20_000), (1_500, 13_000) })
        {
            chip.ForcedOhms = null;
            bench.Run(proximity.Sample, 10);
            chip.ForcedOhms = ohms;
            bench.Run(proximity.Sample, 10);
            Assert.AreEqual(milliamps, proximity.CableMilliamps);
        }
    }

    [TestMethod]
    public void Options_outside_their_ranges_are_refused()
    {
        using Bench bench = new();
        Assert.ThrowsExactly<ArgumentException>(() => new ProximityPilot(bench.Adc, Channel, 99));
        Assert.ThrowsExactly<ArgumentException>(() => new ProximityPilot(bench.Adc, Channel, 10_001));
        Assert.ThrowsExactly<ArgumentException>(() => new ProximityPilot(bench.Adc, Channel, 1_000, 999));
        Assert.ThrowsExactly<ArgumentException>(() => new ProximityPilot(bench.Adc, Channel, 1_000, 8_191));
    }

    private static (ProximityPilot Driver, VirtualProximity Chip) Make(Bench bench)
    {
        VirtualProximity chip = new(bench.Controller, bench.World, Channel);
        return (new ProximityPilot(bench.Adc, Channel), chip);
    }
}
