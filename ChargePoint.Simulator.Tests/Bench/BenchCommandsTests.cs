using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Simulator.Bench;

namespace ChargePoint.Simulator.Tests.Bench;

[TestClass]
public sealed class BenchCommandsTests : IBenchHost
{
    private readonly SimulatedBoard _board = new(new ManualClock(), new SeededRandom(1), new MemoryFlash(), null, new SimulatedBoardOptions { ConnectorCount = 2 });
    private readonly BenchCommands _commands;
    private readonly List<string> _asked = [];
    private string? _hostAnswer;
    private bool _hasDrivers;
    private int _changes;

    public BenchCommandsTests()
    {
        _commands = new BenchCommands(_board, this);
        _board.WorldChanged += () => _changes++;
    }

    private SimulatedConnector Two => _board.Connector(2);

    [TestMethod]
    public void Plug_and_unplug()
    {
        Done("plug 2");
        Assert.IsTrue(Two.Vehicle.IsConnected);
        Said("a vehicle is connected already", "plug 2");
        Done("unplug 2 ev");
        Assert.IsFalse(Two.Vehicle.IsConnected);
        Assert.IsTrue(Two.CablePresent);
        Said("no vehicle is connected", "unplug 2 ev");
        Done("unplug 2");
        Assert.IsFalse(Two.CablePresent);
        Said("nothing is plugged", "unplug 2");
        Assert.IsFalse(_board.Connector(1).CablePresent);
    }

    [TestMethod]
    public void Unplug_ends_at_the_vehicle_also_when_the_plug_is_locked()
    {
        Done("plug 2");
        Two.Lock!.Lock();
        Said("pulled at the vehicle; out of the socket as soon as the lock lets it go", "unplug 2");
        Assert.IsFalse(Two.Vehicle.IsConnected);
        Said("pulled at the vehicle; out of the socket as soon as the lock lets it go", "unplug 2");
        Two.Lock.Unlock();
        Assert.IsFalse(Two.CablePresent);
    }

    [TestMethod]
    public void Bolt_that_is_out_blocks_the_plug()
    {
        Two.Lock!.Lock();
        Refused("the bolt of the lock blocks the socket", "plug 2");
    }

    [TestMethod]
    public void Vehicle_suspends_and_resumes()
    {
        Refused("no vehicle is connected", "suspend 2");
        Refused("no vehicle is connected", "resume 2");
        Done("plug 2");
        Done("suspend 2");
        Assert.IsTrue(Two.Vehicle.IsSuspended);
        Done("suspend 2");
        Done("resume 2");
        Assert.IsFalse(Two.Vehicle.IsSuspended);
    }

    [TestMethod]
    [DataRow("16", 16000)]
    [DataRow("16.5", 16500)]
    [DataRow("6.001", 6001)]
    [DataRow("0", 0)]
    [DataRow("80", 80000)]
    [DataRow("16.5000", 16500)]
    public void Load_is_amperes_to_the_milliampere(string amperes, int milliamps)
    {
        Done($"load 2 {amperes}");
        Assert.AreEqual(milliamps, Two.Vehicle.MaximumMilliamps);
    }

    [TestMethod]
    [DataRow("-1")]
    [DataRow("80.001")]
    [DataRow("1e3")]
    [DataRow("16,5")]
    [DataRow("x")]
    [DataRow("99999999999999999999999999999999")]
    [DataRow("1.0001")]
    public void Load_that_is_no_current_is_refused(string amperes)
    {
        string error = Refused($"load 2 {amperes}");
        Assert.IsTrue(error.Contains("amperes") || error.Contains("three decimals"), error);
        Assert.AreEqual(SimulatedVehicle.DefaultMaximumMilliamps, Two.Vehicle.MaximumMilliamps);
    }

    [TestMethod]
    public void Card_is_tapped_up_to_the_readers_limit()
    {
        Done("tap 04A1B2C3");
        Assert.AreEqual("04A1B2C3", ((IBoard)_board).Reader.TakeCard());
        Refused("an idTag has 1 to 20 printable ASCII characters", "tap 123456789012345678901");
        Refused("an idTag has 1 to 20 printable ASCII characters", "tap \u00e9");
        for (int i = 0; i < SimulatedReader.Capacity; i++) Done("tap 12345678901234567890");
        Refused("4 cards wait at the reader and nobody takes them", "tap X");
    }

    [TestMethod]
    public void Causes_of_faults_can_be_set_and_taken_away()
    {
        Done("leak 2 on");
        Done("monitor 2 broken");
        Done("diode 2 missing");
        Done("cable 2 13");
        Done("excess 2 6.5");
        Done("temperature 2 -40");
        Done("reader dead");
        Done("supply 280");
        Assert.IsTrue(Two.ResidualCurrent is { Leaking: true, Broken: true });
        Assert.IsTrue(Two.Pilot.DiodeMissing);
        Assert.AreEqual(13000, Two.MaximumMilliamps + (Two.CableMilliamps - 32000)); // nothing is plugged: the cable does not count yet
        Assert.AreEqual(6500, Two.Vehicle.ExcessMilliamps);
        Assert.AreEqual(-400, Two.Temperature.DeciCelsius);
        Assert.IsTrue(_board.Reader.IsDead);
        Assert.AreEqual(280000, _board.SupplyMillivolts);
        Done("plug 2");
        Assert.AreEqual(13000, Two.MaximumMilliamps);
        Done("leak 2 off");
        Done("monitor 2 ok");
        Done("diode 2 ok");
        Done("reader ok");
        Assert.IsTrue(Two.ResidualCurrent is { Leaking: false, Broken: false });
        Assert.IsFalse(Two.Pilot.DiodeMissing || _board.Reader.IsDead);
    }

    [TestMethod]
    [DataRow("GroundFailure")]
    [DataRow("EVCommunicationError")]
    [DataRow("PowerMeterFailure")]
    [DataRow("PowerSwitchFailure")]
    [DataRow("HighTemperature")]
    [DataRow("OverVoltage")]
    public void Fault_of_a_part_comes_from_the_part_where_drivers_look_at_it(string code)
    {
        _hasDrivers = true;
        Done("fault 2 " + code);
        string causes = string.Join(' ', new[]
        {
            Two.ResidualCurrent.Leaking ? "GroundFailure" : "",
            Two.Pilot.Shorted ? "EVCommunicationError" : "",
            Two.Meter.Silent ? "PowerMeterFailure" : "",
            Two.Contactor.Welded ? "PowerSwitchFailure" : "",
            Two.Temperature.DeciCelsius > 900 ? "HighTemperature" : "",
            Two.Fault != HardwareFault.NoError ? Two.Fault.ToString() : "",
        }.Where(cause => cause.Length > 0));
        Assert.AreEqual(code, causes);
        Done("fault 2 none");
        Assert.Contains("acknowledge 2", _asked);
        Assert.IsFalse(Two.ResidualCurrent.Leaking || Two.Pilot.Shorted || Two.Meter.Silent || Two.Contactor.Welded);
        Assert.AreEqual(SimulatedTemperature.RoomDeciCelsius, Two.Temperature.DeciCelsius);
        Assert.AreEqual(HardwareFault.NoError, Two.Fault);
    }

    [TestMethod]
    public void Every_fault_of_hardware_can_be_set_and_cleared()
    {
        foreach (HardwareFault fault in Enum.GetValues<HardwareFault>())
        {
            Done($"fault 2 {fault}");
            Assert.AreEqual(fault, Two.Fault);
            Done("fault 2 none");
            Assert.AreEqual(HardwareFault.NoError, Two.Fault);
        }

        Done("fault 0 GroundFailure");
        Assert.AreEqual(HardwareFault.GroundFailure, _board.Fault);
        Assert.AreEqual(HardwareFault.NoError, Two.Fault);
    }

    [TestMethod]
    [DataRow("LocalListConflict")]
    [DataRow("Nonsense")]
    [DataRow("3")]
    public void Unknown_fault_is_refused(string code)
    {
        string error = Refused($"fault 2 {code}");
        Assert.StartsWith($"'{code}' is not a fault of hardware: none, ConnectorLockFailure, ", error);
    }

    [TestMethod]
    public void Defects_come_and_go()
    {
        Done("lock 2 jam");
        Assert.IsTrue(Two.Lock!.Stuck);
        Done("lock 2 free");
        Assert.IsFalse(Two.Lock.Stuck);
        Done("weld 2 on");
        Assert.IsTrue(Two.Contactor.Welded);
        Done("weld 2 off");
        Assert.IsFalse(Two.Contactor.Welded);
        Done("stuck 2 on");
        Assert.IsTrue(Two.Contactor.StuckOpen);
        Done("stuck 2 off");
        Assert.IsFalse(Two.Contactor.StuckOpen);
        Done("meter 2 silent");
        Assert.IsTrue(Two.Meter.Silent);
        Done("meter 2 ok");
        Assert.IsFalse(Two.Meter.Silent);
        Done("pilot 2 short");
        Assert.IsTrue(Two.Pilot.Shorted);
        Done("pilot 2 ok");
        Assert.IsFalse(Two.Pilot.Shorted);
        Done("link down");
        Assert.IsFalse(_board.Link.IsUp);
        Done("link up");
        Assert.IsTrue(_board.Link.IsUp);
    }

    [TestMethod]
    public void Attached_cable_has_no_lock_to_jam()
    {
        SimulatedBoard board = new(new ManualClock(), new SeededRandom(1), new MemoryFlash(), null, new SimulatedBoardOptions { FixedCable = true });
        BenchResult result = new BenchCommands(board, this).Execute("lock 1 jam");
        Assert.AreEqual("an attached cable has no lock", result.Error);
    }

    [TestMethod]
    public void What_concerns_the_process_is_asked_of_the_host()
    {
        Done("power-cycle");
        Done("mains off");
        Done("mains on");
        Done("skip 60");
        CollectionAssert.AreEqual(new[] { "power-cycle", "mains off", "mains on", "skip 60" }, _asked);
        _hostAnswer = "not here";
        Refused("not here", "mains on");
    }

    [TestMethod]
    [DataRow("0")]
    [DataRow("-5")]
    [DataRow("1.5")]
    [DataRow("31536001")]
    [DataRow("99999999999")]
    public void Skip_needs_a_number_of_seconds(string seconds)
    {
        Assert.AreEqual($"'{seconds}' is not a number of seconds, 1 to 31536000", Refused($"skip {seconds}"));
        Assert.IsEmpty(_asked);
    }

    [TestMethod]
    [DataRow("", "sim what? 'sim help' lists the commands")]
    [DataRow("dance", "unknown bench command 'dance'; 'sim help' lists them")]
    [DataRow("PLUG 1", "unknown bench command 'PLUG'; 'sim help' lists them")]
    [DataRow("plug", "usage: sim plug C")]
    [DataRow("plug 1 2", "usage: sim plug C")]
    [DataRow("unplug", "usage: sim unplug C or sim unplug C ev")]
    [DataRow("unplug 1 car", "usage: sim unplug C or sim unplug C ev")]
    [DataRow("unplug 1 ev now", "usage: sim unplug C or sim unplug C ev")]
    [DataRow("tap", "usage: sim tap IDTAG")]
    [DataRow("tap A B", "usage: sim tap IDTAG")]
    [DataRow("load 1", "usage: sim load C AMPERES")]
    [DataRow("fault 1", "usage: sim fault C CODE|none")]
    [DataRow("cable 1 16", "'16' is not 13, 20, 32, 63 or 0")]
    [DataRow("temperature 1 126", "'126' is not a temperature of -40 to 125 degrees")]
    [DataRow("temperature 1 warm", "'warm' is not a temperature of -40 to 125 degrees")]
    [DataRow("supply 401", "'401' is not a voltage of 0 to 400")]
    [DataRow("supply -1", "'-1' is not a voltage of 0 to 400")]
    [DataRow("excess 1 81", "'81' is not a current of 0 to 80 amperes")]
    [DataRow("reader broken", "'broken' is neither 'dead' nor 'ok'")]
    [DataRow("monitor 1 dead", "'dead' is neither 'broken' nor 'ok'")]
    [DataRow("lock 1", "usage: sim lock C jam|free")]
    [DataRow("lock 1 open", "'open' is neither 'jam' nor 'free'")]
    [DataRow("weld 1 maybe", "'maybe' is neither 'on' nor 'off'")]
    [DataRow("link", "usage: sim link down|up")]
    [DataRow("link sideways", "'sideways' is neither 'down' nor 'up'")]
    [DataRow("mains", "usage: sim mains off|on")]
    [DataRow("mains out", "'out' is neither 'off' nor 'on'")]
    [DataRow("power-cycle now", "usage: sim power-cycle")]
    [DataRow("help me", "usage: sim help")]
    [DataRow("plug 0", "there is no connector '0': they are 1 to 2")]
    [DataRow("plug 3", "there is no connector '3': they are 1 to 2")]
    [DataRow("plug -1", "there is no connector '-1': they are 1 to 2")]
    [DataRow("plug one", "there is no connector 'one': they are 1 to 2")]
    [DataRow("plug 99999999999", "there is no connector '99999999999': they are 1 to 2")]
    [DataRow("suspend 3", "there is no connector '3': they are 1 to 2")]
    [DataRow("load 0 16", "there is no connector '0': they are 1 to 2")]
    [DataRow("fault 3 none", "there is no connector '3': they are 0 to 2")]
    [DataRow("plug \u001b[2J", "there is no connector '?[2J': they are 1 to 2")]
    public void Wrong_command_says_what_is_wrong_and_changes_nothing(string command, string error) => Refused(error, command);

    [TestMethod]
    public void Help_lists_every_command_of_the_drive_contract()
    {
        BenchResult help = _commands.Execute("  help ");
        Assert.IsTrue(help.IsOk);
        foreach (string name in new[] { "plug", "unplug", "tap", "suspend", "resume", "load", "fault", "lock", "link", "power-cycle", "mains" })
        {
            Assert.IsTrue(help.Lines.Any(line => line.StartsWith($"sim {name}", StringComparison.Ordinal)), name);
        }
    }

    string? IBenchHost.PowerCycle() => Asked("power-cycle");

    bool IBenchHost.HasDrivers => _hasDrivers;

    void IBenchHost.LetDriversSee(int milliseconds)
    {
    }

    void IBenchHost.Acknowledge(int connectorId) => Asked($"acknowledge {connectorId}");

    string? IBenchHost.MainsOff() => Asked("mains off");

    string? IBenchHost.MainsOn() => Asked("mains on");

    string? IBenchHost.Skip(int seconds) => Asked($"skip {seconds}");

    private string? Asked(string what)
    {
        _asked.Add(what);
        return _hostAnswer;
    }

    private void Done(string command)
    {
        BenchResult result = _commands.Execute(command);
        Assert.IsNull(result.Error);
        Assert.IsEmpty(result.Lines);
    }

    private void Said(string line, string command)
    {
        BenchResult result = _commands.Execute(command);
        Assert.IsNull(result.Error);
        CollectionAssert.AreEqual(new[] { line }, result.Lines.ToArray());
    }

    private void Refused(string error, string command) => Assert.AreEqual(error, Refused(command));

    private string Refused(string command)
    {
        int before = _changes;
        BenchResult result = _commands.Execute(command);
        Assert.IsFalse(result.IsOk, command);
        Assert.DoesNotContain('\n', result.Error!);
        Assert.AreEqual(before, _changes, "a refused command must change nothing");
        return result.Error!;
    }
}
