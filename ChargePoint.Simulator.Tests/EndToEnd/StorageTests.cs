using ChargePoint.Simulator.Tests.Bench;

namespace ChargePoint.Simulator.Tests.EndToEnd;

/// <summary>What a storage folder keeps, also when the process is killed.</summary>
[TestClass]
public sealed class StorageTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Configuration_meter_and_cable_outlive_the_process(bool killed)
    {
        using TemporaryFolder folder = new();
        string[] arguments = ["--storage", folder.At("storage")];
        long energyWh;
        await using (SimulatorProcess simulator = SimulatorProcess.StartPlain(arguments))
        {
            await simulator.OnlineAsync();
            await simulator.DoAllAsync("config set MeterValueSampleInterval 17", "cs set ConnectionTimeOut 123", "sim plug 1", "sim tap CARD1");
            await simulator.ChargingAsync();
            await simulator.DoAllAsync("sim skip 900", "sim tap CARD1");
            energyWh = (await simulator.UntilAsync("Finishing"))[1].EnergyWh;
            Assert.IsGreaterThan(1800L, energyWh);
            await simulator.StoppedTransactionsAsync(1);
            if (killed) await simulator.KillAsync();
            else await simulator.QuitAsync();
        }

        await using SimulatorProcess again = SimulatorProcess.StartPlain(arguments);
        StatusReport status = await again.OnlineAsync();
        Assert.AreEqual("B", status[1].Pilot, "the cable is still there");
        Assert.IsTrue(status[1].EnergyWh >= energyWh && status[1].EnergyWh <= energyWh + 2, $"{status[1].EnergyWh} Wh after {energyWh} Wh");
        Assert.IsFalse(status[1].Contactor);
        Assert.AreEqual("MeterValueSampleInterval = 17", (await again.DoAsync("config get MeterValueSampleInterval")).Text);
        Assert.AreEqual("ConnectionTimeOut = 123", (await again.DoAsync("cs get ConnectionTimeOut")).Text);
        await again.DoAllAsync("sim tap CARD2", "sim skip 1");
        await again.ChargingAsync();
        await again.AssertNoViolationAsync();
    }

    [TestMethod]
    public async Task Killed_in_a_session_the_contactor_is_open_and_the_meter_goes_on_from_there()
    {
        using TemporaryFolder folder = new();
        string[] arguments = ["--storage", folder.At("storage")];
        long energyWh;
        await using (SimulatorProcess simulator = SimulatorProcess.StartPlain(arguments))
        {
            await simulator.OnlineAsync();
            await simulator.DoAllAsync("sim plug 1", "sim tap CARD1");
            await simulator.ChargingAsync();
            await simulator.DoAsync("sim skip 600");
            energyWh = (await simulator.StatusAsync())[1].EnergyWh;
            await simulator.KillAsync();
        }

        await using SimulatorProcess again = SimulatorProcess.StartPlain(arguments);
        StatusReport status = await again.OnlineAsync();
        Assert.IsFalse(status[1].Contactor && status[1].TransactionId == null, "energy without a transaction");
        Assert.IsGreaterThanOrEqualTo(energyWh, status[1].EnergyWh, "the register never runs backwards");
        Assert.IsTrue(status[1].Pilot is "B" or "C", status.Json);
        await again.AssertNoViolationAsync();
    }

    [TestMethod]
    public async Task Presets_are_for_a_factory_new_storage_only()
    {
        using TemporaryFolder folder = new();
        string storage = folder.At("storage");
        await using (SimulatorProcess simulator = SimulatorProcess.StartPlain("--storage", storage, "--set", "ConnectionTimeOut=111", "--set", "connectiontimeout=222", "--set", "CpoName=A=B"))
        {
            Assert.AreEqual("ConnectionTimeOut = 222", (await simulator.DoAsync("config get ConnectionTimeOut")).Text);
            Assert.AreEqual("CpoName = A=B", (await simulator.DoAsync("config get CpoName")).Text);
            await simulator.QuitAsync();
        }

        await using (SimulatorProcess simulator = SimulatorProcess.StartPlain("--storage", storage, "--set", "ConnectionTimeOut=333"))
        {
            Assert.AreEqual("ConnectionTimeOut = 222", (await simulator.DoAsync("config get ConnectionTimeOut")).Text);
            await simulator.QuitAsync();
        }
    }

    [TestMethod]
    public async Task A_storage_that_was_used_without_presets_is_not_factory_new()
    {
        using TemporaryFolder folder = new();
        string storage = folder.At("storage");
        await using (SimulatorProcess simulator = SimulatorProcess.StartPlain("--storage", storage))
        {
            await simulator.StatusAsync();
            await simulator.QuitAsync();
        }

        await using (SimulatorProcess simulator = SimulatorProcess.StartPlain("--storage", storage, "--set", "HeartbeatInterval=333"))
            Assert.AreEqual("HeartbeatInterval = 300", (await simulator.DoAsync("config get HeartbeatInterval")).Text);
    }

    [TestMethod]
    public async Task A_power_cycle_does_not_preset_again()
    {
        await using SimulatorProcess simulator = SimulatorProcess.Start("--set", "HeartbeatInterval=111");
        await simulator.DoAsync("config set HeartbeatInterval 300");
        await simulator.DoAsync("sim power-cycle");
        Assert.AreEqual("HeartbeatInterval = 300", (await simulator.DoAsync("config get HeartbeatInterval")).Text);
    }
}
