using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Simulator.World;

namespace ChargePoint.Simulator.Tests.Bench;

[TestClass]
public sealed class WorldTests : IDisposable
{
    private const string Name = "world.json";

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _reports = [];
    private readonly ManualClock _clock = new();

    private WorldFile WorldFile => new(_folder.At(Name));

    [TestMethod]
    public void Missing_file_is_a_factory_new_world()
    {
        WorldState world = WorldFile.Load(2, out string? problem);
        Assert.IsNull(problem);
        Assert.HasCount(2, world.Connectors);
        Assert.IsFalse(world.Connectors[0].CableInSocket);
    }

    [TestMethod]
    public void Everything_comes_back()
    {
        WorldState world = new(2) { Fault = HardwareFault.HighTemperature };
        ConnectorWorld two = world.Connectors[1];
        two.CableInSocket = two.RemovalPending = two.VehicleConnected = two.VehicleSuspended = two.VehicleNeedsVentilation = true;
        two.MeterSilent = two.LockHolds = two.LockStuck = two.ContactorWelded = two.ContactorStuckOpen = two.PilotShorted = true;
        two.VehicleMaximumMilliamps = 16500;
        two.VehiclePhases = 1;
        two.EnergyWh = 9_000_000_000;
        two.EnergyRemainderNanojoules = 3_599_999_999_999;
        two.Fault = HardwareFault.OverVoltage;
        Assert.IsTrue(WorldFile.Save(world, out _));
        WorldState back = WorldFile.Load(2, out string? problem);
        Assert.IsNull(problem);
        Assert.AreEqual(HardwareFault.HighTemperature, back.Fault);
        foreach (System.Reflection.PropertyInfo property in typeof(ConnectorWorld).GetProperties())
        {
            Assert.AreEqual(property.GetValue(two), property.GetValue(back.Connectors[1]), property.Name);
            Assert.AreEqual(property.GetValue(new ConnectorWorld()), property.GetValue(back.Connectors[0]), property.Name);
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void Board_may_have_fewer_or_more_connectors_than_the_file(int connectors)
    {
        WorldState world = new(2);
        world.Connectors[0].EnergyWh = 5;
        WorldFile.Save(world, out _);
        WorldState back = WorldFile.Load(connectors, out string? problem);
        Assert.IsNull(problem);
        Assert.HasCount(connectors, back.Connectors);
        Assert.AreEqual(5L, back.Connectors[0].EnergyWh);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("{}")]
    [DataRow("not JSON")]
    [DataRow("""{"version":1}""")]
    [DataRow("""{"version":1,"connectors":[null]}""")]
    [DataRow("""{"version":2,"connectors":[]}""")]
    [DataRow("""{"version":1,"fault":"NoSuchFault","connectors":[]}""")]
    [DataRow("""{"version":1,"fault":3,"connectors":[]}""")]
    [DataRow("""{"version":1,"connectors":[{"energyWh":"5"}]}""")]
    [DataRow("""{"version":1,"connectors":[{"energyWh":99999999999999999999}]}""")]
    public void Corrupt_file_is_reported_set_aside_and_replaced(string content)
    {
        File.WriteAllText(_folder.At(Name), content);
        WorldState world = WorldFile.Load(1, out string? problem);
        Assert.IsNotNull(problem);
        Assert.DoesNotContain('\n', problem);
        Assert.StartsWith("world.json cannot be used, the world starts anew: ", problem);
        Assert.AreEqual(0L, world.Connectors[0].EnergyWh);
        Assert.AreEqual(content, File.ReadAllText(_folder.At(Name + ".corrupt")));
        WorldFile.Load(1, out problem);
        Assert.IsNull(problem);
    }

    [TestMethod]
    public void File_cut_at_any_byte_is_never_taken_for_a_world()
    {
        WorldFile.Save(new WorldState(1), out _);
        byte[] whole = File.ReadAllBytes(_folder.At(Name));
        for (int cut = 0; cut < whole.Length; cut++)
        {
            File.WriteAllBytes(_folder.At(Name), whole[..cut]);
            WorldFile.Load(1, out string? problem);
            Assert.IsNotNull(problem, $"cut at {cut}");
        }
    }

    [TestMethod]
    public void World_survives_a_kill_at_any_moment()
    {
        SimulatedBoard board = NewBoard();
        WorldKeeper killed = new(board, WorldFile, _reports.Add);
        board.Connector(1).Plug();
        Assert.IsTrue(Reborn().Connector(1).Vehicle.IsConnected);
        IConnectorHardware hardware = ((IBoard)board).Connectors[0];
        hardware.Lock!.Lock();
        hardware.Pilot.OfferedMilliamps = 32000;
        hardware.Contactor.Close();
        Assert.AreEqual(LockState.Locked, Reborn().Connector(1).Lock!.State);
        _clock.Advance(3_600_000);
        MeterReading reading = new();
        Assert.IsTrue(hardware.Meter.TryRead(reading));
        Assert.AreEqual(7360L, reading.EnergyWh);

        // A register that the firmware has seen is never smaller after the kill.
        Assert.AreEqual(7360L, Reborn().Connector(1).Meter.EnergyWh);
        Assert.AreEqual(0, Reborn().Connector(1).DrawnMilliamps);
        Assert.IsEmpty(_reports);
        killed.Dispose();
    }

    [TestMethod]
    public void Meter_is_saved_every_second_while_a_vehicle_charges()
    {
        SimulatedBoard board = NewBoard();
        using WorldKeeper keeper = new(board, WorldFile, _reports.Add);
        board.Connector(1).Plug();
        IConnectorHardware hardware = ((IBoard)board).Connectors[0];
        hardware.Pilot.OfferedMilliamps = 32000;
        hardware.Contactor.Close();
        _clock.Advance(3_600_000);
        bool saved = SpinWait.SpinUntil(() => WorldFile.Load(1, out _).Connectors[0].EnergyWh == 7360, TimeSpan.FromSeconds(10));
        Assert.IsTrue(saved);
    }

    [TestMethod]
    public void A_file_that_cannot_be_saved_is_reported_once_and_stops_nothing()
    {
        SimulatedBoard board = NewBoard();
        using WorldKeeper keeper = new(board, new WorldFile(_folder.At("no-such-folder/world.json")), _reports.Add);
        board.Connector(1).Plug();
        board.Connector(1).Unplug();
        Assert.HasCount(1, _reports);
        Assert.StartsWith("world.json cannot be saved: ", _reports[0]);
    }

    public void Dispose() => _folder.Dispose();

    private SimulatedBoard NewBoard() => new(_clock, new SeededRandom(1), new MemoryFlash());

    // The board that a new process would find, while the old one still exists and saves nothing on its own.
    private SimulatedBoard Reborn()
    {
        SimulatedBoard board = NewBoard();
        board.ImportWorld(WorldFile.Load(1, out string? problem));
        Assert.IsNull(problem);
        return board;
    }
}
