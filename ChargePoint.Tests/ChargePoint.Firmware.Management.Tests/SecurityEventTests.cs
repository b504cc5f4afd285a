using System;
using ChargePoint.Features;
using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

/// <summary>SecurityEventNotification, security log and service PIN of a whole charge point.</summary>
[TestClass]
public class SecurityEventTests
{
    [TestMethod]
    public void Each_start_is_told_behind_the_boot()
    {
        Station station = New().Boot();
        string frame = station.CentralSystem.Last("SecurityEventNotification");
        Assert.Contains("\"StartupOfTheDevice\",\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"techInfo\":\"firmware 0.1.0\"", frame);
        Assert.AreEqual(1, station.CentralSystem.Count("SecurityEventNotification"));
        Station again = New(station.Flash).Boot();
        Assert.AreEqual(1, again.CentralSystem.Count("SecurityEventNotification"));
        Assert.Contains("2 StartupOfTheDevice", Type(again, "security"));
    }

    [TestMethod]
    public void A_reset_that_was_commanded_is_told_by_the_next_start()
    {
        Station station = New().Boot();
        station.Call("Reset", "{\"type\":\"Soft\"}");
        station.Run(5_000);
        Assert.AreEqual(1, station.Restarts);
        Station again = New(station.Flash).Boot();
        Assert.AreEqual(2, again.CentralSystem.Count("SecurityEventNotification"));
        Assert.Contains("\"ResetOrReboot\"", again.CentralSystem.Last("SecurityEventNotification"));
    }

    [TestMethod]
    public void Another_firmware_is_told()
    {
        Station station = New().Boot();
        Station again = New(station.Flash);
        again.Board.Identity.FirmwareVersion = "0.2.0";
        again.Boot();
        Assert.Contains("\"FirmwareUpdated\"", again.CentralSystem.Last("SecurityEventNotification"));
        Assert.Contains("firmware 0.2.0", again.CentralSystem.Last("SecurityEventNotification"));
    }

    [TestMethod]
    public void What_happened_while_offline_and_without_a_clock_is_told_in_order_with_its_time()
    {
        MemoryFlash flash = new();
        for (int boot = 0; boot < 3; boot++)
        {
            Station dead = New(flash);
            dead.CentralSystem.Reachable = false;
            dead.Boot();
            dead.Run(60_000);
        }

        Station station = New(flash).Boot();
        string story = "";
        long last = 0;
        foreach (string frame in station.CentralSystem.Received)
        {
            if (!frame.StartsWith("[2,") || FakeCentralSystem.ActionOf(frame) != "SecurityEventNotification") continue;
            story += FakeCentralSystem.Text(frame, "type") + " ";
            Assert.IsTrue(Iso8601.TryParse(FakeCentralSystem.Text(frame, "timestamp"), out long unixMs));
            Assert.IsTrue(unixMs >= last && unixMs <= station.CentralSystem.NowUnixMs, FakeCentralSystem.Text(frame, "timestamp"));
            last = unixMs;
        }

        Assert.AreEqual("StartupOfTheDevice StartupOfTheDevice StartupOfTheDevice StartupOfTheDevice ", story);
    }

    [TestMethod]
    public void A_security_log_that_was_cleared_is_told()
    {
        Station station = New().Boot();
        Assert.IsTrue(station.Flash.Delete("seclog.1"));
        Station again = New(station.Flash).Boot();
        Assert.AreEqual(2, again.CentralSystem.Count("SecurityEventNotification"));
        Assert.IsTrue(again.Logged("SecurityLogWasCleared"));
        station = New().Boot();
        Assert.IsFalse(station.Logged("SecurityLogWasCleared"), "factory-new");
    }

    [TestMethod]
    public void A_jump_of_the_clock_is_told_and_a_drift_is_not()
    {
        Station station = New().Boot();
        station.CentralSystem.StartUnixMs += 19_000;
        station.Call("TriggerMessage", "{\"requestedMessage\":\"Heartbeat\"}");
        Assert.IsFalse(station.Logged("SettingSystemTime"));
        station.CentralSystem.StartUnixMs -= 60_000;
        station.Call("TriggerMessage", "{\"requestedMessage\":\"Heartbeat\"}");
        station.Run(200);
        Assert.Contains("\"techInfo\":\"back by 60 s\"", station.CentralSystem.Last("SecurityEventNotification"));
    }

    [TestMethod]
    public void A_clock_that_is_set_behind_the_last_known_time_is_told()
    {
        Station station = New().Boot();
        Station again = New(station.Flash);
        again.CentralSystem.StartUnixMs -= 3_600_000;
        again.Boot();
        Assert.IsTrue(again.Logged("SettingSystemTime: back by 3600 s"));
    }

    [TestMethod]
    public void Messages_that_are_wrong_are_told_without_their_content()
    {
        Station station = New().Boot();
        station.Call("ChangeConfiguration", "{\"key\":\"AuthorizationKey\",\"value\":{\"secret\":1}}");
        Assert.Contains("\"InvalidMessages\"", station.CentralSystem.Last("SecurityEventNotification"));
        Assert.Contains("\"techInfo\":\"ChangeConfiguration: TypeConstraintViolation\"", station.CentralSystem.Last("SecurityEventNotification"));
        station.CentralSystem.Deliver("[2,\"x\"]");
        station.Run(200);
        Assert.Contains("no frame of OCPP-J", station.CentralSystem.Last("SecurityEventNotification"));
        int before = station.CentralSystem.Count("SecurityEventNotification");
        station.Call("Dance", "{}");
        station.Call("ChangeConfiguration", "{\"key\":\"Unknown\",\"value\":\"1\"}");
        Assert.AreEqual(before, station.CentralSystem.Count("SecurityEventNotification"), "not wrong, only unknown");
    }

    [TestMethod]
    public void Memory_that_is_exhausted_is_told()
    {
        Station station = New().Boot();
        station.Log.Error("loop", "handler failed", new OutOfMemoryException());
        station.Run(2_000);
        Assert.Contains("\"MemoryExhaustion\"", station.CentralSystem.Last("SecurityEventNotification"));
    }

    [TestMethod]
    public void The_service_PIN_guards_the_dangerous_commands()
    {
        Station station = New().Boot();
        Assert.Contains("no service PIN is set", Type(station, "status"));
        Assert.AreEqual("ok", Type(station, "config set CpoName Somebody"));
        Assert.AreEqual("ok", Type(station, "service set 246810"));
        Assert.AreEqual("ok", Type(station, "service end"));
        string[] dangerous =
        [
            "config set AuthorizationKey 0123456789abcdef", "config set securityprofile 0", "config set CentralSystemUrl ws://evil.example/", "config set Identity X", "config set SignedFirmwareOnly false",
            "certificate import x", "clock forget", "ocpp call Heartbeat", "service set 111111",
        ];
        foreach (string line in dangerous) Assert.Contains("error: needs the service PIN", Type(station, line), line);
        Assert.IsTrue(Type(station, "config set HeartbeatInterval 100").EndsWith("ok"));
        Assert.IsTrue(Type(station, "status").EndsWith("ok"));
        Assert.IsTrue(Type(station, "certificate list").EndsWith("ok"));
        Assert.AreEqual("error: wrong PIN", Type(station, "service 123456"));
        Assert.AreEqual("ok", Type(station, "service 246810"));
        Assert.AreEqual("ok", Type(station, "config set AuthorizationKey 0123456789abcdef"));
        station.Run(1_000);
        Assert.IsTrue(station.Logged("MaintenanceLoginFailed"));
        Station again = New(station.Flash).Boot();
        Assert.Contains("need the service PIN", Type(again, "status"));
        Assert.Contains("error: needs the service PIN", Type(again, "ocpp call Heartbeat"));
    }

    [TestMethod]
    public void Without_a_profile_they_wait_until_the_Central_System_shows_that_it_knows_the_whitepaper()
    {
        Station station = new Station().Boot();
        station.Run(10_000);
        Assert.AreEqual(0, station.CentralSystem.Count("SecurityEventNotification"));
        station.Call("ExtendedTriggerMessage", "{\"requestedMessage\":\"Heartbeat\"}");
        Assert.AreEqual(1, station.CentralSystem.Count("SecurityEventNotification"));
        Assert.AreEqual(1, station.CentralSystem.Count("Heartbeat"));
    }

    // A charge point with profile 1
    private static Station New(MemoryFlash? flash = null)
    {
        Station station = new(1, false, flash);
        if (!station.ChargePoint.Configuration.IsFactoryNew) return station;
        station.ChargePoint.Configuration.Preset([Key.AuthorizationKey, Key.SecurityProfile], ["0123456789abcdef", "1"], out _);
        return station;
    }

    private static string Type(Station station, string line) => ConsoleText.Type(station.ChargePoint.Console, line);
}
