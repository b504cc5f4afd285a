using ChargePoint.Features;
using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Maintenance.Tests.FirmwareUpdate;

[TestClass]
public class UpdateFirmwareTests
{
    private const string Location = "\"location\":\"http://me:secret@files.example/fw.bin\"";
    private const string AtOnce = "{" + Location + ",\"retrieveDate\":\"2026-01-01T00:00:00Z\"}";

    [TestMethod]
    public void It_is_fetched_installed_and_confirmed_after_the_restart()
    {
        MaintenanceFixture f = Begun();
        Assert.AreEqual("Downloading", f.Told);
        f.ServeFile("GOOD image");
        f.Advance(1_000);
        Assert.AreEqual("Downloading Downloaded Installing", f.Told);
        Assert.AreEqual(1, f.Restarts);
        Assert.IsFalse(f.Logged("secret"));

        MaintenanceFixture next = f.Restarted();
        next.Connect();
        next.Advance(60_000);
        Assert.AreEqual("", next.Told, "not before the Central System has accepted it");
        next.Room.Updater!.OnAccepted();
        next.Run();
        Assert.AreEqual("Installed", next.Told);
        Assert.AreEqual((int)FirmwareTrial.None, (int)next.Store.Trial);
        MaintenanceFixture last = next.Restarted();
        last.Connect();
        last.Room.Updater!.OnAccepted();
        last.Advance(10_000);
        Assert.AreEqual("", last.Told, "told once");
    }

    [TestMethod]
    public void An_outcome_that_could_not_be_told_is_told_after_the_next_restart()
    {
        MaintenanceFixture f = Installed();
        MaintenanceFixture next = f.Restarted();
        next.Room.Updater!.OnAccepted();
        next.Run();
        MaintenanceFixture last = next.Restarted();
        last.Connect();
        Assert.AreEqual("Installed", last.Told);
    }

    [TestMethod]
    public void A_firmware_that_is_rolled_back_is_told_as_failed()
    {
        MaintenanceFixture f = Installed();
        MaintenanceFixture trial = f.Restarted();
        Assert.AreEqual((int)FirmwareTrial.Running, (int)trial.Store.Trial);
        MaintenanceFixture back = trial.Restarted();
        back.Connect();
        Assert.AreEqual("InstallationFailed", back.Told);
        Assert.AreEqual("{}", back.Call("UpdateFirmware", AtOnce), "another can begin");
    }

    [TestMethod]
    public void A_firmware_that_is_not_accepted_for_half_an_hour_gives_up()
    {
        MaintenanceFixture f = Installed();
        MaintenanceFixture trial = f.Restarted();
        trial.Advance(FirmwareUpdater.TrialLimitMs - 100);
        Assert.AreEqual(0, trial.Restarts);
        trial.Advance(10_000);
        Assert.AreEqual(1, trial.Restarts);
    }

    [TestMethod]
    public void While_the_outcome_is_open_another_update_is_refused()
    {
        MaintenanceFixture f = Installed();
        Assert.AreEqual("!InternalError", f.Call("UpdateFirmware", AtOnce));
        MaintenanceFixture trial = f.Restarted();
        Assert.AreEqual("!InternalError", trial.Call("UpdateFirmware", AtOnce));
        trial.Room.Updater!.OnAccepted();
        Assert.AreEqual("{}", trial.Call("UpdateFirmware", AtOnce));
    }

    [TestMethod]
    public void A_bad_image_is_told_and_keeps_nobody_from_charging()
    {
        MaintenanceFixture f = Begun();
        f.ServeFile("BAD image");
        f.Advance(1_000);
        Assert.AreEqual("Downloading Downloaded Installing InstallationFailed", f.Told);
        Assert.IsFalse(f.Room.HoldsConnectors);
        Assert.AreEqual(0, f.Restarts);
        Assert.AreEqual(0, f.Store.WrittenBytes);
    }

    [TestMethod]
    public void It_waits_until_nobody_charges_and_nobody_else_begins()
    {
        MaintenanceFixture f = new();
        f.Charge();
        f.Connect();
        f.Call("UpdateFirmware", AtOnce);
        f.Run();
        f.ServeFile("GOOD image");
        f.Advance(3_600_000);
        Assert.AreEqual("Downloading Downloaded", f.Told);
        Assert.IsTrue(f.Room.HoldsConnectors);
        Assert.IsNotNull(f.Connectors[0].Transaction);
        f.Connectors[0].Stop(StopReason.Local, null);
        Assert.IsTrue(f.Connectors[0].IsUnavailable);
        Assert.IsFalse(f.Connectors[0].IsFree);
        f.Advance(10_000);
        Assert.AreEqual("Downloading Downloaded Installing", f.Told);
        Assert.AreEqual(1, f.Restarts);
    }

    [TestMethod]
    public void With_InstallDuringTransaction_it_does_not_wait()
    {
        MaintenanceFixture f = new();
        f.Configuration.Set(Key.InstallDuringTransaction, "true", out _);
        f.Configuration.Set(Key.ResetRetries, "0", out _);
        f.Charge();
        f.Connect();
        f.Call("UpdateFirmware", AtOnce);
        f.Run();
        f.ServeFile("GOOD image");
        f.Advance(60_000);
        Assert.IsNull(f.Connectors[0].Transaction);
        Assert.AreEqual(1, f.Restarts);
    }

    [TestMethod]
    public void An_installation_that_waits_outlives_a_restart()
    {
        MaintenanceFixture f = new();
        f.Charge();
        f.Call("UpdateFirmware", AtOnce);
        f.Run();
        f.ServeFile("GOOD image");
        f.Advance(1_000);
        MaintenanceFixture next = f.Restarted();
        next.Connect();
        next.Advance(10_000);
        Assert.AreEqual(0, next.Network.Count, "the image is there");
        Assert.AreEqual("Installing", next.Told);
        Assert.AreEqual(1, next.Restarts);
    }

    [TestMethod]
    public void A_download_goes_on_after_a_restart_where_it_was()
    {
        MaintenanceFixture f = Begun();
        f.Serve("HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 10\r\n\r\nGOOD ");
        MaintenanceFixture next = f.Restarted();
        next.Connect();
        next.Advance(10_000);
        next.Network.Last.Open();
        next.Run();
        Assert.Contains("Range: bytes=5-\r\nIf-Range: \"v1\"\r\n", next.Network.Last.Sent);
        next.Network.Last.Say("HTTP/1.1 206 Partial Content\r\nETag: \"v1\"\r\nContent-Range: bytes 5-9/10\r\nContent-Length: 5\r\n\r\nimage");
        next.Advance(1_000);
        Assert.AreEqual("Downloading Downloaded Installing", next.Told);
    }

    [TestMethod]
    public void A_file_that_has_changed_on_the_server_is_fetched_from_its_beginning()
    {
        MaintenanceFixture f = Begun(",\"retries\":5,\"retryInterval\":1");
        f.Network.Last.Open();
        f.Run();
        f.Network.Last.Say("HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 10\r\n\r\nGOOD ");
        f.Network.Last.Fail(TransportError.Reset);
        f.Advance(1_010);
        f.Serve("HTTP/1.1 206 Partial Content\r\nETag: \"v2\"\r\nContent-Range: bytes 5-9/10\r\nContent-Length: 5\r\n\r\nother");
        f.Advance(1_010);
        f.Network.Last.Open();
        f.Run();
        Assert.DoesNotContains("Range", f.Network.Last.Sent);
        Assert.AreEqual(0, f.Store.WrittenBytes);
    }

    [TestMethod]
    public void Retrieve_date_is_waited_for()
    {
        MaintenanceFixture f = MaintenanceFixture.Connected();
        f.Call("UpdateFirmware", "{" + Location + ",\"retrieveDate\":\"2026-01-02T00:00:00Z\"}");
        f.Advance(86_399_000);
        Assert.AreEqual(0, f.Network.Count);
        Assert.AreEqual("", f.Told);
        f.Room.FirmwareStages.Trigger();
        f.Run();
        Assert.AreEqual("Idle", f.Told);
        f.Advance(2_000);
        Assert.AreEqual(1, f.Network.Count);
        Assert.AreEqual("Idle Downloading", f.Told);
    }

    [TestMethod]
    public void Attempts_are_counted_except_those_that_brought_something()
    {
        MaintenanceFixture f = Begun(",\"retries\":2,\"retryInterval\":1");
        for (int i = 0; i < 3; i++)
        {
            f.Network.Last.Open();
            f.Run();
            f.Network.Last.Say((i == 0 ? "HTTP/1.1 200 OK\r\n" : $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {i * 1500}-9999/10000\r\n") + "\r\n" + new string('x', 1500));
            f.Run();
            f.Network.Last.Fail(TransportError.Reset);
            f.Advance(1_010);
            Assert.AreEqual(i + 2, f.Network.Count);
        }

        for (int i = 0; i < 2; i++)
        {
            Assert.AreEqual("Downloading", f.Told);
            f.Network.Last.Fail(TransportError.Refused);
            f.Advance(1_010);
        }

        Assert.AreEqual("Downloading DownloadFailed", f.Told);
        Assert.AreEqual(5, f.Network.Count);
    }

    [TestMethod]
    public void While_the_network_is_away_no_attempt_is_made()
    {
        MaintenanceFixture f = MaintenanceFixture.Connected();
        f.Board.Link.IsUp = false;
        f.Call("UpdateFirmware", "{" + Location + ",\"retrieveDate\":\"2026-01-01T00:00:00Z\",\"retries\":1}");
        f.Advance(600_000);
        Assert.AreEqual(0, f.Network.Count);
        f.Board.Link.IsUp = true;
        f.Advance(6_000);
        Assert.AreEqual(1, f.Network.Count);
        f.ServeFile("GOOD image");
        f.Advance(1_000);
        Assert.AreEqual("Downloading Downloaded Installing", f.Told);
    }

    [TestMethod]
    [DataRow("ftp://files.example/fw.bin")]
    [DataRow("somewhere")]
    [DataRow("")]
    public void A_location_that_cannot_be_used_is_told_as_DownloadFailed(string location)
    {
        MaintenanceFixture f = MaintenanceFixture.Connected();
        Assert.AreEqual("{}", f.Call("UpdateFirmware", "{\"location\":\"" + location + "\",\"retrieveDate\":\"2026-01-01T00:00:00Z\"}"));
        f.Advance(1_000);
        Assert.AreEqual("Downloading DownloadFailed", f.Told);
        Assert.AreEqual(0, f.Network.Count);
    }

    [TestMethod]
    public void An_image_that_does_not_fit_is_not_tried_again()
    {
        MaintenanceFixture f = Begun();
        f.Serve("HTTP/1.1 200 OK\r\nContent-Length: 20001\r\n\r\n");
        f.Advance(600_000);
        Assert.AreEqual("Downloading DownloadFailed", f.Told);
        Assert.AreEqual(1, f.Network.Count);
        f = Begun();
        f.Store.IsBroken = true;
        f.Serve("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n");
        f.Advance(600_000);
        Assert.AreEqual("Downloading DownloadFailed", f.Told);
    }

    [TestMethod]
    public void A_store_that_does_not_activate_is_told_as_failed()
    {
        MaintenanceFixture f = Begun();
        f.Network.Last.Open();
        f.Run();
        f.Network.Last.Say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nGOOD");
        for (int i = 0; i < 1000 && f.Told != "Downloading Downloaded"; i++) f.Loop.Step();
        f.Store.IsBroken = true;
        f.Advance(20_000);
        Assert.AreEqual("Downloading Downloaded Installing InstallationFailed", f.Told);
        Assert.AreEqual(0, f.Restarts);
        Assert.IsFalse(f.Room.HoldsConnectors);
    }

    [TestMethod]
    public void A_request_takes_the_place_of_one_that_is_under_way()
    {
        MaintenanceFixture f = Begun();
        f.Serve("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nGOOD ");
        f.Call("UpdateFirmware", "{\"location\":\"http://other.example/fw\",\"retrieveDate\":\"2026-01-01T00:00:00Z\"}");
        f.Run();
        Assert.IsTrue(f.Network[0].WasClosed);
        Assert.AreEqual("other.example", f.Network.Last.Host);
        Assert.AreEqual(0, f.Store.WrittenBytes);
        f.ServeFile("GOOD one");
        f.Advance(1_000);
        Assert.AreEqual("Downloading Downloading Downloaded Installing", f.Told);
    }

    [TestMethod]
    [DataRow("{}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"location\":\"http://h/\"}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"retrieveDate\":\"2026-01-01T00:00:00Z\"}", "!OccurrenceConstraintViolation")]
    [DataRow("{\"location\":1,\"retrieveDate\":\"2026-01-01T00:00:00Z\"}", "!TypeConstraintViolation")]
    [DataRow("{\"location\":\"http://h/\",\"retrieveDate\":\"now\"}", "!PropertyConstraintViolation")]
    [DataRow("{\"location\":\"http://h/\",\"retrieveDate\":0}", "!TypeConstraintViolation")]
    [DataRow("{\"location\":\"http://h/\",\"retrieveDate\":\"2026-01-01T00:00:00Z\",\"retries\":-1}", "!PropertyConstraintViolation")]
    [DataRow("{\"location\":\"http://h/\",\"retrieveDate\":\"2026-01-01T00:00:00Z\",\"retryInterval\":true}", "!TypeConstraintViolation")]
    public void A_request_that_is_wrong_is_refused_and_does_nothing(string request, string error)
    {
        MaintenanceFixture.AssertRefused("UpdateFirmware", request, error);
    }

    [TestMethod]
    public void A_board_that_cannot_install_refuses()
    {
        MaintenanceFixture f = new(hasStore: false);
        Assert.IsNull(f.Room.Updater);
        Assert.AreEqual("!NotSupported", f.Call("UpdateFirmware", AtOnce));
    }

    [TestMethod]
    public void A_state_that_is_damaged_is_no_update()
    {
        MaintenanceFixture f = Begun();
        byte[] torn = [1, 2, 3];
        f.Flash.Write("update.0", torn, 0, 3);
        f.Flash.Write("update.1", torn, 0, 3);
        MaintenanceFixture next = f.Restarted();
        Assert.AreEqual((int)UpdatePhase.None, (int)next.Room.Updater!.Phase);
        Assert.IsTrue(next.Logged("update.0"));
    }

    // Fetched and activated; the restart is the test's.
    private static MaintenanceFixture Installed()
    {
        MaintenanceFixture f = Begun();
        f.ServeFile("GOOD image");
        f.Advance(1_000);
        return f;
    }

    private static MaintenanceFixture Begun(string more = "")
    {
        MaintenanceFixture f = MaintenanceFixture.Connected();
        Assert.AreEqual("{}", f.Call("UpdateFirmware", AtOnce.Substring(0, AtOnce.Length - 1) + more + "}"));
        f.Run();
        return f;
    }
}
