using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

/// <summary>ReserveNow and CancelReservation (OCPP 1.6 sections 5.13, 5.1) on a whole charge point.</summary>
[TestClass]
public class ReservationTests
{
    [TestMethod]
    public void A_reserved_connector_is_for_its_idTag_alone()
    {
        Station station = new Station().Boot();
        Assert.AreEqual("Accepted", Reserve(station, 7, 1, "HOLDER"));
        Assert.AreEqual("Reserved", station.Status(1));
        Assert.AreEqual("Reserved", FakeCentralSystem.Text(station.CentralSystem.Last("StatusNotification"), "status"));
        station.Plug(1);
        Assert.AreEqual("Reserved", station.Status(1), "a cable is no idTag");
        station.Tap("STRANGER");
        Assert.AreEqual("Reserved", station.Status(1));
        Assert.AreEqual("Rejected", Start(station, "STRANGER", 1));
        Assert.AreEqual("Rejected", Start(station, "STRANGER", -1));
        station.Tap("holder");
        Assert.AreEqual("Charging", station.Status(1));
        Assert.AreEqual(7L, FakeCentralSystem.Number(station.CentralSystem.Last("StartTransaction"), "reservationId"));
    }

    [TestMethod]
    public void A_reservation_is_used_once()
    {
        Station station = new Station().Boot();
        Reserve(station, -7, 1, "HOLDER");
        station.Tap("HOLDER");
        Assert.AreEqual("Preparing", station.Status(1), "G2");
        station.Plug(1);
        Assert.AreEqual(-7L, FakeCentralSystem.Number(station.CentralSystem.Last("StartTransaction"), "reservationId"));
        station.Tap("HOLDER");
        station.Unplug(1);
        Assert.AreEqual("Available", station.Status(1));
        Assert.AreEqual("Rejected", Cancel(station, -7), "it is gone");
        station.Plug(1);
        station.Tap("STRANGER");
        Assert.AreEqual("Charging", station.Status(1));
        Assert.DoesNotContains("reservationId", station.CentralSystem.Last("StartTransaction"));
    }

    [TestMethod]
    public void Who_does_not_come_after_presenting_the_card_keeps_the_reservation()
    {
        Station station = new Station().Boot();
        Reserve(station, 7, 1, "HOLDER");
        station.Tap("HOLDER");
        station.Run(61_000);
        Assert.AreEqual("Reserved", station.Status(1));
    }

    [TestMethod]
    public void A_remote_start_of_the_holder_uses_the_reservation()
    {
        Station station = new Station().Boot();
        Reserve(station, 7, 1, "HOLDER");
        Assert.AreEqual("Accepted", Start(station, "HOLDER", 1));
        station.Plug(1);
        Assert.AreEqual(7L, FakeCentralSystem.Number(station.CentralSystem.Last("StartTransaction"), "reservationId"));
    }

    [TestMethod]
    public void A_card_of_the_group_may_use_it()
    {
        Station station = new Station().Boot();
        Assert.AreEqual("Accepted", Reserve(station, 7, 1, "HOLDER", "FAMILY"));
        station.Plug(1);
        station.Tap("STRANGER");
        Assert.AreEqual("Reserved", station.Status(1));
        station.CentralSystem.AnswerWith("Authorize", "{\"idTagInfo\":{\"status\":\"Accepted\",\"parentIdTag\":\"family\"}}");
        station.Tap("SISTER");
        Assert.AreEqual("Charging", station.Status(1));
        Assert.AreEqual(7L, FakeCentralSystem.Number(station.CentralSystem.Last("StartTransaction"), "reservationId"));
    }

    [TestMethod]
    public void A_remote_start_of_the_group_is_decided_by_the_authorization()
    {
        Station station = new Station().Boot();
        Reserve(station, 7, 1, "HOLDER", "FAMILY");
        station.Plug(1);
        Assert.AreEqual("Accepted", Start(station, "STRANGER", 1), "its group is not known yet");
        Assert.AreEqual("Reserved", station.Status(1));
        Assert.AreEqual(0, station.CentralSystem.Count("StartTransaction"));
        station.CentralSystem.AnswerWith("Authorize", "{\"idTagInfo\":{\"status\":\"Accepted\",\"parentIdTag\":\"FAMILY\"}}");
        Assert.AreEqual("Accepted", Start(station, "SISTER", 1));
        Assert.AreEqual("Charging", station.Status(1));
    }

    [TestMethod]
    public void Without_authorization_of_remote_starts_the_group_is_not_asked_for()
    {
        Station station = new Station().Boot();
        station.Call("ChangeConfiguration", "{\"key\":\"AuthorizeRemoteTxRequests\",\"value\":\"false\"}");
        Reserve(station, 7, 1, "HOLDER", "FAMILY");
        Assert.AreEqual("Rejected", Start(station, "SISTER", 1));
    }

    [TestMethod]
    public void The_holder_is_sent_to_the_connector_that_is_reserved()
    {
        Station station = new Station(2).Boot();
        Reserve(station, 7, 2, "HOLDER");
        station.Tap("STRANGER");
        Assert.AreEqual("Preparing", station.Status(1));
        station.Tap("HOLDER");
        Assert.AreEqual("Preparing", station.Status(2));
        station.Plug(1);
        Assert.AreEqual("STRANGER", station.Connector(1).Transaction!.IdTag);
        Assert.IsNull(station.Connector(2).Transaction);
    }

    [TestMethod]
    public void Plugging_in_at_a_reserved_connector_does_not_take_a_strangers_card_there()
    {
        Station station = new Station(2).Boot();
        Reserve(station, 7, 2, "HOLDER");
        station.Tap("STRANGER");
        station.Plug(2);
        Assert.AreEqual("Preparing", station.Status(1));
        Assert.AreEqual("Reserved", station.Status(2));
        Assert.AreEqual(0, station.CentralSystem.Count("StartTransaction"));
    }

    [TestMethod]
    public void It_expires_at_its_time()
    {
        Station station = new Station().Boot();
        Reserve(station, 7, 1, "HOLDER", null, 60);
        station.Run(58_000);
        Assert.AreEqual("Reserved", station.Status(1));
        station.Run(3_000);
        Assert.AreEqual("Available", station.Status(1));
        Assert.AreEqual("Available", FakeCentralSystem.Text(station.CentralSystem.Last("StatusNotification"), "status"));
        Assert.AreEqual("Rejected", Cancel(station, 7));
        Assert.AreEqual("Rejected", Reserve(station, 8, 1, "HOLDER", null, -1), "one that is over already");
    }

    [TestMethod]
    public void It_can_be_cancelled()
    {
        Station station = new Station().Boot();
        Reserve(station, 7, 1, "HOLDER");
        Assert.AreEqual("Rejected", Cancel(station, 8));
        Assert.AreEqual("Reserved", station.Status(1));
        Assert.AreEqual("Accepted", Cancel(station, 7));
        Assert.AreEqual("Available", station.Status(1));
    }

    [TestMethod]
    public void The_same_id_replaces_the_reservation()
    {
        Station station = new Station(2).Boot();
        Reserve(station, 7, 1, "HOLDER");
        Assert.AreEqual("Accepted", Reserve(station, 7, 1, "OTHER"));
        station.Plug(1);
        station.Tap("HOLDER");
        Assert.AreEqual("Reserved", station.Status(1));
        Assert.AreEqual("Preparing", station.Status(2));
        station.Unplug(1);
        station.Run(61_000);
        Assert.AreEqual("Accepted", Reserve(station, 7, 2, "OTHER"));
        Assert.AreEqual("Available", station.Status(1));
        Assert.AreEqual("Reserved", station.Status(2));
    }

    [TestMethod]
    public void A_replacement_that_is_not_possible_leaves_the_reservation_as_it_was()
    {
        Station station = new Station(2).Boot();
        Reserve(station, 7, 1, "HOLDER");
        station.Plug(2);
        Assert.AreEqual("Occupied", Reserve(station, 7, 2, "OTHER"));
        Assert.AreEqual("Reserved", station.Status(1));
        station.Plug(1);
        station.Tap("HOLDER");
        Assert.AreEqual("Charging", station.Status(1));
    }

    [TestMethod]
    public void Each_obstacle_has_its_answer()
    {
        Station station = new Station(2).Boot();
        Assert.AreEqual("Accepted", Reserve(station, 1, 1, "A"));
        Assert.AreEqual("Occupied", Reserve(station, 2, 1, "A"), "reserved");
        Cancel(station, 1);
        station.Plug(1);
        Assert.AreEqual("Occupied", Reserve(station, 2, 1, "A"), "plugged");
        station.Tap("X");
        Assert.AreEqual("Occupied", Reserve(station, 2, 1, "A"), "charging");
        station.Board.Connector(2).Fault = HardwareFault.GroundFailure;
        station.Run(100);
        Assert.AreEqual("Faulted", Reserve(station, 2, 2, "A"));
        station.Board.Connector(2).Fault = HardwareFault.NoError;
        station.Call("ChangeAvailability", "{\"connectorId\":2,\"type\":\"Inoperative\"}");
        station.Run(100);
        Assert.AreEqual("Unavailable", Reserve(station, 2, 2, "A"));
        Assert.AreEqual("Rejected", Reserve(station, 2, 3, "A"), "there is no such connector");
    }

    [TestMethod]
    public void Wrong_requests_reserve_nothing()
    {
        Station station = new Station().Boot();
        const string Date = "\"expiryDate\":\"2027-01-01T00:00:00Z\"";
        Assert.Contains("OccurrenceConstraintViolation", station.Call("ReserveNow", "{" + Date + ",\"idTag\":\"A\",\"reservationId\":1}"));
        Assert.Contains("OccurrenceConstraintViolation", station.Call("ReserveNow", "{\"connectorId\":1,\"idTag\":\"A\",\"reservationId\":1}"));
        Assert.Contains("OccurrenceConstraintViolation", station.Call("ReserveNow", "{\"connectorId\":1," + Date + ",\"reservationId\":1}"));
        Assert.Contains("OccurrenceConstraintViolation", station.Call("ReserveNow", "{\"connectorId\":1," + Date + ",\"idTag\":\"A\"}"));
        Assert.Contains("PropertyConstraintViolation", station.Call("ReserveNow", "{\"connectorId\":-1," + Date + ",\"idTag\":\"A\",\"reservationId\":1}"));
        Assert.Contains("PropertyConstraintViolation", station.Call("ReserveNow", "{\"connectorId\":1," + Date + ",\"idTag\":\"\",\"reservationId\":1}"));
        Assert.Contains("PropertyConstraintViolation", station.Call("ReserveNow", "{\"connectorId\":1,\"expiryDate\":\"tomorrow\",\"idTag\":\"A\",\"reservationId\":1}"));
        Assert.Contains("TypeConstraintViolation", station.Call("ReserveNow", "{\"connectorId\":1," + Date + ",\"idTag\":\"A\",\"reservationId\":\"1\"}"));
        Assert.Contains("OccurrenceConstraintViolation", station.Call("CancelReservation", "{}"));
        Assert.Contains("TypeConstraintViolation", station.Call("CancelReservation", "{\"reservationId\":\"1\"}"));
        Assert.AreEqual("Available", station.Status(1));
    }

    [TestMethod]
    public void A_reservation_of_connector_0_keeps_one_connector_whichever()
    {
        Station station = new Station(2).Boot();
        Assert.AreEqual("Accepted", Reserve(station, 7, 0, "HOLDER"));
        Assert.AreEqual("Available", station.Status(1));
        Assert.AreEqual("Available", station.Status(2));
        station.Plug(1);
        station.Tap("STRANGER");
        Assert.AreEqual("Charging", station.Status(1), "one is left");
        station.Run(1_100);
        Assert.AreEqual("Reserved", station.Status(2));
        Assert.AreEqual("Rejected", Start(station, "OTHER", 2));
        station.Plug(2);
        station.Tap("OTHER");
        Assert.AreEqual("Reserved", station.Status(2));
        station.Tap("HOLDER");
        Assert.AreEqual("Charging", station.Status(2));
        Assert.AreEqual(7L, FakeCentralSystem.Number(station.CentralSystem.Last("StartTransaction"), "reservationId"));
    }

    [TestMethod]
    public void With_one_connector_a_reservation_of_connector_0_reserves_it()
    {
        Station station = new Station().Boot();
        Assert.AreEqual("Accepted", Reserve(station, 7, 0, "HOLDER"));
        Assert.AreEqual("Reserved", station.Status(1));
        Assert.AreEqual("Occupied", Reserve(station, 8, 0, "OTHER"));
        Assert.AreEqual("Occupied", Reserve(station, 8, 1, "OTHER"));
        Assert.AreEqual("Accepted", Cancel(station, 7));
        Assert.AreEqual("Available", station.Status(1));
    }

    [TestMethod]
    public void No_more_is_reserved_than_is_vacant()
    {
        Station station = new Station(3).Boot();
        Assert.AreEqual("Accepted", Reserve(station, 1, 0, "A"));
        Assert.AreEqual("Accepted", Reserve(station, 2, 2, "B"));
        Assert.AreEqual("Accepted", Reserve(station, 3, 0, "C"));
        Assert.AreEqual("Occupied", Reserve(station, 4, 0, "D"));
        Assert.AreEqual("Occupied", Reserve(station, 4, 1, "D"), "the last two are for A and C");
        Assert.AreEqual("Accepted", Reserve(station, 3, 1, "C"), "C takes one of them for good");
        Assert.AreEqual("Reserved", station.Status(3), "for A");
    }

    [TestMethod]
    public void Connector_0_of_a_charge_point_that_is_down_is_not_reserved()
    {
        Station station = new Station(2).Boot();
        station.Board.Fault = HardwareFault.InternalError;
        station.Run(100);
        Assert.AreEqual("Faulted", Reserve(station, 1, 0, "A"));
        station.Board.Fault = HardwareFault.NoError;
        station.Board.Connector(1).Fault = HardwareFault.GroundFailure;
        station.Board.Connector(2).Fault = HardwareFault.GroundFailure;
        station.Run(100);
        Assert.AreEqual("Faulted", Reserve(station, 1, 0, "A"));
        station.Board.Connector(1).Fault = HardwareFault.NoError;
        station.Run(100);
        Assert.AreEqual("Accepted", Reserve(station, 1, 0, "A"), "one works");
        Cancel(station, 1);
        station.Plug(1);
        Assert.AreEqual("Occupied", Reserve(station, 1, 0, "A"));
        station.Unplug(1);
        station.Call("ChangeAvailability", "{\"connectorId\":1,\"type\":\"Inoperative\"}");
        Assert.AreEqual("Unavailable", Reserve(station, 1, 0, "A"));
        station.Call("ChangeAvailability", "{\"connectorId\":0,\"type\":\"Inoperative\"}");
        Assert.AreEqual("Unavailable", Reserve(station, 1, 0, "A"));
    }

    [TestMethod]
    public void It_ends_when_the_connector_becomes_faulted_or_unavailable()
    {
        Station station = new Station(2).Boot();
        Reserve(station, 1, 1, "A");
        station.Board.Connector(1).Fault = HardwareFault.GroundFailure;
        station.Run(100);
        station.Board.Connector(1).Fault = HardwareFault.NoError;
        station.Run(100);
        Assert.AreEqual("Available", station.Status(1));
        Reserve(station, 2, 1, "A");
        station.Call("ChangeAvailability", "{\"connectorId\":1,\"type\":\"Inoperative\"}");
        Assert.AreEqual("Unavailable", station.Status(1), "G8");
        station.Call("ChangeAvailability", "{\"connectorId\":1,\"type\":\"Operative\"}");
        Assert.AreEqual("Available", station.Status(1));
        Reserve(station, 3, 0, "A");
        station.Call("ChangeAvailability", "{\"connectorId\":0,\"type\":\"Inoperative\"}");
        station.Run(1_100);
        Assert.AreEqual("Rejected", Cancel(station, 3));
    }

    [TestMethod]
    public void It_outlives_a_loss_of_power()
    {
        Station before = new Station(2).Boot();
        Reserve(before, 7, 1, "HOLDER", "FAMILY", 100_000);
        Reserve(before, 8, 0, "OTHER", null, 100_000);
        Station station = Again(before).Boot();
        station.Run(1_000);
        Assert.AreEqual("Reserved", station.Status(1));
        Assert.AreEqual("Reserved", station.Status(2));
        station.Plug(1);
        station.Tap("HOLDER");
        Assert.AreEqual(7L, FakeCentralSystem.Number(station.CentralSystem.Last("StartTransaction"), "reservationId"));
        Station third = Again(station).Boot();
        Assert.AreEqual("Rejected", Cancel(third, 7));
        Assert.AreEqual("Accepted", Cancel(third, 8));
    }

    [TestMethod]
    public void A_fault_while_starting_does_not_end_it()
    {
        Station before = new Station().Boot();
        Reserve(before, 7, 1, "HOLDER", null, 100_000);
        Station station = Again(before);
        station.Board.Connector(1).Meter.Silent = true;
        station.Boot();
        station.Run(5_000);
        Assert.AreEqual("Faulted", station.Status(1));
        station.Board.Connector(1).Meter.Silent = false;
        station.Run(1_100);
        Assert.AreEqual("Reserved", station.Status(1), "I7");
    }

    [TestMethod]
    public void Without_a_clock_it_lasts_as_long_again_as_it_was_made_for_and_no_longer()
    {
        Station before = new Station().Boot();
        Reserve(before, 7, 1, "HOLDER", null, 600);
        before.Run(300_000);
        Station station = new(1, false, before.Flash);
        station.CentralSystem.Reachable = false;
        station.Boot();
        station.Run(590_000);
        Assert.AreEqual("Reserved", station.Status(1));
        station.Run(15_000);
        Assert.AreEqual("Available", station.Status(1));
    }

    [TestMethod]
    public void One_that_expired_without_power_is_over_once_the_clock_is_set()
    {
        Station before = new Station().Boot();
        Reserve(before, 7, 1, "HOLDER", null, 600);
        Station station = new(1, false, before.Flash);
        station.CentralSystem.StartUnixMs += 700_000;
        station.Boot();
        station.Run(1_100);
        Assert.AreEqual("Available", station.Status(1));
    }

    [TestMethod]
    public void Offline_a_stranger_is_refused_too()
    {
        Station station = new Station().Boot();
        station.Call("ChangeConfiguration", "{\"key\":\"AllowOfflineTxForUnknownId\",\"value\":\"true\"}");
        Reserve(station, 7, 1, "HOLDER");
        station.CentralSystem.Reachable = false;
        station.CentralSystem.Break();
        station.Run(1_000);
        station.Plug(1);
        station.Tap("STRANGER");
        Assert.AreEqual("Reserved", station.Status(1));
        station.Tap("HOLDER");
        Assert.AreEqual("Charging", station.Status(1));
        station.CentralSystem.Reachable = true;
        station.Run(100_000);
        Assert.AreEqual(7L, FakeCentralSystem.Number(station.CentralSystem.Last("StartTransaction"), "reservationId"));
    }

    [TestMethod]
    public void What_the_flash_does_not_take_is_rejected()
    {
        RefusingFlash flash = new();
        Station station = new Station(1, false, null, null, flash).Boot();
        flash.Refuses = true;
        Assert.AreEqual("Rejected", Reserve(station, 7, 1, "HOLDER"));
        Assert.AreEqual("Available", station.Status(1));
        flash.Refuses = false;
        Assert.AreEqual("Accepted", Reserve(station, 7, 1, "HOLDER", null, 60));
        flash.Refuses = true;
        Assert.AreEqual("Rejected", Cancel(station, 7));
        Assert.AreEqual("Reserved", station.Status(1));
        station.Run(61_000);
        Assert.AreEqual("Available", station.Status(1), "what is over is over");
    }

    [TestMethod]
    public void A_cut_at_any_flash_operation_neither_loses_nor_doubles_a_reservation()
    {
        int cuts = 0;
        for (int mode = 0; mode < 3; mode++)
        {
            for (int cut = 1; cut < 40; cut++)
            {
                MemoryFlash memory = new();
                Reserve(new Station(2, false, memory).Boot(), 1, 1, "FIRST", null, 100_000);
                CuttingFlash flash = new(memory) { CutAt = cut, Mode = (CutMode)mode };
                string answer = "";
                Station? second = null;
                try
                {
                    second = new Station(2, false, memory, flash).Boot();
                    answer = Reserve(second, 2, 2, "SECOND", null, 100_000);
                    second.Plug(1);
                    second.Tap("FIRST");
                    second.Run(2_000);
                }
                catch (PowerCutException)
                {
                    Assert.IsTrue(flash.IsCut);
                }

                if (flash.IsCut) cuts++;

                Station third = new(2, false, memory);
                if (second != null) third.Board.ImportWorld(second.Board.ExportWorld());
                third.Boot();
                third.Run(1_000);
                string where = $"mode {mode}, cut {cut}: ";
                bool running = third.Connector(1).Transaction != null;
                Assert.AreEqual(running ? "Rejected" : "Accepted", Cancel(third, 1), where + "used up with its transaction, and not before");
                if (answer == "Accepted") Assert.AreEqual("Accepted", Cancel(third, 2), where + "what was confirmed is kept");
            }
        }

        Assert.IsTrue(cuts >= 15, cuts.ToString());
        OutputHelper.WriteLine($"{cuts} cuts, no reservation lost or doubled");
    }

    private static Station Again(Station before)
    {
        Station station = new(before.Board.ConnectorCount, false, before.Flash);
        station.CentralSystem.StartUnixMs += before.Clock.MonotonicMs;
        station.Board.ImportWorld(before.Board.ExportWorld());
        return station;
    }

    private static string Reserve(Station station, int id, int connectorId, string idTag, string? parentIdTag = null, int seconds = 3_600)
    {
        string parent = parentIdTag == null ? "" : $",\"parentIdTag\":\"{parentIdTag}\"";
        string expiry = Iso8601.ToText(station.CentralSystem.NowUnixMs + (seconds * 1000L));
        return Status(station.Call("ReserveNow", $"{{\"connectorId\":{connectorId},\"expiryDate\":\"{expiry}\",\"idTag\":\"{idTag}\"{parent},\"reservationId\":{id}}}"));
    }

    private static string Cancel(Station station, int id) => Status(station.Call("CancelReservation", $"{{\"reservationId\":{id}}}"));

    private static string Start(Station station, string idTag, int connectorId)
    {
        string where = connectorId < 0 ? "" : $",\"connectorId\":{connectorId}";
        return Status(station.Call("RemoteStartTransaction", $"{{\"idTag\":\"{idTag}\"{where}}}"));
    }

    private static string Status(string answer) => FakeCentralSystem.Text(answer, "status");
}
