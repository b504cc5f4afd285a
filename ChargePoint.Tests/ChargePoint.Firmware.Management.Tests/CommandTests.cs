using System.Text;
using ChargePoint.Features;
using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

/// <summary>What the Central System may command: remote start and stop, reset, trigger, configuration.</summary>
[TestClass]
public class CommandTests
{
    [TestMethod]
    public void Remote_start_on_a_free_connector_waits_for_the_vehicle()
    {
        Station station = new Station().Boot();
        Assert.AreEqual("Accepted", Status(station.Call("RemoteStartTransaction", "{\"idTag\":\"R\",\"connectorId\":1}")));
        Assert.AreEqual("Preparing", station.Status(1));
        Assert.AreEqual("Rejected", Status(station.Call("RemoteStartTransaction", "{\"idTag\":\"S\",\"connectorId\":1}")), "somebody waits already");
        station.Plug(1);
        Assert.AreEqual("Charging", station.Status(1));
        Assert.AreEqual("R", FakeCentralSystem.Text(station.CentralSystem.Last("StartTransaction"), "idTag"));
        Assert.AreEqual("Rejected", Status(station.Call("RemoteStartTransaction", "{\"idTag\":\"S\",\"connectorId\":1}")), "it charges");
        Assert.AreEqual("Rejected", Status(station.Call("RemoteStartTransaction", "{\"idTag\":\"S\"}")), "nothing is free");
    }

    [TestMethod]
    public void Remote_start_on_a_plugged_connector_charges_at_once()
    {
        Station station = new Station(2).Boot();
        station.Plug(2);
        Assert.AreEqual("Accepted", Status(station.Call("RemoteStartTransaction", "{\"idTag\":\"R\"}")));
        Assert.AreEqual("Charging", station.Status(2));
        Assert.AreEqual("Available", station.Status(1));
        Assert.AreEqual(1, station.CentralSystem.Count("Authorize"), "AuthorizeRemoteTxRequests");
    }

    [TestMethod]
    public void Remote_start_without_authorization_asks_nobody()
    {
        Station station = new Station().Boot();
        station.Call("ChangeConfiguration", "{\"key\":\"AuthorizeRemoteTxRequests\",\"value\":\"false\"}");
        station.Plug(1);
        Assert.AreEqual("Accepted", Status(station.Call("RemoteStartTransaction", "{\"idTag\":\"R\",\"connectorId\":1}")));
        Assert.AreEqual(0, station.CentralSystem.Count("Authorize"));
        Assert.AreEqual("Charging", station.Status(1));
    }

    [TestMethod]
    public void Remote_start_of_an_idTag_that_is_refused_starts_nothing()
    {
        Station station = new Station().Boot();
        station.CentralSystem.AnswerWith("Authorize", "{\"idTagInfo\":{\"status\":\"Blocked\"}}");
        station.Plug(1);
        station.Call("RemoteStartTransaction", "{\"idTag\":\"R\",\"connectorId\":1}");
        Assert.AreEqual("Preparing", station.Status(1));
        Assert.AreEqual(0, station.CentralSystem.Count("StartTransaction"));
    }

    [TestMethod]
    public void Remote_start_on_a_connector_that_finishes_starts_again()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("A");
        station.Tap("A");
        Assert.AreEqual("Finishing", station.Status(1));
        Assert.AreEqual("Accepted", Status(station.Call("RemoteStartTransaction", "{\"idTag\":\"R\",\"connectorId\":1}")));
        Assert.AreEqual("Charging", station.Status(1));
    }

    [TestMethod]
    public void Remote_start_is_rejected_where_it_cannot_work()
    {
        Station station = new Station(2).Boot();
        station.Board.Connector(1).Fault = HardwareFault.GroundFailure;
        station.Run(100);
        Assert.AreEqual("Rejected", Status(station.Call("RemoteStartTransaction", "{\"idTag\":\"R\",\"connectorId\":1}")), "faulted");
        Assert.AreEqual("Rejected", Status(station.Call("RemoteStartTransaction", "{\"idTag\":\"R\",\"connectorId\":0}")));
        Assert.AreEqual("Rejected", Status(station.Call("RemoteStartTransaction", "{\"idTag\":\"R\",\"connectorId\":3}")));
        Assert.Contains("PropertyConstraintViolation", station.Call("RemoteStartTransaction", "{\"idTag\":\"R\",\"connectorId\":-1}"));
        Assert.Contains("OccurrenceConstraintViolation", station.Call("RemoteStartTransaction", "{\"connectorId\":1}"));
        Assert.Contains("TypeConstraintViolation", station.Call("RemoteStartTransaction", "{\"idTag\":5}"));
        Assert.Contains("PropertyConstraintViolation", station.Call("RemoteStartTransaction", "{\"idTag\":\"123456789012345678901\"}"));
        Assert.AreEqual(0, station.CentralSystem.Count("Authorize"));
    }

    [TestMethod]
    public void Remote_stop_ends_the_transaction_that_it_names()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("A");
        Assert.AreEqual("Rejected", Status(station.Call("RemoteStopTransaction", "{\"transactionId\":100}")));
        Assert.Contains("TypeConstraintViolation", station.Call("RemoteStopTransaction", "{\"transactionId\":\"101\"}"));
        Assert.Contains("OccurrenceConstraintViolation", station.Call("RemoteStopTransaction", "{}"));
        Assert.AreEqual("Charging", station.Status(1));
        Assert.AreEqual("Accepted", Status(station.Call("RemoteStopTransaction", "{\"transactionId\":101}")));
        Assert.AreEqual("Finishing", station.Status(1));
        string stop = station.CentralSystem.Last("StopTransaction");
        Assert.AreEqual("Remote", FakeCentralSystem.Text(stop, "reason"));
        Assert.AreEqual("", FakeCentralSystem.Text(stop, "idTag"));
        Assert.AreEqual("Rejected", Status(station.Call("RemoteStopTransaction", "{\"transactionId\":101}")), "it is over");
    }

    [TestMethod]
    public void A_soft_reset_ends_the_session_tells_it_and_restarts()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("A");
        Assert.AreEqual("Accepted", Status(station.Call("Reset", "{\"type\":\"Soft\"}")));
        Assert.IsFalse(station.Board.Connector(1).Contactor.Feedback);
        station.Run(2_000);
        Assert.AreEqual("SoftReset", FakeCentralSystem.Text(station.CentralSystem.Last("StopTransaction"), "reason"));
        Assert.AreEqual(1, station.Restarts);
        Assert.IsFalse(station.CentralSystem.IsOpen);
    }

    [TestMethod]
    public void A_hard_reset_does_not_wait_long_for_a_silent_Central_System()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("A");
        station.CentralSystem.AnswerWith("StopTransaction", "");
        Assert.AreEqual("Accepted", Status(station.Call("Reset", "{\"type\":\"Hard\"}")));
        station.Run(6_500);
        Assert.AreEqual("HardReset", FakeCentralSystem.Text(station.CentralSystem.Last("StopTransaction"), "reason"));
        Assert.AreEqual(1, station.Restarts);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(2)]
    public void A_reset_without_effect_is_retried_as_ResetRetries_says_then_the_service_goes_on(int retries)
    {
        Station station = new() { IgnoresRestart = true };
        station.ChargePoint.Configuration.Change("ResetRetries", retries.ToString());
        station.Boot();
        Assert.AreEqual("Accepted", Status(station.Call("Reset", "{\"type\":\"Hard\"}")));
        station.Run(1_500);
        Assert.AreEqual(1, station.Restarts);
        for (int i = 1; i <= retries; i++)
        {
            station.Run(RestartProcedure.RetryMs);
            Assert.AreEqual(1 + i, station.Restarts);
            Assert.IsTrue(station.Logged($"retry {i} of {retries}"));
        }

        Assert.IsTrue(station.ChargePoint.Restart.IsUnderWay);
        Assert.IsFalse(station.CentralSystem.IsOpen);
        station.Run(RestartProcedure.RetryMs);
        Assert.AreEqual(1 + retries, station.Restarts, "no more");
        Assert.IsFalse(station.ChargePoint.Restart.IsUnderWay);
        Assert.IsTrue(station.CentralSystem.IsOpen, "back in service");
        Assert.IsTrue(station.Logged("does not restart"));

        station.Plug(1);
        station.Tap("A");
        Assert.AreEqual("Charging", station.Status(1));
        Assert.AreEqual("Accepted", Status(station.Call("Reset", "{\"type\":\"Soft\"}")), "another one may come");
        station.Run(2_000);
        Assert.AreEqual(2 + retries, station.Restarts);
    }

    [TestMethod]
    public void A_second_reset_is_rejected_and_a_wrong_one_does_nothing()
    {
        Station station = new Station().Boot();
        Assert.Contains("PropertyConstraintViolation", station.Call("Reset", "{\"type\":\"soft\"}"));
        Assert.Contains("OccurrenceConstraintViolation", station.Call("Reset", "{}"));
        station.Run(60_000);
        Assert.AreEqual(0, station.Restarts);
        string first = station.CentralSystem.Call("Reset", "{\"type\":\"Soft\"}");
        string second = station.CentralSystem.Call("Reset", "{\"type\":\"Hard\"}");
        station.Run(60_000);
        Assert.AreEqual("Accepted", Status(station.CentralSystem.AnswerTo(first)));
        Assert.AreEqual("Rejected", Status(station.CentralSystem.AnswerTo(second)));
        Assert.AreEqual(1, station.Restarts);
    }

    [TestMethod]
    public void A_card_that_is_being_checked_when_a_reset_comes_starts_nothing()
    {
        Station station = new Station().Boot();
        station.CentralSystem.AnswerWith("Authorize", "");
        station.Plug(1);
        station.Tap("A");
        string id = FakeCentralSystem.Id(station.CentralSystem.Last("Authorize"));
        station.Call("Reset", "{\"type\":\"Soft\"}");
        station.CentralSystem.Deliver("[3,\"" + id + "\",{\"idTagInfo\":{\"status\":\"Accepted\"}}]");
        station.Run(50);
        Assert.IsFalse(station.Board.Connector(1).Contactor.Commanded);
        Assert.IsNull(station.Connector(1).Transaction);
        station.Run(5_000);
        Assert.AreEqual(0, station.CentralSystem.Count("StartTransaction"), "it would never be stopped");
        Assert.AreEqual(1, station.Restarts);
    }

    [TestMethod]
    public void Triggers_are_answered_first_and_carried_out_then()
    {
        Station station = new Station(2).Boot();
        Triggers(station, "{\"requestedMessage\":\"Heartbeat\"}", "Heartbeat");
        Triggers(station, "{\"requestedMessage\":\"BootNotification\"}", "BootNotification");
        Triggers(station, "{\"requestedMessage\":\"StatusNotification\",\"connectorId\":0}", "Status:Available");
        Triggers(station, "{\"requestedMessage\":\"StatusNotification\",\"connectorId\":2}", "Status:Available");
        Triggers(station, "{\"requestedMessage\":\"StatusNotification\"}", "Status:Available Status:Available Status:Available");
        Triggers(station, "{\"requestedMessage\":\"MeterValues\",\"connectorId\":2}", "MeterValues");
        Assert.AreEqual(2L, FakeCentralSystem.Number(station.CentralSystem.Last("MeterValues"), "connectorId"));
        Assert.AreEqual("Trigger", FakeCentralSystem.Text(station.CentralSystem.Last("MeterValues"), "context"));
        Triggers(station, "{\"requestedMessage\":\"MeterValues\"}", "MeterValues MeterValues");
        Triggers(station, "{\"requestedMessage\":\"DiagnosticsStatusNotification\"}", "DiagnosticsStatusNotification");
        Assert.AreEqual("Idle", FakeCentralSystem.Text(station.CentralSystem.Last("DiagnosticsStatusNotification"), "status"));
        Triggers(station, "{\"requestedMessage\":\"FirmwareStatusNotification\"}", "FirmwareStatusNotification");
        Triggers(station, "{\"requestedMessage\":\"DiagnosticsStatusNotification\",\"connectorId\":1}", "DiagnosticsStatusNotification");
    }

    [TestMethod]
    public void Wrong_triggers_send_nothing()
    {
        Station station = new Station().Boot();
        int before = station.CentralSystem.Received.Count - station.CentralSystem.Count("SecurityEventNotification");
        Assert.AreEqual("NotImplemented", Status(station.Call("TriggerMessage", "{\"requestedMessage\":\"Dance\"}")));
        Assert.AreEqual("Rejected", Status(station.Call("TriggerMessage", "{\"requestedMessage\":\"StatusNotification\",\"connectorId\":2}")));
        Assert.AreEqual("Rejected", Status(station.Call("TriggerMessage", "{\"requestedMessage\":\"MeterValues\",\"connectorId\":0}")));
        Assert.Contains("OccurrenceConstraintViolation", station.Call("TriggerMessage", "{\"connectorId\":1}"));
        Assert.Contains("TypeConstraintViolation", station.Call("TriggerMessage", "{\"requestedMessage\":1}"));
        Assert.Contains("PropertyConstraintViolation", station.Call("TriggerMessage", "{\"requestedMessage\":\"Heartbeat\",\"connectorId\":-1}"));
        int after = station.CentralSystem.Received.Count - station.CentralSystem.Count("SecurityEventNotification");
        Assert.AreEqual(before + 6, after, "the answers and nothing else");
    }

    [TestMethod]
    public void Triggered_meter_values_carry_the_transaction_that_runs()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("A");
        station.Call("TriggerMessage", "{\"requestedMessage\":\"MeterValues\",\"connectorId\":1}");
        Assert.AreEqual(101L, FakeCentralSystem.Number(station.CentralSystem.Last("MeterValues"), "transactionId"));
    }

    [TestMethod]
    public void A_new_AuthorizationKey_is_accepted_first_and_used_on_a_new_connection_then()
    {
        Station station = new Station().Boot();
        string answer = station.Call("ChangeConfiguration", "{\"key\":\"AuthorizationKey\",\"value\":\"0123456789ABCDEF\"}");
        Assert.AreEqual("Accepted", Status(answer));
        Assert.AreEqual(1, station.CentralSystem.Opened, "the answer has left over the old connection");
        station.Run(1_000);
        Assert.AreEqual(2, station.CentralSystem.Opened);
        Assert.AreEqual("CP1", station.CentralSystem.LastUser);
        Assert.AreEqual("0123456789ABCDEF", Encoding.UTF8.GetString(station.CentralSystem.LastPassword!, 0, 16));
        Assert.AreEqual(1, station.CentralSystem.Count("BootNotification"));
    }

    [TestMethod]
    public void Unknown_operations_and_broken_frames_do_not_disturb_a_session()
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("A");
        Assert.Contains("NotImplemented", station.Call("Dance", "{}"));
        foreach (string frame in new string[] { "", "[", "[2]", "null", "[2,\"1\",\"Reset\",{\"type\":}]", "[3,\"1\",{}]", "[4,\"1\",\"\",\"\",{}]", "[9,\"1\"]", "\u0000" }) station.CentralSystem.Deliver(frame);
        station.Run(1_000);
        Assert.AreEqual("Charging", station.Status(1));
        Assert.IsTrue(station.CentralSystem.IsOpen);
        Assert.AreEqual(0, station.ChargePoint.Loop.Failures);
    }

    private static string Status(string answer) => FakeCentralSystem.Text(answer, "status");

    private static void Triggers(Station station, string request, string expected)
    {
        station.CentralSystem.Received.Clear();
        string answer = station.Call("TriggerMessage", request);
        Assert.AreEqual("Accepted", Status(answer), request);
        Assert.AreEqual(answer, (string)station.CentralSystem.Received[0]!, "the answer goes first");
        Assert.AreEqual(expected, station.CentralSystem.Story(), request);
    }
}
