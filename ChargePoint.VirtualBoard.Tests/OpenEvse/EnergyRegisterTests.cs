using ChargePoint.Hal.OpenEvse;
using ChargePoint.Hal.Simulated;

namespace ChargePoint.VirtualBoard.Tests.OpenEvse;

/// <summary>A register that never decreases, from counters that do.</summary>
[TestClass]
public sealed class EnergyRegisterTests
{
    private const int WsPerWh = 3_600;

    [TestMethod]
    public void First_reading_counts_when_it_is_confirmed()
    {
        EnergyRegister register = new(null);
        register.Take(99_000, 0, false, 0); // a garbled one
        Assert.IsFalse(register.IsKnown);
        register.Take(5_000, 10 * WsPerWh, true, 2);
        Assert.IsFalse(register.IsKnown);
        register.Take(5_000, 11 * WsPerWh, true, 2);
        Assert.IsTrue(register.IsKnown);
        Assert.AreEqual(5_011, register.EnergyWh);
    }

    [TestMethod]
    public void End_of_a_session_makes_no_step()
    {
        EnergyRegister register = Known(1_000);
        register.Take(1_000, 50 * WsPerWh + 1_234, true, 60);
        Assert.AreEqual(1_050, register.EnergyWh);
        register.Take(1_050, 50 * WsPerWh + 1_234, true, 2); // the vehicle has left between two looks
        Assert.AreEqual(1_050, register.EnergyWh);
        register.Take(1_050, 50 * WsPerWh + 1_234, false, 2);
        Assert.AreEqual(1_050, register.EnergyWh);
        register.Take(1_050, 0, true, 2);
        register.Take(1_050, 7 * WsPerWh, true, 2);
        Assert.AreEqual(1_057, register.EnergyWh);
    }

    [TestMethod]
    public void Controller_that_forgets_its_session_is_bridged()
    {
        EnergyRegister register = Known(1_000);
        register.Take(1_000, 90 * WsPerWh, true, 60);
        register.Take(1_000, 0, true, 2);
        Assert.AreEqual(1_090, register.EnergyWh);
        register.Take(1_000, 2 * WsPerWh, true, 2);
        Assert.AreEqual(1_092, register.EnergyWh);
        register.Take(1_000, 3 * WsPerWh, true, 2);
        Assert.AreEqual(1_093, register.EnergyWh);
    }

    [TestMethod]
    public void Counter_that_was_set_makes_no_energy()
    {
        EnergyRegister register = Known(1_000);
        register.Take(900_000, 0, false, 2);
        Assert.AreEqual(1_000, register.EnergyWh);
        register.Take(900_000, 0, false, 2);
        register.Take(900_005, 0, false, 2);
        Assert.AreEqual(1_005, register.EnergyWh);
        register.Take(0, 0, false, 2);
        register.Take(0, 0, false, 2);
        register.Take(4, 0, false, 2);
        Assert.AreEqual(1_009, register.EnergyWh);
    }

    [TestMethod]
    public void Single_wild_reading_is_ignored()
    {
        EnergyRegister register = Known(1_000);
        register.Take(1_000_000, 0, false, 2);
        register.Take(1_001, 0, false, 2);
        register.Take(3, 0, false, 2);
        register.Take(1_002, 0, false, 2);
        register.Take(-1, 5, false, 2);
        register.Take(int.MaxValue, int.MaxValue, true, 2);
        register.Take(1_003, 0, false, 2);
        Assert.AreEqual(1_003, register.EnergyWh);
    }

    [TestMethod]
    public void What_a_station_delivered_while_nobody_asked_is_counted()
    {
        EnergyRegister register = Known(1_000);
        register.Take(1_000 + 3_600 * 20, 0, false, 3_600);
        Assert.AreEqual(73_000, register.EnergyWh);
    }

    [TestMethod]
    public void Register_is_kept_every_100_Wh_and_after_the_session()
    {
        MemoryFlash flash = new();
        EnergyRegister register = Known(1_000, flash);
        register.Keep(true);
        register.Take(1_000, 99 * WsPerWh, true, 60);
        register.Keep(true);
        Assert.AreEqual(1_000, new EnergyRegister(flash).EnergyWh);
        register.Take(1_000, 100 * WsPerWh, true, 60);
        register.Keep(true);
        Assert.AreEqual(1_100, new EnergyRegister(flash).EnergyWh);
        register.Take(1_000, 101 * WsPerWh, true, 60);
        register.Keep(false);
        EnergyRegister next = new(flash);
        next.Take(1_000, 0, true, 0); // both have lost their power: the controller knows nothing of the session
        next.Take(1_000, 0, true, 2);
        Assert.AreEqual(1_101, next.EnergyWh);
        next.Take(1_000, 5 * WsPerWh, true, 2);
        Assert.AreEqual(1_106, next.EnergyWh);
    }

    [TestMethod]
    public void Damaged_file_is_no_register()
    {
        MemoryFlash flash = new();
        Known(1_000, flash).Keep(false);
        byte[] content = new byte[17];
        Assert.AreEqual(17, flash.Read("openevse.register", 0, content, 0, 17));
        content[2] ^= 1;
        flash.Write("openevse.register", content, 0, 17);
        Assert.AreEqual(0, new EnergyRegister(flash).EnergyWh);
        flash.Write("openevse.register", content, 0, 5);
        Assert.AreEqual(0, new EnergyRegister(flash).EnergyWh);
    }

    private static EnergyRegister Known(int totalWh, MemoryFlash? flash = null)
    {
        EnergyRegister register = new(flash);
        register.Take(totalWh, 0, false, 0);
        register.Take(totalWh, 0, false, 1);
        Assert.AreEqual(totalWh, register.EnergyWh);
        return register;
    }
}
