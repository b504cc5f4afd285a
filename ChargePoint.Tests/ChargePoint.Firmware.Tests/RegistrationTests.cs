using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

/// <summary>BootNotification, Heartbeat and what may be sent when (OCPP 1.6 sections 4.2 and 4.6).</summary>
[TestClass]
public class RegistrationTests
{
    private const string Time = "\"currentTime\":\"2026-01-01T00:00:00.000Z\"";

    [TestMethod]
    public void Pending_is_asked_again_after_its_interval() => AssertAskedAgain("Pending");

    [TestMethod]
    public void Rejected_is_asked_again_after_its_interval() => AssertAskedAgain("Rejected");

    [TestMethod]
    [DataRow("Pending", 0)]
    [DataRow("Rejected", 0)]
    [DataRow("Pending", -5)]
    [DataRow("Rejected", -2147483648)]
    public void Without_a_useful_interval_the_charge_point_chooses_one(string status, int interval)
    {
        Station station = Answered(status, interval);
        station.Run(55_000);
        Assert.AreEqual(1, station.CentralSystem.Count("BootNotification"));
        station.Run(10_000);
        Assert.AreEqual(2, station.CentralSystem.Count("BootNotification"));
    }

    [TestMethod]
    public void A_huge_interval_does_not_overflow()
    {
        Station station = Answered("Pending", 2147483647);
        station.Run(120_000);
        Assert.AreEqual(1, station.CentralSystem.Count("BootNotification"));
        station = Answered("Accepted", 2147483647);
        station.Run(120_000);
        Assert.AreEqual(0, station.CentralSystem.Count("Heartbeat"));
    }

    [TestMethod]
    public void A_wrong_answer_is_asked_again_after_a_minute_and_takes_no_effect()
    {
        string[] answers =
        [
            "{}", "{\"status\":\"accepted\"," + Time + ",\"interval\":9}", "{\"status\":7," + Time + ",\"interval\":9}", "{" + Time + ",\"interval\":9}",
            "{\"status\":\"Accepted\",\"currentTime\":\"now\",\"interval\":9}", "{\"status\":\"Accepted\",\"interval\":9}", "{\"status\":\"Accepted\"," + Time + ",\"interval\":\"9\"}",
            "[]", "!InternalError",
        ];
        foreach (string answer in answers)
        {
            Station station = Answered(answer);
            Assert.AreEqual("BootNotification", station.CentralSystem.Story(), answer);
            Assert.IsFalse(station.ChargePoint.Clock.IsKnown, answer);
            station.CentralSystem.AnswerWith("BootNotification", null);
            station.Run(61_000);
            Assert.AreEqual(2, station.CentralSystem.Count("BootNotification"), answer);
            Assert.IsTrue(station.ChargePoint.Registration.IsAccepted, answer);
        }
    }

    [TestMethod]
    public void While_pending_nothing_is_sent_by_itself()
    {
        Station station = Answered("Pending", 600);
        station.Plug(1);
        station.Tap("CARD1");
        station.Board.Fault = Hal.HardwareFault.WeakSignal;
        station.Run(300_000);
        Assert.AreEqual("BootNotification", station.CentralSystem.Story());
    }

    [TestMethod]
    public void While_pending_configuration_and_triggers_are_answered_and_transactions_refused()
    {
        Station station = Answered("Pending", 600);
        station.Plug(1);
        Assert.Contains("Accepted", station.Call("ChangeConfiguration", "{\"key\":\"HeartbeatInterval\",\"value\":\"70\"}"));
        Assert.Contains("\"70\"", station.Call("GetConfiguration", "{\"key\":[\"HeartbeatInterval\"]}"));
        Assert.Contains("Rejected", station.Call("RemoteStartTransaction", "{\"idTag\":\"A\"}"));
        Assert.Contains("Rejected", station.Call("RemoteStopTransaction", "{\"transactionId\":1}"));
        Assert.Contains("Accepted", station.Call("TriggerMessage", "{\"requestedMessage\":\"StatusNotification\",\"connectorId\":1}"));
        Assert.Contains("Accepted", station.Call("TriggerMessage", "{\"requestedMessage\":\"Heartbeat\"}"));
        Assert.Contains("Accepted", station.Call("TriggerMessage", "{\"requestedMessage\":\"MeterValues\",\"connectorId\":1}"));
        Assert.AreEqual("BootNotification Status:Preparing Heartbeat MeterValues", station.CentralSystem.Story());
        station.CentralSystem.AnswerWith("BootNotification", null);
        Assert.Contains("Accepted", station.Call("TriggerMessage", "{\"requestedMessage\":\"BootNotification\"}"));
        Assert.IsTrue(station.ChargePoint.Registration.IsAccepted);
    }

    [TestMethod]
    public void While_rejected_calls_are_not_answered()
    {
        Station station = Answered("Rejected", 600);
        Assert.AreEqual("", station.Call("GetConfiguration", "{}"));
        Assert.AreEqual("", station.Call("Reset", "{\"type\":\"Hard\"}"));
        Assert.AreEqual("", station.Call("TriggerMessage", "{\"requestedMessage\":\"Heartbeat\"}"));
        station.CentralSystem.Deliver("noise");
        station.Run(10_000);
        Assert.AreEqual(1, station.CentralSystem.Received.Count);
        Assert.AreEqual(0, station.Restarts);
    }

    [TestMethod]
    public void While_rejected_a_lost_connection_does_not_shorten_the_interval()
    {
        Station station = Answered("Rejected", 100);
        station.CentralSystem.Break();
        station.Run(60_000);
        Assert.AreEqual(2, station.CentralSystem.Opened);
        Assert.AreEqual(1, station.CentralSystem.Count("BootNotification"));
        station.Run(45_000);
        Assert.AreEqual(2, station.CentralSystem.Count("BootNotification"));
    }

    [TestMethod]
    public void An_interval_that_ends_during_an_outage_is_made_up_for()
    {
        Station station = Answered("Rejected", 30);
        station.CentralSystem.Reachable = false;
        station.CentralSystem.Break();
        station.Run(60_000);
        station.CentralSystem.Reachable = true;
        station.CentralSystem.AnswerWith("BootNotification", null);
        station.Run(120_000);
        Assert.AreEqual(2, station.CentralSystem.Count("BootNotification"));
        Assert.IsTrue(station.ChargePoint.Registration.IsAccepted);
    }

    [TestMethod]
    public void A_boot_that_is_lost_on_the_way_is_sent_again_with_the_next_connection()
    {
        Station station = Answered("");
        station.CentralSystem.Break();
        station.CentralSystem.AnswerWith("BootNotification", null);
        station.Run(10_000);
        Assert.AreEqual("BootNotification BootNotification Status:Available Status:Available", station.CentralSystem.Story());
    }

    [TestMethod]
    public void A_boot_that_is_not_answered_is_sent_again_and_nothing_else()
    {
        Station station = Answered("");
        station.Run(95_000);
        Assert.AreEqual("BootNotification BootNotification", station.CentralSystem.Story());
    }

    [TestMethod]
    public void A_mere_reconnect_boots_and_tells_nothing_again()
    {
        Station station = new Station().Boot();
        station.CentralSystem.Break();
        station.Run(10_000);
        Assert.AreEqual(2, station.CentralSystem.Opened);
        Assert.AreEqual("BootNotification Status:Available Status:Available", station.CentralSystem.Story());
    }

    [TestMethod]
    public void Heartbeats_follow_the_interval_of_the_boot_and_of_configuration()
    {
        Station station = Answered("Accepted", 10);
        Assert.Contains("\"10\"", station.Call("GetConfiguration", "{\"key\":[\"HeartbeatInterval\"]}"));
        station.Run(31_000);
        Assert.AreEqual(3, station.CentralSystem.Count("Heartbeat"));
        Assert.Contains("Accepted", station.Call("ChangeConfiguration", "{\"key\":\"HeartbeatInterval\",\"value\":\"30\"}"));
        station.Run(29_000);
        Assert.AreEqual(3, station.CentralSystem.Count("Heartbeat"));
        station.Run(1_500);
        Assert.AreEqual(4, station.CentralSystem.Count("Heartbeat"));
    }

    [TestMethod]
    public void Interval_0_leaves_the_choice_of_the_heartbeat_to_the_charge_point()
    {
        Station station = Answered("Accepted", 0);
        station.Run(299_000);
        Assert.AreEqual(0, station.CentralSystem.Count("Heartbeat"));
        station.Run(2_000);
        Assert.AreEqual(1, station.CentralSystem.Count("Heartbeat"));
    }

    [TestMethod]
    public void A_heartbeat_sets_the_clock()
    {
        Station station = new Station().Boot();
        station.CentralSystem.AnswerWith("Heartbeat", "{\"currentTime\":\"2030-05-05T05:05:05Z\"}");
        station.Call("TriggerMessage", "{\"requestedMessage\":\"Heartbeat\"}");
        Assert.StartsWith("2030-05-05T05:05:05", Runtime.Iso8601.ToText(station.ChargePoint.Clock.UnixMs));
    }

    [TestMethod]
    public void Heartbeats_missed_during_an_outage_are_not_made_up_for()
    {
        Station station = Answered("Accepted", 10);
        station.CentralSystem.Reachable = false;
        station.CentralSystem.Break();
        station.Run(60_000);
        station.CentralSystem.Reachable = true;
        int before = station.CentralSystem.Count("Heartbeat");
        station.Board.Link.IsUp = false;
        station.Run(2_000);
        station.Board.Link.IsUp = true;
        station.Run(5_000);
        Assert.IsTrue(station.CentralSystem.IsOpen);
        Assert.IsTrue(station.CentralSystem.Count("Heartbeat") <= before + 1);
    }

    private static void AssertAskedAgain(string status)
    {
        Station station = Answered(status, 20);
        station.Run(19_000);
        Assert.AreEqual(1, station.CentralSystem.Count("BootNotification"));
        station.CentralSystem.AnswerWith("BootNotification", null);
        station.Run(1_500);
        Assert.AreEqual("BootNotification BootNotification Status:Available Status:Available", station.CentralSystem.Story());
    }

    private static Station Answered(string status, int intervalSeconds) => Answered($"{{\"status\":\"{status}\",{Time},\"interval\":{intervalSeconds}}}");

    // A station whose BootNotification gets this answer.
    private static Station Answered(string payload)
    {
        Station station = new();
        station.CentralSystem.AnswerWith("BootNotification", payload);
        return station.Boot();
    }
}
