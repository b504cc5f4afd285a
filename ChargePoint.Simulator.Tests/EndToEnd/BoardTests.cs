namespace ChargePoint.Simulator.Tests.EndToEnd;

/// <summary>Whole sessions, and what goes wrong in them, on the example boards: the real drivers on virtual chips.</summary>
[TestClass]
public sealed class BoardTests
{
    [TestMethod]
    [DataRow("single-phase", 1, 7359)]
    [DataRow("three-phase-two-connectors", 2, 22078)]
    [DataRow("openevse", 1, 7359)]
    public async Task A_session_by_card_on_each_example_board(string board, int connector, int watts)
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync("--board", FileOf(board));
        await simulator.DoAllAsync($"sim plug {connector}", "sim tap 04A1B2C3D4E5F6");
        StatusReport charging = await simulator.ChargingAsync(connector);
        await simulator.DoAsync("sim skip 3600");
        long energyWh = (await simulator.StatusAsync())[connector].EnergyWh - charging[connector].EnergyWh;
        Assert.IsTrue(energyWh >= watts * 99 / 100 && energyWh <= watts * 101 / 100, $"{energyWh} Wh in an hour");
        await simulator.DoAllAsync("sim tap 04A1B2C3D4E5F6", $"sim unplug {connector}");
        await simulator.UntilAsync("Available", connector);
        string transaction = (await simulator.StoppedTransactionsAsync(1))[0];
        Assert.Contains("04A1B2C3D4E5F6", transaction);
        await simulator.AssertNoViolationAsync();
        await simulator.QuitAsync();
    }

    [TestMethod]
    [DataRow("single-phase")]
    [DataRow("three-phase-two-connectors")]
    [DataRow("openevse")]
    public async Task A_session_goes_on_after_the_power_was_away(string board)
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync("--board", FileOf(board), "--set", "ChargePoint.ResumeTransactionAfterPowerLoss=true");
        await simulator.DoAllAsync("sim plug 1", "sim tap 04A1B2C3");
        StatusReport charging = await simulator.ChargingAsync();
        await simulator.DoAllAsync("sim skip 600", "sim power-cycle");
        StatusReport back = await simulator.ChargingAsync();
        Assert.AreEqual(charging[1].TransactionId, back[1].TransactionId);
        await simulator.DoAllAsync("sim tap 04A1B2C3", "sim unplug 1");
        await simulator.UntilAsync("Available");
        await simulator.StoppedTransactionsAsync(1);
        await simulator.AssertNoViolationAsync();
    }

    // What happens while a vehicle charges, what the Central System is told, what is done about it, and what the connector's status is then.
    [TestMethod]
    [DataRow("sim leak 1 on", "GroundFailure  RCM-TRIP", "sim leak 1 off;fault clear 1", "Charging")]
    [DataRow("sim leak 1 on", "GroundFailure  RCM-TRIP", "sim leak 1 off;sim unplug 1", "Available")]
    [DataRow("sim diode 1 missing", "EVCommunicationError  PILOT-DIODE", "sim diode 1 ok;fault clear 1", "Charging")]
    [DataRow("sim pilot 1 short", "EVCommunicationError  PILOT-SHORTED", "sim pilot 1 ok", "Charging")]
    [DataRow("sim meter 1 silent", "PowerMeterFailure  METER-SILENT", "sim meter 1 ok", "Charging")]
    [DataRow("sim temperature 1 95", "HighTemperature  TEMPERATURE", "sim temperature 1 20", "Charging")]
    [DataRow("sim supply 290", "OverVoltage  OVERVOLTAGE", "sim supply 230;sim skip 15", "Charging")]
    [DataRow("sim supply 150", "UnderVoltage  UNDERVOLTAGE", "sim supply 230;sim skip 15", "Charging")]
    [DataRow("sim excess 1 12", "OverCurrentFailure  OVERCURRENT", "sim excess 1 0;sim skip 70", "Charging")]
    [DataRow("sim stuck 1 on", "PowerSwitchFailure  CONTACTOR-NOT-CLOSING", "sim stuck 1 off;sim skip 70", "Charging")]
    [DataRow("sim weld 1 on;sim tap 04A1B2C3", "PowerSwitchFailure  CONTACTOR-WELDED", "sim weld 1 off;fault clear 1;sim unplug 1", "Available")]
    [DataRow("sim emergency on", "OtherError  EMERGENCY-STOP", "sim emergency off;sim unplug 1", "Available")]
    [DataRow("sim fault 1 InternalError", "InternalError", "sim fault 1 none", "Charging")]
    public async Task A_fault_while_charging_is_told_and_ends_as_stated(string cause, string told, string repair, string status)
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        await simulator.DoAllAsync("sim plug 1", "sim tap 04A1B2C3");
        await simulator.ChargingAsync();
        await simulator.DoAllAsync(cause.Split(';'));
        await simulator.LogAsync($"connector 1  Faulted  {told}");
        await simulator.UntilAsync("no energy", report => report[1].DrawnMilliamps == 0 || cause.Contains("weld", StringComparison.Ordinal));
        await simulator.DoAllAsync(repair.Split(';'));
        StatusReport after = await simulator.UntilAsync(status);
        Assert.AreEqual("NoError", after[1].Fault);
        await simulator.AssertNoViolationAsync();
    }

    [TestMethod]
    public async Task A_monitor_that_fails_its_self_test_lets_no_session_begin_until_it_passes()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        await simulator.DoAllAsync("sim monitor 1 broken", "sim plug 1", "sim tap 04A1B2C3");
        await simulator.LogAsync("connector 1  Faulted  InternalError  RCM-SELFTEST");
        Assert.IsFalse((await simulator.StatusAsync())[1].Contactor);
        await simulator.DoAllAsync("sim monitor 1 ok", "sim skip 15");
        await simulator.ChargingAsync();
        await simulator.AssertNoViolationAsync();
    }

    [TestMethod]
    public async Task A_lock_that_jams_keeps_the_energy_off_until_it_moves()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        await simulator.DoAllAsync("sim lock 1 jam", "sim plug 1", "sim tap 04A1B2C3");
        await simulator.LogAsync("connector 1  Faulted  ConnectorLockFailure  LOCK-JAMMED");
        await simulator.DoAllAsync("sim lock 1 free", "sim skip 30");
        await simulator.ChargingAsync();
        await simulator.AssertNoViolationAsync();
    }

    [TestMethod]
    public async Task A_reader_that_is_dead_is_told_and_reads_again_when_it_is_mended()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        await simulator.DoAsync("sim reader dead");
        await simulator.LogAsync("charge point  Available  ReaderFailure");
        await simulator.DoAllAsync("sim reader ok", "sim skip 10", "sim plug 1", "sim tap 04A1B2C3");
        await simulator.ChargingAsync();
        await simulator.AssertNoViolationAsync();
    }

    [TestMethod]
    [DataRow("13", 13000)]
    [DataRow("20", 20000)]
    [DataRow("0", 0)]
    public async Task The_cable_limits_the_offer(string amperes, int milliamps)
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartOnlineAsync();
        await simulator.DoAllAsync($"sim cable 1 {amperes}", "sim plug 1", "sim tap 04A1B2C3");
        if (milliamps > 0) Assert.AreEqual(milliamps, (await simulator.ChargingAsync())[1].OfferedMilliamps);
        else await simulator.LogAsync("connector 1  Faulted  OtherError");
        Assert.IsTrue((await simulator.StatusAsync())[1].DrawnMilliamps <= milliamps);
        await simulator.AssertNoViolationAsync();
    }

    [TestMethod]
    public async Task A_wrong_description_is_refused_with_the_names_of_its_fields()
    {
        using Bench.TemporaryFolder folder = new();
        string file = folder.At("board.json");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(FileOf("single-phase"))).Replace("\"coil\": 26", "\"coil\": 34").Replace("SDM120", "SDM121"));
        (int exitCode, string _, string errors) = await SimulatorProcess.RunAsync(["--board", file]);
        Assert.AreEqual(2, exitCode);
        Assert.Contains("board description: connectors[0].contactor.coil: GPIO34 is an input only", errors);
        Assert.Contains("board description: connectors[0].meter.type: has to be", errors);
    }

    private static string FileOf(string board)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder != null && !File.Exists(Path.Combine(folder.FullName, "ChargePoint.sln"))) folder = folder.Parent;
        return Path.Combine(folder!.FullName, "boards", board + ".json");
    }
}
