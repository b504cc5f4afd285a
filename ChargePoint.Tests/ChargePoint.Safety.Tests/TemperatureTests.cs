using nanoFramework.TestFramework;

namespace ChargePoint.Safety.Tests;

[TestClass]
public class TemperatureTests
{
    [TestMethod]
    [DataRow(600, int.MaxValue)]
    [DataRow(601, 31_000)]
    [DataRow(700, 19_000)]
    [DataRow(799, 6_000)]
    [DataRow(800, 6_000)]
    [DataRow(849, 6_000)]
    public void The_limit_falls_from_60_to_80_degrees(int deciCelsius, int milliamps)
    {
        Rig rig = new();
        rig.Hardware.DeciCelsius = deciCelsius;
        rig.Pass(5_000);
        Assert.AreEqual(milliamps, rig.Safety.LimitMilliamps(1));
        Assert.AreEqual(0, rig.Safety.Active(1));
    }

    [TestMethod]
    public void The_limit_rises_two_kelvin_lower_than_it_fell_and_each_change_is_told()
    {
        Rig rig = new();
        rig.Hardware.DeciCelsius = 700;
        rig.Pass(200);
        int changes = rig.Changes;
        rig.Hardware.DeciCelsius = 690;
        rig.Pass(200);
        Assert.AreEqual(19_000, rig.Safety.LimitMilliamps(1));
        Assert.AreEqual(changes, rig.Changes);
        rig.Hardware.DeciCelsius = 670;
        rig.Pass(200);
        Assert.AreEqual(20_000, rig.Safety.LimitMilliamps(1));
        Assert.AreEqual(changes + 1, rig.Changes);
        rig.Hardware.DeciCelsius = 250;
        rig.Pass(200);
        Assert.AreEqual(int.MaxValue, rig.Safety.LimitMilliamps(1));
    }

    [TestMethod]
    public void At_85_degrees_the_contactor_opens_until_it_is_below_75()
    {
        Rig rig = Rig.Closed();
        rig.Hardware.DeciCelsius = 849;
        rig.Pass(10_000);
        Assert.IsTrue(rig.Hardware.Commanded);
        rig.Hardware.DeciCelsius = 850;
        int found = rig.UntilActive(SafetyFault.HighTemperature, 10_000);
        Assert.IsTrue(found >= 2_000 && found <= 2_240, found.ToString());
        Assert.IsFalse(rig.Hardware.Commanded);
        rig.Hardware.DeciCelsius = 750;
        rig.Pass(10_000);
        Assert.IsTrue(rig.Has(SafetyFault.HighTemperature));
        rig.Hardware.TemperatureBroken = true;
        rig.Pass(10_000);
        Assert.IsTrue(rig.Has(SafetyFault.HighTemperature), "what is not known any more was so");
        rig.Hardware.TemperatureBroken = false;
        rig.Hardware.DeciCelsius = 749;
        rig.Pass(500);
        Assert.IsTrue(rig.Hardware.Commanded);
    }

    [TestMethod]
    public void A_broken_sensor_leaves_16_amperes_and_is_told()
    {
        Rig rig = Rig.Closed();
        rig.Hardware.TemperatureBroken = true;
        rig.Pass(1_900);
        Assert.AreEqual(int.MaxValue, rig.Safety.LimitMilliamps(1), "one bad sample is nothing");
        rig.Pass(400);
        Assert.AreEqual(16_000, rig.Safety.LimitMilliamps(1));
        Assert.AreEqual(FaultTable.Bit(SafetyFault.TemperatureSensor), rig.Safety.Active(1));
        Assert.IsTrue(rig.Hardware.Commanded);
        rig.Hardware.TemperatureBroken = false;
        rig.Pass(3_000);
        Assert.AreEqual(0, rig.Safety.Active(1));
        Assert.AreEqual(int.MaxValue, rig.Safety.LimitMilliamps(1));
    }

    [TestMethod]
    public void A_cable_that_carries_less_is_derated_from_what_it_carries()
    {
        Rig rig = new();
        rig.Hardware.MaximumMilliamps = 13_000;
        rig.Hardware.DeciCelsius = 700;
        rig.Pass(200);
        Assert.AreEqual(9_000, rig.Safety.LimitMilliamps(1));
        rig.Hardware.MaximumMilliamps = 0;
        rig.Pass(200);
        Assert.AreEqual(6_000, rig.Safety.LimitMilliamps(1), "the lowest there is; that the cable carries none is said elsewhere");
    }
}
