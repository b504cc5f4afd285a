using ChargePoint.Features;
using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

[TestClass]
public class CommandTests
{
    [TestMethod]
    public void Help_lists_every_command_and_explains_each()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("help"));
        Assert.AreEqual(f.Shell.Count + 1, f.Lines.Count);
        for (int i = 0; i < f.Shell.Count; i++)
        {
            CommandForm form = new(f.Shell[i].Forms);
            form.Next();
            Assert.AreEqual("ok", f.Type("help " + form.Name));
            Assert.StartsWith(form.Usage + ";    " + form.Summary, f.Text);
        }

        Assert.AreEqual("error: no such command", f.Type("help dance"));
        Assert.StartsWith("error: usage", f.Type("help status now"));
    }

    [TestMethod]
    public void Status_tells_state_and_reason_to_a_person()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("status"));
        Assert.StartsWith("firmware 0.1.0, up 0 s, time of day not known;connector 1: not charging: ", f.Text);
        Assert.Contains("Available, pilot A, contactor open, ", f.Text);
        Assert.Contains(";Central System: not connected yet;unsent transaction messages: 0, set aside: 0;", f.Text);
        f.Board.Connector(2).Fault = Hal.HardwareFault.GroundFailure;
        f.Connect();
        f.Type("status");
        Assert.Contains("connector 2: faulted: GroundFailure;  Faulted, pilot A, ", f.Text);
        Assert.Contains("Central System: connected;", f.Text);
    }

    [TestMethod]
    public void The_clock_is_set_by_hand()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("clock"));
        Assert.StartsWith("time: -;", f.Text);
        foreach (string wrong in new string[] { "clock set 12:00", "clock set 2024-12-31T23:59:59Z", "clock set 2100-01-01T00:00:00Z", "clock set 2026-13-01T00:00:00Z" })
        {
            Assert.AreEqual("error: TIME is like 2026-01-31T12:00:00Z, from 2025 to 2099", f.Type(wrong), wrong);
        }

        Assert.StartsWith("error: usage: clock set TIME", f.Type("clock set"));
        Assert.IsFalse(f.Firmware.Clock.IsKnown);
        Assert.AreEqual("ok", f.Type("clock set 2026-01-31T12:00:00+01:00"));
        f.Type("clock");
        Assert.StartsWith("time: 2026-01-31T11:00:00.", f.Text);
        f.Type("service set 123456");
        f.Type("service end");
        Assert.AreEqual("error: needs the service PIN: 'service PIN'", f.Type("clock set 2026-01-31T12:00:00Z"));
    }

    [TestMethod]
    public void Availability_is_shown_and_changed()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("availability"));
        Assert.AreEqual("connector 0: in service yes;connector 1: in service yes;connector 2: in service yes;connector 0 is the charge point as a whole;", f.Text);
        Assert.AreEqual("ok", f.Type("availability 1 off"));
        Assert.AreEqual("ok", f.Type("availability"));
        Assert.AreEqual("connector 0: in service yes;connector 1: in service no;connector 2: in service yes;connector 0 is the charge point as a whole;", f.Text);
        Assert.AreEqual((int)ConnectorStatus.Unavailable, (int)f.Firmware.Connectors[0].Status);
        f.Type("availability 0 off");
        f.Type("availability");
        Assert.AreEqual("connector 0: in service no;connector 1: in service no;connector 2: in service no;connector 0 is the charge point as a whole;", f.Text);
        f.Type("availability 0 on");
        Assert.AreEqual((int)ConnectorStatus.Available, (int)f.Firmware.Connectors[0].Status);
        foreach (string wrong in new string[] { "availability 1", "availability 3 on", "availability -1 on", "availability x on", "availability 1 ON", "availability 1 on now" }) Assert.StartsWith("error: ", f.Type(wrong), wrong);
        Assert.AreEqual("error: C is 0 to 2", f.Type("availability 3 on"));
    }

    [TestMethod]
    public void Status_tells_a_program_one_object_on_one_line()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("status --json"));
        Assert.AreEqual(1, f.Lines.Count);
        Assert.StartsWith("{\"version\":", f.Text);
        Assert.Contains("\"online\":false,\"registration\":\"None\",\"connectors\":[{\"id\":1,\"status\":\"Available\",\"pilot\":\"A\",\"contactor\":false,", f.Text);
        Assert.Contains("\"fault\":\"NoError\"}", f.Text);
        Assert.Contains("\"queue\":{\"transactionMessages\":0,\"exhausted\":0}};", f.Text);
        Assert.StartsWith("error: usage", f.Type("status --xml"));
        Assert.StartsWith("error: usage", f.Type("status --json now"));
        Assert.AreEqual(0, f.Lines.Count);
    }

    [TestMethod]
    public void Config_shows_all_values_but_no_secret()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("config set AuthorizationKey 0123456789SECRET"));
        Assert.AreEqual("ok", f.Type("config"));
        Assert.AreEqual(Key.Count, f.Lines.Count);
        Assert.DoesNotContains("SECRET", f.Text);
        Assert.AreEqual("ok", f.Type("config get AuthorizationKey"));
        Assert.AreEqual("AuthorizationKey = (set, not shown);", f.Text);
    }

    [TestMethod]
    public void Config_changes_a_value_or_says_why_not()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("config set heartbeatinterval 60"));
        Assert.AreEqual("ok", f.Type("config get HEARTBEATINTERVAL"));
        Assert.AreEqual("HeartbeatInterval = 60;", f.Text);
        Assert.AreEqual("error: HeartbeatInterval must be an integer from 1 to 604800", f.Type("config set HeartbeatInterval never"));
        Assert.AreEqual("error: NumberOfConnectors is read-only", f.Type("config set NumberOfConnectors 2"));
        Assert.AreEqual("error: unknown key Dance", f.Type("config set Dance 1"));
        Assert.AreEqual("error: unknown key Dance", f.Type("config get Dance"));
        Assert.StartsWith("error: usage", f.Type("config get"));
        Assert.StartsWith("error: usage", f.Type("config get A B"));
        Assert.StartsWith("error: usage", f.Type("config set"));
        Assert.StartsWith("error: usage", f.Type("config SET A 1"));
        Assert.AreEqual(60, f.Firmware.Configuration.Integer(Key.HeartbeatInterval));
    }

    [TestMethod]
    public void Config_takes_values_with_blanks_and_empty_ones()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("config set CpoName  Our  company "));
        Assert.AreEqual("Our  company", f.Firmware.Configuration.Text(Key.CpoName));
        Assert.AreEqual("ok", f.Type("config set CpoName"));
        Assert.AreEqual("", f.Firmware.Configuration.Text(Key.CpoName));
        Assert.AreEqual("ok", f.Type("config set Identity CP7"));
        Assert.AreEqual("in force after the next restart;", f.Text);
    }

    [TestMethod]
    public void Log_shows_as_many_entries_as_asked_for()
    {
        ConsoleFixture f = new();
        for (int i = 0; i < 30; i++) f.Log.Info("test", "entry" + i.ToString());
        Assert.AreEqual("ok", f.Type("log"));
        Assert.AreEqual(20, f.Lines.Count);
        Assert.AreEqual("ok", f.Type("log 1"));
        Assert.AreEqual(1, f.Lines.Count);
        Assert.Contains("entry29", f.Text);
        Assert.AreEqual("ok", f.Type("log 9999"));
        Assert.AreEqual(f.Log.Count, f.Lines.Count);
        foreach (string wrong in new string[] { "log 0", "log -1", "log x", "log x 2", "log 10000", "log 99999999999" }) Assert.StartsWith("error: ", f.Type(wrong), wrong);
    }

    [TestMethod]
    public void Log_shows_entries_with_a_word_in_level_room_or_text()
    {
        ConsoleFixture f = new();
        for (int i = 0; i < 10; i++) f.Log.Info("room" + (i % 2).ToString(), "entry " + i.ToString());
        f.Log.Warning("other", "the last of room1");
        Assert.AreEqual("ok", f.Type("log 3 room1"));
        Assert.AreEqual(3, f.Lines.Count);
        Assert.Contains(" room1: entry 7;", f.Text);
        Assert.Contains(" room1: entry 9;", f.Text);
        Assert.Contains(" other: the last of room1;", f.Text);
        f.Type("log 9999 warn");
        Assert.Contains("warn other: the last", f.Text);
        Assert.DoesNotContains("entry", f.Text);
        f.Type("log 5 the last of");
        Assert.AreEqual(1, f.Lines.Count);
        Assert.AreEqual("ok", f.Type("log 5 nothing-like-it"));
        Assert.AreEqual(0, f.Lines.Count);
    }

    [TestMethod]
    public void Reboot_restarts_once()
    {
        ConsoleFixture f = new();
        Assert.StartsWith("error: usage", f.Type("reboot now"));
        Assert.AreEqual("ok", f.Type("reboot"));
        Assert.AreEqual("error: a restart is under way already", f.Type("reboot"));
        f.Run(20_000);
        Assert.AreEqual(1, f.Restarts);
    }

    [TestMethod]
    public void Ocpp_sends_a_call_and_prints_the_answer()
    {
        ConsoleFixture f = new();
        f.Connect();
        Assert.AreEqual("", f.Type("ocpp call DataTransfer {\"vendorId\":\"a b\", \"data\" : null}"));
        Assert.Contains(",\"DataTransfer\",{\"vendorId\":\"a b\", \"data\" : null}]", (string)f.Sent[f.Sent.Count - 1]!);
        f.Answer("{\"status\":\"Accepted\"}");
        Assert.AreEqual("{\"status\":\"Accepted\"};", f.Text);
        Assert.AreEqual("ok", f.End);
        f.Type("ocpp call Heartbeat");
        f.Answer("!no heart");
        Assert.AreEqual("error: GenericError no heart", f.End);
        f.Type("ocpp call Heartbeat");
        f.Run(30_500);
        Assert.AreEqual("error: no answer in 30 s", f.End);
        Assert.AreEqual(1, f.Ends);
    }

    [TestMethod]
    public void Ocpp_refuses_what_cannot_be_sent()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("error: not connected to the Central System", f.Type("ocpp call Heartbeat {}"));
        f.Connect();
        int sent = f.Sent.Count;
        Assert.StartsWith("error: usage", f.Type("ocpp"));
        Assert.StartsWith("error: usage", f.Type("ocpp call"));
        Assert.StartsWith("error: usage", f.Type("ocpp send Heartbeat {}"));
        Assert.AreEqual("error: a charge point does not send Reset", f.Type("ocpp call Reset {}"));
        Assert.AreEqual("error: the payload is not an object", f.Type("ocpp call Heartbeat []"));
        Assert.StartsWith("error: the payload is not JSON: ", f.Type("ocpp call Heartbeat {x}"));
        Assert.StartsWith("error: the payload is not JSON: ", f.Type("ocpp call Heartbeat {}{}"));
        Assert.AreEqual("error: the payload is longer than 2048 bytes", f.Type("ocpp call Heartbeat {\"a\":\"" + new string('x', 2048) + "\"}"));
        Assert.AreEqual(sent, f.Sent.Count);
        f.Type("ocpp call Heartbeat");
        Assert.AreEqual("error: the last command has not answered yet", f.Type("ocpp call Heartbeat"));
        Assert.AreEqual("error: another call waits for its answer", ConsoleFixture.TypeAt(f.Firmware.NewConsole(), "ocpp call Heartbeat"));
    }

    [TestMethod]
    public void Ocpp_ends_when_the_connection_is_lost_also_before_the_call_was_sent()
    {
        ConsoleFixture f = new();
        f.Connect();
        f.Type("ocpp call Heartbeat");
        f.Break();
        Assert.AreEqual("error: connection lost", f.End);
        Assert.AreEqual(1, f.Ends);
        ConsoleFixture g = new();
        g.Connect();
        g.Board.Connector(1).Plug();
        g.Run(100);
        g.Type("ocpp call Heartbeat");
        Assert.AreEqual("", g.End, "a status waits for its answer");
        g.Break();
        Assert.AreEqual("error: connection lost", g.End);
        Assert.AreEqual(1, g.Ends);
    }
}
