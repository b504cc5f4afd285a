using ChargePoint.Ocpp;
using nanoFramework.TestFramework;

namespace ChargePoint.Maintenance.Tests;

[TestClass]
public class StageNotifierTests
{
    [TestMethod]
    public void Stages_are_told_in_their_order_also_after_an_outage()
    {
        MaintenanceFixture f = new();
        StageNotifier stages = f.Room.DiagnosticsStages;
        stages.Tell("Uploading", false);
        stages.Tell("UploadFailed", true);
        f.Run();
        Assert.AreEqual("", f.Told);
        f.Connect();
        Assert.AreEqual("Uploading UploadFailed", f.Told);
        Assert.IsFalse(stages.IsTelling);
    }

    [TestMethod]
    public void A_stage_that_was_lost_on_the_way_is_told_again()
    {
        MaintenanceFixture f = new() { Confirms = false };
        f.Connect();
        f.Room.DiagnosticsStages.Tell("Uploading", false);
        f.Run();
        Assert.AreEqual("Uploading", f.Told);
        f.Disconnect();
        f.Confirms = true;
        f.Connect();
        Assert.AreEqual("Uploading Uploading", f.Told);
        Assert.IsFalse(f.Room.DiagnosticsStages.IsTelling);
    }

    [TestMethod]
    public void A_stage_that_is_not_answered_does_not_block_the_next()
    {
        MaintenanceFixture f = new() { Confirms = false };
        f.Connect();
        f.Room.DiagnosticsStages.Tell("Uploading", false);
        f.Room.DiagnosticsStages.Tell("Uploaded", true);
        f.Advance(CallQueue.AnswerTimeoutMs + 1000);
        Assert.AreEqual("Uploading Uploaded", f.Told);
    }

    [TestMethod]
    public void Before_the_boot_is_accepted_only_what_was_asked_for_is_told()
    {
        MaintenanceFixture f = new();
        f.Queue.Permission = SendPermission.BootAndTriggered;
        f.Connect();
        f.Room.DiagnosticsStages.Tell("Uploading", false);
        f.Run();
        Assert.AreEqual("", f.Told);
        f.Room.DiagnosticsStages.Trigger();
        f.Run();
        Assert.AreEqual("Uploading", f.Told);
        f.Queue.Permission = SendPermission.Everything;
        f.Queue.Wake();
        f.Run();
        Assert.AreEqual("Uploading Uploading", f.Told, "what waited is told all the same");
    }

    [TestMethod]
    public void The_present_stage_is_told_on_demand_and_Idle_after_the_last()
    {
        MaintenanceFixture f = MaintenanceFixture.Connected();
        StageNotifier stages = f.Room.DiagnosticsStages;
        stages.Trigger();
        f.Run();
        Assert.AreEqual("Idle", f.Told);
        stages.Tell("Uploading", false);
        f.Run();
        stages.Trigger();
        f.Run();
        Assert.AreEqual("Idle Uploading Uploading", f.Told);
        stages.Tell("Uploaded", true);
        stages.Trigger();
        f.Run();
        Assert.AreEqual("Idle Uploading Uploading Uploaded Idle", f.Told);
    }

    [TestMethod]
    public void At_most_eight_stages_wait()
    {
        MaintenanceFixture f = new();
        for (int i = 0; i < 10; i++) f.Room.DiagnosticsStages.Tell("S" + i, false);
        f.Connect();
        Assert.AreEqual("S2 S3 S4 S5 S6 S7 S8 S9", f.Told);
    }

    [TestMethod]
    public void Who_waits_for_the_end_of_the_telling_hears_of_it_once()
    {
        MaintenanceFixture f = new();
        int told = 0;
        f.Room.DiagnosticsStages.Told = () => told++;
        f.Room.DiagnosticsStages.Tell("A", false);
        f.Room.DiagnosticsStages.Tell("B", true);
        Assert.AreEqual(0, told);
        f.Connect();
        Assert.AreEqual(1, told);
        f.Room.DiagnosticsStages.Trigger();
        f.Run();
        Assert.AreEqual(1, told);
    }
}
