using ChargePoint.Hal.Simulated;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

/// <summary>Who may charge, online and offline: local list, cache and the rules for both (OCPP 1.6 section 3.5).</summary>
[TestClass]
public class AuthorizationTests
{
    private const string Accepted = "{\"idTagInfo\":{\"status\":\"Accepted\"}}";
    private const string Blocked = "{\"idTagInfo\":{\"status\":\"Blocked\"}}";

    [TestMethod]
    [DataRow("LISTED", true)]
    [DataRow("listed", true)]
    [DataRow("OLD", false)]
    [DataRow("BAD", false)]
    [DataRow("STRANGER", false)]
    public void Offline_the_local_list_decides(string idTag, bool charges)
    {
        Station station = WithList();
        GoOffline(station);
        Assert.AreEqual(charges ? "Charging" : "Preparing", TryToCharge(station, idTag));
    }

    [TestMethod]
    [DataRow("LISTED", true)]
    [DataRow("OLD", false)]
    [DataRow("BAD", false)]
    [DataRow("STRANGER", true)]
    public void Offline_a_known_idTag_stays_refused_when_unknown_ones_are_allowed(string idTag, bool charges)
    {
        Station station = WithList();
        Change(station, "AllowOfflineTxForUnknownId", "true");
        GoOffline(station);
        Assert.AreEqual(charges ? "Charging" : "Preparing", TryToCharge(station, idTag));
    }

    [TestMethod]
    [DataRow("LocalAuthorizeOffline")]
    [DataRow("LocalAuthListEnabled")]
    public void Offline_the_local_list_can_be_switched_off(string key)
    {
        Station station = WithList();
        Change(station, key, "false");
        GoOffline(station);
        Assert.AreEqual("Preparing", TryToCharge(station, "LISTED"));
    }

    [TestMethod]
    public void Online_the_Central_System_is_asked_whatever_the_list_says()
    {
        Station station = WithList();
        station.CentralSystem.AnswerWith("Authorize", Blocked);
        Assert.AreEqual("Preparing", TryToCharge(station, "LISTED"));
        station.CentralSystem.AnswerWith("Authorize", Accepted);
        station.Tap("BAD");
        Assert.AreEqual("Charging", station.Status(1));
        Assert.AreEqual(2, station.CentralSystem.Count("Authorize"));
    }

    [TestMethod]
    public void With_LocalPreAuthorize_an_idTag_accepted_here_starts_without_Authorize()
    {
        Station station = WithList();
        Change(station, "LocalPreAuthorize", "true");
        station.CentralSystem.AnswerWith("Authorize", "");
        Assert.AreEqual("Charging", TryToCharge(station, "LISTED"));
        Assert.AreEqual(0, station.CentralSystem.Count("Authorize"));
        Assert.AreEqual(1, station.CentralSystem.Count("StartTransaction"));
    }

    [TestMethod]
    [DataRow("BAD")]
    [DataRow("OLD")]
    [DataRow("STRANGER")]
    public void With_LocalPreAuthorize_any_other_idTag_is_asked_about(string idTag)
    {
        Station station = WithList();
        Change(station, "LocalPreAuthorize", "true");
        Assert.AreEqual("Charging", TryToCharge(station, idTag));
        Assert.AreEqual(1, station.CentralSystem.Count("Authorize"));
    }

    [TestMethod]
    public void With_LocalPreAuthorize_the_answer_to_StartTransaction_still_counts()
    {
        Station station = WithList();
        Change(station, "LocalPreAuthorize", "true");
        station.CentralSystem.AnswerWith("StartTransaction", "{\"transactionId\":7,\"idTagInfo\":{\"status\":\"Blocked\"}}");
        TryToCharge(station, "LISTED");
        Assert.IsNull(station.Connector(1).Transaction);
        Assert.Contains("DeAuthorized", station.CentralSystem.Last("StopTransaction"));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("!InternalError")]
    [DataRow("{\"idTagInfo\":{}}")]
    public void An_Authorize_without_a_good_answer_is_decided_here(string answer)
    {
        Station station = WithList();
        station.CentralSystem.AnswerWith("Authorize", answer);
        TryToCharge(station, "LISTED");
        station.Run(31_000);
        Assert.AreEqual("Charging", station.Status(1));
        station.Tap("LISTED");
        station.Unplug(1);
        TryToCharge(station, "STRANGER");
        station.Run(31_000);
        Assert.AreEqual("Preparing", station.Status(1));
    }

    [TestMethod]
    public void The_cache_learns_from_Authorize_and_decides_offline_also_after_a_restart()
    {
        MemoryFlash flash = new();
        Station station = new Station(1, false, flash).Boot();
        station.CentralSystem.AnswerWith("Authorize", "{\"idTagInfo\":{\"status\":\"Accepted\",\"parentIdTag\":\"G\",\"expiryDate\":\"2027-01-01T00:00:00Z\"}}");
        station.Tap("CARD1");
        station.CentralSystem.AnswerWith("Authorize", Blocked);
        station.Tap("CARD2");
        station = new Station(1, false, flash);
        station.CentralSystem.Reachable = false;
        station.Boot();
        Assert.AreEqual("Preparing", TryToCharge(station, "CARD2"));
        station.Tap("CARD3");
        Assert.AreEqual("Preparing", station.Status(1));
        station.Tap("card1");
        Assert.AreEqual("Charging", station.Status(1));
        Assert.AreEqual("G", station.Connector(1).Transaction!.ParentIdTag);
    }

    [TestMethod]
    public void Without_the_cache_nothing_is_learnt()
    {
        Station station = new Station().Boot();
        Change(station, "AuthorizationCacheEnabled", "false");
        TryToCharge(station, "CARD1");
        station.Tap("CARD1");
        station.Unplug(1);
        GoOffline(station);
        Assert.AreEqual("Preparing", TryToCharge(station, "CARD1"));
    }

    [TestMethod]
    public void The_cache_learns_from_StartTransaction()
    {
        Station station = new Station().Boot();
        station.CentralSystem.AnswerWith("StartTransaction", "{\"transactionId\":7,\"idTagInfo\":{\"status\":\"Blocked\"}}");
        TryToCharge(station, "CARD1");
        station.Unplug(1);
        GoOffline(station);
        Change(station, "AllowOfflineTxForUnknownId", "true");
        Assert.AreEqual("Preparing", TryToCharge(station, "CARD1"));
    }

    [TestMethod]
    public void The_cache_learns_from_StopTransaction_about_whoever_stopped()
    {
        Station station = new Station().Boot();
        station.CentralSystem.AnswerWith("StopTransaction", Blocked);
        TryToCharge(station, "CARD1");
        station.Tap("CARD1");
        station.Unplug(1);
        TryToCharge(station, "CARD2");
        station.Unplug(1); // stopped by nobody's idTag: the answer is about nobody
        GoOffline(station);
        Assert.AreEqual("Preparing", TryToCharge(station, "CARD1"));
        station.Tap("CARD2");
        Assert.AreEqual("Charging", station.Status(1));
    }

    [TestMethod]
    public void An_expiryDate_that_is_none_costs_nobody_a_session()
    {
        Station station = new Station().Boot();
        station.CentralSystem.AnswerWith("Authorize", "{\"idTagInfo\":{\"status\":\"Accepted\",\"expiryDate\":\"\"}}");
        station.CentralSystem.AnswerWith("StartTransaction", "{\"transactionId\":7,\"idTagInfo\":{\"status\":\"Accepted\",\"expiryDate\":null}}");
        Assert.AreEqual("Charging", TryToCharge(station, "CARD1"));
        Assert.IsTrue(station.Connector(1).Transaction!.HasId);
    }

    [TestMethod]
    public void Offline_a_card_of_the_same_group_in_the_list_stops_the_session()
    {
        Station station = WithList();
        GoOffline(station);
        Assert.AreEqual("Charging", TryToCharge(station, "LISTED"));
        station.Tap("STRANGER");
        station.Tap("OTHER");
        Assert.AreEqual("Charging", station.Status(1));
        station.Tap("SISTER");
        Assert.AreEqual("Finishing", station.Status(1));
    }

    [TestMethod]
    public void ClearCache_leaves_list_and_transactions_alone()
    {
        Station station = WithList();
        GoOffline(station);
        TryToCharge(station, "LISTED");
        station.Tap("LISTED");
        station.Unplug(1);
        TryToCharge(station, "SISTER");
        int waiting = station.ChargePoint.Transactions.Waiting;
        station.CentralSystem.AnswerWith("StartTransaction", "");
        station.CentralSystem.Reachable = true;
        while (!station.CentralSystem.IsOpen) station.Run(1_000);
        station.Run(1_000);
        Assert.Contains("Accepted", station.Call("ClearCache", "{}"));
        Assert.AreEqual(waiting, station.ChargePoint.Transactions.Waiting);
        Assert.AreEqual("Charging", station.Status(1));
        Assert.Contains("\"listVersion\":3", station.Call("GetLocalListVersion", "{}"));
        station.CentralSystem.AnswerWith("StartTransaction", null);
        station.Run(100_000);
        Assert.AreEqual(0, station.ChargePoint.Transactions.Waiting);
    }

    [TestMethod]
    public void The_list_is_updated_while_Pending_and_in_a_transaction()
    {
        Station station = new();
        station.CentralSystem.AnswerWith("BootNotification", "{\"status\":\"Pending\",\"currentTime\":\"2026-01-01T00:00:00Z\",\"interval\":30}");
        station.Boot();
        Assert.Contains("{\"status\":\"Accepted\"}", station.Call("SendLocalList", "{\"listVersion\":1,\"updateType\":\"Full\",\"localAuthorizationList\":[{\"idTag\":\"A\",\"idTagInfo\":{\"status\":\"Accepted\"}}]}"));
        station.CentralSystem.AnswerWith("BootNotification", null);
        station.Run(31_000);
        TryToCharge(station, "A");
        Assert.Contains("{\"status\":\"Accepted\"}", station.Call("SendLocalList", "{\"listVersion\":2,\"updateType\":\"Differential\",\"localAuthorizationList\":[{\"idTag\":\"A\"}]}"));
        Assert.Contains("\"listVersion\":0", station.Call("GetLocalListVersion", "{}"));
        Assert.AreEqual("Charging", station.Status(1));
    }

    [TestMethod]
    public void The_feature_profile_is_named()
        => Assert.Contains("LocalAuthListManagement", new Station().Boot().Call("GetConfiguration", "{\"key\":[\"SupportedFeatureProfiles\"]}"));

    // LISTED and SISTER are of one group; OLD has expired, BAD is blocked.
    private static Station WithList()
    {
        Station station = new Station().Boot();
        string list = "{\"listVersion\":3,\"updateType\":\"Full\",\"localAuthorizationList\":["
            + "{\"idTag\":\"LISTED\",\"idTagInfo\":{\"status\":\"Accepted\",\"parentIdTag\":\"Group\",\"expiryDate\":\"2026-01-02T00:00:00Z\"}},"
            + "{\"idTag\":\"SISTER\",\"idTagInfo\":{\"status\":\"Accepted\",\"parentIdTag\":\"GROUP\"}},"
            + "{\"idTag\":\"OTHER\",\"idTagInfo\":{\"status\":\"Accepted\",\"parentIdTag\":\"Others\"}},"
            + "{\"idTag\":\"OLD\",\"idTagInfo\":{\"status\":\"Accepted\",\"expiryDate\":\"2025-12-31T23:59:59Z\"}},"
            + "{\"idTag\":\"BAD\",\"idTagInfo\":{\"status\":\"Blocked\"}}]}";
        Assert.Contains("{\"status\":\"Accepted\"}", station.Call("SendLocalList", list));
        return station;
    }

    private static void GoOffline(Station station)
    {
        station.CentralSystem.Reachable = false;
        station.CentralSystem.Break();
        station.Run(100);
    }

    private static void Change(Station station, string key, string value)
        => Assert.AreEqual((int)Features.ChangeOutcome.Accepted, (int)station.ChargePoint.Configuration.Change(key, value));

    // Plugs in and presents the card. Gives the status then.
    private static string TryToCharge(Station station, string idTag)
    {
        if (!station.Connector(1).IsVehicleConnected) station.Plug(1);
        station.Tap(idTag);
        return station.Status(1);
    }
}
