using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

/// <summary>ChangeAvailability (OCPP 1.6 section 5.2) on a whole charge point.</summary>
[TestClass]
public class AvailabilityTests
{
    [TestMethod]
    public void A_connector_out_of_service_refuses_cards_and_remote_starts()
    {
        Station station = new Station(2).Boot();
        Assert.AreEqual("Accepted", Change(station, 1, "Inoperative"));
        Assert.AreEqual("Unavailable", station.Status(1));
        Assert.AreEqual("Available", station.Status(2));
        Assert.Contains("\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Unavailable\"", station.CentralSystem.Last("StatusNotification"));
        Assert.AreEqual("Rejected", Status(station.Call("RemoteStartTransaction", "{\"idTag\":\"R\",\"connectorId\":1}")));
        station.Plug(1);
        Assert.AreEqual("Unavailable", station.Status(1));
        station.Tap("A");
        Assert.IsNull(station.Connector(1).Transaction);
        Assert.AreEqual("Preparing", station.Status(2), "the card is for the other connector");
        station.Run(61_000);
        Assert.AreEqual("Accepted", Change(station, 1, "Operative"));
        Assert.AreEqual("Preparing", station.Status(1), "H2: a vehicle is there");
        station.Tap("A");
        Assert.AreEqual("Charging", station.Status(1));
    }

    [TestMethod]
    public void Who_waits_for_a_vehicle_is_sent_away()
    {
        Station station = new Station().Boot();
        station.Tap("A");
        Assert.AreEqual("Accepted", Change(station, 1, "Inoperative"));
        Assert.AreEqual("Unavailable", station.Status(1));
        station.Plug(1);
        Assert.AreEqual(0, station.CentralSystem.Count("StartTransaction"));
        Change(station, 1, "Operative");
        Assert.AreEqual("Preparing", station.Status(1));
        Assert.IsNull(station.Connector(1).AuthorizedIdTag);
    }

    [TestMethod]
    public void A_card_that_is_being_checked_when_the_connector_goes_out_of_service_starts_nothing()
    {
        Station station = new Station().Boot();
        station.CentralSystem.AnswerWith("Authorize", "");
        station.Plug(1);
        station.Tap("A");
        string id = FakeCentralSystem.Id(station.CentralSystem.Last("Authorize"));
        Change(station, 1, "Inoperative");
        station.CentralSystem.Deliver("[3,\"" + id + "\",{\"idTagInfo\":{\"status\":\"Accepted\"}}]");
        station.Run(1_000);
        Assert.AreEqual(0, station.CentralSystem.Count("StartTransaction"));
        Assert.AreEqual("Unavailable", station.Status(1));
    }

    [TestMethod]
    public void While_a_transaction_runs_it_is_scheduled_and_the_cable_is_gone_before_it_happens()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("A");
        Assert.AreEqual("Scheduled", Change(station, 1, "Inoperative"));
        station.Run(10_000);
        Assert.AreEqual("Charging", station.Status(1));
        station.Tap("A");
        Assert.AreEqual("Finishing", station.Status(1), "C6");
        station.Tap("B");
        Assert.AreEqual(1, station.CentralSystem.Count("StartTransaction"));
        station.Unplug(1);
        Assert.AreEqual("Unavailable", station.Status(1), "F8");
    }

    [TestMethod]
    public void With_an_attached_cable_a_scheduled_change_happens_with_the_end_of_the_session()
    {
        Station station = new Station(1, fixedCable: true).Boot();
        station.Plug(1);
        station.Tap("A");
        Assert.AreEqual("Scheduled", Change(station, 1, "Inoperative"));
        station.Unplug(1);
        Assert.AreEqual("Unavailable", station.Status(1), "C8");
        Assert.AreEqual("EVDisconnected", FakeCentralSystem.Text(station.CentralSystem.Last("StopTransaction"), "reason"));
    }

    [TestMethod]
    public void A_scheduled_change_can_be_taken_back()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("A");
        Assert.AreEqual("Scheduled", Change(station, 1, "Inoperative"));
        Assert.AreEqual("Accepted", Change(station, 1, "Operative"));
        station.Tap("A");
        station.Unplug(1);
        Assert.AreEqual("Available", station.Status(1));
    }

    [TestMethod]
    public void Connector_0_is_the_charge_point_and_all_connectors()
    {
        Station station = new Station(2).Boot();
        station.Plug(2);
        station.Tap("A");
        Assert.AreEqual("Scheduled", Change(station, 0, "Inoperative"));
        Assert.AreEqual("Unavailable", station.Status(1));
        Assert.AreEqual("Charging", station.Status(2));
        Assert.AreEqual(0, Told(station, "\"connectorId\":0,\"errorCode\":\"NoError\",\"status\":\"Unavailable\""), "not before the session is over");
        station.Tap("A");
        station.Unplug(2);
        Assert.AreEqual("Unavailable", station.Status(2));
        Assert.AreEqual(1, Told(station, "\"connectorId\":0,\"errorCode\":\"NoError\",\"status\":\"Unavailable\""));
        Assert.AreEqual("Accepted", Change(station, 0, "Operative"));
        Assert.AreEqual("Available", station.Status(1));
        Assert.AreEqual("Available", station.Status(2));
        Assert.AreEqual("Accepted", Change(station, 0, "Inoperative"), "nothing runs");
    }

    [TestMethod]
    public void Each_connector_has_a_state_of_its_own()
    {
        Station station = new Station(2).Boot();
        Change(station, 0, "Inoperative");
        Assert.AreEqual("Accepted", Change(station, 2, "Operative"));
        Assert.AreEqual("Unavailable", station.Status(1));
        Assert.AreEqual("Available", station.Status(2));
        Assert.AreEqual(1, Told(station, "\"connectorId\":0,\"errorCode\":\"NoError\",\"status\":\"Available\""), "at boot, and not since");
    }

    [TestMethod]
    public void It_outlives_a_restart_and_so_does_what_is_scheduled()
    {
        Station before = new Station(2).Boot();
        before.Plug(2);
        before.Tap("A");
        Change(before, 0, "Inoperative");
        Station station = new(2, false, before.Flash);
        station.Board.ImportWorld(before.Board.ExportWorld());
        station.Boot();
        station.Run(1_000);
        Assert.AreEqual("Unavailable", station.Status(1));
        Assert.AreEqual("Charging", station.Status(2), "the session goes on after the loss of power");
        station.Tap("A");
        station.Unplug(2);
        Assert.AreEqual("Unavailable", station.Status(2));
    }

    [TestMethod]
    public void What_is_so_already_is_accepted_and_told_once()
    {
        Station station = new Station().Boot();
        Assert.AreEqual("Accepted", Change(station, 1, "Operative"));
        Assert.AreEqual("Accepted", Change(station, 1, "Inoperative"));
        int told = station.CentralSystem.Count("StatusNotification");
        Assert.AreEqual("Accepted", Change(station, 1, "Inoperative"));
        Assert.AreEqual(told, station.CentralSystem.Count("StatusNotification"));
    }

    [TestMethod]
    public void Wrong_requests_change_nothing()
    {
        Station station = new Station().Boot();
        Assert.AreEqual("Rejected", Change(station, 2, "Inoperative"));
        Assert.Contains("PropertyConstraintViolation", station.Call("ChangeAvailability", "{\"connectorId\":-1,\"type\":\"Inoperative\"}"));
        Assert.Contains("PropertyConstraintViolation", station.Call("ChangeAvailability", "{\"connectorId\":1,\"type\":\"inoperative\"}"));
        Assert.Contains("OccurrenceConstraintViolation", station.Call("ChangeAvailability", "{\"type\":\"Inoperative\"}"));
        Assert.Contains("OccurrenceConstraintViolation", station.Call("ChangeAvailability", "{\"connectorId\":1}"));
        Assert.Contains("TypeConstraintViolation", station.Call("ChangeAvailability", "{\"connectorId\":\"1\",\"type\":\"Inoperative\"}"));
        Assert.AreEqual("Available", station.Status(1));
    }

    [TestMethod]
    public void What_the_flash_does_not_take_is_rejected_and_changes_nothing()
    {
        RefusingFlash flash = new();
        Station station = new Station(2, false, null, null, flash).Boot();
        flash.Refuses = true;
        Assert.AreEqual("Rejected", Change(station, 0, "Inoperative"));
        Assert.AreEqual("Available", station.Status(1));
        flash.Refuses = false;
        Assert.AreEqual("Accepted", Change(station, 0, "Inoperative"));
        Assert.AreEqual("Unavailable", station.Status(2));
    }

    [TestMethod]
    public void A_faulted_connector_out_of_service_is_Unavailable_when_the_fault_is_gone()
    {
        Station station = new Station().Boot();
        station.Board.Connector(1).Fault = HardwareFault.GroundFailure;
        station.Run(100);
        Assert.AreEqual("Accepted", Change(station, 1, "Inoperative"));
        Assert.AreEqual("Faulted", station.Status(1));
        station.Board.Connector(1).Fault = HardwareFault.NoError;
        station.Run(100);
        Assert.AreEqual("Unavailable", station.Status(1), "I8");
    }

    [TestMethod]
    public void A_cut_at_any_flash_operation_leaves_the_old_or_the_new_state()
    {
        for (int mode = 0; mode < 3; mode++)
        {
            for (int cut = 1; cut < 20; cut++)
            {
                MemoryFlash memory = new();
                Station first = new Station(2, false, memory).Boot();
                Change(first, 1, "Inoperative");
                CuttingFlash flash = new(memory) { CutAt = cut, Mode = (CutMode)mode };
                string answer = "";
                try
                {
                    Station second = new Station(2, false, memory, flash).Boot();
                    answer = Change(second, 2, "Inoperative");
                }
                catch (PowerCutException)
                {
                    Assert.IsTrue(flash.IsCut);
                }

                Station third = new Station(2, false, memory).Boot();
                Assert.AreEqual("Unavailable", third.Status(1), "what was so before");
                if (answer == "Accepted") Assert.AreEqual("Unavailable", third.Status(2), "what was confirmed");
            }
        }
    }

    private static string Change(Station station, int connectorId, string type)
        => Status(station.Call("ChangeAvailability", $"{{\"connectorId\":{connectorId},\"type\":\"{type}\"}}"));

    private static string Status(string answer) => FakeCentralSystem.Text(answer, "status");

    private static int Told(Station station, string text)
    {
        int told = 0;
        foreach (string frame in station.CentralSystem.Received)
        {
            if (frame.IndexOf(text) > 0) told++;
        }

        return told;
    }
}
