using ChargePoint.Features;
using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Maintenance.Tests.FirmwareUpdate;

[TestClass]
public class SignedUpdateTests
{
    [TestMethod]
    public void Each_stage_is_told_with_the_number_of_the_request()
    {
        MaintenanceFixture f = Begun(Order());
        Assert.Contains("\"SignedFirmwareStatusNotification\",{\"status\":\"Downloading\",\"requestId\":7}", f.LastSent);
        f.ServeFile("GOOD image");
        f.Advance(1_000);
        Assert.AreEqual("Downloading Downloaded SignatureVerified Installing InstallRebooting", f.Told);
        Assert.AreEqual(1, f.Restarts);

        MaintenanceFixture next = f.Restarted();
        next.Connect();
        next.Room.Updater!.OnAccepted();
        next.Run();
        Assert.AreEqual("Installed", next.Told);
        Assert.Contains("\"requestId\":7}", next.LastSent);
        next.Room.SignedFirmwareStages!.Trigger();
        next.Run();
        Assert.Contains("{\"status\":\"Idle\"}", next.LastSent);
    }

    [TestMethod]
    public void An_image_whose_signature_is_wrong_is_not_installed()
    {
        MaintenanceFixture f = Begun(Order(), FirmwareCheck.Bad);
        f.ServeFile("GOOD image");
        f.Advance(60_000);
        Assert.AreEqual("Downloading Downloaded InvalidSignature", f.Told);
        Assert.AreEqual(0, f.Restarts);
        Assert.AreEqual(0, f.Store.WrittenBytes);
        Assert.IsFalse(f.Room.HoldsConnectors);
        MaintenanceFixture next = f.Restarted();
        next.Connect();
        Assert.AreEqual("", next.Told);
    }

    [TestMethod]
    public void Without_anybody_who_can_check_it_no_signed_image_is_installed()
    {
        MaintenanceFixture f = MaintenanceFixture.Connected();
        Assert.IsTrue(f.Room.Updater!.Begin(Order()));
        f.Run();
        f.ServeFile("GOOD image");
        f.Advance(1_000);
        Assert.AreEqual("Downloading Downloaded InvalidSignature", f.Told);
    }

    [TestMethod]
    public void The_outcome_of_a_wrong_signature_outlives_a_restart_until_it_is_told()
    {
        MaintenanceFixture f = Begun(Order(), FirmwareCheck.Bad);
        f.Confirms = false;
        f.ServeFile("GOOD image");
        f.Advance(1_000);
        MaintenanceFixture next = f.Restarted();
        next.Connect();
        Assert.AreEqual("InvalidSignature", next.Told);
        Assert.Contains("\"requestId\":7", next.LastSent);
    }

    [TestMethod]
    public void A_signed_image_that_is_not_for_this_board_fails_its_verification()
    {
        MaintenanceFixture f = Begun(Order());
        f.ServeFile("BAD image");
        f.Advance(1_000);
        Assert.AreEqual("Downloading Downloaded SignatureVerified InstallVerificationFailed", f.Told);
        Assert.AreEqual(0, f.Restarts);
    }

    [TestMethod]
    public void A_signature_is_checked_anew_after_a_restart()
    {
        MaintenanceFixture f = Begun(Order(), FirmwareCheck.Busy);
        f.Network.Last.Open();
        f.Run();
        f.Network.Last.Say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nGOOD image");
        for (int i = 0; i < 150; i++) f.Loop.Step(); // not Run: while the check goes on there is always something to do
        Assert.AreEqual((int)UpdatePhase.Install, (int)f.Room.Updater!.Phase);
        MaintenanceFixture next = new(f.Flash, f.Store);
        next.Room.Updater!.Signature = new FakeSignature(FirmwareCheck.Bad);
        next.Connect();
        next.Advance(10_000);
        Assert.AreEqual("InvalidSignature", next.Told);
        Assert.AreEqual(0, next.Restarts);
    }

    [TestMethod]
    public void A_download_of_later_is_told_as_scheduled()
    {
        UpdateOrder order = Order();
        order.RetrieveUnixMs = MaintenanceFixture.NowUnixMs + 7_200_000;
        MaintenanceFixture f = Begun(order);
        Assert.AreEqual("DownloadScheduled", f.Told);
        f.Advance(7_100_000);
        Assert.AreEqual("DownloadScheduled", f.Told);
        f.Advance(101_000);
        Assert.AreEqual("DownloadScheduled Downloading", f.Told);
    }

    [TestMethod]
    public void A_download_that_waits_for_its_next_attempt_is_told_as_paused()
    {
        UpdateOrder order = Order();
        order.Retry(2, 30);
        MaintenanceFixture f = Begun(order);
        f.Network.Last.Fail(TransportError.Refused);
        f.Run();
        Assert.AreEqual("Downloading DownloadPaused", f.Told);
        f.Advance(31_000);
        Assert.AreEqual("Downloading DownloadPaused Downloading", f.Told);
        f.Network.Last.Fail(TransportError.Refused);
        f.Run();
        Assert.AreEqual("Downloading DownloadPaused Downloading DownloadFailed", f.Told);
    }

    [TestMethod]
    public void An_installation_of_later_keeps_nobody_from_charging_until_its_time_has_come()
    {
        UpdateOrder order = Order();
        order.InstallUnixMs = MaintenanceFixture.NowUnixMs + 86_400_000;
        MaintenanceFixture f = Begun(order);
        f.ServeFile("GOOD image");
        f.Advance(86_000_000);
        Assert.AreEqual("Downloading Downloaded SignatureVerified InstallScheduled", f.Told);
        Assert.IsFalse(f.Room.HoldsConnectors);
        f.Charge();
        f.Advance(1_000_000);
        Assert.AreEqual("Downloading Downloaded SignatureVerified InstallScheduled", f.Told);
        Assert.IsTrue(f.Room.HoldsConnectors);
        f.Connectors[0].Stop(StopReason.Local, null);
        f.Board.Connector(1).Unplug();
        f.Connectors[0].Update();
        f.Advance(10_000);
        Assert.AreEqual("Downloading Downloaded SignatureVerified InstallScheduled Installing InstallRebooting", f.Told);
        Assert.AreEqual(1, f.Restarts);
    }

    [TestMethod]
    public void A_rolled_back_image_is_told_as_failed_with_its_number()
    {
        MaintenanceFixture f = Begun(Order());
        f.ServeFile("GOOD image");
        f.Advance(1_000);
        MaintenanceFixture trial = f.Restarted();
        MaintenanceFixture back = trial.Restarted();
        back.Connect();
        Assert.AreEqual("InstallationFailed", back.Told);
        Assert.Contains("\"requestId\":7", back.LastSent);
    }

    [TestMethod]
    public void An_unsigned_update_takes_the_place_of_a_signed_one_and_is_told_as_such()
    {
        MaintenanceFixture f = Begun(Order());
        Assert.AreEqual("{}", f.Call("UpdateFirmware", "{\"location\":\"http://other.example/fw\",\"retrieveDate\":\"2026-01-01T00:00:00Z\"}"));
        f.Run();
        f.ServeFile("GOOD image");
        f.Advance(1_000);
        Assert.AreEqual("Downloading Downloading Downloaded Installing", f.Told);
        Assert.Contains("\"FirmwareStatusNotification\",{\"status\":\"Installing\"}", f.LastSent);
    }

    [TestMethod]
    public void Unsigned_updates_can_be_ruled_out_by_the_technician()
    {
        MaintenanceFixture f = MaintenanceFixture.Connected();
        f.Configuration.Set(Key.SignedFirmwareOnly, "true", out _);
        Assert.AreEqual("!NotSupported", f.Call("UpdateFirmware", "{\"location\":\"http://other.example/fw\",\"retrieveDate\":\"2026-01-01T00:00:00Z\"}"));
        f.Advance(1_000);
        Assert.AreEqual("", f.Told);
        f.Room.Updater!.Signature = new FakeSignature(FirmwareCheck.Sound);
        Assert.IsTrue(f.Room.Updater.Begin(Order()));
    }

    [TestMethod]
    public void A_state_of_a_version_that_knew_no_signatures_is_understood()
    {
        MaintenanceFixture f = new();
        byte[] scratch = new byte[2048];
        byte[] old = new byte[18 + 8];
        old[0] = (byte)UpdatePhase.DownloadFailed;
        old[1] = 1;
        old[14] = 8;
        for (int i = 0; i < 8; i++) old[16 + i] = (byte)'x';
        new Runtime.SlotFile(f.Flash, "update", 1, scratch).Save(old, old.Length);
        MaintenanceFixture next = new(f.Flash);
        next.Connect();
        Assert.AreEqual("DownloadFailed", next.Told);
        Assert.Contains("\"FirmwareStatusNotification\"", next.LastSent);
    }

    private static UpdateOrder Order() => new("http://files.example/fw.bin") { RetrieveUnixMs = MaintenanceFixture.NowUnixMs, IsSigned = true, RequestId = 7 };

    private static MaintenanceFixture Begun(UpdateOrder order, FirmwareCheck signature = FirmwareCheck.Sound)
    {
        MaintenanceFixture f = new();
        f.Room.Updater!.Signature = new FakeSignature(signature);
        f.Connect();
        Assert.IsTrue(f.Room.Updater.Begin(order));
        f.Run();
        return f;
    }

    private sealed class FakeSignature : IImageSignature
    {
        private readonly FirmwareCheck _answer;
        private int _looks;

        public FakeSignature(FirmwareCheck answer) => _answer = answer;

        public FirmwareCheck Check() => _looks++ < 3 ? FirmwareCheck.Busy : _answer;

        public void Drop() => _looks = 0;
    }
}
