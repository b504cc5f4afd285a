using ChargePoint.Ocpp;
using nanoFramework.TestFramework;

namespace ChargePoint.Security.Tests;

[TestClass]
public class SecurityEventsTests
{
    [TestMethod]
    public void Events_are_told_in_their_order_when_the_connection_is_there()
    {
        EventFixture f = new();
        f.Events.Raise("StartupOfTheDevice", "firmware 1");
        f.Events.Raise("FirmwareUpdated", null);
        f.Run();
        Assert.AreEqual("", f.Told);
        f.Connect();
        Assert.AreEqual(
            "{\"type\":\"StartupOfTheDevice\",\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"techInfo\":\"firmware 1\"}\n"
            + "{\"type\":\"FirmwareUpdated\",\"timestamp\":\"2026-01-01T00:00:00.000Z\"}\n",
            f.Told);
        Assert.AreEqual(0, f.NewStore().Waiting);
    }

    [TestMethod]
    public void Nothing_is_told_before_the_boot_is_accepted()
    {
        EventFixture f = new();
        f.Queue.Permission = SendPermission.BootAndTriggered;
        f.Events.Raise("StartupOfTheDevice", null);
        f.Connect();
        Assert.AreEqual("", f.Told);
    }

    [TestMethod]
    public void One_that_is_lost_on_the_way_is_told_again()
    {
        EventFixture f = new() { Answer = "" };
        f.Connect();
        f.Events.Raise("A", null);
        f.Run();
        f.Disconnect();
        f.Answer = "{}";
        f.Connect();
        Assert.AreEqual(2, f.Told.Split('\n').Length - 1);
        Assert.AreEqual(0, f.Store.Waiting);
    }

    [TestMethod]
    public void One_that_is_not_answered_is_told_again_after_a_minute_without_end()
    {
        EventFixture f = new() { Answer = "" };
        f.Connect();
        f.Events.Raise("A", null);
        f.Advance(10 * (SecurityEvents.RetryMs + CallQueue.AnswerTimeoutMs));
        Assert.AreEqual(1, f.Store.Waiting);
        Assert.IsTrue(f.Told.Split('\n').Length >= 10);
        f.Answer = "{}";
        f.Advance(SecurityEvents.RetryMs + CallQueue.AnswerTimeoutMs);
        Assert.AreEqual(0, f.Store.Waiting);
    }

    [TestMethod]
    public void One_that_is_refused_three_times_does_not_hold_up_the_others()
    {
        EventFixture f = new() { Answer = "!InternalError" };
        f.Connect();
        f.Events.Raise("A", null);
        f.Events.Raise("B", null);
        f.Advance(2 * SecurityEvents.RetryMs);
        Assert.AreEqual(1, f.Store.Waiting);
        f.Answer = "{}";
        f.Advance(SecurityEvents.RetryMs);
        Assert.AreEqual(0, f.Store.Waiting);
        Assert.AreEqual(5, f.Told.Split('\n').Length - 1);
    }

    [TestMethod]
    [DataRow("!NotImplemented")]
    [DataRow("!NotSupported")]
    public void A_Central_System_that_does_not_know_them_is_asked_once_and_they_are_kept(string answer)
    {
        EventFixture f = new() { Answer = answer };
        f.Events.Raise("A", null);
        f.Events.Raise("B", null);
        f.Connect();
        f.Advance(600_000);
        f.Disconnect();
        f.Connect();
        Assert.AreEqual(1, f.Told.Split('\n').Length - 1);
        Assert.AreEqual(2, f.NewStore().Waiting);
    }

    [TestMethod]
    public void A_Central_System_that_drops_the_connection_each_time_is_left_alone()
    {
        EventFixture f = new() { Answer = "" };
        f.Events.Raise("A", null);
        for (int i = 0; i < 20; i++)
        {
            f.Connect();
            f.Disconnect();
        }

        Assert.AreEqual(SecurityEvents.MostLosses, f.Told.Split('\n').Length - 1);
        Assert.AreEqual(1, f.Store.Waiting);
    }

    [TestMethod]
    public void A_Central_System_that_does_not_know_the_whitepaper_is_told_when_it_does()
    {
        EventFixture f = new();
        SecurityEvents events = new(f.Store, f.Loop, f.Queue, f.WallClock, f.Log);
        events.Raise("A", null);
        Assert.IsFalse(events.IsKnown);
        Assert.IsNull(events.NextCall(SendPermission.Everything));
        events.OnKnown();
        Assert.AreSame(events, events.NextCall(SendPermission.Everything));
    }

    [TestMethod]
    public void A_flood_is_cut_off_and_counted()
    {
        EventFixture f = new();
        for (int i = 0; i < 1000; i++) f.Events.Raise("InvalidMessages", "odd");
        f.Events.Raise("FailedToAuthenticateAtCentralSystem", "HTTP 401");
        Assert.AreEqual(11, f.Store.Last, "ten of the one kind, and the other");
        f.Clock.Advance(600_000);
        f.Events.Raise("InvalidMessages", "odd");
        f.Connect();
        Assert.Contains("\"techInfo\":\"odd (and 990 more before)\"", f.Told);
        f.Events.Raise("InvalidMessages", "odd");
        f.Run();
        Assert.IsTrue(f.Told.EndsWith("\"techInfo\":\"odd\"}\n"));
    }

    [TestMethod]
    public void Starts_are_always_written()
    {
        EventFixture f = new();
        for (int i = 0; i < 30; i++) f.Events.Raise("StartupOfTheDevice", null);
        Assert.AreEqual(30, f.Store.Last);
    }
}
