using System.Text;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

/// <summary>link, trace, connector and meter.</summary>
[TestClass]
public class LookingTests
{
    [TestMethod]
    public void Link_tells_state_failure_advice_and_next_attempt()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("link"));
        Assert.StartsWith("state: connecting;state since: 0 s;address: ws://central.example;security profile: 0;registration: None;network: yes;signal: -55 dBm;attempts: 1;sent: 0;received: 0;", f.Text);
        f.Connect();
        f.Run(5_000);
        f.Type("link");
        Assert.StartsWith("state: connected;state since: 5 s;", f.Text);
        Assert.Contains("registration: Accepted;", f.Text);
        Assert.Contains("sent: 4;last sent ago: 5 s;received: 4;last received ago: 5 s;", f.Text);
        f.Break();
        f.Type("link");
        Assert.StartsWith("state: not connected;state since: 0 s;", f.Text);
        Assert.Contains(";next attempt: ", f.Text);
        Assert.Contains(";last failure ago: 0 s;last failure: connection lost without a WebSocket close;what to do: it connects again by itself; if it happens often, look at the;    signal with 'network';", f.Text);
        foreach (string line in f.Lines) Assert.IsTrue(line.Length < 80, line);
        Assert.AreEqual("ok", f.Type("link --json"));
        Assert.AreEqual(1, f.Lines.Count);
        Assert.StartsWith("{\"state\":\"not connected\",\"stateSinceSeconds\":0,\"address\":\"ws://central.example\",\"securityProfile\":0,", f.Text);
        Assert.Contains("\"lastFailureAgoSeconds\":0,\"lastFailure\":\"connection lost without a WebSocket close\",\"advice\":\"it connects again", f.Text);
        f.Board.Link.IsUp = false;
        f.Run(2_000);
        f.Type("link");
        Assert.StartsWith("state: network is down;", f.Text);
        Assert.Contains(";last failure: the network is down;what to do: look at cable or Wi-Fi with 'network';", f.Text);
        Assert.Contains("network: no;", f.Text);
        foreach (string wrong in new string[] { "link now", "link --xml", "link 1" }) Assert.StartsWith("error: usage", f.Type(wrong), wrong);
    }

    [TestMethod]
    [DataRow((int)LinkFailure.NameResolution, 0, "", "central url")]
    [DataRow((int)LinkFailure.Refused, 0, "", "correct the port")]
    [DataRow((int)LinkFailure.Unreachable, 0, "", "gateway")]
    [DataRow((int)LinkFailure.ConnectTimeout, 0, "", "firewall")]
    [DataRow((int)LinkFailure.NetworkDown, 0, "", "Wi-Fi")]
    [DataRow((int)LinkFailure.Tls, 0, "no CA certificate is installed: nothing is trusted", "certificate import")]
    [DataRow((int)LinkFailure.Tls, 0, "certificate is not trusted: issued by X", "certificate import")]
    [DataRow((int)LinkFailure.Tls, 0, "certificate refused: issuer not trusted, expired, not yet valid, or for another host name", "certificate import")]
    [DataRow((int)LinkFailure.Tls, 0, "certificate expired on 2020-01-01 (X)", "needs a new certificate")]
    [DataRow((int)LinkFailure.Tls, 0, "certificate is valid only from 2030-01-01 (X): check the clock", "clock")]
    [DataRow((int)LinkFailure.Tls, 0, "certificate is for a.example, not for b.example", "another host")]
    [DataRow((int)LinkFailure.Tls, 0, "no common TLS version: the server must offer TLS 1.2 or newer", "TLS 1.2")]
    [DataRow((int)LinkFailure.Tls, 0, "the server refused the handshake: no common TLS version or cipher", "TLS 1.2")]
    [DataRow((int)LinkFailure.Tls, 0, "the server does not speak TLS on this port", "ws://")]
    [DataRow((int)LinkFailure.Tls, 0, "TLS error 7", "certificate list")]
    [DataRow((int)LinkFailure.HttpStatus, 301, "", "central url")]
    [DataRow((int)LinkFailure.HttpStatus, 401, "", "password is wrong")]
    [DataRow((int)LinkFailure.HttpStatus, 403, "", "password is wrong")]
    [DataRow((int)LinkFailure.HttpStatus, 404, "", "not known there")]
    [DataRow((int)LinkFailure.HttpStatus, 426, "", "wss://")]
    [DataRow((int)LinkFailure.HttpStatus, 429, "", "wait")]
    [DataRow((int)LinkFailure.HttpStatus, 503, "", "wait")]
    [DataRow((int)LinkFailure.UpgradeTimeout, 0, "", "no OCPP-J server")]
    [DataRow((int)LinkFailure.UpgradeMalformed, 0, "", "no OCPP-J server")]
    [DataRow((int)LinkFailure.WrongAccept, 0, "", "proxy")]
    [DataRow((int)LinkFailure.WrongSubprotocol, 0, "", "ocpp1.6")]
    [DataRow((int)LinkFailure.ClosedByPeer, 1008, "", "registered")]
    [DataRow((int)LinkFailure.ClosedByPeer, 1001, "", "by itself")]
    [DataRow((int)LinkFailure.ProtocolError, 1002, "", "tell the operator")]
    [DataRow((int)LinkFailure.MessageTooBig, 1009, "", "tell the operator")]
    [DataRow((int)LinkFailure.InvalidPayload, 1007, "", "tell the operator")]
    [DataRow((int)LinkFailure.BinaryMessage, 1003, "", "tell the operator")]
    [DataRow((int)LinkFailure.Lost, 0, "", "signal")]
    [DataRow((int)LinkFailure.PingTimeout, 0, "", "signal")]
    [DataRow((int)LinkFailure.IdleTimeout, 0, "", "signal")]
    [DataRow((int)LinkFailure.MessageTimeout, 0, "", "signal")]
    [DataRow((int)LinkFailure.SendBufferFull, 0, "", "signal")]
    [DataRow((int)LinkFailure.SendTimeout, 0, "", "signal")]
    public void Every_failure_has_an_advice(int failure, int code, string detail, string advice)
    {
        Assert.Contains(advice, LinkAdvice.For((LinkFailure)failure, code, detail));
        Assert.AreNotEqual("unknown failure", LinkFailures.Explain((LinkFailure)failure, code, ""));
    }

    [TestMethod]
    public void Trace_writes_messages_with_their_directions_until_it_is_off()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("trace"));
        Assert.AreEqual("off;", f.Text);
        Assert.AreEqual("ok", f.Type("trace on"));
        f.Connect();
        Assert.AreEqual("ok", f.Type("trace"));
        Assert.AreEqual("on;", f.Text);
        f.Call("ClearCache", "{}");
        f.Type("log 9999");
        Assert.Contains("info ocpp: < [2,\"call\",\"ClearCache\",{}];", f.Text);
        Assert.Contains("info ocpp: > [3,\"call\",{\"status\":\"Accepted\"}];", f.Text);
        Assert.Contains("info ocpp: > [2,\"", f.Text);
        f.Break();
        f.Connect();
        Assert.IsTrue(f.Firmware.Link.Trace != null, "it lasts over a lost connection");
        f.Type("trace off");
        int before = Count(f, "ocpp: ");
        f.Call("ClearCache", "{}");
        Assert.AreEqual(before, Count(f, "ocpp: "));
        foreach (string wrong in new string[] { "trace maybe", "trace on now", "trace --json", "trace on --json" }) Assert.StartsWith("error: usage", f.Type(wrong), wrong);
    }

    [TestMethod]
    public void Trace_cuts_messages_to_a_line_or_to_what_the_log_takes()
    {
        ConsoleFixture f = new();
        f.Connect();
        f.Type("trace on");
        f.Call("DataTransfer", "{\"vendorId\":\"" + new string('x', 250) + "\"}");
        f.Type("log 4");
        Assert.Contains("< [2,\"call\",\"DataTransfer\",{\"vendorId\":\"xxxxxxxxxxxxxxxxxxxxxx;", f.Text);
        f.Type("trace full");
        f.Call("DataTransfer", "{\"vendorId\":\"" + new string('x', 250) + "\"}");
        f.Type("log 4");
        Assert.Contains(new string('x', 195), f.Text);
    }

    [TestMethod]
    [DataRow("[2,\"1\",\"ChangeConfiguration\",{\"key\":\"AuthorizationKey\",\"value\":\"SECRETSECRET\"}]", "[2,\"1\",\"ChangeConfiguration\",(not shown: a secret)")]
    [DataRow("[2,\"1\",\"ChangeConfiguration\",{\"value\":\"SECRET\",\"key\":\"authorizationKEY\"}]", "[2,\"1\",\"ChangeConfiguration\",(not shown: a secret)")]
    [DataRow("[2,\"1\",\"ChangeConfiguration\",{\"key\":\"\\u0041uthorizationKey\",\"value\":\"SECRET\"}]", "[2,\"1\",\"ChangeConfiguration\",(not shown: a secret)")]
    [DataRow("[2,\"1\",\"ChangeConfiguration\",{\"key\":\"HeartbeatInterval\",\"value\":\"60\"}]", "[2,\"1\",\"ChangeConfiguration\",{\"key\":\"HeartbeatInterval\",\"value\":\"60\"}]")]
    [DataRow("[2,\"1\",\"X\",{\"location\":\"ftp://me:SECRET@host/a\"}]", "[2,\"1\",\"X\",{\"location\":\"ftp://*@host/a\"}]")]
    [DataRow("[2,\"1\",\"X\",{\"location\":\"ftp:\\/\\/me:SECRET@host\\/a\"}]", "[2,\"1\",\"X\",{\"location\":\"ftp://*@host\\/a\"}]")]
    [DataRow("[2,\"1\",\"X\",{\"location\":\"https://host/a?sig=SECRET@x\",\"a\":1}]", "[2,\"1\",\"X\",{\"location\":\"https://host/a?*\",\"a\":1}]")]
    [DataRow("[2,\"1\",\"X\",{\"location\":\"ftp://me:SECRET", "[2,\"1\",\"X\",{\"location\":\"ftp://*")]
    [DataRow("{://@?", "{://*")]
    [DataRow("", "")]
    public void Trace_shows_no_secret(string frame, string shown)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(frame);
        Assert.AreEqual(shown, TraceCommand.Shown(bytes, 0, bytes.Length, 200));
    }

    [TestMethod]
    public void Trace_cuts_between_characters()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("a\u00C4\u20AC\u00C4");
        Assert.AreEqual("a", TraceCommand.Shown(bytes, 0, bytes.Length, 2));
        Assert.AreEqual("a\u00C4", TraceCommand.Shown(bytes, 0, bytes.Length, 3));
        Assert.AreEqual("a\u00C4", TraceCommand.Shown(bytes, 0, bytes.Length, 5));
        Assert.AreEqual("a\u00C4\u20AC", TraceCommand.Shown(bytes, 0, bytes.Length, 6));
        Assert.AreEqual("a\u00C4\u20AC\u00C4", TraceCommand.Shown(bytes, 0, bytes.Length, 8));
        Assert.AreEqual("ftp://*@ho", Cut("ftp://me:SECRET@host\"", 10));
    }

    [TestMethod]
    public void Connector_tells_what_the_hardware_says()
    {
        ConsoleFixture f = new();
        f.Board.Connector(1).Plug();
        f.Firmware.Connectors[0].Authorize("CARD1", null);
        f.Run(61_000);
        Assert.AreEqual("ok", f.Type("connector 1"));
        Assert.StartsWith("connector 1: status Charging, status for 60 s, pilot C, pilot high 6 V,", f.Text);
        Assert.Contains("offered 32 A", f.Text);
        Assert.Contains("contactor command closed,", f.Text);
        Assert.Contains("residual current none,", f.Text);
        Assert.Contains("self test passed,", f.Text);
        Assert.Contains("temperature 25 C,", f.Text);
        Assert.Contains("session no number yet,", f.Text);
        Assert.Contains("id tag CARD1,", f.Text);
        Assert.Contains("session 61 s;", f.Text);
        foreach (string line in f.Lines) Assert.IsTrue(line.Length < 80, line);
        Assert.AreEqual("ok", f.Type("connector --json"));
        Assert.AreEqual(2, f.Lines.Count);
        Assert.StartsWith("{\"connector\":1,\"status\":\"Charging\",\"statusForSeconds\":61,\"pilot\":\"C\",\"pilotHighMillivolts\":6000,\"pilotLowMillivolts\":-12000,\"pilotFault\":\"none\",\"offeredMilliamps\":32000,\"drawnMilliamps\":[32000],\"contactorCommand\":\"closed\",\"contactorFeedback\":\"closed\",", f.Text);
        Assert.Contains(";{\"connector\":2,\"status\":\"Available\",", f.Text);
        f.Board.Connector(2).Temperature.Broken = true;
        f.Board.Connector(2).ResidualCurrent.Leaking = true;
        f.Run(100);
        f.Type("connector 2");
        Assert.Contains("residual current tripped,", f.Text);
        Assert.Contains("temperature -,", f.Text);
        Assert.AreEqual("error: C is 1 to 2", f.Type("connector 3"));
        Assert.AreEqual("error: C is 1 to 2", f.Type("connector 0"));
        foreach (string wrong in new string[] { "connector x", "connector 1 2", "connector 1 --xml" }) Assert.StartsWith("error: ", f.Type(wrong), wrong);
    }

    [TestMethod]
    public void Meter_tells_its_registers()
    {
        ConsoleFixture f = new();
        f.Board.Connector(1).Plug();
        f.Firmware.Connectors[0].Authorize("CARD1", null);
        f.Run(5_000);
        Assert.AreEqual("ok", f.Type("meter"));
        Assert.Contains("meter 1: answers yes, energy 0.01 kWh, power 7.36 kW, current 32 A,;    voltage 230 V;", f.Text);
        Assert.Contains("meter 2: answers yes, energy 0 kWh, power 0 kW, current 0 A, voltage 230 V;", f.Text);
        f.Board.Connector(2).Meter.Silent = true;
        f.Type("meter 2");
        Assert.AreEqual("meter 2: answers no, energy 0 kWh, power 0 kW, current 0 A, voltage 230 V;  it does not answer now: these are the last values that it told;", f.Text);
        f.Type("meter 2 --json");
        Assert.AreEqual("{\"meter\":2,\"answers\":false,\"energyWh\":0,\"powerWatts\":0,\"currentMilliamps\":[0],\"voltageMillivolts\":[230000]};", f.Text);
        foreach (string wrong in new string[] { "meter 0", "meter 3", "meter x", "meter 1 1" }) Assert.StartsWith("error: ", f.Type(wrong), wrong);
    }

    private static string Cut(string text, int most)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return TraceCommand.Shown(bytes, 0, bytes.Length, most);
    }

    private static int Count(ConsoleFixture f, string text)
    {
        int count = 0;
        for (int i = 0; i < f.Log.Count; i++)
        {
            if (f.Log.TryRead(i, out long _, out LogLevel _, out string room, out string message) && (room + ": " + message).IndexOf(text) >= 0) count++;
        }

        return count;
    }
}
