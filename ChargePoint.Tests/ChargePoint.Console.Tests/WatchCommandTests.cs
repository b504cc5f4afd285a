using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

[TestClass]
public class WatchCommandTests
{
    [TestMethod]
    public void A_query_is_shown_each_second_for_as_long_as_was_said()
    {
        TerminalFixture t = new();
        t.Ask("terminal plain\r");
        t.Type("watch clock 3\r");
        Assert.AreEqual("error: nothing to watch: connector, meter, link, queue, system, log, status, faults, profiles\r\n", t.Read());
        t.Type("watch queue 3\r");
        string first = t.Read(500);
        Assert.StartsWith("waiting: 0", first);
        Assert.AreEqual(first, t.Read(1000));
        Assert.AreEqual(first + "ok\r\n", t.Read(1000));
        Assert.AreEqual("", t.Read(3000));
    }

    [TestMethod]
    [DataRow("watch", "error: usage: watch THING [SECONDS] [--json]")]
    [DataRow("watch dance", "error: nothing to watch: connector, meter, link, queue, system, log, status, faults, profiles")]
    [DataRow("watch status 0", "error: SECONDS is 1 to 3600")]
    [DataRow("watch status 3601", "error: SECONDS is 1 to 3600")]
    [DataRow("watch status long", "error: SECONDS is 1 to 3600")]
    [DataRow("watch log --json", "error: log has no --json")]
    public void Wrong_arguments_are_refused(string line, string end)
    {
        ConsoleFixture f = new();
        Assert.AreEqual(end, f.Type(line));
    }

    [TestMethod]
    public void A_long_answer_is_watched_as_well_and_in_JSON()
    {
        TerminalFixture t = new();
        t.Ask("terminal plain\r");
        string once = t.Ask("faults\r");
        once = once.Substring(0, once.Length - 4);
        t.Type("watch faults 2\r");
        Assert.AreEqual(once + once + "ok\r\n", t.Read(1500));
        once = t.Ask("faults --json\r");
        once = once.Substring(0, once.Length - 4);
        t.Type("watch faults 2 --json\r");
        Assert.AreEqual(once + once + "ok\r\n", t.Read(1500));
        string help = t.Ask("help\r");
        AssertEndsWith("\r\nok\r\n", help);
        Assert.IsTrue(help.IndexOf("reboot") > 0, "the answer of the next command is its own");
    }

    [TestMethod]
    public void Enter_and_Ctrl_C_end_it_and_nothing_comes_after()
    {
        TerminalFixture t = new();
        t.Ask("watch queue 100\r");
        Assert.AreEqual("ok\r\n> ", t.Ask("\r\n"));
        Assert.AreEqual("", t.Read(5000));
        t.Ask("watch queue 100\r");
        Assert.AreEqual("error: cancelled\r\n> ", t.Ask("\u0003"));
        Assert.AreEqual("", t.Read(5000));
        t.Ask("terminal plain\r");
        t.Ask("watch queue 3\r\r");
        AssertEndsWith("ok\r\nok\r\n", t.Read(3000), "for a program it runs its time");
    }

    [TestMethod]
    public void A_restart_during_a_watch_harms_nothing()
    {
        TerminalFixture t = new();
        t.Ask("watch queue 100\r");
        t.Terminal.Renew();
        AssertEndsWith("error: no answer: the charge point has restarted\r\n> ", t.Read(1500));
        Assert.AreEqual("", t.Read(5000));
        Assert.AreEqual(0, t.Console.Firmware.Loop.Failures);
    }

    private static void AssertEndsWith(string end, string text, string why = "") => Assert.IsTrue(text.EndsWith(end), why + text);
}
