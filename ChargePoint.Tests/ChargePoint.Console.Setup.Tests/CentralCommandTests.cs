using ChargePoint.Features;
using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

[TestClass]
public class CentralCommandTests
{
    private const string Password = "0123456789SECRET";

    [TestMethod]
    public void Central_shows_where_who_and_how_but_neither_path_nor_password()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("central"));
        Assert.AreEqual("address: ws://central.example;identity: CP1;profile: 0;password set: no;", f.Text);
        f.Type("central url ws://other.example/token/x?y");
        f.Type("central password " + Password);
        Assert.AreEqual("ok", f.Type("central --json"));
        Assert.AreEqual("{\"address\":\"ws://other.example/...\",\"identity\":\"CP1\",\"profile\":0,\"passwordSet\":true};", f.Text);
    }

    [TestMethod]
    public void A_new_address_is_connected_to_at_once_and_the_boot_is_told_there()
    {
        ConsoleFixture f = new();
        f.Connect();
        Assert.AreEqual("ok", f.Type("central url ws://other.example/ocpp"));
        Assert.AreEqual("in force: the connection is made anew;", f.Text);
        f.Run(1_000);
        f.Break(); // the close is answered
        Assert.AreEqual("ws://other.example/ocpp/CP1", f.Address);
        int sent = f.Sent.Count;
        f.Connect();
        Assert.Contains("\"BootNotification\"", (string)f.Sent[sent]!);
        Assert.AreEqual((int)RegistrationStatus.Accepted, (int)f.Firmware.Registration.Status);
        Assert.AreEqual("ws://other.example/ocpp", f.Firmware.Configuration.Text(Key.CentralSystemUrl));
    }

    [TestMethod]
    public void The_same_Central_System_is_not_told_of_a_boot_again()
    {
        ConsoleFixture f = new();
        f.Connect();
        f.Type("central password " + Password);
        f.Run(1_000);
        f.Break();
        int sent = f.Sent.Count;
        f.ReopenLink();
        for (int i = sent; i < f.Sent.Count; i++) Assert.DoesNotContains("BootNotification", (string)f.Sent[i]!);
        Assert.AreEqual(Password, f.Password);
    }

    [TestMethod]
    public void A_new_identity_is_the_end_of_the_address_at_once()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("central identity BOX-7"));
        f.Run(1_000);
        f.Break();
        f.Run(60_000);
        Assert.AreEqual("ws://central.example/BOX-7", f.Address);
        Assert.AreEqual("BOX-7", f.Firmware.Configuration.Text(Key.Identity));
    }

    [TestMethod]
    [DataRow("central url http://x", "error: the URL must start with ws:// or wss://")]
    [DataRow("central url ws://", "error: the URL names no host")]
    [DataRow("central url ws://user:secret@host/", "error: the URL must not hold a user name or password: use AuthorizationKey")]
    [DataRow("central url ws://host:99999/", "error: the port must be a number from 1 to 65535")]
    [DataRow("central identity .", "error: an identity has 1 to 48 characters, no blank and no colon")]
    [DataRow("central identity a:b", "error: an identity has 1 to 48 characters, no blank and no colon")]
    [DataRow("central identity 1234567890123456789012345678901234567890123456789", "error: an identity has 1 to 48 characters, no blank and no colon")]
    [DataRow("central password short", "error: the password must have at least 16 characters")]
    [DataRow("central password 12345678901234567890123456789012345678901", "error: the password must have at most 40 characters")]
    [DataRow("central profile 1", "error: profile 1 needs an AuthorizationKey")]
    [DataRow("central profile 2", "error: profile 2 needs an AuthorizationKey")]
    [DataRow("central profile 3", "error: profile 3 needs the certificate of a trusted authority")]
    [DataRow("central profile 4", "error: N is 0 to 3")]
    [DataRow("central profile x", "error: N is 0 to 3")]
    public void Central_says_why_it_does_not_take_a_value(string line, string expected)
    {
        ConsoleFixture f = new();
        Assert.AreEqual(expected, f.Type(line));
        f.Type("central");
        Assert.AreEqual("address: ws://central.example;identity: CP1;profile: 0;password set: no;", f.Text);
    }

    [TestMethod]
    public void The_longest_identity_and_address_are_taken()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("central identity 123456789012345678901234567890123456789012345678"));
        string url = "ws://central.example/";
        while (url.Length < 250) url += "x";
        Assert.AreEqual("ok", f.Type("central url " + url));
        Assert.AreEqual("error: CentralSystemUrl must have at most 250 characters", f.Type("central url " + url + "x"));
    }

    [TestMethod]
    public void The_technician_raises_and_lowers_the_profile()
    {
        ConsoleFixture f = new();
        f.Type("central password " + Password);
        Assert.AreEqual("ok", f.Type("central profile 1"));
        Assert.AreEqual("error: AuthorizationKey is needed by the security profile", f.Type("config reset AuthorizationKey"));
        Assert.AreEqual("ok", f.Type("central profile 0"));
        Assert.AreEqual("ok", f.Type("config reset AuthorizationKey"));
        f.Type("central");
        Assert.Contains("password set: no", f.Text);
    }

    [TestMethod]
    [DataRow("central x")]
    [DataRow("central url")]
    [DataRow("central url ws://a b")]
    [DataRow("central identity")]
    [DataRow("central identity a b")]
    [DataRow("central password")]
    [DataRow("central profile")]
    [DataRow("central url ws://a --json")]
    public void Central_refuses_what_it_does_not_know(string line) => Assert.StartsWith("error: usage: central", new ConsoleFixture().Type(line));

    [TestMethod]
    public void Changes_need_the_service_PIN()
    {
        ConsoleFixture f = new();
        f.Type("service set 123456");
        f.Type("service end");
        Assert.AreEqual("ok", f.Type("central"));
        foreach (string line in new string[] { "central url ws://a", "central identity b", "central password " + Password, "central profile 0", "config reset all", "config reset Identity" })
            Assert.AreEqual("error: needs the service PIN: 'service PIN'", f.Type(line), line);
    }

    [TestMethod]
    public void Config_reset_brings_one_value_back()
    {
        ConsoleFixture f = new();
        f.Type("config set HeartbeatInterval 60");
        Assert.AreEqual("ok", f.Type("config reset heartbeatinterval"));
        Assert.AreEqual("300", f.Firmware.Configuration.Text(Key.HeartbeatInterval));
        Assert.AreEqual("ok", f.Type("config reset HeartbeatInterval"));
        Assert.AreEqual("error: NumberOfConnectors is read-only", f.Type("config reset NumberOfConnectors"));
        Assert.AreEqual("error: unknown key Dance", f.Type("config reset Dance"));
        Assert.StartsWith("error: usage: config reset KEY|all", f.Type("config reset"));
    }

    [TestMethod]
    public void Config_reset_all_keeps_who_the_charge_point_is_and_whom_it_trusts()
    {
        ConsoleFixture f = new();
        f.Type("config set HeartbeatInterval 60");
        f.Type("config set LocalPreAuthorize true");
        f.Type("config set CpoName ACME");
        f.Type("central identity BOX-7");
        f.Type("central password " + Password);
        f.Type("central profile 1");
        Assert.AreEqual("ok", f.Type("config reset all"));
        Assert.AreEqual("2 values are those of the factory again;", f.Text);
        Assert.AreEqual("300", f.Firmware.Configuration.Text(Key.HeartbeatInterval));
        Assert.AreEqual("BOX-7", f.Firmware.Configuration.Text(Key.Identity));
        Assert.AreEqual("1", f.Firmware.Configuration.Text(Key.SecurityProfile));
        Assert.AreEqual("ACME", f.Firmware.Configuration.Text(Key.CpoName));
        Assert.AreEqual(Password, f.Firmware.Configuration.Text(Key.AuthorizationKey));
    }
}
