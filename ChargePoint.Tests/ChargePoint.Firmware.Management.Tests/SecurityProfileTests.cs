using ChargePoint.Features;
using ChargePoint.Hal.Simulated;
using ChargePoint.Security;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

/// <summary>Security profiles and AuthorizationKey (whitepaper "Improved security for OCPP 1.6-J").</summary>
[TestClass]
public class SecurityProfileTests
{
    private const string AuthorizationKey = "0123456789abcdef-key";

    [TestMethod]
    public void The_profile_is_raised_over_a_new_connection_that_boots_again()
    {
        Station station = Ready();
        Assert.AreEqual("Accepted", Change(station, "SecurityProfile", "2"));
        station.Run(1_000);
        Assert.AreEqual("wss://central.example/CP1", station.CentralSystem.LastUrl);
        Assert.AreEqual(AuthorizationKey, station.CentralSystem.PasswordText());
        Assert.AreEqual(2, station.CentralSystem.Count("BootNotification"), "by which the new profile is proved");
        Assert.AreEqual("2", Value(station));
        Station again = Restarted(station);
        Assert.AreEqual("wss://central.example/CP1", again.CentralSystem.LastUrl);
        Assert.IsTrue(station.Logged("ReconfigurationOfSecurityParameters: SecurityProfile"));
    }

    [TestMethod]
    public void Asked_for_what_is_there_already_it_is_accepted_and_nothing_happens()
    {
        Station station = Ready();
        Assert.AreEqual("Accepted", Change(station, "SecurityProfile", "0"));
        station.Run(2_000);
        Assert.AreEqual(1, station.CentralSystem.Opened - OpenedByKey);
    }

    [TestMethod]
    public void It_is_not_lowered_by_the_Central_System_but_by_the_technician()
    {
        Station station = Ready();
        Change(station, "SecurityProfile", "2");
        station.Run(1_000);
        Assert.AreEqual("Rejected", Change(station, "SecurityProfile", "1"));
        Assert.AreEqual("Rejected", Change(station, "SecurityProfile", "0"));
        Assert.AreEqual("Rejected", Change(station, "SecurityProfile", "4"));
        Assert.AreEqual("2", Value(station));
        Assert.AreEqual("ok", Type(station, "config set SecurityProfile 0"));
        station.Run(1_000);
        Assert.AreEqual("ws://central.example/CP1", station.CentralSystem.LastUrl);
    }

    [TestMethod]
    public void It_is_refused_while_something_is_missing()
    {
        Station station = new Station().Boot();
        Assert.AreEqual("Rejected", Change(station, "SecurityProfile", "1"), "no key");
        Assert.AreEqual("Rejected", Change(station, "SecurityProfile", "3"), "no authority, no certificate");
        station.ChargePoint.Configuration.Set(Key.AuthorizationKey, AuthorizationKey, out _);
        station.Run(1_000);
        Assert.AreEqual("Rejected", Change(station, "SecurityProfile", "2"), "no authority");
        Assert.AreEqual("error: SecurityProfile needs the certificate of a trusted authority", Type(station, "config set SecurityProfile 2"));
        Assert.AreEqual("Accepted", Change(station, "SecurityProfile", "1"));
        station.Run(1_000);
        Assert.AreEqual("ws://central.example/CP1", station.CentralSystem.LastUrl);
        station = Ready();
        Assert.AreEqual("Rejected", Change(station, "SecurityProfile", "3"), "no certificate of its own");
    }

    [TestMethod]
    public void With_profile_3_no_password_is_sent()
    {
        Station station = Ready();
        station.ChargePoint.Security.Profiles.Credentials = new TestCredentials { HasClientCertificate = true };
        Assert.AreEqual("Accepted", Change(station, "SecurityProfile", "3"));
        station.Run(1_000);
        Assert.AreEqual("wss://central.example/CP1", station.CentralSystem.LastUrl);
        Assert.IsNull(station.CentralSystem.LastPassword);
    }

    [TestMethod]
    public void A_profile_that_fails_before_it_was_accepted_gives_way_to_the_one_before()
    {
        Station station = Ready();
        station.CentralSystem.ReachableSecurely = false;
        Change(station, "SecurityProfile", "2");
        int attempts = station.CentralSystem.Attempts;
        for (int i = 0; i < 600 && Value(station) == "2"; i++) station.Run(1_000);
        Assert.AreEqual("0", Value(station));
        station.Run(1_000);
        Assert.AreEqual(SecurityProfiles.MostFailures + 1, station.CentralSystem.Attempts - attempts, "those that failed, and the one with the old profile");
        Assert.AreEqual("ws://central.example/CP1", station.CentralSystem.LastUrl);
        Assert.IsTrue(station.CentralSystem.IsOpen);
        Assert.Contains("security profile 2 failed, back to 0", station.CentralSystem.Last("SecurityEventNotification"));
        Assert.AreEqual("ws://central.example/CP1", Restarted(station).CentralSystem.LastUrl);
    }

    [TestMethod]
    public void A_profile_that_was_accepted_once_stays_whatever_happens()
    {
        Station station = Ready();
        Change(station, "SecurityProfile", "2");
        station.Run(1_000);
        station.CentralSystem.ReachableSecurely = false;
        station.CentralSystem.Break();
        station.Run(300_000);
        Assert.AreEqual("2", Value(station));
        Station again = Restarted(station, secure: false);
        again.Run(300_000);
        Assert.AreEqual("2", Value(again));
    }

    [TestMethod]
    public void Connections_on_which_the_charge_point_is_not_accepted_count_as_failed()
    {
        Station station = Ready();
        station.CentralSystem.AnswerWith("BootNotification", "");
        Change(station, "SecurityProfile", "2");
        station.Run(SecurityProfiles.MostFailures * (SecurityProfiles.AcceptMs + 2_000));
        Assert.AreEqual("0", Value(station));
        Assert.AreEqual("ws://central.example/CP1", station.CentralSystem.LastUrl);
    }

    [TestMethod]
    public void Without_a_network_nothing_is_counted()
    {
        Station station = Ready();
        station.CentralSystem.ReachableSecurely = false;
        Change(station, "SecurityProfile", "2");
        station.Board.Link.IsUp = false;
        station.Run(300_000);
        Assert.AreEqual("2", Value(station));
        station.CentralSystem.ReachableSecurely = true;
        station.Board.Link.IsUp = true;
        station.Run(10_000);
        Assert.AreEqual("wss://central.example/CP1", station.CentralSystem.LastUrl);
        Assert.IsTrue(station.CentralSystem.IsOpen);
    }

    [TestMethod]
    public void What_the_technician_sets_is_not_on_trial()
    {
        Station station = Ready();
        station.CentralSystem.ReachableSecurely = false;
        Assert.AreEqual("ok", Type(station, "config set SecurityProfile 2"));
        station.Run(300_000);
        Assert.AreEqual("2", Value(station));
    }

    // Wherever the power fails, the charge point finds its way: to the new profile, or where that fails back to the old one.
    [TestMethod]
    [DataRow((int)0, true)]
    [DataRow((int)1, true)]
    [DataRow((int)2, true)]
    [DataRow((int)0, false)]
    [DataRow((int)1, false)]
    [DataRow((int)2, false)]
    public void Wherever_the_power_fails_in_a_change_the_charge_point_comes_back(int mode, bool works)
    {
        int cuts = 0;
        for (int cut = 1; cut < 40; cut++)
        {
            Station before = Ready();
            MemoryFlash flash = before.Flash;
            CuttingFlash cutting = new(flash);
            Station station = new(1, false, flash, cutting);
            Prepare(station, works);
            station.Boot();
            station.Run(1_000);
            cutting.CutAt = cutting.Operations + cut;
            cutting.Mode = (CutMode)mode;
            station.CentralSystem.Call("ChangeConfiguration", "{\"key\":\"SecurityProfile\",\"value\":\"2\"}");
            station.Run(works ? 5_000 : 200_000);
            if (!cutting.IsCut) break;
            cuts++;
            Station again = new(1, false, flash);
            Prepare(again, works);
            again.Boot();
            again.Run(works ? 5_000 : 200_000);
            Assert.IsTrue(again.CentralSystem.IsOpen, $"cut {cut}");
            string url = again.CentralSystem.LastUrl;
            Assert.AreEqual(Value(again) == "2" ? "wss://central.example/CP1" : "ws://central.example/CP1", url, $"cut {cut}");
            if (!works) Assert.AreEqual("0", Value(again), $"cut {cut}");
        }

        OutputHelper.WriteLine($"{cuts} cut points");
        Assert.IsTrue(cuts >= 3);
    }

    [TestMethod]
    [DataRow("0123456789abcde", "Rejected")]
    [DataRow("0123456789abcdef", "Accepted")]
    [DataRow("0123456789abcdef0123456789abcdef01234567", "Accepted")]
    [DataRow("0123456789abcdef0123456789abcdef012345678", "Rejected")]
    [DataRow("\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9", "Rejected")]
    [DataRow("\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9", "Accepted")]
    [DataRow("\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9", "Rejected")]
    public void An_AuthorizationKey_has_16_to_40_bytes(string key, string status)
    {
        Station station = new Station().Boot();
        Assert.AreEqual(status, Change(station, "AuthorizationKey", key));
    }

    [TestMethod]
    public void A_key_of_hex_digits_is_tried_as_text_first_and_as_bytes_if_that_is_refused()
    {
        Station station = new Station().Boot();
        station.CentralSystem.WantedPassword = "\u0001\u0023\u0045\u0067\u0089\u00ab\u00cd\u00ef\u0001\u0023\u0045\u0067\u0089\u00ab\u00cd\u00ef";
        Change(station, "AuthorizationKey", "0123456789abcdef0123456789ABCDEF");
        station.Run(30_000);
        Assert.IsTrue(station.CentralSystem.IsOpen);
        Assert.IsFalse(station.Logged("FailedToAuthenticate"));
    }

    [TestMethod]
    public void A_key_that_is_refused_is_a_security_event_and_told_as_soon_as_possible()
    {
        Station station = new Station().Boot();
        station.ChargePoint.Security.Events.OnKnown();
        station.CentralSystem.WantedPassword = "another";
        Change(station, "AuthorizationKey", AuthorizationKey);
        station.Run(30_000);
        Assert.IsFalse(station.CentralSystem.IsOpen);
        station.CentralSystem.WantedPassword = null;
        station.Run(60_000);
        bool told = false;
        foreach (string frame in station.CentralSystem.Received) told |= frame.IndexOf("\"FailedToAuthenticateAtCentralSystem\"") >= 0;
        Assert.IsTrue(told);
    }

    [TestMethod]
    public void Of_the_address_only_host_and_port_are_in_the_log()
    {
        Station station = new();
        station.ChargePoint.Start("ws://central.example:8080/path-token?q=query-token", "CP1");
        station.Run(1_000);
        station.CentralSystem.Break();
        station.Run(60_000);
        Assert.AreEqual("ws://central.example:8080/path-token/CP1?q=query-token", station.CentralSystem.LastUrl);
        Assert.IsTrue(station.Logged("central.example:8080"));
        Assert.IsFalse(station.Logged("token"));
        Assert.DoesNotContains("token", Type(station, "status"));
    }

    private const int OpenedByKey = 1;

    private static Station Ready()
    {
        Station station = new();
        Prepare(station, true);
        station.Boot();
        station.ChargePoint.Configuration.Set(Key.AuthorizationKey, AuthorizationKey, out _);
        station.Run(1_000);
        return station;
    }

    private static void Prepare(Station station, bool works)
    {
        station.ChargePoint.Security.Profiles.Credentials = new TestCredentials();
        station.CentralSystem.ReachableSecurely = works;
    }

    private static Station Restarted(Station station, bool secure = true)
    {
        Station again = new(1, false, station.Flash);
        Prepare(again, secure);
        return again.Boot();
    }

    private static string Change(Station station, string key, string value)
        => FakeCentralSystem.Text(station.Call("ChangeConfiguration", $"{{\"key\":\"{key}\",\"value\":\"{value}\"}}"), "status");

    private static string Value(Station station) => station.ChargePoint.Configuration.Text(Key.SecurityProfile);

    private static string Type(Station station, string line) => ConsoleText.Type(station.ChargePoint.Console, line);

    private sealed class TestCredentials : IProfileCredentials
    {
        public bool HasAuthority => true;

        public bool HasClientCertificate { get; set; }
    }
}
