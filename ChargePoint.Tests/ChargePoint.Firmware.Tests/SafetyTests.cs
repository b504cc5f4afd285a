using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Safety;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

/// <summary>What the safety supervisor does, seen by vehicle, lock and Central System.</summary>
[TestClass]
public class SafetyTests
{
    [TestMethod]
    public void A_session_that_ends_by_card_waits_for_the_vehicle_and_the_plug_is_held_until_then()
    {
        Station station = Charging(2_000);
        SimulatedConnector connector = station.Board.Connector(1);
        station.Tap("A");
        Assert.AreEqual("Local", FakeCentralSystem.Text(station.CentralSystem.Last("StopTransaction"), "reason"));
        Assert.AreEqual(0, connector.Pilot.OfferedMilliamps);
        station.Run(1_500);
        Assert.IsTrue(connector.Contactor.Commanded, "it still takes energy");
        Assert.AreEqual((int)LockState.Locked, (int)connector.Lock!.State);
        station.Run(700);
        Assert.IsFalse(connector.Contactor.Commanded);
        station.Run(1_100);
        Assert.AreEqual((int)LockState.Unlocked, (int)connector.Lock.State);
        Assert.AreEqual("Finishing", station.Status(1));
    }

    [TestMethod]
    public void A_vehicle_that_does_not_stop_is_cut_off_after_three_seconds()
    {
        Station station = Charging(60_000);
        station.Tap("A");
        station.Run(2_800);
        Assert.IsTrue(station.Board.Connector(1).Contactor.Commanded);
        station.Run(200);
        Assert.IsFalse(station.Board.Connector(1).Contactor.Commanded);
        Assert.AreEqual("NoError", StatusNames.Of(station.Connector(1).Error));
    }

    [TestMethod]
    public void An_emergency_stop_a_loss_of_mains_and_unplugging_open_at_once()
    {
        for (int what = 0; what < 3; what++)
        {
            Station station = Charging(60_000);
            if (what == 0) station.Board.EmergencyStop = true;
            else if (what == 1) station.Board.MainsPresent = false;
            else station.Board.Connector(1).UnplugVehicle();
            station.Run(SafetySupervisor.PeriodMs);
            Assert.IsFalse(station.Board.Connector(1).Contactor.Commanded, what.ToString());
        }
    }

    [TestMethod]
    public void A_restart_waits_until_the_vehicle_has_stopped()
    {
        Station station = Charging(2_000);
        Assert.Contains("Accepted", station.Call("Reset", "{\"type\":\"Hard\"}"));
        station.Run(1_000);
        Assert.AreEqual(0, station.Restarts);
        Assert.IsTrue(station.Board.Connector(1).Contactor.Commanded);
        station.Run(4_000);
        Assert.AreEqual(1, station.Restarts);
        Assert.IsFalse(station.Board.Connector(1).Contactor.Commanded);
    }

    [TestMethod]
    public void UnlockConnector_waits_for_the_vehicle_too()
    {
        Station station = Charging(2_500);
        string id = station.CentralSystem.Call("UnlockConnector", "{\"connectorId\":1}");
        station.Run(2_400);
        Assert.AreEqual("", station.CentralSystem.AnswerTo(id));
        Assert.AreEqual((int)LockState.Locked, (int)station.Board.Connector(1).Lock!.State);
        station.Run(500);
        Assert.Contains("Unlocked", station.CentralSystem.AnswerTo(id));
    }

    [TestMethod]
    public void The_next_session_begins_after_the_one_before_has_ended_in_full()
    {
        Station station = Charging(60_000);
        station.Tap("A");
        station.Tap("B");
        station.Run(1_000);
        Assert.AreEqual(1, station.CentralSystem.Count("StartTransaction"));
        station.Run(3_000);
        Assert.AreEqual(2, station.CentralSystem.Count("StartTransaction"));
        Assert.AreEqual("Charging", station.Status(1));
        Assert.AreEqual(FakeCentralSystem.Number(station.CentralSystem.Last("StartTransaction"), "meterStart"), station.Connector(1).Transaction!.Begin.EnergyWh);
    }

    [TestMethod]
    public void A_trip_is_told_with_its_code_and_ends_when_the_vehicle_leaves()
    {
        Station station = Charging(0);
        SimulatedConnector connector = station.Board.Connector(1);
        connector.ResidualCurrent.Leaking = true;
        station.Run(100);
        Told(station, "Faulted", "GroundFailure", "RCM-TRIP");
        connector.ResidualCurrent.Leaking = false;
        station.Run(10_000);
        Assert.AreEqual("Faulted", station.Status(1));
        connector.Unplug();
        station.Run(2_000);
        Told(station, "Available", "NoError", "");
        Assert.AreEqual(1, station.ChargePoint.Faults.Count(1, SafetyFault.ResidualCurrent));
    }

    [TestMethod]
    public void A_monitor_that_fails_its_self_test_gives_no_energy()
    {
        Station station = new Station().Boot();
        station.Board.Connector(1).ResidualCurrent.Broken = true;
        station.Plug(1);
        station.Tap("A");
        Told(station, "Faulted", "InternalError", "RCM-SELFTEST");
        Assert.AreEqual(0, station.Board.Connector(1).Contactor.Operations);
        station.Board.Connector(1).ResidualCurrent.Broken = false;
        station.Run(11_000);
        Told(station, "Charging", "NoError", "");
    }

    [TestMethod]
    public void A_weld_is_told_and_kept_until_it_is_acknowledged()
    {
        Station station = Charging(0);
        station.Board.Connector(1).Contactor.Welded = true;
        station.Tap("A");
        station.Run(1_100);
        Told(station, "Faulted", "PowerSwitchFailure", "CONTACTOR-WELDED");
        station.Board.Connector(1).Contactor.Welded = false;
        station.Run(10_000);
        Assert.AreEqual("Faulted", station.Status(1));
        station.ChargePoint.Safety.Acknowledge(1);
        station.Run(100);
        Told(station, "Finishing", "NoError", "");
    }

    [TestMethod]
    public void More_current_than_offered_is_told()
    {
        Station station = Charging(0);
        station.Board.Connector(1).Vehicle.ExcessMilliamps = 10_000;
        station.Run(1_500);
        Told(station, "Faulted", "OverCurrentFailure", "OVERCURRENT");
        station.Board.Connector(1).Vehicle.ExcessMilliamps = 0;
        station.Run(61_000);
        Told(station, "Charging", "NoError", "");
    }

    [TestMethod]
    public void A_bad_supply_is_told_and_over_ten_seconds_after_it()
    {
        Station station = Charging(0);
        station.Board.SupplyMillivolts = 270_000;
        station.Run(1_500);
        Told(station, "Faulted", "OverVoltage", "OVERVOLTAGE");
        station.Board.SupplyMillivolts = 190_000;
        station.Run(15_000);
        Told(station, "Faulted", "UnderVoltage", "UNDERVOLTAGE");
        station.Board.SupplyMillivolts = 230_000;
        station.Run(11_000);
        Told(station, "Charging", "NoError", "");
    }

    [TestMethod]
    public void A_warm_charge_point_offers_less_and_a_hot_one_nothing()
    {
        Station station = Charging(0);
        SimulatedConnector connector = station.Board.Connector(1);
        connector.Temperature.DeciCelsius = 700;
        station.Run(200);
        Assert.AreEqual(19_000, connector.Pilot.OfferedMilliamps);
        Assert.AreEqual("Charging", station.Status(1));
        connector.Temperature.DeciCelsius = 900;
        station.Run(2_500);
        Told(station, "Faulted", "HighTemperature", "TEMPERATURE");
        connector.Temperature.DeciCelsius = 400;
        station.Run(500);
        Told(station, "Charging", "NoError", "");
        Assert.AreEqual(32_000, connector.Pilot.OfferedMilliamps);
    }

    [TestMethod]
    public void A_broken_temperature_sensor_is_told_while_the_session_goes_on_with_16_amperes()
    {
        Station station = Charging(0);
        station.Board.Connector(1).Temperature.Broken = true;
        station.Run(3_000);
        Told(station, "Charging", "OtherError", "TEMPERATURE-SENSOR");
        Assert.AreEqual(16_000, station.Board.Connector(1).Pilot.OfferedMilliamps);
    }

    [TestMethod]
    public void A_missing_diode_is_told_once_and_until_the_vehicle_leaves()
    {
        Station station = Charging(0);
        station.Board.Connector(1).Pilot.DiodeMissing = true;
        station.Run(20_000);
        Told(station, "Faulted", "EVCommunicationError", "PILOT-DIODE");
        Assert.AreEqual(1, station.ChargePoint.Faults.Count(1, SafetyFault.PilotDiode));
        station.Board.Connector(1).Pilot.DiodeMissing = false;
        station.Board.Connector(1).Unplug();
        station.Run(2_000);
        Told(station, "Available", "NoError", "");
    }

    [TestMethod]
    public void Of_several_faults_the_gravest_is_told_and_all_can_be_seen()
    {
        Station station = Charging(0);
        station.Board.Connector(1).Meter.Silent = true;
        station.Run(200);
        Told(station, "Faulted", "PowerMeterFailure", "METER-SILENT");
        station.Board.Connector(1).ResidualCurrent.Leaking = true;
        station.Run(100);
        Told(station, "Faulted", "GroundFailure", "RCM-TRIP");
        int both = FaultTable.Bit(SafetyFault.MeterSilent) | FaultTable.Bit(SafetyFault.ResidualCurrent);
        Assert.AreEqual(both, station.ChargePoint.Safety.Active(1));
        station.Board.Connector(1).Fault = HardwareFault.HighTemperature;
        station.Run(20);
        Told(station, "Faulted", "HighTemperature", "");
        station.Board.Connector(1).Fault = HardwareFault.NoError;
        station.Run(20);
        Told(station, "Faulted", "GroundFailure", "RCM-TRIP");
    }

    private static Station Charging(int reactionMs)
    {
        Station station = new Station().Boot();
        station.Board.Connector(1).Vehicle.ReactionMs = reactionMs;
        station.Plug(1);
        station.Tap("A");
        station.Run(3_000);
        Assert.AreEqual("Charging", station.Status(1));
        return station;
    }

    private static void Told(Station station, string status, string errorCode, string vendorErrorCode)
    {
        string told = station.CentralSystem.Last("StatusNotification");
        Assert.AreEqual(status, FakeCentralSystem.Text(told, "status"), told);
        Assert.AreEqual(errorCode, FakeCentralSystem.Text(told, "errorCode"), told);
        Assert.AreEqual(vendorErrorCode, FakeCentralSystem.Text(told, "vendorErrorCode"), told);
    }
}
