using ChargePoint.Features;
using ChargePoint.Hal;
using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

[TestClass]
public class SetupCommandTests
{
    private const string Accepted = "{\"status\":\"Accepted\",\"currentTime\":\"2026-01-01T00:00:00Z\",\"interval\":300}";

    [TestMethod]
    public void Setup_goes_through_everything_and_ends_in_a_test_session()
    {
        ConsoleFixture f = new();
        f.Type("setup");
        Expect(f, "Is this the board: ChargePoint Simulator, 2 connector(s)? [yes]", "board");
        Say(f, "", "Service PIN for this console, 6 to 12 digits [not set]");
        Assert.IsTrue(f.Shell.AwaitsSecret);
        Say(f, "123456", "Network: ethernet, wifi, dhcp, or static ADDRESS MASK GATEWAY [DNS] [ethernet]");
        f.Type("wifi");
        f.Run(2_000);
        Expect(f, "  -48 dBm  Depot;", "wireless network");
        f.Type("Depot");
        Assert.IsTrue(f.Shell.AwaitsSecret);
        f.Type("charge-here");
        f.Run(3_000);
        Expect(f, "joined, address 192.168.77.20;Address of the Central System, ws:// or wss://, without the identity;    [ws://central.example];", "address");
        Say(f, "ws://other.example/ocpp", "in force: the connection is made anew;Identity of this charge point at the Central System [CP1];");
        Say(f, "BOX-7", "Password (AuthorizationKey), 16 to 40 characters [not set]");
        Assert.IsTrue(f.Shell.AwaitsSecret);
        Say(f, "0123456789SECRET", "Security profile: 0 none, 1 password, 2 password and TLS, 3 certificate [0]");
        Say(f, "1", "connecting ...;");
        f.Run(1_000);
        f.FailToOpen(); // the attempt before was called off
        Assert.AreEqual("ws://other.example/ocpp/BOX-7", f.Address);
        Assert.AreEqual("0123456789SECRET", f.Password);
        f.Connect();
        f.Run(2_000);
        Expect(f, "connected, and accepted by the Central System;Who charges while the Central System is away: list, unknown or nobody [list];", "offline");
        Say(f, "unknown", "Free vend: idTag under which every vehicle charges without a card, or off [off]");
        Say(f, "", "Learn a card for the local list? [no]");
        f.Type("yes");
        f.Board.Reader.Present("MYCARD");
        f.Run(500);
        Expect(f, "learned: MYCARD", "self test");
        Say(f, "skip", "Test session: ready to plug in a vehicle? skip leaves it out [yes]");
        Say(f, "", "plug in the vehicle and present a card (Enter gives up) ...;");
        Say(f, "", "Test session: ready to plug in a vehicle? skip leaves it out [yes]");
        Say(f, "", "plug in the vehicle and present a card (Enter gives up) ...;");
        f.Board.Connector(1).Plug();
        f.Run(1_000);
        f.Board.Reader.Present("MYCARD");
        f.Run(200);
        f.Answer("{\"idTagInfo\":{\"status\":\"Accepted\"}}");
        f.Run(1_000);
        AnswerAll(f);
        f.Run(3_000);
        AnswerAll(f);
        Expect(f, "connector 1 charges with 7.36 kW, idTag MYCARD;End the session now? [yes];", "test session");
        f.Run(10_000);
        Say(f, "", "waiting for the Central System ...;");
        f.Run(1_000);
        AnswerAll(f);
        f.Run(2_000);
        AnswerAll(f);
        f.Run(2_000);
        Assert.AreEqual("ok", f.End);
        Assert.AreEqual(1, f.Ends);
        Assert.Contains("--- report ---;", f.Text);
        Assert.Contains("service PIN: set;network: wifi Depot, address 192.168.77.20;Central System: ws://other.example/... as BOX-7, profile 1, connected and;    accepted;"
            + "offline: unknown, free vend: off;self test: left out;", f.Text);
        Assert.Contains("begin and end confirmed (transaction 5);the charge point is ready;", f.Text);
        Assert.DoesNotContains("SECRET", f.LogText);
        Assert.DoesNotContains("charge-here", f.LogText);
        Assert.AreEqual("BOX-7", f.Firmware.Configuration.Text(Key.Identity));
        Assert.AreEqual("Depot", NetworkStore.Load(f.Board.Flash, null, f.Log)![NetworkSettings.Ssid]);
    }

    [TestMethod]
    public void A_mistake_is_explained_and_asked_again()
    {
        ConsoleFixture f = new();
        f.Type("setup");
        Say(f, "perhaps", "  yes or no;Is this the board");
        Say(f, "yes", "Service PIN");
        Say(f, "12", "  not done: a PIN has 6 to 12 digits;Service PIN");
        Say(f, "?", "  Without a PIN, whoever opens the cover can change everything. It cannot be read back: write it down.;Service PIN");
        Say(f, "", "Network:");
        Say(f, "pigeon", "  not done: usage: network");
        Say(f, "static 10.0.0.7 255.255.255.0 10.0.1.1", "  not done: gateway is not another address of the same net;Network:");
        Say(f, "", "Address of");
        Say(f, "http://x", "  not done: the URL must start with ws:// or wss://;Address of");
        Say(f, "", "Identity of");
        Say(f, "a:b", "  not done: an identity has 1 to 48 characters, no blank and no colon;Identity of");
        Say(f, "", "Password");
        Say(f, "short", "  not done: the password must have at least 16 characters;Password");
        Say(f, "", "Security profile");
        Say(f, "7", "  not done: N is 0 to 3;Security profile");
        Say(f, "1", "  not done: profile 1 needs an AuthorizationKey;Security profile");
        Say(f, "2", "paste the certificate (PEM) of the authority of the Central System; an empty line leaves it out;");
        Say(f, "", "  not done: no certificate was pasted;Security profile");
        Say(f, "back", "Password");
        Say(f, "back", "Identity of");
        Say(f, "", "Password");
        Say(f, "", "Security profile");
        Say(f, "", "connecting ...;");
        f.Run(SetupCommand.ConnectLimitMs + 1_000);
        Expect(f, "  nobody answers;Not connected: retry, back, or skip [retry];", "connect");
        Say(f, "maybe", "  yes or no;Not connected");
        Say(f, "", "connecting ...;");
        f.Run(600);
        f.FailToOpen(); // the attempt before was called off
        f.FailToOpen();
        f.Run(2_000);
        Expect(f, "refused", "connect");
        Say(f, "skip", "Who charges");
        Say(f, "somebody", "  not done: usage: policy offline list|unknown|nobody;Who charges");
        Say(f, "", "Free vend");
        Say(f, "123456789012345678901", "  not done: an idTag must have at most 20 characters;Free vend");
        Say(f, "", "Learn a card");
        f.Type("yes");
        f.Run(31_000);
        Expect(f, "  not done: no card was presented;Learn a card", "card");
        Say(f, "", "Self test");
        Say(f, "skip", "Test session");
        f.Type("yes");
        f.Board.Connector(2).Fault = HardwareFault.GroundFailure;
        f.Run(1_000);
        Expect(f, "connector 1 Available, connector 2 Faulted (GroundFailure)", "test session");
        f.Run(SetupCommand.VehicleLimitMs);
        Expect(f, "  not done: no vehicle charges ('status' tells why);Test session", "test session");
        Say(f, "skip", "--- report ---");
        Assert.AreEqual("ok", f.End);
        Assert.Contains("test session: left out;something is left to do: see above;", f.Text);
    }

    [TestMethod]
    public void Leaving_keeps_what_was_answered()
    {
        ConsoleFixture f = new();
        f.Type("setup");
        f.Type("");
        f.Type("654321");
        Assert.AreEqual("error: cancelled; what was answered is in force", f.Type("cancel"));
        Assert.IsTrue(f.Firmware.Security.Pin.IsSet);
        Assert.IsFalse(f.Shell.IsBusy);
        f.Type("setup");
        f.Type("");
        f.Shell.Cancel();
        Assert.AreEqual("error: cancelled", f.End);
        Assert.AreEqual("ok", f.Type("central"));
        f.Type("setup");
        Assert.AreEqual("error: 'board apply' describes the board; then begin again", f.Type("no"));
    }

    [TestMethod]
    public void Whatever_is_under_way_can_be_cancelled()
    {
        ConsoleFixture f = new();
        f.Type("setup");
        f.Type("");
        f.Type("");
        f.Type("wifi");
        f.Shell.Cancel();
        Assert.AreEqual("error: cancelled", f.End);
        f.Run(30_000);
        Assert.AreEqual(1, f.Ends);
        f.Type("setup");
        f.Type("");
        f.Type("");
        f.Type("wifi");
        f.Run(2_000);
        f.Type("Depot");
        Say(f, "cancel", "  not done: cancelled;Name of the wireless network");
        f.Type("Depot charge-here");
        f.Shell.Cancel();
        f.Run(10_000);
        Assert.IsTrue(f.Network.IsEthernet, "the attempt to join is over as well");
        Assert.AreEqual("ok", f.Type("status"));
    }

    [TestMethod]
    public void A_factory_new_charge_point_has_to_be_told_address_and_identity()
    {
        ConsoleFixture f = new(isFactoryNew: true);
        f.Type("setup");
        f.Type("");
        f.Type("");
        Say(f, "", "Address of the Central System, ws:// or wss://, without the identity;");
        Say(f, "", "  needed: it has no value yet;Address of");
        Say(f, "ws://central.example", "'central identity' is missing;Identity of");
        Say(f, "", "  needed: it has no value yet;Identity of");
        Say(f, "CP9", "in force");
        f.Type("");
        f.Type("");
        f.Run(1_000);
        Assert.AreEqual("ws://central.example/CP9", f.Address);
        f.Connect();
        f.Run(2_000);
        Expect(f, "connected, and accepted", "offline");
    }

    [TestMethod]
    public void A_PIN_session_that_ends_meanwhile_is_asked_for_again()
    {
        ConsoleFixture f = new();
        f.Type("setup");
        f.Type("");
        f.Type("123456");
        f.Run(Security.ServicePin.SessionMs + 1_000);
        f.Type("");
        Say(f, "ws://other.example", "  not done: needs the service PIN: 'service PIN';");
        Assert.IsTrue(f.Shell.AwaitsSecret);
        Assert.AreEqual("service PIN", f.Shell.Prompt);
        Say(f, "111111", "  not done: wrong PIN;Address of");
        Say(f, "ws://other.example", "  not done: needs the service PIN: 'service PIN';");
        Say(f, "123456", "Address of");
        Say(f, "ws://other.example", "in force");
        f.Shell.Cancel();
    }

    [TestMethod]
    public void A_profile_with_TLS_asks_for_the_certificate_first()
    {
        ConsoleFixture f = new();
        f.Type("central password 0123456789abcdef");
        f.Type("setup");
        for (int i = 0; i < 6; i++) f.Type("");
        Assert.AreEqual("paste the certificate (PEM) of the authority of the Central System; an empty line leaves it out;", TextOf(f, "2"));
        Assert.AreEqual("", f.Shell.Prompt);
        foreach (string line in Pem.Split('\n')) f.Type(line);
        Expect(f, "connecting ...;", "");
        Assert.AreEqual("2", f.Firmware.Configuration.Text(Key.SecurityProfile));
        f.Run(1_000);
        f.FailToOpen(); // the attempt before was called off
        Assert.AreEqual("wss://central.example/CP1", f.Address);
    }

    [TestMethod]
    public void Setup_needs_the_service_PIN_and_takes_no_arguments()
    {
        ConsoleFixture f = new();
        Assert.StartsWith("error: usage: setup", f.Type("setup now"));
        Assert.StartsWith("error: usage: setup", f.Type("setup --json"));
        f.Type("service set 123456");
        f.Type("service end");
        Assert.AreEqual("error: needs the service PIN: 'service PIN'", f.Type("setup"));
    }

    [TestMethod]
    public void The_self_test_runs_within_setup_and_its_result_stands_in_the_report()
    {
        ConsoleFixture f = new();
        f.Type("setup");
        for (int i = 0; i < 7; i++) f.Type("");
        f.Run(SetupCommand.ConnectLimitMs + 1_000);
        f.Type("skip");
        for (int i = 0; i < 3; i++) f.Type("");
        Expect(f, "Self test of the hardware?", "self test");
        f.Type("auto");
        f.Run(60_000);
        Expect(f, "Test session: ready", "test session");
        f.Type("back");
        f.Type("yes");
        Assert.IsTrue(f.Shell.IsTakingLines, "it may ask");
        Assert.AreEqual("", f.Shell.Prompt);
        f.Run(10_000);
        Say(f, "cancel", "  not done: cancelled;Self test of");
        f.Board.Connector(1).Plug();
        f.Run(100);
        Say(f, "", "  not done: connector 1: a vehicle is plugged in;Self test of");
        f.Board.Connector(1).Unplug();
        f.Run(5_000);
        f.Type("auto");
        f.Run(60_000);
        Say(f, "skip", "self test: {");
        Assert.Contains("\"failed\":", f.Text);
    }

    [TestMethod]
    public void A_session_that_runs_already_is_not_the_test_session_and_is_left_alone()
    {
        ConsoleFixture f = new();
        f.Firmware.Configuration.Set(Key.FreeVendIdTag, "GUEST", out _);
        f.Connect();
        f.Board.Connector(1).Plug();
        f.Run(3_000);
        AnswerAll(f);
        f.Run(10_000);
        Transaction customer = f.Firmware.Connectors[0].Transaction!;
        Assert.AreEqual("Charging", StatusNames.Of(f.Firmware.Connectors[0].Status));
        f.Type("setup");
        for (int i = 0; i < 7; i++) f.Type("");
        f.Run(3_000);
        for (int i = 0; i < 3; i++) f.Type("");
        f.Type("skip");
        Expect(f, "Test session: ready", "test session");
        f.Type("");
        f.Run(5_000);
        Assert.Contains("connector 1 Charging (began before, is left alone), connector 2 Available", f.Text);
        Assert.DoesNotContains("End the session now?", f.Text);
        Say(f, "", "Test session: ready");
        Say(f, "skip", "test session: left out");
        Assert.AreEqual(customer, f.Firmware.Connectors[0].Transaction);
    }

    private static string Pem => CertificateTexts.Authority;

    private static string TextOf(ConsoleFixture f, string line)
    {
        f.Type(line);
        return f.Text;
    }

    private static void Say(ConsoleFixture f, string line, string expected) => Assert.Contains(expected, TextOf(f, line), line);

    // What stands there by now, and what is asked for next ("" for nothing).
    private static void Expect(ConsoleFixture f, string text, string prompt)
    {
        Assert.Contains(text, f.Text);
        Assert.AreEqual(prompt.Length > 0, f.Shell.IsTakingLines, f.Text);
        Assert.AreEqual(prompt, f.Shell.Prompt);
    }

    private static void AnswerAll(ConsoleFixture f)
    {
        for (int i = 0; i < 8; i++)
        {
            string frame = (string)f.Sent[f.Sent.Count - 1]!;
            if (!frame.StartsWith("[2,")) return;
            f.Answer(frame.IndexOf("\"StartTransaction\"") > 0 ? "{\"transactionId\":5,\"idTagInfo\":{\"status\":\"Accepted\"}}" : frame.IndexOf("\"BootNotification\"") > 0 ? Accepted : "{}");
            if (f.Sent[f.Sent.Count - 1] == (object)frame) return;
        }
    }
}
