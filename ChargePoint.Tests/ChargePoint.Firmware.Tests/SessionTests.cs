using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

[TestClass]
public class SessionTests
{
    [TestMethod]
    public void Boot_is_followed_by_the_status_of_the_charge_point_and_of_every_connector()
    {
        Station station = new Station(2).Boot();
        Assert.AreEqual("BootNotification Status:Available Status:Available Status:Available", station.CentralSystem.Story());
        Assert.IsTrue(station.ChargePoint.Clock.IsKnown);
    }

    [TestMethod]
    public void Plug_first_then_card()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("CARD1");
        Assert.AreEqual("Charging", station.Status(1));
        Assert.AreEqual("BootNotification Status:Available Status:Available Status:Preparing Authorize StartTransaction Status:Charging", station.CentralSystem.Story());
        Assert.IsTrue(station.Board.Connector(1).Contactor.Feedback);
        Assert.AreEqual("CARD1", FakeCentralSystem.Text(station.CentralSystem.Last("StartTransaction"), "idTag"));
    }

    [TestMethod]
    public void Card_first_then_plug()
    {
        Station station = new Station().Boot();
        station.Tap("CARD1");
        Assert.AreEqual("Preparing", station.Status(1));
        station.Plug(1);
        Assert.AreEqual("Charging", station.Status(1));
        Assert.AreEqual("BootNotification Status:Available Status:Available Authorize Status:Preparing StartTransaction Status:Charging", station.CentralSystem.Story());
    }

    [TestMethod]
    public void The_same_card_ends_the_session()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("CARD1");
        station.Run(60_000);
        station.Tap("card1"); // idTags know no letter case
        Assert.AreEqual("Finishing", station.Status(1));
        Assert.IsFalse(station.Board.Connector(1).Contactor.Commanded);
        string stop = station.CentralSystem.Last("StopTransaction");
        Assert.AreEqual("Local", FakeCentralSystem.Text(stop, "reason"));
        Assert.AreEqual(101L, FakeCentralSystem.Number(stop, "transactionId"));
        station.Unplug(1);
        Assert.AreEqual("Available", station.Status(1));
        Assert.AreEqual(1, station.CentralSystem.Count("Authorize"), "no authorization is needed to stop one's own session");
    }

    [TestMethod]
    public void Energy_is_what_the_vehicle_took()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("CARD1");
        long start = FakeCentralSystem.Number(station.CentralSystem.Last("StartTransaction"), "meterStart");
        station.Run(3_600_000);
        station.Tap("CARD1");
        long stop = FakeCentralSystem.Number(station.CentralSystem.Last("StopTransaction"), "meterStop");
        long energyWh = stop - start;
        Assert.IsTrue(energyWh >= 7359 && energyWh <= 7361, energyWh.ToString());
    }

    [TestMethod]
    public void Unplugging_ends_the_session()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("CARD1");
        station.Unplug(1);
        Assert.AreEqual("Available", station.Status(1));
        Assert.AreEqual("EVDisconnected", FakeCentralSystem.Text(station.CentralSystem.Last("StopTransaction"), "reason"));
    }

    [TestMethod]
    public void Unplugging_the_vehicle_only_leaves_the_connector_occupied_until_the_cable_is_taken()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("CARD1");
        station.Board.Connector(1).UnplugVehicle();
        station.Run(100);
        Assert.AreEqual("Finishing", station.Status(1));
        station.Unplug(1);
        Assert.AreEqual("Available", station.Status(1));
    }

    [TestMethod]
    public void An_attached_cable_is_free_again_as_soon_as_the_vehicle_is_gone()
    {
        Station station = new Station(1, fixedCable: true).Boot();
        station.Plug(1);
        station.Tap("CARD1");
        station.Board.Connector(1).UnplugVehicle();
        station.Run(100);
        Assert.AreEqual("Available", station.Status(1));
    }

    [TestMethod]
    public void A_disconnect_can_be_made_to_suspend_instead_of_ending()
    {
        Station station = new Station(1, fixedCable: true).Boot();
        station.Call("ChangeConfiguration", "{\"key\":\"StopTransactionOnEVSideDisconnect\",\"value\":\"false\"}");
        station.Plug(1);
        station.Tap("CARD1");
        station.Board.Connector(1).UnplugVehicle();
        station.Run(100);
        Assert.AreEqual("SuspendedEV", station.Status(1));
        Assert.AreEqual(0, station.CentralSystem.Count("StopTransaction"));
        station.Plug(1);
        Assert.AreEqual("Charging", station.Status(1));
    }

    [TestMethod]
    public void The_vehicle_may_pause_and_go_on()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("CARD1");
        station.Board.Connector(1).Vehicle.Suspend();
        station.Run(100);
        Assert.AreEqual("SuspendedEV", station.Status(1));
        Assert.IsFalse(station.Board.Connector(1).Contactor.Feedback);
        station.Board.Connector(1).Vehicle.Resume();
        station.Run(100);
        Assert.AreEqual("Charging", station.Status(1));
    }

    [TestMethod]
    public void A_vehicle_that_never_asks_is_suspended_after_its_time_of_grace()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Board.Connector(1).Vehicle.Suspend();
        station.Tap("CARD1");
        Assert.AreEqual("Preparing", station.Status(1));
        Assert.AreEqual(1, station.CentralSystem.Count("StartTransaction"));
        station.Run(Features.Connector.StartGraceMs);
        Assert.AreEqual("SuspendedEV", station.Status(1));
    }

    [TestMethod]
    public void A_card_that_is_refused_starts_nothing()
    {
        Station station = new Station().Boot();
        station.CentralSystem.AnswerWith("Authorize", "{\"idTagInfo\":{\"status\":\"Blocked\"}}");
        station.Plug(1);
        station.Tap("CARD1");
        Assert.AreEqual("Preparing", station.Status(1));
        Assert.AreEqual(0, station.CentralSystem.Count("StartTransaction"));
        Assert.IsFalse(station.Board.Connector(1).Contactor.Commanded);
    }

    [TestMethod]
    public void A_card_that_waits_for_a_vehicle_is_forgotten_after_ConnectionTimeOut()
    {
        Station station = new Station().Boot();
        station.Tap("CARD1");
        station.Run(59_000);
        Assert.AreEqual("Preparing", station.Status(1));
        station.Run(1_200);
        Assert.AreEqual("Available", station.Status(1));
        station.Plug(1);
        Assert.AreEqual("Preparing", station.Status(1));
        Assert.AreEqual(0, station.CentralSystem.Count("StartTransaction"));
    }

    [TestMethod]
    public void A_card_presented_twice_keeps_its_place()
    {
        Station station = new Station().Boot();
        station.Tap("CARD1");
        station.Run(50_000);
        station.Tap("CARD1");
        station.Run(50_000);
        Assert.AreEqual("Preparing", station.Status(1));
        Assert.AreEqual(1, station.CentralSystem.Count("Authorize"));
    }

    [TestMethod]
    public void A_refusal_in_the_answer_to_StartTransaction_ends_the_session()
    {
        Station station = new Station().Boot();
        station.CentralSystem.AnswerWith("StartTransaction", "{\"transactionId\":7,\"idTagInfo\":{\"status\":\"Expired\"}}");
        station.Plug(1);
        station.Tap("CARD1");
        string stop = station.CentralSystem.Last("StopTransaction");
        Assert.AreEqual("DeAuthorized", FakeCentralSystem.Text(stop, "reason"));
        Assert.AreEqual(7L, FakeCentralSystem.Number(stop, "transactionId"));
        Assert.IsFalse(station.Board.Connector(1).Contactor.Commanded);
    }

    [TestMethod]
    public void A_refused_session_may_be_kept_without_energy()
    {
        Station station = new Station().Boot();
        station.Call("ChangeConfiguration", "{\"key\":\"StopTransactionOnInvalidId\",\"value\":\"false\"}");
        station.CentralSystem.AnswerWith("StartTransaction", "{\"transactionId\":7,\"idTagInfo\":{\"status\":\"Invalid\"}}");
        station.Plug(1);
        station.Tap("CARD1");
        Assert.AreEqual("SuspendedEVSE", station.Status(1));
        Assert.IsFalse(station.Board.Connector(1).Contactor.Commanded);
        Assert.AreEqual(0, station.Board.Connector(1).Pilot.OfferedMilliamps);
        station.Tap("CARD1");
        Assert.AreEqual("Finishing", station.Status(1));
    }

    [TestMethod]
    public void A_card_of_the_same_group_ends_the_session()
    {
        Station station = new Station().Boot();
        station.CentralSystem.AnswerWith("Authorize", "{\"idTagInfo\":{\"status\":\"Accepted\",\"parentIdTag\":\"FAMILY\"}}");
        station.Plug(1);
        station.Tap("HER-CARD");
        station.Tap("HIS-CARD");
        Assert.AreEqual("Finishing", station.Status(1));
        Assert.AreEqual("HIS-CARD", FakeCentralSystem.Text(station.CentralSystem.Last("StopTransaction"), "idTag"));
    }

    [TestMethod]
    public void A_strangers_card_does_not_end_the_session()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("CARD1");
        station.Tap("CARD2");
        Assert.AreEqual("Charging", station.Status(1));
        Assert.AreEqual(0, station.CentralSystem.Count("StopTransaction"));
    }

    [TestMethod]
    public void With_two_connectors_the_plug_shows_where_the_card_was_meant_for()
    {
        Station station = new Station(2).Boot();
        station.Tap("CARD1");
        Assert.AreEqual("Preparing", station.Status(1));
        station.Plug(2);
        Assert.AreEqual("Available", station.Status(1));
        Assert.AreEqual("Charging", station.Status(2));
    }

    [TestMethod]
    public void With_two_vehicles_waiting_the_card_is_for_the_one_that_came_last()
    {
        Station station = new Station(2).Boot();
        station.Plug(2);
        station.Plug(1);
        station.Tap("CARD1");
        Assert.AreEqual("Charging", station.Status(1));
        Assert.AreEqual("Preparing", station.Status(2));
        station.Tap("CARD2");
        Assert.AreEqual("Charging", station.Status(2));
        station.Tap("CARD1");
        Assert.AreEqual("Finishing", station.Status(1));
        Assert.AreEqual("Charging", station.Status(2));
    }

    [TestMethod]
    public void The_plug_is_held_while_charging_and_let_go_afterwards()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        Assert.AreEqual((int)LockState.Unlocked, (int)station.Board.Connector(1).Lock!.State);
        station.Tap("CARD1");
        Assert.AreEqual((int)LockState.Locked, (int)station.Board.Connector(1).Lock!.State);
        station.Tap("CARD1");
        Assert.AreEqual((int)LockState.Unlocked, (int)station.Board.Connector(1).Lock!.State);
    }

    [TestMethod]
    public void A_lock_that_jams_keeps_the_session_from_beginning()
    {
        Station station = new Station().Boot();
        station.Board.Connector(1).Lock!.Stuck = true;
        station.Plug(1);
        station.Tap("CARD1");
        station.Run(1_100);
        Assert.AreEqual("Faulted", station.Status(1));
        Assert.AreEqual("ConnectorLockFailure", FakeCentralSystem.Text(station.CentralSystem.Last("StatusNotification"), "errorCode"));
        Assert.AreEqual(0, station.CentralSystem.Count("StartTransaction"));
        Assert.IsFalse(station.Board.Connector(1).Contactor.Commanded);
    }

    [TestMethod]
    public void A_lock_that_jammed_is_tried_again_when_the_plug_is_gone()
    {
        Station station = new Station().Boot();
        station.Board.Connector(1).Lock!.Stuck = true;
        station.Plug(1);
        station.Tap("CARD1");
        station.Run(70_000);
        station.Unplug(1);
        station.Run(1_100);
        Assert.AreEqual("Available", station.Status(1), "nobody has to be called");
        station.Board.Connector(1).Lock!.Stuck = false;
        station.Plug(1);
        station.Tap("CARD1");
        station.Run(2_000);
        Assert.AreEqual("Charging", station.Status(1));
    }

    [TestMethod]
    public void Meter_values_follow_the_interval_and_carry_the_transaction()
    {
        Station station = new Station().Boot();
        station.Call("ChangeConfiguration", "{\"key\":\"MeterValueSampleInterval\",\"value\":\"10\"}");
        station.Plug(1);
        station.Tap("CARD1");
        station.Run(35_000);
        Assert.AreEqual(3, station.CentralSystem.Count("MeterValues"));
        string last = station.CentralSystem.Last("MeterValues");
        Assert.AreEqual(101L, FakeCentralSystem.Number(last, "transactionId"));
        Assert.AreEqual("Energy.Active.Import.Register", FakeCentralSystem.Text(last, "measurand"));
        Assert.AreEqual("Sample.Periodic", FakeCentralSystem.Text(last, "context"));
        station.Call("ChangeConfiguration", "{\"key\":\"MeterValueSampleInterval\",\"value\":\"0\"}");
        station.Run(60_000);
        Assert.AreEqual(3, station.CentralSystem.Count("MeterValues"), "0 switches samples off");
    }

    [TestMethod]
    public void Every_measurand_that_is_offered_can_be_asked_for()
    {
        Station station = new Station().Boot();
        station.Call("ChangeConfiguration", "{\"key\":\"MeterValuesSampledData\",\"value\":\"Power.Active.Import, Current.Import,Voltage,Current.Offered,Energy.Active.Import.Register\"}");
        station.Plug(1);
        station.Tap("CARD1");
        station.Run(60_000);
        string values = station.CentralSystem.Last("MeterValues");
        Assert.Contains("{\"value\":\"7360\",\"context\":\"Sample.Periodic\",\"measurand\":\"Power.Active.Import\",\"location\":\"Outlet\",\"unit\":\"W\"}", values);
        Assert.Contains("{\"value\":\"32\",\"context\":\"Sample.Periodic\",\"measurand\":\"Current.Import\",\"phase\":\"L1\",\"location\":\"Outlet\",\"unit\":\"A\"}", values);
        Assert.Contains("{\"value\":\"230\",\"context\":\"Sample.Periodic\",\"measurand\":\"Voltage\",\"phase\":\"L1-N\",\"location\":\"Outlet\",\"unit\":\"V\"}", values);
        Assert.Contains("\"measurand\":\"Current.Offered\"", values);
    }

    [TestMethod]
    public void A_fault_opens_the_contactor_at_once_and_the_session_goes_on_when_it_is_gone()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("CARD1");
        station.Board.Connector(1).Fault = HardwareFault.GroundFailure;
        station.Run(Safety.SafetySupervisor.PeriodMs);
        Assert.IsFalse(station.Board.Connector(1).Contactor.Feedback);
        Assert.AreEqual("Faulted", station.Status(1));
        Assert.AreEqual("GroundFailure", FakeCentralSystem.Text(station.CentralSystem.Last("StatusNotification"), "errorCode"));
        station.Board.Connector(1).Fault = HardwareFault.NoError;
        station.Run(100);
        Assert.AreEqual("Charging", station.Status(1));
        Assert.AreEqual(0, station.CentralSystem.Count("StopTransaction"));
    }

    [TestMethod]
    public void A_fault_of_the_charge_point_is_told_for_connector_0_and_stops_energy_everywhere()
    {
        Station station = new Station(2).Boot();
        station.Plug(1);
        station.Tap("CARD1");
        station.Board.Fault = HardwareFault.InternalError;
        station.Run(100);
        Assert.IsFalse(station.Board.Connector(1).Contactor.Feedback);
        Assert.AreEqual("Faulted", station.Status(1));
        Assert.AreEqual("Faulted", station.Status(2));
        int told = 0;
        foreach (string frame in station.CentralSystem.Received)
        {
            if (frame.IndexOf("\"connectorId\":0,\"errorCode\":\"InternalError\",\"status\":\"Faulted\"") > 0) told++;
        }

        Assert.AreEqual(1, told);
    }

    [TestMethod]
    public void A_broken_reader_is_reported_and_does_not_stop_charging()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("CARD1");
        station.Board.Connector(1).Fault = HardwareFault.ReaderFailure;
        station.Run(100);
        Assert.AreEqual("Charging", station.Status(1));
        Assert.AreEqual("ReaderFailure", FakeCentralSystem.Text(station.CentralSystem.Last("StatusNotification"), "errorCode"));
    }

    [TestMethod]
    public void A_welded_contactor_is_found_and_no_session_begins()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("CARD1");
        station.Board.Connector(1).Contactor.Welded = true;
        station.Tap("CARD1");
        station.Run(1_100);
        Assert.AreEqual("Faulted", station.Status(1));
        Assert.AreEqual("PowerSwitchFailure", FakeCentralSystem.Text(station.CentralSystem.Last("StatusNotification"), "errorCode"));
        station.Tap("CARD2");
        Assert.AreEqual(1, station.CentralSystem.Count("StartTransaction"));
    }

    [TestMethod]
    public void Without_a_meter_nothing_is_sold()
    {
        Station station = new Station().Boot();
        station.Board.Connector(1).Meter.Silent = true;
        station.Plug(1);
        station.Tap("CARD1");
        Assert.AreEqual("Faulted", station.Status(1));
        Assert.AreEqual(0, station.CentralSystem.Count("StartTransaction"));
    }

    [TestMethod]
    public void A_card_that_no_connector_is_free_for_is_not_asked_about()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("CARD1");
        int asked = station.CentralSystem.Count("Authorize");
        station.Tap("CARD2");
        station.Run(2000);
        Assert.AreEqual(asked, station.CentralSystem.Count("Authorize"));
        Assert.AreEqual("Charging", station.Status(1));
    }

    [TestMethod]
    public void Loss_of_the_mains_on_a_board_with_backup_supply_ends_the_session()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("CARD1");
        station.Board.MainsPresent = false;
        station.Run(100);
        Assert.AreEqual("PowerLoss", FakeCentralSystem.Text(station.CentralSystem.Last("StopTransaction"), "reason"));
        Assert.AreEqual("Finishing", station.Status(1));
        Assert.IsFalse(station.Board.Connector(1).Contactor.Feedback);
        station.Tap("CARD2");
        station.Run(2000);
        Assert.AreEqual("Finishing", station.Status(1));
        station.Board.MainsPresent = true;
        station.Run(100);
        Assert.AreEqual("Finishing", station.Status(1));
        station.Tap("CARD2");
        station.Run(2000);
        Assert.AreEqual("Charging", station.Status(1));
    }

    [TestMethod]
    public void A_connector_without_mains_is_faulted_once_the_vehicle_has_left()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("CARD1");
        station.Board.MainsPresent = false;
        station.Run(2000);
        station.Unplug(1);
        station.Run(2000);
        Assert.AreEqual("Faulted", station.Status(1));
        station.Tap("CARD1");
        station.Plug(1);
        station.Run(2000);
        Assert.AreEqual("Faulted", station.Status(1));
        Assert.AreEqual(1, station.CentralSystem.Count("StartTransaction"));
    }
}
