using ChargePoint.Hal;
using ChargePoint.Ocpp;
using nanoFramework.TestFramework;

namespace ChargePoint.Features.Tests;

[TestClass]
public class StatusNotifierTests
{
    [TestMethod]
    public void A_change_is_told_once_with_the_time_of_the_change()
    {
        StatusFixture f = new();
        f.Features.WallClock.Set(1_767_225_600_000);
        f.Features.Connect();
        f.ConfirmAll();
        f.Features.Advance(5_000);
        f.Set(1, ConnectorStatus.Preparing);
        Assert.AreEqual("{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Preparing\",\"timestamp\":\"2026-01-01T00:00:05.000Z\"}", f.Features.Link.LastPayload);
        int sent = f.Features.Link.Sent.Count;
        f.Features.Answer("{}");
        f.Notifier.OnStatusChanged();
        f.Features.Run();
        Assert.AreEqual(sent, f.Features.Link.Sent.Count);
    }

    [TestMethod]
    public void The_vendors_code_is_told_with_who_it_is_of_and_its_change_as_well()
    {
        StatusFixture f = new();
        f.Features.Connect();
        f.ConfirmAll();
        f.Source(1).Error = HardwareFault.PowerSwitchFailure;
        f.Source(1).VendorErrorCode = "CONTACTOR-NOT-CLOSING";
        f.Set(1, ConnectorStatus.Faulted);
        Assert.AreEqual("{\"connectorId\":1,\"errorCode\":\"PowerSwitchFailure\",\"status\":\"Faulted\",\"vendorId\":\"ChargePoint\",\"vendorErrorCode\":\"CONTACTOR-NOT-CLOSING\"}", f.Features.Link.LastPayload);
        f.Features.Answer("{}");
        int sent = f.Features.Link.Sent.Count;
        f.Source(1).VendorErrorCode = "CONTACTOR-WELDED";
        f.Set(1, ConnectorStatus.Faulted);
        Assert.AreEqual(sent + 1, f.Features.Link.Sent.Count);
        Assert.Contains("CONTACTOR-WELDED", f.Features.Link.LastPayload);
        f.Features.Answer("{}");
        f.Set(1, ConnectorStatus.Faulted);
        Assert.AreEqual(sent + 1, f.Features.Link.Sent.Count, "told once");
    }

    [TestMethod]
    public void States_that_came_and_went_during_an_outage_are_not_told()
    {
        StatusFixture f = new();
        f.Features.Connect();
        f.ConfirmAll();
        f.Features.Disconnect();
        f.Set(1, ConnectorStatus.Preparing);
        f.Set(1, ConnectorStatus.Charging);
        f.Set(1, ConnectorStatus.Finishing);
        f.Set(2, ConnectorStatus.Preparing);
        f.Set(2, ConnectorStatus.Available);
        int sent = f.Features.Link.Sent.Count;
        f.Features.Connect();
        f.ConfirmAll();
        Assert.AreEqual(sent + 1, f.Features.Link.Sent.Count);
        Assert.Contains("\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Finishing\"", f.Features.Link.Last);
    }

    [TestMethod]
    public void A_status_lost_on_the_way_is_told_again()
    {
        StatusFixture f = new();
        f.Features.Connect();
        f.ConfirmAll();
        f.Set(1, ConnectorStatus.Charging);
        f.Features.Disconnect();
        int sent = f.Features.Link.Sent.Count;
        f.Features.Connect();
        Assert.AreEqual(sent + 1, f.Features.Link.Sent.Count);
        Assert.Contains("Charging", f.Features.Link.Last);
    }

    [TestMethod]
    public void A_status_that_is_refused_is_not_repeated()
    {
        StatusFixture f = new();
        f.Features.Connect();
        f.ConfirmAll();
        f.Set(1, ConnectorStatus.Charging);
        f.Features.Answer("!PropertyConstraintViolation");
        int sent = f.Features.Link.Sent.Count;
        f.Features.Advance(600_000);
        Assert.AreEqual(sent, f.Features.Link.Sent.Count);
        f.Set(1, ConnectorStatus.Finishing);
        Assert.AreEqual(sent + 1, f.Features.Link.Sent.Count);
    }

    [TestMethod]
    public void A_change_while_a_status_is_under_way_is_told_next()
    {
        StatusFixture f = new();
        f.Features.Connect();
        f.ConfirmAll();
        f.Set(1, ConnectorStatus.Preparing);
        f.Set(1, ConnectorStatus.Charging);
        Assert.Contains("Preparing", f.Features.Link.Last);
        f.Features.Answer("{}");
        Assert.Contains("Charging", f.Features.Link.Last);
    }

    [TestMethod]
    public void An_error_without_a_change_of_status_is_told()
    {
        StatusFixture f = new();
        f.Features.Connect();
        f.ConfirmAll();
        f.Source(0).Error = HardwareFault.ReaderFailure;
        f.Notifier.OnStatusChanged();
        f.Features.Run();
        Assert.Contains("\"connectorId\":0,\"errorCode\":\"ReaderFailure\",\"status\":\"Available\"", f.Features.Link.Last);
    }

    [TestMethod]
    public void A_Central_System_that_never_answers_a_status_does_not_block_the_others_or_what_comes_behind()
    {
        StatusFixture f = new();
        f.Features.Queue.Add(f.Behind);
        f.Behind.Trigger();
        f.Features.Connect();
        Assert.Contains("\"connectorId\":0", f.Features.Link.Last);
        f.Features.Advance(CallQueue.AnswerTimeoutMs);
        Assert.Contains("\"connectorId\":1", f.Features.Link.Last);
        f.Features.Advance(CallQueue.AnswerTimeoutMs);
        Assert.Contains("\"connectorId\":2", f.Features.Link.Last);
        f.Features.Advance(CallQueue.AnswerTimeoutMs);
        Assert.AreEqual("Heartbeat", f.Features.Link.LastAction);
        f.Features.Answer("{\"currentTime\":\"2026-01-01T00:00:00Z\"}");
        int sent = f.Features.Link.Sent.Count;
        f.Features.Advance(600_000);
        Assert.IsTrue(f.Features.Link.Sent.Count > sent, "and is told again after a while");
    }

    [TestMethod]
    public void Everything_is_told_after_each_acceptance()
    {
        StatusFixture f = new();
        f.Features.Connect();
        f.ConfirmAll();
        int sent = f.Features.Link.Sent.Count;
        f.Notifier.TellAll();
        f.Features.Run();
        f.ConfirmAll();
        Assert.AreEqual(sent + 3, f.Features.Link.Sent.Count);
    }

    [TestMethod]
    public void While_pending_only_what_was_asked_for_is_told()
    {
        StatusFixture f = new();
        f.Features.Queue.Permission = SendPermission.BootAndTriggered;
        f.Features.Connect();
        f.Set(1, ConnectorStatus.Preparing);
        Assert.AreEqual(0, f.Features.Link.Sent.Count);
        f.Notifier.Trigger(2);
        f.Features.Run();
        Assert.Contains("\"connectorId\":2", f.Features.Link.Last);
        f.ConfirmAll();
        Assert.AreEqual(1, f.Features.Link.Sent.Count);
        f.Notifier.Trigger(-1);
        f.Features.Run();
        f.ConfirmAll();
        Assert.AreEqual(4, f.Features.Link.Sent.Count);
    }

    [TestMethod]
    public void A_state_that_does_not_last_is_not_told_and_the_last_is()
    {
        StatusFixture f = new();
        f.Features.Configuration.Change("MinimumStatusDuration", "10");
        f.Features.Connect();
        f.ConfirmAll();
        Assert.AreEqual(3, f.Features.Link.Sent.Count, "after the acceptance all is told at once");
        f.Set(1, ConnectorStatus.Preparing);
        f.Features.Advance(9_990);
        f.Set(1, ConnectorStatus.Charging);
        f.Features.Advance(9_990);
        Assert.AreEqual(3, f.Features.Link.Sent.Count);
        f.Features.Advance(10);
        Assert.AreEqual(4, f.Features.Link.Sent.Count);
        Assert.Contains("Charging", f.Features.Link.Last);
    }

    [TestMethod]
    public void A_state_that_came_back_in_time_is_not_told()
    {
        StatusFixture f = new();
        f.Features.Configuration.Change("MinimumStatusDuration", "10");
        f.Features.Connect();
        f.ConfirmAll();
        f.Source(1).Error = HardwareFault.GroundFailure;
        f.Set(1, ConnectorStatus.Faulted);
        f.Features.Advance(5_000);
        f.Source(1).Error = HardwareFault.NoError;
        f.Set(1, ConnectorStatus.Available);
        f.Features.Advance(60_000);
        Assert.AreEqual(3, f.Features.Link.Sent.Count);
    }

    [TestMethod]
    public void A_fault_that_lasts_is_told_with_the_time_at_which_it_began()
    {
        StatusFixture f = new();
        f.Features.WallClock.Set(1_767_225_600_000);
        f.Features.Configuration.Change("MinimumStatusDuration", "10");
        f.Features.Connect();
        f.ConfirmAll();
        f.Source(1).Error = HardwareFault.GroundFailure;
        f.Set(1, ConnectorStatus.Faulted);
        f.Features.Advance(10_000);
        Assert.Contains("\"timestamp\":\"2026-01-01T00:00:00.000Z\"", f.Features.Link.Last);
    }

    [TestMethod]
    public void What_is_asked_for_does_not_wait()
    {
        StatusFixture f = new();
        f.Features.Configuration.Change("MinimumStatusDuration", "3600");
        f.Features.Connect();
        f.ConfirmAll();
        f.Set(1, ConnectorStatus.Preparing);
        f.Notifier.Trigger(1);
        f.Features.Run();
        Assert.Contains("Preparing", f.Features.Link.Last);
        f.ConfirmAll();
        int sent = f.Features.Link.Sent.Count;
        f.Features.Advance(7_200_000);
        Assert.AreEqual(sent, f.Features.Link.Sent.Count, "it is told already");
    }

    [TestMethod]
    public void What_there_is_to_say_about_a_state_is_told_with_it()
    {
        StatusFixture f = new();
        f.Features.Connect();
        f.ConfirmAll();
        f.Source(1).Info = "no mains";
        f.Set(1, ConnectorStatus.Faulted);
        Assert.Contains("\"info\":\"no mains\"", f.Features.Link.Last);
    }

    [TestMethod]
    public void Without_a_clock_no_time_is_told()
    {
        StatusFixture f = new();
        f.Features.Connect();
        Assert.DoesNotContains("timestamp", f.Features.Link.Last);
    }
}

/// <summary>A notifier for the charge point and two connectors, and a heartbeat to stand behind it.</summary>
internal sealed class StatusFixture
{
    private readonly FakeSource[] _sources = [new(), new(), new()];

    public StatusFixture()
    {
        Notifier = new StatusNotifier(Features.Loop, Features.Queue, [_sources[0], _sources[1], _sources[2]], Features.Configuration, Features.WallClock);
        Features.Queue.Add(Notifier);
        Behind = new Heartbeat(Features.Loop, Features.Queue, Features.WallClock, Features.Configuration);
    }

    public FeatureFixture Features { get; } = new();

    public StatusNotifier Notifier { get; }

    public Heartbeat Behind { get; }

    public FakeSource Source(int connectorId) => _sources[connectorId];

    public void Set(int connectorId, ConnectorStatus status)
    {
        _sources[connectorId].Status = status;
        Notifier.OnStatusChanged();
        Features.Run();
    }

    /// <summary>Confirms until nothing is under way.</summary>
    public void ConfirmAll()
    {
        for (int i = 0; i < 20 && Features.Queue.IsBusy; i++) Features.Answer("{}");
    }

    internal sealed class FakeSource : IStatusSource
    {
        public ConnectorStatus Status { get; set; }

        public HardwareFault Error { get; set; }

        public string Info { get; set; } = "";

        public string VendorErrorCode { get; set; } = "";
    }
}
