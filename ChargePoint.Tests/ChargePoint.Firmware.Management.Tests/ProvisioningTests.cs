using System;
using System.Text;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Security;
using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

[TestClass]
public class ProvisioningTests
{
    private const string Whole = "{\n  \"identity\": \"CP-0001\",\n  \"centralSystem\": \"wss://csms.example.com/ocpp\",\n  \"password\": \"0123456789SECRET\",\n  \"securityProfile\": 2,\n"
        + "  \"network\": { \"type\": \"wifi\", \"ssid\": \"Depot\", \"password\": \"charge-here\", \"address\": \"\", \"mask\": \"\", \"gateway\": \"\", \"dns\": \"\", \"ntp\": \"\" },\n"
        + "  \"configuration\": { \"MeterValueSampleInterval\": \"77\", \"ChargePoint.FreeVendIdTag\": \"GUEST\" },\n  \"certificates\": [\"" + Root + "\"],\n  \"servicePin\": \"123456\"\n}\n";

    private const string Root = "-----BEGIN CERTIFICATE-----\\nMIIBszCCAVmgAwIBAgIUfQR/REcQuVbg2ptLT9Ir3nOBI5MwCgYIKoZIzj0EAwIw\\nJjESMBAGA1UEAwwJVGVzdCBSb290MRAwDgYDVQQKDAdFeGFtcGxlMCAXDTI2MTEy\\n"
        + "MTEzNTYxN1oYDzIxMjYxMDI4MTM1NjE3WjAmMRIwEAYDVQQDDAlUZXN0IFJvb3Qx\\nEDAOBgNVBAoMB0V4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATkUHNR\\nhruSEmzDJLf0WMDHYACZTwfbYYNY5RM2NlcJT4zgC7jtJMhwU2ti5H1sKKJkhbRr\\n"
        + "QgtA5+Ko6pYeli2Ao2MwYTAdBgNVHQ4EFgQUlhqQCqvWQPYZP/zi/u/zCF+Fjxww\\nHwYDVR0jBBgwFoAUlhqQCqvWQPYZP/zi/u/zCF+FjxwwDwYDVR0TAQH/BAUwAwEB\\n/zAOBgNVHQ8BAf8EBAMCAQYwCgYIKoZIzj0EAwIDSAAwRQIgR2WLKWKax3Hgghun\\n"
        + "1I5LYjnlr3hdZdV+igJjgjkMYrcCIQCpxPTugSzd2Grv4yQYkfgK6TVG2sVLN6KK\\nZtSCERydWw==\\n-----END CERTIFICATE-----\\n";

    [TestMethod]
    public void Everything_is_applied_at_the_start_and_the_file_goes()
    {
        Station s = Boot(Whole, out _);
        ExpectApplied(s);
        Assert.AreEqual("", s.ChargePoint.Provision);
        Assert.AreEqual("wss://csms.example.com/ocpp/CP-0001", s.CentralSystem.LastUrl);
        Assert.AreEqual("0123456789SECRET", s.CentralSystem.PasswordText());
        Assert.IsFalse(s.ChargePoint.Security.Pin.IsOpen, "whoever opens the console needs the PIN");
        Assert.IsFalse(s.Logged("SECRET"));
        Assert.IsFalse(s.Logged("charge-here"));
    }

    [TestMethod]
    public void Members_may_be_left_out()
    {
        Station s = Boot("{}", out _);
        Assert.AreEqual("", s.ChargePoint.Provision);
        Assert.AreEqual("ws://central.example/CP1", s.CentralSystem.LastUrl, "what is given at the start counts");
        Assert.IsFalse(s.ChargePoint.Security.Pin.IsSet);
        s = Boot("{\"identity\":\"CP-0002\"}", out _);
        Assert.AreEqual("ws://central.example/CP-0002", s.CentralSystem.LastUrl);
    }

    [TestMethod]
    public void Without_the_file_nothing_happens() => Assert.IsNull(new Station().Boot().ChargePoint.Provision);

    [TestMethod]
    [DataRow("[]", "has to be an object { ... }")]
    [DataRow("{\n\"identity\":\n}", "line 3: no JSON")]
    [DataRow("{} {}", "line 1: no JSON")]
    [DataRow("{\"identity\":\"CP 1\"}", "identity: has 1 to 48 characters, no blank and no colon")]
    [DataRow("{\"identity\":7}", "identity: has to be a text in quotes")]
    [DataRow("{\"identity\":\"A\",\"identity\":\"B\"}", "identity: stands there twice")]
    [DataRow("{\"centralSystem\":\"http://x\"}", "centralSystem: the URL must start with ws:// or wss://")]
    [DataRow("{\"password\":\"short\"}", "password: must have at least 16 characters")]
    [DataRow("{\"securityProfile\":4}", "securityProfile: has to be 0, 1, 2 or 3")]
    [DataRow("{\"securityProfile\":\"1\"}", "securityProfile: has to be 0, 1, 2 or 3")]
    [DataRow("{\"securityProfile\":1}", "securityProfile: needs a password")]
    [DataRow("{\"securityProfile\":2,\"password\":\"0123456789abcdef\"}", "securityProfile: needs the certificate of an authority")]
    [DataRow("{\"securityProfile\":3}", "securityProfile: needs the certificate of an authority")]
    [DataRow("{\"network\":\"wifi\"}", "network: has to be an object { ... }")]
    [DataRow("{\"network\":{\"kind\":\"wifi\"}}", "network.kind: is not known")]
    [DataRow("{\"network\":{\"type\":\"token ring\"}}", "network.type is wifi or ethernet")]
    [DataRow("{\"network\":{\"type\":\"wifi\"}}", "network.ssid is missing")]
    [DataRow("{\"network\":{\"address\":\"10.0.0.7\"}}", "network.mask is a subnet mask such as 255.255.255.0")]
    [DataRow("{\"network\":{\"mask\":\"255.255.255.0\"}}", "network.mask needs an address")]
    [DataRow("{\"configuration\":[]}", "configuration: has to be an object { ... }")]
    [DataRow("{\"configuration\":{\"Dance\":\"1\"}}", "configuration.Dance: is no key")]
    [DataRow("{\"configuration\":{\"HeartbeatInterval\":60}}", "configuration.HeartbeatInterval: has to be a text in quotes")]
    [DataRow("{\"configuration\":{\"HeartbeatInterval\":\"0\"}}", "configuration.HeartbeatInterval: must be an integer from 1 to 604800")]
    [DataRow("{\"configuration\":{\"NumberOfConnectors\":\"2\"}}", "configuration.NumberOfConnectors: is read-only")]
    [DataRow("{\"configuration\":{\"Identity\":\"X\"}}", "configuration.Identity: has a member of its own")]
    [DataRow("{\"certificates\":\"x\"}", "certificates: has to be an array [ ... ]")]
    [DataRow("{\"certificates\":[\"x\"]}", "certificates[0]: it is no certificate")]
    [DataRow("{\"certificates\":[1]}", "certificates[0]: has to be a text in quotes")]
    [DataRow("{\"servicePin\":\"12345\"}", "servicePin: has 6 to 12 digits")]
    [DataRow("{\"servicePin\":123456}", "servicePin: has to be a text in quotes")]
    [DataRow("{\"wifi\":{}}", "wifi: is not known")]
    public void A_wrong_file_changes_nothing_and_stays(string text, string expected)
    {
        // Whatever is right in front of it does not count either
        string whole = text.StartsWith("{\"") ? "{\"configuration\":{\"LocalPreAuthorize\":\"true\"}," + text.Substring(1) : text;
        if (text.StartsWith("{\"configuration\"")) whole = text;
        Station s = Boot(whole, out MemoryFlash flash);
        Assert.StartsWith(expected, s.ChargePoint.Provision!);
        Assert.IsTrue(flash.Length(Provisioning.FileName) > 0);
        Assert.AreEqual("false", s.ChargePoint.Configuration.Text(Key.LocalPreAuthorize));
        Assert.AreEqual("ws://central.example/CP1", s.CentralSystem.LastUrl);
        Assert.IsFalse(s.ChargePoint.Security.Pin.IsSet);
        Assert.IsNull(NetworkStore.Load(flash, null, s.Log));
        Assert.IsTrue(s.Logged("provision.json changes nothing: "));
    }

    [TestMethod]
    public void The_longest_file_is_read_and_a_longer_one_is_not()
    {
        StringBuilder text = new();
        text.Append("{\"identity\":\"CP-0003\"}");
        while (text.Length < Provisioning.LongestFile) text.Append(' ');
        Assert.AreEqual("", Boot(text.ToString(), out _).ChargePoint.Provision);
        Assert.AreEqual("longer than 16384 bytes", Boot(text.Append(' ').ToString(), out _).ChargePoint.Provision);
    }

    [TestMethod]
    public void A_file_that_cannot_be_read_keeps_nobody_from_starting()
    {
        MemoryFlash flash = new();
        Write(flash, "{\"identity\":\"CP-0002\"}");
        Station s = new Station(flash: flash, other: new ExhaustedFlash(flash)).Boot();
        Assert.StartsWith("cannot be read: ", s.ChargePoint.Provision!);
        Assert.AreEqual("ws://central.example/CP1", s.CentralSystem.LastUrl);
        Assert.IsTrue(flash.Length(Provisioning.FileName) > 0, "it is read again at the next start");
        Assert.IsTrue(s.Logged("provision.json cannot be read: "));
    }

    [TestMethod]
    public void Another_PIN_than_the_one_that_is_set_is_refused()
    {
        Station s = Boot(Whole, out MemoryFlash flash);
        Write(flash, Whole);
        Assert.AreEqual("", new Station(flash: flash).Boot().ChargePoint.Provision, "the same file again");
        Write(flash, "{\"servicePin\":\"654321\"}");
        for (int start = 0; start < 5; start++)
        {
            s = new Station(flash: flash).Boot();
            Assert.AreEqual("servicePin: another one is set", s.ChargePoint.Provision);
        }

        Assert.IsTrue(s.ChargePoint.Security.Pin.Open("123456", out string problem), "the starts were no wrong attempts: " + problem);
    }

    [TestMethod]
    [DataRow("{}", "ready: CP1, firmware 0.1.0\r\n")]
    [DataRow("{\"identity\":7}", "ready: CP1, firmware 0.1.0, provision.json is refused: identity: has to be a text in quotes\r\n")]
    public void A_file_that_is_refused_stands_in_the_line_that_says_ready(string text, string expected)
    {
        MemoryFlash flash = new();
        Write(flash, text);
        Station s = new(flash: flash);
        HeardPort port = new();
        s.Board.Console = port;
        s.Boot();
        s.Run(1_000);
        Assert.Contains(expected, port.Text);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_loss_of_power_anywhere_leaves_nothing_half_done_at_the_next_start(bool after)
    {
        for (int cut = 1; cut < 200; cut++)
        {
            MemoryFlash flash = new();
            Write(flash, Whole);
            CuttingFlash cutting = new(flash) { CutAt = cut, Mode = after ? CutMode.After : CutMode.Before };
            StartUntilCut(flash, cutting);
            bool wasCut = cutting.IsCut;
            Station second = new Station(flash: flash).Boot();
            Assert.IsTrue(second.ChargePoint.Provision == null || second.ChargePoint.Provision.Length == 0, $"cut {cut}: {second.ChargePoint.Provision}");
            ExpectApplied(second);
            if (!wasCut) return;
        }

        Assert.IsTrue(false, "it never comes to its end");
    }

    private static void StartUntilCut(MemoryFlash flash, CuttingFlash cutting)
    {
        try
        {
            Station first = new(flash: flash, cutting: cutting);
            first.ChargePoint.Start("ws://central.example", "CP1");
        }
        catch (PowerCutException)
        {
            Assert.IsTrue(cutting.IsCut);
        }
    }

    private static void ExpectApplied(Station s)
    {
        ConfigurationStore configuration = s.ChargePoint.Configuration;
        Assert.AreEqual("CP-0001", configuration.Text(Key.Identity));
        Assert.AreEqual("wss://csms.example.com/ocpp", configuration.Text(Key.CentralSystemUrl));
        Assert.AreEqual("0123456789SECRET", configuration.Text(Key.AuthorizationKey));
        Assert.AreEqual(2, configuration.Integer(Key.SecurityProfile));
        Assert.AreEqual(77, configuration.Integer(Key.MeterValueSampleInterval));
        Assert.AreEqual("GUEST", configuration.Text(Key.FreeVendIdTag));
        Assert.AreEqual(1, s.ChargePoint.Certificates.Count(CertificateUse.CentralSystemRootCertificate));
        Assert.IsTrue(s.ChargePoint.Security.Pin.IsSet);
        NetworkSettings network = NetworkStore.Load(s.Flash, null, s.Log)!;
        Assert.AreEqual("Depot", network[NetworkSettings.Ssid]);
        Assert.AreEqual("charge-here", network[NetworkSettings.Password]);
        Assert.AreEqual(-1, s.Flash.Length(Provisioning.FileName));
    }

    private static Station Boot(string text, out MemoryFlash flash)
    {
        flash = new MemoryFlash();
        Write(flash, text);
        return new Station(flash: flash).Boot();
    }

    private static void Write(MemoryFlash flash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        flash.Write(Provisioning.FileName, bytes, 0, bytes.Length);
    }

    private sealed class HeardPort : IConsolePort
    {
        public string Text { get; private set; } = "";

        public int Receive(byte[] buffer, int offset, int count) => 0;

        public int Send(byte[] buffer, int offset, int count)
        {
            Text += Encoding.UTF8.GetString(buffer, offset, count);
            return count;
        }
    }

    // There is not memory enough for the file.
    private sealed class ExhaustedFlash : IFlashStore
    {
        private readonly IFlashStore _inner;

        public ExhaustedFlash(IFlashStore inner) => _inner = inner;

        public int Length(string name) => _inner.Length(name);

        public int Read(string name, int position, byte[] buffer, int offset, int count)
            => name == Provisioning.FileName && count == _inner.Length(name) ? throw new OutOfMemoryException() : _inner.Read(name, position, buffer, offset, count);

        public bool Append(string name, byte[] buffer, int offset, int count) => _inner.Append(name, buffer, offset, count);

        public bool Write(string name, byte[] buffer, int offset, int count) => _inner.Write(name, buffer, offset, count);

        public bool Delete(string name) => _inner.Delete(name);

        public string[] List() => _inner.List();
    }
}
