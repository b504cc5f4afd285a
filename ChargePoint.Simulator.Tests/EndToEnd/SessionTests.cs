namespace ChargePoint.Simulator.Tests.EndToEnd;

/// <summary>Charging sessions with the built-in Central System, as a person at the terminal would play them.</summary>
[TestClass]
public sealed class SessionTests
{
    [TestMethod]
    public async Task Plug_then_card_charges_and_the_same_card_stops()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        await simulator.UntilAsync("Available");
        await simulator.DoAsync("sim plug 1");
        StatusReport plugged = await simulator.UntilAsync("Preparing");
        Assert.AreEqual("B", plugged[1].Pilot);
        Assert.IsFalse(plugged[1].Contactor);
        Assert.IsNull(plugged[1].TransactionId);

        await simulator.DoAsync("sim tap CARD1");
        await simulator.ChargingAsync();
        StatusReport charging = await simulator.UntilAsync("current is measured", status => status[1].DrawnMilliamps > 0);
        Assert.AreEqual("C", charging[1].Pilot);
        Assert.IsTrue(charging[1].Contactor);
        Assert.IsTrue(charging[1].Locked);
        Assert.AreEqual(32_000, charging[1].OfferedMilliamps);
        Assert.AreEqual(32_000, charging[1].DrawnMilliamps);
        Assert.AreEqual("NoError", charging[1].Fault);

        await simulator.DoAsync("sim skip 1800");
        await simulator.DoAsync("sim tap CARD1");
        StatusReport finishing = await simulator.UntilAsync("contactor open", status => status[1] is { Status: "Finishing", Contactor: false, DrawnMilliamps: 0 });
        Assert.IsNull(finishing[1].TransactionId);
        Assert.IsTrue(finishing[1].EnergyWh is >= 3600 and <= 3800, $"{finishing[1].EnergyWh} Wh");

        await simulator.DoAsync("sim unplug 1");
        await simulator.UntilAsync("Available");
        string transaction = (await simulator.StoppedTransactionsAsync(1))[0];
        Assert.Contains("card CARD1", transaction);
        Assert.Contains("Local", transaction);
        await simulator.AssertNoViolationAsync();
        await simulator.QuitAsync();
    }

    [TestMethod]
    public async Task Card_then_plug_charges_and_unplugging_stops()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        await simulator.DoAsync("sim tap CARD1");
        await simulator.UntilAsync("Preparing");
        await simulator.DoAsync("sim plug 1");
        await simulator.ChargingAsync();
        await simulator.DoAllAsync("sim skip 600", "sim unplug 1");
        await simulator.UntilAsync("Available");
        Assert.Contains("EVDisconnected", (await simulator.StoppedTransactionsAsync(1))[0]);
        await simulator.AssertNoViolationAsync();
    }

    [TestMethod]
    public async Task Remote_start_and_stop_and_the_other_commands_of_the_Central_System()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        await simulator.DoAllAsync("sim plug 1", "cs remote-start 1 REMOTE1");
        await simulator.ChargingAsync();
        Assert.IsNotNull((await simulator.AskAsync("cs remote-stop 77")).Error);
        await simulator.DoAllAsync("sim skip 60", "cs remote-stop");
        await simulator.UntilAsync("Finishing");
        Assert.Contains("Remote", (await simulator.StoppedTransactionsAsync(1))[0]);

        foreach (string message in new[] { "BootNotification", "Heartbeat", "StatusNotification", "StatusNotification 1", "MeterValues 1" })
            Assert.Contains("ccepted", (await simulator.DoAsync("cs trigger " + message)).Text, message);
        Assert.Contains("ejected", (await simulator.DoAsync("cs trigger StatusNotification 9")).Text);
        Assert.AreEqual("HeartbeatInterval = 300", (await simulator.DoAsync("cs get HeartbeatInterval")).Text);
        await simulator.DoAsync("cs set HeartbeatInterval 60");
        Assert.AreEqual("HeartbeatInterval = 60", (await simulator.DoAsync("cs get HeartbeatInterval")).Text);
        await simulator.DoAsync("sim skip 60");
        await simulator.LogAsync("Heartbeat");
        await simulator.AssertNoViolationAsync();
    }

    [TestMethod]
    public async Task A_refused_card_does_not_charge()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        await simulator.DoAllAsync("sim plug 1", "sim tap BLOCKED1");
        await simulator.LogAsync("BLOCKED1");
        await simulator.DoAsync("sim skip 30");
        StatusReport status = await simulator.StatusAsync();
        Assert.AreEqual("Preparing", status[1].Status);
        Assert.IsFalse(status[1].Contactor);
        Assert.AreEqual("no transaction yet", (await simulator.DoAsync("cs transactions")).Text);
        await simulator.AssertNoViolationAsync();
    }

    [TestMethod]
    [DataRow("pending", "Pending")]
    [DataRow("rejected", "Rejected")]
    public async Task A_charge_point_that_is_not_accepted_asks_again_and_charges_nobody(string answer, string registration)
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        await simulator.DoAllAsync($"cs boot {answer} 30", "reboot");
        await simulator.UntilAsync(registration, status => status.Registration == registration);
        await simulator.DoAllAsync("sim plug 1", "sim tap CARD1", "sim skip 10");
        StatusReport waiting = await simulator.StatusAsync();
        Assert.AreEqual("Preparing", waiting[1].Status);
        Assert.IsFalse(waiting[1].Contactor);

        await simulator.DoAllAsync("cs boot accepted 300", "sim skip 30");
        await simulator.OnlineAsync();
        await simulator.DoAsync("sim tap CARD1");
        await simulator.ChargingAsync();
        await simulator.AssertNoViolationAsync();
    }

    [TestMethod]
    public async Task Two_connectors_charge_side_by_side()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync("--connectors", "2");
        Assert.HasCount(2, (await simulator.StatusAsync()).Connectors);
        await simulator.DoAllAsync("sim plug 2", "sim tap CARD2");
        await simulator.ChargingAsync(2);
        await simulator.DoAllAsync("sim plug 1", "sim tap CARD1");
        StatusReport both = await simulator.ChargingAsync(1);
        Assert.AreEqual("Charging", both[2].Status);
        Assert.AreNotEqual(both[1].TransactionId, both[2].TransactionId);

        await simulator.DoAllAsync("sim load 2 10", "sim skip 360", "sim tap CARD2");
        StatusReport one = await simulator.UntilAsync("Finishing", 2);
        Assert.AreEqual("Charging", one[1].Status);
        Assert.IsGreaterThan(one[2].EnergyWh * 2, one[1].EnergyWh);
        await simulator.DoAllAsync("cs remote-stop 1", "sim unplug 1", "sim unplug 2");
        await simulator.UntilAsync("Available", 1);
        await simulator.UntilAsync("Available", 2);
        await simulator.StoppedTransactionsAsync(2);
        await simulator.AssertNoViolationAsync();
    }

    [TestMethod]
    public async Task A_vehicle_suspends_resumes_and_takes_what_it_is_told()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        await simulator.DoAllAsync("sim plug 1", "sim tap CARD1");
        await simulator.ChargingAsync();
        await simulator.DoAsync("sim suspend 1");
        StatusReport suspended = await simulator.UntilAsync("no current", status => status[1] is { Status: "SuspendedEV", DrawnMilliamps: 0 });
        Assert.AreEqual("B", suspended[1].Pilot);
        Assert.IsNotNull(suspended[1].TransactionId);
        await simulator.DoAsync("sim skip 3600");
        Assert.AreEqual(suspended[1].EnergyWh, (await simulator.StatusAsync())[1].EnergyWh);

        await simulator.DoAllAsync("sim resume 1", "sim load 1 16.5");
        StatusReport resumed = await simulator.UntilAsync("16.5 A", status => status[1] is { Status: "Charging", DrawnMilliamps: 16_500 });
        await simulator.DoAsync("sim skip 3600");
        long energyWh = (await simulator.StatusAsync())[1].EnergyWh - resumed[1].EnergyWh;
        Assert.IsTrue(energyWh is >= 3780 and <= 3810, $"{energyWh} Wh in an hour at 16.5 A and 230 V");
        await simulator.AssertNoViolationAsync();
    }

    [TestMethod]
    public async Task A_fault_opens_the_contactor_and_is_shown_until_it_is_gone()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        await simulator.DoAllAsync("sim plug 1", "sim tap CARD1");
        StatusReport charging = await simulator.ChargingAsync();
        await simulator.DoAsync("sim fault 1 GroundFailure");
        StatusReport faulted = await simulator.UntilAsync("contactor open", status => status[1] is { Status: "Faulted", Contactor: false, DrawnMilliamps: 0 });
        Assert.AreEqual("GroundFailure", faulted[1].Fault);

        await simulator.DoAsync("sim fault 1 none");
        StatusReport back = await simulator.ChargingAsync();
        Assert.AreEqual("NoError", back[1].Fault);
        Assert.AreEqual(charging[1].TransactionId, back[1].TransactionId);

        await simulator.DoAsync("sim fault 0 HighTemperature");
        await simulator.UntilAsync("contactor open", status => !status[1].Contactor);
        await simulator.DoAsync("sim fault 0 none");
        await simulator.ChargingAsync();
        await simulator.AssertNoViolationAsync();
    }

    [TestMethod]
    public async Task A_jammed_lock_keeps_the_energy_off()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        await simulator.DoAllAsync("sim lock 1 jam", "sim plug 1", "sim tap CARD1");
        StatusReport jammed = await simulator.UntilAsync("Faulted");
        Assert.AreEqual("ConnectorLockFailure", jammed[1].Fault);
        Assert.IsFalse(jammed[1].Contactor);
        Assert.IsFalse(jammed[1].Locked);
        await simulator.DoAsync("sim lock 1 free");
        await simulator.UntilAsync("no fault", status => status[1] is { Fault: "NoError", Status: not "Faulted" });
        await simulator.AssertNoViolationAsync();
    }

    [TestMethod]
    public async Task A_cable_pulled_at_the_vehicle_stays_in_the_socket()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        await simulator.DoAllAsync("sim plug 1", "sim tap CARD1");
        await simulator.ChargingAsync();
        await simulator.DoAsync("sim unplug 1 ev");
        StatusReport pulled = await simulator.UntilAsync("Finishing");
        Assert.AreEqual("A", pulled[1].Pilot);
        Assert.Contains("EVDisconnected", (await simulator.StoppedTransactionsAsync(1))[0]);
        await simulator.DoAsync("sim unplug 1");
        await simulator.UntilAsync("Available");
        await simulator.AssertNoViolationAsync();
    }

    [TestMethod]
    public async Task An_attached_cable_has_no_lock()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync("--fixed-cable");
        await simulator.DoAllAsync("sim plug 1", "sim tap CARD1");
        StatusReport charging = await simulator.ChargingAsync();
        Assert.IsFalse(charging[1].Locked);
        ConsoleAnswer jam = await simulator.AskAsync("sim lock 1 jam");
        Assert.AreEqual("an attached cable has no lock", jam.Error);
        await simulator.DoAsync("sim unplug 1 ev");
        await simulator.UntilAsync("Available");
        await simulator.StoppedTransactionsAsync(1);
        await simulator.AssertNoViolationAsync();
    }
}
