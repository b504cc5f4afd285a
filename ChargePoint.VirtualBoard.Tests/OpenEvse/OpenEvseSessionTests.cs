using ChargePoint.Hal;
using ChargePoint.Hal.OpenEvse;
using ChargePoint.VirtualBoard.OpenEvse;

namespace ChargePoint.VirtualBoard.Tests.OpenEvse;

/// <summary>Sessions at a station whose controller is an OpenEVSE.</summary>
[TestClass]
public sealed class OpenEvseSessionTests
{
    [TestMethod]
    public void Controller_is_put_to_sleep_and_vehicle_that_arrives_is_seen_in_state_B()
    {
        OpenEvseStation station = new();
        Assert.IsFalse(station.Connector.IsReady);
        station.Run(4_000);
        Assert.IsTrue(station.Connector.IsReady);
        Assert.AreEqual("8.2.3", station.Connector.Controller.FirmwareVersion);
        Assert.AreEqual(254, station.Chip.State);
        Assert.AreEqual(PilotState.A, station.Connector.Pilot.State);
        station.Outlet.Plug();
        station.Run(1_000);
        Assert.AreEqual(PilotState.B, station.Connector.Pilot.State);
        station.Run(10_000);
        Assert.IsFalse(station.Chip.RelayOn);
        Assert.AreEqual(HardwareFault.NoError, station.Connector.Fault);
    }

    [TestMethod]
    public void Without_a_vehicle_its_relay_stays_open_whatever_is_told_and_it_says_so()
    {
        OpenEvseStation station = new();
        station.Run(4_000);
        Assert.IsFalse(station.Connector.Contactor.ClosesWithoutVehicle);
        station.Connector.Contactor.Close();
        station.Run(2_000);
        Assert.IsFalse(station.Chip.RelayOn);
        Assert.IsFalse(station.Connector.Contactor.Feedback);
    }

    [TestMethod]
    public void Offer_wakes_it_and_the_contactor_follows()
    {
        OpenEvseStation station = new();
        station.Charge(16_500);
        Assert.AreEqual(PilotState.C, station.Connector.Pilot.State);
        Assert.AreEqual(16_000, station.Connector.Pilot.OfferedMilliamps);
        Assert.AreEqual(16_000, station.Outlet.DrawnMilliamps);
        station.Run(60_000);
        Assert.IsFalse(station.IsStuck);
        Assert.IsTrue(station.MeterAnswers);
        Assert.AreEqual(16_000, station.Reading.CurrentMilliamps[0]);
        Assert.AreEqual(240_000, station.Reading.VoltageMillivolts[0]);
        Assert.AreEqual(3_840, station.Reading.PowerW);
        Assert.AreEqual(64, station.Reading.EnergyWh, 4);
        Assert.AreEqual(0, station.Chip.EepromWrites);
    }

    [TestMethod]
    public void Withdrawn_offer_puts_it_to_sleep_without_an_arc()
    {
        OpenEvseStation station = new();
        station.Charge();
        station.Chip.VehicleIgnoresPilot = true;
        station.Chip.Requests.Clear();
        station.Permit(0);
        station.Run(1_000);
        CollectionAssert.Contains(station.Chip.Requests, "FS");
        CollectionAssert.DoesNotContain(station.Chip.Requests, "FD");
        Assert.IsTrue(station.Chip.RelayOn, "the vehicle has 3 seconds");
        Assert.IsFalse(station.Connector.Contactor.Feedback);
        station.Run(3_500);
        Assert.IsFalse(station.Chip.RelayOn);
        Assert.IsFalse(station.IsStuck);
        Assert.AreEqual(PilotState.B, station.Connector.Pilot.State);
    }

    [TestMethod]
    public void Supervisor_that_opens_against_the_offer_stops_at_once_and_can_close_again()
    {
        OpenEvseStation station = new();
        station.Charge();
        station.Chip.VehicleIgnoresPilot = true;
        station.Permitted = false;
        station.Run(60);
        Assert.IsFalse(station.Chip.RelayOn);
        station.Run(2_000);
        Assert.AreEqual(254, station.Chip.State);
        Assert.AreEqual(PilotState.C, station.Connector.Pilot.State, "it would take energy");
        station.Permitted = true;
        station.Chip.VehicleIgnoresPilot = false;
        Assert.IsTrue(station.RunUntil(() => station.Chip.RelayOn && station.Connector.Contactor.Commanded, 5_000));
        station.Run(2_000);
        Assert.IsTrue(station.Chip.RelayOn);
        Assert.IsFalse(station.IsStuck);
    }

    [TestMethod]
    public void Energy_that_the_supervisor_does_not_permit_ends_after_half_a_second()
    {
        OpenEvseStation station = new();
        station.Run(4_000);
        station.Outlet.Plug();
        station.Connector.Pilot.OfferedMilliamps = 16_000; // but no permission
        Assert.IsTrue(station.RunUntil(() => station.Chip.RelayOn, 5_000));
        Assert.IsTrue(station.RunUntil(() => !station.Chip.RelayOn, 700));
        station.Run(10_000);
        Assert.IsFalse(station.Chip.RelayOn);
    }

    [TestMethod]
    public void Vehicle_that_pauses_can_go_on()
    {
        OpenEvseStation station = new();
        station.Charge();
        station.Outlet.Vehicle.Suspend();
        station.Run(1_000);
        Assert.AreEqual(PilotState.B, station.Connector.Pilot.State);
        Assert.IsFalse(station.Connector.Contactor.Commanded);
        Assert.AreNotEqual(254, station.Chip.State);
        station.Run(60_000);
        station.Outlet.Vehicle.Resume();
        station.Run(1_000);
        Assert.IsTrue(station.Connector.Contactor.Commanded && station.Connector.Contactor.Feedback);
        Assert.AreEqual(16_000, station.Outlet.DrawnMilliamps);
    }

    [TestMethod]
    public void Current_follows_the_offer_and_the_controllers_limit()
    {
        OpenEvseStation station = new(configuredAmps: 20);
        Assert.AreEqual(32_000, station.Connector.MaximumMilliamps);
        station.Charge();
        Assert.AreEqual(20_000, station.Connector.MaximumMilliamps);
        station.Permit(10_000);
        station.Run(500);
        Assert.AreEqual(10, station.Chip.Amps);
        station.Permit(32_000);
        station.Run(1_000);
        Assert.AreEqual(20, station.Chip.Amps);
        Assert.AreEqual(20_000, station.Connector.Pilot.OfferedMilliamps);
        Assert.IsTrue(station.Chip.RelayOn);
        station.Permit(5_999);
        Assert.AreEqual(0, station.Connector.Pilot.OfferedMilliamps);
    }

    [TestMethod]
    public void Button_and_whoever_else_meddles_is_corrected()
    {
        OpenEvseStation station = new();
        station.Run(4_000);
        station.Outlet.Plug();
        station.Run(1_000);
        station.Chip.PressButton(station.Clock.MonotonicMs); // wakes it up: nobody has permitted that
        station.Run(1_500);
        Assert.AreEqual(254, station.Chip.State);
        station.Permit(16_000);
        station.Run(3_000);
        Assert.IsTrue(station.Chip.RelayOn);
        station.Chip.PressButton(station.Clock.MonotonicMs);
        station.Run(60);
        Assert.IsFalse(station.Chip.RelayOn);
        station.Run(3_000);
        Assert.IsTrue(station.Chip.RelayOn);
        Assert.IsFalse(station.IsStuck);
    }

    [TestMethod]
    public void Vehicle_that_leaves_is_seen_and_the_register_goes_on()
    {
        OpenEvseStation station = new();
        station.Charge();
        station.Run(300_000);
        station.Outlet.Unplug();
        station.Run(1_000);
        Assert.AreEqual(PilotState.A, station.Connector.Pilot.State);
        Assert.IsFalse(station.Connector.Contactor.Commanded);
        station.Permit(0);
        station.Run(5_000);
        Assert.IsTrue(station.MeterAnswers);
        long afterFirst = station.Reading.EnergyWh;
        Assert.AreEqual(station.Outlet.Meter.EnergyWh, afterFirst);
        station.Outlet.Plug();
        station.Permit(16_000);
        station.Run(300_000);
        Assert.IsTrue(station.MeterAnswers);
        Assert.AreEqual(station.Outlet.Meter.EnergyWh, station.Reading.EnergyWh, 3);
        Assert.IsTrue(station.Reading.EnergyWh > afterFirst + 300);
    }

    [TestMethod]
    [DataRow(OpenEvseDialect.Rapi3)]
    [DataRow(OpenEvseDialect.Rapi1)]
    public void Old_firmware_charges_as_well(OpenEvseDialect dialect)
    {
        OpenEvseStation station = new(dialect);
        station.Charge();
        station.Run(30_000);
        Assert.AreEqual(16_000, station.Outlet.DrawnMilliamps);
        Assert.IsTrue(station.MeterAnswers);
        Assert.AreEqual(dialect == OpenEvseDialect.Rapi1 ? 1 : 0, station.Chip.EepromWrites);
        station.Permit(0);
        station.Run(2_000);
        Assert.AreEqual(254, station.Chip.State);
        Assert.AreEqual(PilotState.B, station.Connector.Pilot.State);
        station.Outlet.Unplug();
        station.Run(2_000);
        Assert.AreEqual(PilotState.A, station.Connector.Pilot.State);
        Assert.IsFalse(station.IsStuck);
    }

    [TestMethod]
    public void Controller_that_is_locked_after_a_restart_is_unlocked()
    {
        OpenEvseStation station = new(locksAtBoot: true);
        station.Charge();
        Assert.AreEqual(16_000, station.Outlet.DrawnMilliamps);
    }

    [TestMethod]
    public void Voltage_of_the_supply_is_told_to_a_controller_that_does_not_measure_it()
    {
        OpenEvseStation station = new(options: new OpenEvseOptions { VoltageMillivolts = 230_000 });
        station.Run(8_000);
        Assert.IsTrue(station.MeterAnswers);
        Assert.AreEqual(230_000, station.Reading.VoltageMillivolts[0]);
    }

    [TestMethod]
    public void Temperature_and_counters_are_told()
    {
        OpenEvseStation station = new();
        station.Outlet.Temperature.DeciCelsius = 415;
        station.Run(15_000);
        Assert.IsTrue(station.Connector.Temperature!.TryRead(out int deciCelsius));
        Assert.AreEqual(415, deciCelsius);
        station.Outlet.Temperature.Broken = true;
        station.Run(15_000);
        Assert.IsFalse(station.Connector.Temperature.TryRead(out _));
        Assert.AreEqual(0, station.Connector.Controller.GroundFaultTrips);
    }
}
