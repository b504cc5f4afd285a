using System;
using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Hal.Tests;

[TestClass]
public class BoardTests
{
    [TestMethod]
    public void Every_change_of_an_input_is_told_once()
    {
        BoardFixture f = new(new SimulatedBoardOptions { ConnectorCount = 2 });
        int told = 0;
        Expect(f, ++told, () => f.One.Plug());
        Expect(f, ++told, () => f.Hardware.Pilot.OfferedMilliamps = 16000);
        Expect(f, told, () => f.Hardware.Pilot.OfferedMilliamps = 16000);
        Expect(f, ++told, () => f.Hardware.Contactor.Close());
        Expect(f, told, () => f.Hardware.Contactor.Close());
        Expect(f, ++told, () => f.Hardware.Lock!.Lock());
        Expect(f, told, () => f.Hardware.Lock!.Lock());
        Expect(f, ++told, () => f.One.Vehicle.Suspend());
        Expect(f, told, () => f.One.Vehicle.Suspend());
        Expect(f, ++told, () => f.One.Vehicle.MaximumMilliamps = 10000);
        Expect(f, ++told, () => f.Board.Reader.Present("04A1B2C3"));
        Expect(f, ++told, () => f.One.Fault = HardwareFault.GroundFailure);
        Expect(f, told, () => f.One.Fault = HardwareFault.GroundFailure);
        Expect(f, ++told, () => f.Board.Fault = HardwareFault.HighTemperature);
        Expect(f, ++told, () => f.One.Contactor.Welded = true);
        Expect(f, ++told, () => f.One.Pilot.Shorted = true);
        Expect(f, ++told, () => f.One.Meter.Silent = true);
        Expect(f, ++told, () => f.One.Lock!.Stuck = true);
        Expect(f, ++told, () => f.Board.Link.IsUp = false);
        Expect(f, ++told, () => f.Board.MainsPresent = false);
        Expect(f, ++told, () => f.One.UnplugVehicle());
        Expect(f, ++told, () => f.One.Unplug());
        Assert.AreEqual((int)HardwareFault.GroundFailure, (int)f.Hardware.Fault);
        Assert.AreEqual((int)HardwareFault.NoError, (int)f.Hal.Connectors[1].Fault);
        Assert.AreEqual((int)HardwareFault.HighTemperature, (int)f.Hal.Fault);
    }

    [TestMethod]
    public void Reader_keeps_the_order_and_four_cards()
    {
        BoardFixture f = new();
        for (int i = 0; i < SimulatedReader.Capacity; i++) Assert.IsTrue(f.Board.Reader.Present("CARD" + i));
        Assert.IsFalse(f.Board.Reader.Present("CARD9"));
        Assert.AreEqual("CARD0", f.Hal.Reader.TakeCard());
        Assert.IsTrue(f.Board.Reader.Present("CARD4"));
        for (int i = 1; i <= SimulatedReader.Capacity; i++) Assert.AreEqual("CARD" + i, f.Hal.Reader.TakeCard());
        Assert.IsNull(f.Hal.Reader.TakeCard());
    }

    [TestMethod]
    [DataRow("", false)]
    [DataRow("1", true)]
    [DataRow("12345678901234567890", true)]
    [DataRow("123456789012345678901", false)]
    [DataRow("A B", false)]
    [DataRow("A\tB", false)]
    [DataRow("\u00e9", false)]
    public void Card_is_1_to_20_printable_characters(string card, bool valid)
    {
        BoardFixture f = new();
        Assert.AreEqual(valid, f.Board.Reader.Present(card));
        Assert.AreEqual(valid ? 1 : 0, f.Board.Reader.Waiting);
    }

    [TestMethod]
    public void Power_loss_releases_outputs_and_keeps_the_world()
    {
        BoardFixture f = new();
        f.StartCharging();
        f.Hardware.Lock!.Lock();
        f.Board.Reader.Present("CARD");
        f.Hardware.Indicator.Show(Indication.Charging);
        f.Clock.Advance(BoardFixture.HourMs);
        int told = f.Changes;
        f.Board.PowerOff();
        f.Clock.Advance(BoardFixture.HourMs);
        Assert.IsFalse(f.Hardware.Contactor.Commanded);
        Assert.AreEqual(0, f.Hardware.Pilot.OfferedMilliamps);
        Assert.IsNull(f.Hal.Reader.TakeCard());
        Assert.IsFalse(f.One.Indicator.IsLit);
        Assert.AreEqual((int)LockState.Locked, (int)f.Hardware.Lock.State);
        Assert.IsTrue(f.One.Vehicle.IsConnected);
        Assert.AreEqual(7360L, f.EnergyWh());
        Assert.AreEqual(told, f.Changes);
    }

    [TestMethod]
    public void World_can_be_taken_to_another_board()
    {
        BoardFixture before = new(new SimulatedBoardOptions { ConnectorCount = 2 });
        before.StartCharging();
        before.Hardware.Lock!.Lock();
        before.One.Vehicle.Suspend();
        before.One.Vehicle.MaximumMilliamps = 12345;
        before.One.Vehicle.Phases = 1;
        before.One.Vehicle.NeedsVentilation = true;
        before.One.Contactor.Welded = true;
        before.One.Contactor.StuckOpen = true;
        before.One.Meter.Silent = true;
        before.One.Lock!.Stuck = true;
        before.One.Pilot.Shorted = true;
        before.One.Fault = HardwareFault.UnderVoltage;
        before.Board.Fault = HardwareFault.WeakSignal;

        BoardFixture after = new(new SimulatedBoardOptions { ConnectorCount = 2 });
        after.Board.ImportWorld(before.Board.ExportWorld());
        SimulatedConnector one = after.One;
        Assert.IsTrue(one.CablePresent);
        Assert.IsTrue(one.Vehicle.IsConnected);
        Assert.IsTrue(one.Vehicle.IsSuspended);
        Assert.IsTrue(one.Vehicle.NeedsVentilation);
        Assert.AreEqual(12345, one.Vehicle.MaximumMilliamps);
        Assert.AreEqual(1, one.Vehicle.Phases);
        Assert.IsTrue(one.Contactor.Welded);
        Assert.IsTrue(one.Contactor.StuckOpen);
        Assert.IsFalse(one.Contactor.Commanded);
        Assert.IsTrue(one.Meter.Silent);
        Assert.IsTrue(one.Lock!.Stuck);
        Assert.AreEqual((int)LockState.Locked, (int)one.Lock.State);
        Assert.IsTrue(one.Pilot.Shorted);
        Assert.AreEqual((int)HardwareFault.UnderVoltage, (int)one.Fault);
        Assert.AreEqual((int)HardwareFault.WeakSignal, (int)after.Hal.Fault);
        Assert.IsFalse(after.Board.Connector(2).Vehicle.IsConnected);
    }

    [TestMethod]
    public void Meter_goes_on_where_it_was_to_the_nanojoule()
    {
        BoardFixture before = new();
        before.StartCharging(6001);
        before.Clock.Advance(1234567);
        BoardFixture after = new();
        after.Board.ImportWorld(before.Board.ExportWorld());
        after.StartCharging(6001);
        after.Hardware.Pilot.OfferedMilliamps = 6001;
        after.Clock.Advance(BoardFixture.HourMs - 1234567);
        ConnectorWorld end = after.Board.ExportWorld().Connectors[0];
        Assert.AreEqual(1380L, end.EnergyWh);
        Assert.AreEqual(828000000000L, end.EnergyRemainderNanojoules);
    }

    [TestMethod]
    public void Impossible_worlds_are_put_right()
    {
        WorldState world = new(3);
        ConnectorWorld one = world.Connectors[0];
        one.VehicleConnected = true;
        one.CableInSocket = false;
        one.RemovalPending = true;
        one.EnergyWh = -5;
        one.EnergyRemainderNanojoules = 3600000000000;
        one.VehicleMaximumMilliamps = -1;
        one.VehiclePhases = 2;
        BoardFixture f = new();
        f.Board.ImportWorld(world);
        Assert.IsTrue(f.One.CablePresent);
        Assert.IsFalse(f.One.RemovalPending);
        ConnectorWorld got = f.Board.ExportWorld().Connectors[0];
        Assert.AreEqual(0L, got.EnergyWh);
        Assert.AreEqual(0L, got.EnergyRemainderNanojoules);
        Assert.AreEqual(0, got.VehicleMaximumMilliamps);
        Assert.AreEqual(1, got.VehiclePhases);
        Assert.AreEqual(1, f.Board.ExportWorld().Connectors.Length);
    }

    [TestMethod]
    [DataRow(0, 32000, 1, 230000)]
    [DataRow(9, 32000, 1, 230000)]
    [DataRow(1, 5999, 1, 230000)]
    [DataRow(1, 80001, 1, 230000)]
    [DataRow(1, 32000, 2, 230000)]
    [DataRow(1, 32000, 1, 99999)]
    [DataRow(1, 32000, 1, 300001)]
    public void Board_that_cannot_be_is_not_made(int connectors, int milliamps, int phases, int millivolts)
    {
        SimulatedBoardOptions options = new() { ConnectorCount = connectors, MaximumMilliamps = milliamps, Phases = phases, VoltageMillivolts = millivolts };
        Assert.ThrowsException(typeof(ArgumentException), () => new BoardFixture(options));
    }

    [TestMethod]
    public void Board_has_up_to_eight_connectors()
    {
        BoardFixture f = new(new SimulatedBoardOptions { ConnectorCount = SimulatedBoard.MaximumConnectors });
        Assert.AreEqual(8, f.Hal.Connectors.Length);
        Assert.AreSame(f.Board.Connector(8), f.Hal.Connectors[7]);
    }

    [TestMethod]
    public void Restart_watchdog_and_indicator_are_seen()
    {
        BoardFixture f = new();
        int restarts = 0;
        f.Board.RestartRequested += () => restarts++;
        f.Hal.Restart();
        f.Hal.Watchdog.Feed();
        f.Hal.Watchdog.Feed();
        f.Hardware.Indicator.Show(Indication.Faulted);
        f.Hardware.Indicator.Acknowledge(true);
        f.Hardware.Indicator.Acknowledge(false);
        Assert.AreEqual(1, restarts);
        Assert.AreEqual(2, f.Board.Watchdog.Feeds);
        Assert.AreEqual((int)Indication.Faulted, (int)f.One.Indicator.Shown);
        Assert.AreEqual(1, f.One.Indicator.Accepted);
        Assert.AreEqual(1, f.One.Indicator.Refused);
    }

    private static void Expect(BoardFixture f, int changes, Action action)
    {
        action();
        Assert.AreEqual(changes, f.Changes);
    }
}
