using System.Text;
using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.Features.Tests.Configuration;

/// <summary>What a factory-new charge point is delivered with.</summary>
[TestClass]
public class ConfigurationPresetTests
{
    [TestMethod]
    public void Presets_are_stored_in_one_write()
    {
        MemoryFlash flash = new();
        ConfigurationStore store = Open(flash);
        Assert.IsTrue(store.IsFactoryNew);
        int before = flash.Operations;
        Assert.IsTrue(store.Preset(new int[] { Key.HeartbeatInterval, Key.CpoName }, new string[] { "111", "Test" }, out string problem), problem);
        Assert.AreEqual(before + 1, flash.Operations);
        Assert.IsFalse(store.IsFactoryNew);

        ConfigurationStore again = Open(flash);
        Assert.IsFalse(again.IsFactoryNew);
        Assert.AreEqual("111", again.Text(Key.HeartbeatInterval));
        Assert.AreEqual("Test", again.Text(Key.CpoName));
    }

    [TestMethod]
    public void Charge_point_without_presets_is_not_factory_new_afterwards()
    {
        MemoryFlash flash = new();
        Assert.IsTrue(Open(flash).Preset(new int[0], new string[0], out string problem), problem);
        Assert.IsFalse(Open(flash).IsFactoryNew);
    }

    [TestMethod]
    public void One_wrong_value_refuses_all()
    {
        MemoryFlash flash = new();
        ConfigurationStore store = Open(flash);
        Assert.IsFalse(store.Preset(new int[] { Key.HeartbeatInterval, Key.ConnectionTimeOut }, new string[] { "111", "soon" }, out string problem));
        Assert.IsTrue(problem.Length > 0);
        Assert.AreEqual("300", store.Text(Key.HeartbeatInterval));
        Assert.IsTrue(store.IsFactoryNew);
        Assert.IsTrue(Open(flash).IsFactoryNew);
    }

    [TestMethod]
    public void Broken_flash_refuses_all()
    {
        MemoryFlash flash = new();
        ConfigurationStore store = Open(flash);
        flash.Broken = true;
        Assert.IsFalse(store.Preset(new int[] { Key.HeartbeatInterval }, new string[] { "111" }, out string problem));
        Assert.AreEqual("the flash does not take it", problem);
        Assert.AreEqual("300", store.Text(Key.HeartbeatInterval));
    }

    [TestMethod]
    public void Lost_configuration_is_reported_and_does_not_count_as_factory_new()
    {
        MemoryFlash flash = new();
        byte[] torn = Encoding.UTF8.GetBytes("torn");
        flash.Write("config.0", torn, 0, torn.Length);
        Log log = new(new ManualClock());
        ConfigurationStore store = Open(flash, log);
        Assert.IsFalse(store.IsFactoryNew);
        Assert.AreEqual("300", store.Text(Key.HeartbeatInterval));
        Assert.AreEqual(1, log.Count);
    }

    private static ConfigurationStore Open(MemoryFlash flash) => Open(flash, new Log(new ManualClock()));

    private static ConfigurationStore Open(MemoryFlash flash, Log log) =>
        new(new SlotFile(flash, "config", 1, new byte[SlotFile.HeaderLength + ConfigurationStore.LongestImage]), 1, log);
}
