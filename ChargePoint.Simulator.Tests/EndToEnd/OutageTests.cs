namespace ChargePoint.Simulator.Tests.EndToEnd;

/// <summary>Restarts, power and network come and go around a session.</summary>
[TestClass]
public sealed class OutageTests
{
    [TestMethod]
    [DataRow("soft", "SoftReset")]
    [DataRow("hard", "HardReset")]
    public async Task Reset_ends_the_transaction_and_the_charge_point_comes_back(string type, string reason)
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        await simulator.DoAllAsync("sim plug 1", "sim tap CARD1");
        await simulator.ChargingAsync();
        await simulator.DoAllAsync("sim skip 60", "cs reset " + type);
        Assert.Contains(reason, (await simulator.StoppedTransactionsAsync(1))[0]);
        await BootedAsync(simulator, 2);
        StatusReport back = await simulator.OnlineAsync();
        Assert.IsNull(back[1].TransactionId);
        Assert.IsFalse(back[1].Contactor);
        await simulator.AssertNoViolationAsync();
        await simulator.QuitAsync();
    }

    [TestMethod]
    public async Task Reboot_on_the_console_restarts_inside_the_process()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        await simulator.DoAsync("reboot");
        await BootedAsync(simulator, 2);
        await simulator.OnlineAsync();
        await simulator.AssertNoViolationAsync();
    }

    [TestMethod]
    public async Task A_power_cycle_restarts_from_flash_with_the_world_as_it_was()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        await simulator.DoAllAsync("cs set MeterValueSampleInterval 30", "sim plug 1");
        await simulator.UntilAsync("Preparing");
        await simulator.DoAsync("sim power-cycle");
        await BootedAsync(simulator, 2);
        StatusReport back = await simulator.OnlineAsync();
        Assert.AreEqual("Preparing", back[1].Status);
        Assert.AreEqual("MeterValueSampleInterval = 30", (await simulator.DoAsync("config get MeterValueSampleInterval")).Text);
        await simulator.AssertNoViolationAsync();
    }

    [TestMethod]
    public async Task Without_backup_power_the_charge_point_goes_with_the_mains()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        await simulator.DoAsync("sim mains off");
        Assert.AreEqual("the charge point has no supply", (await simulator.AskAsync("status --json")).Error);
        Assert.AreEqual("the mains are off already", (await simulator.AskAsync("sim mains off")).Error);
        await simulator.DoAsync("sim mains on");
        await BootedAsync(simulator, 2);
        await simulator.OnlineAsync();
        Assert.AreEqual("the mains are on already", (await simulator.AskAsync("sim mains on")).Error);
        await simulator.AssertNoViolationAsync();
    }

    [TestMethod]
    public async Task With_backup_power_an_outage_is_announced_and_ends_the_transaction()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync("--backup-power");
        await simulator.DoAllAsync("sim plug 1", "sim tap CARD1");
        await simulator.ChargingAsync();
        await simulator.DoAllAsync("sim skip 60", "sim mains off");
        StatusReport dark = await simulator.UntilAsync("contactor open", status => status[1] is { Status: "Finishing", Contactor: false });
        Assert.IsTrue(dark.Online);
        Assert.Contains("PowerLoss", (await simulator.StoppedTransactionsAsync(1))[0]);
        await simulator.DoAsync("sim unplug 1");
        StatusReport empty = await simulator.UntilAsync("Faulted");
        Assert.AreEqual("UnderVoltage", empty[1].Fault);
        await simulator.DoAsync("sim mains on");
        await simulator.UntilAsync("Available");
        Assert.HasCount(1, Boots(simulator));
        await simulator.AssertNoViolationAsync();
    }

    [TestMethod]
    public async Task A_session_goes_on_without_network_and_is_told_afterwards()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        await simulator.DoAllAsync("sim plug 1", "sim tap CARD1");
        await simulator.ChargingAsync();
        await simulator.DoAsync("sim link down");
        await simulator.UntilAsync("offline", status => !status.Online);
        await simulator.DoAsync("sim skip 600");
        Assert.AreEqual("Charging", (await simulator.StatusAsync())[1].Status);
        await simulator.DoAsync("sim tap CARD1");
        StatusReport waiting = await simulator.UntilAsync("Finishing");
        Assert.IsGreaterThanOrEqualTo(11, waiting.TransactionMessages, "ten samples and the stop wait");
        await simulator.DoAllAsync("sim link up", "sim skip 60");
        StatusReport back = await simulator.OnlineAsync();
        Assert.AreEqual(0, back.Exhausted);
        string transaction = (await simulator.StoppedTransactionsAsync(1))[0];
        Assert.Contains("Local", transaction);
        Assert.HasCount(1, simulator.ErrorLines.Where(line => line.Contains("the network is down", StringComparison.Ordinal)));
        await simulator.AssertNoViolationAsync();
    }

    private static string[] Boots(SimulatorProcess simulator) =>
        [.. simulator.ErrorLines.Where(line => line.Contains("→ BootNotification", StringComparison.Ordinal))];

    private static async Task BootedAsync(SimulatorProcess simulator, int times)
    {
        await simulator.UntilAsync($"{times} boots", _ => Boots(simulator).Length >= times);
        Assert.HasCount(times, Boots(simulator));
    }
}
