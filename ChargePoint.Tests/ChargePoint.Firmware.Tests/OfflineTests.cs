using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

/// <summary>Sessions while the Central System cannot be reached, or answers badly (OCPP 1.6 section 3.7).</summary>
[TestClass]
public class OfflineTests
{
    [TestMethod]
    public void Offline_an_unknown_card_starts_nothing_unless_it_is_allowed()
    {
        Station station = Offline();
        station.Plug(1);
        station.Tap("CARD1");
        Assert.AreEqual("Preparing", station.Status(1));
        Assert.IsFalse(station.Board.Connector(1).Contactor.Commanded);
        station.ChargePoint.Configuration.Change("AllowOfflineTxForUnknownId", "true");
        station.Tap("CARD1");
        Assert.AreEqual("Charging", station.Status(1));
    }

    [TestMethod]
    public void A_session_that_was_offline_is_told_in_order_with_the_times_at_which_it_happened()
    {
        Station station = Offline();
        station.ChargePoint.Configuration.Change("AllowOfflineTxForUnknownId", "true");
        station.ChargePoint.Configuration.Change("MeterValueSampleInterval", "600");
        Assert.IsFalse(station.ChargePoint.Clock.IsKnown);
        long begin = station.CentralSystem.NowUnixMs;
        station.Plug(1);
        station.Tap("CARD1");
        station.Run(1_000_000);
        long end = station.CentralSystem.NowUnixMs;
        station.Tap("CARD1");
        station.CentralSystem.Reachable = true;
        station.Run(400_000);
        Assert.StartsWith("BootNotification StartTransaction MeterValues StopTransaction Status:", station.CentralSystem.Story());
        Near(begin, station.CentralSystem.Last("StartTransaction"));
        Near(begin + 600_000, station.CentralSystem.Last("MeterValues"));
        Near(end, station.CentralSystem.Last("StopTransaction"));
        Assert.AreEqual(101L, FakeCentralSystem.Number(station.CentralSystem.Last("MeterValues"), "transactionId"));
        Assert.AreEqual(101L, FakeCentralSystem.Number(station.CentralSystem.Last("StopTransaction"), "transactionId"));
    }

    [TestMethod]
    public void An_outage_that_ends_the_sessions_of_eight_connectors_leaves_no_later_one_without_flash()
    {
        Station station = new Station(8, true).Boot();
        station.ChargePoint.Configuration.Change("AllowOfflineTxForUnknownId", "true");
        station.ChargePoint.Configuration.Change("MeterValueSampleInterval", "10");
        for (int id = 1; id <= 8; id++)
        {
            station.Plug(id);
            station.Tap("ONLINE-0123456789AB" + id);
            Assert.AreEqual("Charging", station.Status(id));
        }

        station.Run(1_000);
        station.CentralSystem.Reachable = false;
        station.CentralSystem.Break();
        int begun = 0;
        for (int id = 1; id <= 8; id++)
        {
            station.Unplug(id);
            station.Plug(id);
        }

        for (int id = 1; id <= 8; id++) station.Tap("OUTAGE-0123456789AB" + id);
        for (int id = 1; id <= 8; id++) begun += station.Connector(id).Transaction != null ? 1 : 0;

        Assert.IsTrue(begun >= 3, $"{begun} sessions in the outage");
        for (int i = 0; i < 30; i++)
        {
            station.Run(10_000);
            Assert.IsFalse(station.Logged("the flash does not take"), "what is kept in memory alone is lost with the power");
            Assert.IsFalse(station.Logged("samples are dropped"));
        }

        Station second = new(8, true, station.Flash);
        second.Boot();
        second.Run(60_000);
        Assert.AreEqual(8 + begun, second.CentralSystem.Count("StopTransaction"));
        Assert.AreEqual(begun, second.CentralSystem.Count("StartTransaction"));
        Assert.Contains("\"idTag\":\"OUTAGE-0123456789AB", second.CentralSystem.Last("StartTransaction"));
    }

    [TestMethod]
    public void Sessions_of_two_connectors_keep_their_order()
    {
        Station station = Offline(2);
        station.ChargePoint.Configuration.Change("AllowOfflineTxForUnknownId", "true");
        station.ChargePoint.Configuration.Change("MeterValueSampleInterval", "0");
        station.Plug(1);
        station.Tap("A");
        station.Plug(2);
        station.Tap("B");
        station.Tap("A");
        station.Tap("B");
        station.CentralSystem.Reachable = true;
        station.Run(400_000);
        string order = "";
        foreach (string frame in station.CentralSystem.Received)
        {
            string action = FakeCentralSystem.ActionOf(frame);
            if (action == "StartTransaction") order += "+" + FakeCentralSystem.Text(frame, "idTag");
            if (action == "StopTransaction") order += "-" + FakeCentralSystem.Number(frame, "transactionId").ToString();
        }

        Assert.AreEqual("+A+B-101-102", order);
    }

    [TestMethod]
    public void A_StartTransaction_lost_on_the_way_is_sent_again_and_says_the_same()
    {
        Station station = new Station().Boot();
        station.CentralSystem.AnswerWith("StartTransaction", "");
        station.Plug(1);
        station.Tap("CARD1");
        string first = Payload(station.CentralSystem.Last("StartTransaction"));
        for (int i = 0; i < 4; i++)
        {
            station.CentralSystem.Break();
            while (!station.CentralSystem.IsOpen) station.Run(1_000);
            station.Run(1_000);
            Assert.AreEqual(i + 2, station.CentralSystem.Count("StartTransaction"));
            Assert.AreEqual(first, Payload(station.CentralSystem.Last("StartTransaction")));
        }

        Assert.AreEqual("Charging", station.Status(1));
    }

    [TestMethod]
    public void A_StartTransaction_that_is_refused_is_sent_again_after_its_wait_and_says_the_same()
    {
        Station station = new Station().Boot();
        station.CentralSystem.AnswerWith("StartTransaction", "!InternalError");
        station.Plug(1);
        station.Tap("CARD1");
        string first = Payload(station.CentralSystem.Last("StartTransaction"));
        station.Run(58_000);
        Assert.AreEqual(1, station.CentralSystem.Count("StartTransaction"));
        station.Run(3_000);
        Assert.AreEqual(2, station.CentralSystem.Count("StartTransaction"));
        Assert.AreEqual(first, Payload(station.CentralSystem.Last("StartTransaction")));
        station.CentralSystem.AnswerWith("StartTransaction", null);
        station.Run(121_000);
        Assert.AreEqual(3, station.CentralSystem.Count("StartTransaction"));
        Assert.AreEqual(101, station.Connector(1).Transaction!.Id);
        Assert.AreEqual("Charging", station.Status(1));
    }

    [TestMethod]
    public void A_StartTransaction_that_is_not_answered_is_sent_again_after_time_and_wait()
    {
        Station station = new Station().Boot();
        station.CentralSystem.AnswerWith("StartTransaction", "");
        station.Plug(1);
        station.Tap("CARD1");
        string first = Payload(station.CentralSystem.Last("StartTransaction"));
        station.CentralSystem.AnswerWith("StartTransaction", null);
        station.Run(91_000);
        Assert.AreEqual(2, station.CentralSystem.Count("StartTransaction"));
        Assert.AreEqual(first, Payload(station.CentralSystem.Last("StartTransaction")));
        Assert.IsTrue(station.Connector(1).Transaction!.HasId);
    }

    [TestMethod]
    public void An_Authorize_that_is_not_answered_is_decided_by_the_rule_for_offline()
    {
        Station station = new Station().Boot();
        station.ChargePoint.Configuration.Change("AllowOfflineTxForUnknownId", "true");
        station.CentralSystem.AnswerWith("Authorize", "");
        station.Plug(1);
        station.Tap("CARD1");
        Assert.AreEqual("Preparing", station.Status(1));
        station.Run(30_500);
        Assert.AreEqual("Charging", station.Status(1));
    }

    [TestMethod]
    public void An_Authorize_lost_with_the_connection_is_decided_at_once()
    {
        Station station = new Station().Boot();
        station.ChargePoint.Configuration.Change("AllowOfflineTxForUnknownId", "true");
        station.CentralSystem.AnswerWith("Authorize", "");
        station.Plug(1);
        station.Tap("CARD1");
        station.CentralSystem.Break();
        station.Run(100);
        Assert.AreEqual("Charging", station.Status(1));
    }

    private static Station Offline(int connectors = 1)
    {
        Station station = new(connectors, false, new MemoryFlash());
        station.CentralSystem.Reachable = false;
        return station.Boot();
    }

    private static string Payload(string frame) => frame.Substring(frame.IndexOf('{'));

    private static void Near(long expectedUnixMs, string frame)
    {
        Assert.IsTrue(Runtime.Iso8601.TryParse(FakeCentralSystem.Text(frame, "timestamp"), out long unixMs), frame);
        long difference = unixMs - expectedUnixMs;
        Assert.IsTrue(difference > -500 && difference < 500, difference.ToString());
    }
}
