using System.Text;
using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

[TestClass]
public class TerminalTests
{
    private const string Esc = "\u001B";

    [TestMethod]
    public void A_line_is_echoed_carried_out_and_answered_before_the_next_prompt()
    {
        TerminalFixture t = new();
        Assert.AreEqual("", t.Read());
        Assert.IsFalse(t.Terminal.IsActive);
        Assert.AreEqual("> conf", t.Ask("conf"));
        Assert.AreEqual("ig get CpoName", t.Ask("ig get CpoName"));
        Assert.AreEqual("\r\nCpoName = \r\nok\r\n> ", t.Ask("\r"));
        Assert.AreEqual("dance\r\nerror: unknown command 'dance', try 'help'\r\n> ", t.Ask("dance\r"));
    }

    [TestMethod]
    public void CR_LF_and_CRLF_end_a_line_once()
    {
        TerminalFixture t = new();
        Assert.AreEqual("> \r\nok\r\n> ", t.Ask("\n"));
        Assert.AreEqual("\r\nok\r\n> ", t.Ask("\r"));
        Assert.AreEqual("\r\nok\r\n> ", t.Ask("\r\n"));
        Assert.AreEqual("\r\nok\r\n> \r\nok\r\n> ", t.Ask("\n\n"));
        Assert.AreEqual("\r\nok\r\n> \r\nok\r\n> ", t.Ask("\r\r"));
        // a line feed that belongs to the return comes later
        Assert.AreEqual("", t.Ask("\n"));
        Assert.AreEqual("\r\nok\r\n> ", t.Ask("\r\0"));
        Assert.AreEqual(1, t.Shells + 1, "an empty line needs no shell");
    }

    [TestMethod]
    [DataRow("helpx\b", "help")]
    [DataRow("helpx\u007F", "help")]
    [DataRow("hlp\u001B[D\u001B[De", "help")]
    [DataRow("hlp\u001BOD\u0002\u0006\u0002e", "help")]
    [DataRow("elp\u0001h", "help")]
    [DataRow("elp\u001B[Hh", "help")]
    [DataRow("elp\u001BOHh", "help")]
    [DataRow("elp\u001B[1~h", "help")]
    [DataRow("elp\u001B[7~h\u001B[8~x\b", "help")]
    [DataRow("hel\u0001\u0005p", "help")]
    [DataRow("hel\u001B[H\u001B[Fp", "help")]
    [DataRow("hxelp\u001B[H\u001B[C\u001B[3~", "help")]
    [DataRow("hxelp\u001B[1;5H\u0006\u0004", "help")]
    [DataRow("status\u0015help", "help")]
    [DataRow("helpme\u0002\u0002\u000B", "help")]
    [DataRow("help status now\u0017\u0017\b", "help")]
    [DataRow("help   \u0017help", "help")]
    [DataRow("he\u000Clp", "help")]
    [DataRow("nonsense\u0003help", "help")]
    [DataRow("h\u00C4\b\u001B[Aelp", "help")]
    [DataRow("\u001B[9999999999999999999999999D", "")]
    [DataRow("he\u001B[200~lp\u001B[201~", "help")]
    [DataRow("he\u001Bxlp", "help")]
    [DataRow("he\u001B\u001B[Dlp\u0005\b\u001B[Cl\u0015help", "help")]
    [DataRow("\b\u007F\u001B[3~\u001B[D\u001B[C\u0017\u0015\u000Bhelp", "help")]
    public void Keys_edit_the_line(string keys, string line)
    {
        TerminalFixture t = new();
        t.Ask(keys);
        Assert.AreEqual(line, Typed(t));
    }

    [TestMethod]
    public void A_character_of_several_bytes_is_one_step_and_what_is_no_character_is_dropped()
    {
        TerminalFixture t = new();
        t.Ask("Gr\u00FC\u00DFe\u20AC");
        t.Ask("\b\u0002\u0002\b\u001B[Dx");
        Assert.AreEqual("Gxr\u00DFe", Typed(t));
        t.Type(new byte[] { (byte)'a', 0xFF, 0xC0, 0x80, 0xE0, 0x80, 0x80, 0xED, 0xA0, 0x80, 0xC2, (byte)'b', 0x80, 0xF5, 0xC2, 0x9B, 0xF0, 0x9F, 0x98, 0x80 });
        t.Read();
        Assert.AreEqual("ab\U0001F600", Typed(t));
    }

    [TestMethod]
    public void A_change_in_the_middle_redraws_the_line_and_puts_the_cursor_back()
    {
        TerminalFixture t = new();
        t.Ask("hlp");
        Assert.AreEqual("\r> hlp" + Esc + "[K\r" + Esc + "[3C", t.Ask("\u0002\u0002"));
        Assert.AreEqual("\r> help" + Esc + "[K\r" + Esc + "[4C", t.Ask("e"));
        Assert.AreEqual("\r> help" + Esc + "[K", t.Ask("\u0005"));
        Assert.AreEqual(" me", t.Ask(" me"));
    }

    [TestMethod]
    public void A_line_wider_than_the_screen_is_shown_around_its_cursor()
    {
        TerminalFixture t = new();
        string hundred = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&/()=?+*~-_.:,;<>|@{}[]^0123456789".Substring(0, 96) + "help";
        Assert.AreEqual("> " + hundred.Substring(100 - 77), t.Ask(hundred));
        string home = t.Ask("\u0001");
        Assert.AreEqual("\r> " + hundred.Substring(0, 77) + Esc + "[K\r" + Esc + "[2C", home);
        Assert.AreEqual(hundred.Substring(100 - 77), Typed(t));
    }

    [TestMethod]
    public void The_arrow_keys_bring_back_lines_but_none_twice_in_a_row_and_no_secret()
    {
        TerminalFixture t = new();
        t.Ask("probe secret hunter2\rconfig set CpoName hunter2\rprobe secret\rprobes secret hunter2\r");
        t.Ask("status\rclock\rclock\r\r");
        t.Ask("draft");
        Assert.AreEqual("clock", LastLine(t.Ask("\u001B[A")));
        Assert.AreEqual("status", LastLine(t.Ask("\u001BOA")));
        Assert.AreEqual("", t.Ask("\u001B[A"), "nothing is older");
        Assert.AreEqual("clock", LastLine(t.Ask("\u001B[B")));
        Assert.AreEqual("draft", LastLine(t.Ask("\u001B[B")));
        Assert.AreEqual("", t.Ask("\u001B[B"));
    }

    [TestMethod]
    public void The_history_is_bounded()
    {
        TerminalFixture t = new();
        for (int i = 0; i < 40; i++) t.Ask("help " + i.ToString("D2") + "aaaaaaaaaaaaaaaaaaaaaaa\r"); // 30 bytes each
        t.Ask("help " + new string('x', 600) + "\r");
        for (int i = 0; i < 17; i++) t.Ask("\u0010");
        Assert.AreEqual("", t.Ask("\u0010"), "17 lines of 30 bytes are what fits");
        Assert.StartsWith("help 23", Typed(t));
    }

    [TestMethod]
    [DataRow("stat\t", "status ")]
    [DataRow("help sta\t", "help status ")]
    [DataRow("config g\t", "config get ")]
    [DataRow("config get CpoN\t", "config get CpoName ")]
    [DataRow("config get Auth\t", "config get Authoriz")]
    [DataRow("config get Au\t", "config get Authoriz")]
    [DataRow("terminal p\t", "terminal plain ")]
    [DataRow("availability 1 o\t", "availability 1 o")]
    [DataRow("availability 1 of\t", "availability 1 off ")]
    [DataRow("ocpp call Hea\t", "ocpp call Heartbeat ")]
    [DataRow("watch sta\t", "watch status ")]
    [DataRow("config --j\t", "config --json ")]
    [DataRow("config get CpoName --\t", "config get CpoName --json ")]
    [DataRow("watch status 5 -\t", "watch status 5 --json ")]
    [DataRow("nothing l\t", "nothing l")]
    [DataRow("dance\t", "dance")]
    [DataRow("st now\u0002\u0002\u0002\u0002\t", "status  now")]
    [DataRow("config get CpoName --json \t", "config get CpoName --json ")]
    [DataRow("config \u00C2\u00AD\t", "config \u00C2\u00AD")]
    public void Tab_completes_what_is_unique_and_else_what_is_common(string typed, string line)
    {
        TerminalFixture t = new();
        t.Ask(typed);
        Assert.AreEqual(line, Typed(t));
    }

    [TestMethod]
    public void A_second_tab_lists_the_words_in_columns()
    {
        TerminalFixture t = new();
        t.Ask("config get Authoriz");
        Assert.AreEqual("", t.Ask("\t"));
        string list = t.Ask("\t");
        Assert.StartsWith("\r\nAuthorizationKey  ", list);
        AssertEndsWith("> config get Authoriz", list);
        foreach (string line in Lines(list)) Assert.IsTrue(line.Length <= Report.Columns, line);
        t.Ask("\u0015");
        t.Ask("\t");
        Assert.IsTrue(t.Ask("\t").IndexOf("watch") > 0);
        t.Ask("\u0015" + "config get ");
        t.Ask("\t");
        list = t.Ask("\t");
        Assert.IsTrue(list.IndexOf("WebSocketPingInterval") > 0);
        Assert.IsTrue(list.IndexOf("lost") < 0);
    }

    [TestMethod]
    public void What_a_command_asks_for_stands_before_the_line_and_a_secret_is_not_shown()
    {
        TerminalFixture t = new();
        Assert.AreEqual("> probe ask\r\nname: ", t.Ask("probe ask\r"));
        Assert.AreEqual("joe\r\nPIN: ", t.Ask("joe\r"));
        Assert.AreEqual("**", t.Ask("12"));
        Assert.AreEqual("", t.Ask("\t\u001B[A"));
        Assert.AreEqual("\r\u001B[Ksomething\r\nPIN: **", Noticed(t, "something"));
        Assert.AreEqual("\r\nok\r\n> ", t.Ask("\r"));
        Assert.AreEqual("joe;12;", Probe(t).Answers);
        Assert.AreEqual("probe ask", LastLine(t.Ask("\u001B[A")));
    }

    [TestMethod]
    public void What_was_typed_of_a_secret_is_dropped_when_nobody_asks_for_it_any_more()
    {
        TerminalFixture t = new();
        t.Ask("probe ask\rjoe\r1234");
        Probe(t).Reply!.Fail("too late");
        Assert.AreEqual("\r\u001B[Kerror: too late\r\n> ", t.Read());
    }

    [TestMethod]
    public void Ctrl_C_drops_the_line_or_ends_the_command()
    {
        TerminalFixture t = new();
        Assert.AreEqual("> hello^C\r\n> ", t.Ask("hello\u0003"));
        t.Ask("probe wait\r");
        Assert.AreEqual("", t.Ask("typed ahead"));
        Assert.AreEqual("error: cancelled\r\n> ", t.Ask("\u0003"));
        Assert.AreEqual(1, Probe(t).Cancelled);
        Assert.AreEqual("probe wait\r\nerror: cancelled\r\n> ", t.Ask("probe wait\r\u0003"));
        t.Ask("certificate import\r");
        Assert.AreEqual("MIIB^C\r\nerror: cancelled\r\n> ", t.Ask("MIIB\u0003"));
        Assert.StartsWith("probe wait\r\nerror: cancelled\r\n> clock\r\n", t.Ask("probe wait\rqueue\u0003clock\r"));
    }

    [TestMethod]
    public void What_is_typed_while_a_command_runs_waits_for_its_answer()
    {
        TerminalFixture t = new();
        t.Ask("probe wait\r");
        Assert.AreEqual("", t.Ask("config get CpoName\r"));
        Assert.AreEqual("", t.Ask(new string('x', 500)));
        Assert.IsTrue(t.Waiting > 300, "what the terminal cannot keep stays in the port");
        Probe(t).Reply!.Done();
        Assert.StartsWith("ok\r\n> config get CpoName\r\nCpoName = \r\nok\r\n> xxxx", t.Read());
    }

    [TestMethod]
    public void A_notice_does_not_tear_what_is_being_typed()
    {
        TerminalFixture t = new();
        Assert.AreEqual("ready: CP1\r\n", Noticed(t, "ready: CP1"));
        Assert.IsFalse(t.Terminal.IsActive, "nobody has typed: nothing is kept");
        t.Ask("conf");
        Assert.AreEqual("\r\u001B[Ktrace\r\n> conf", Noticed(t, "trace"));
        Assert.AreEqual("ig", t.Ask("ig"));
    }

    [TestMethod]
    public void Notices_that_find_no_room_are_counted()
    {
        TerminalFixture t = new() { Takes = 0 };
        for (int i = 0; i < 100; i++) t.Terminal.Notice(ProbeCommand.Numbered(i));
        t.Takes = 100;
        string[] lines = Lines(t.Read(2000));
        Assert.AreEqual($"... {100 - lines.Length + 1} lines lost", lines[lines.Length - 1]);
        for (int i = 0; i < lines.Length - 1; i++) Assert.AreEqual(ProbeCommand.Numbered(i), lines[i]);
    }

    [TestMethod]
    [DataRow("lines", 100)]
    [DataRow("pieces", 1000)]
    public void An_answer_is_not_cut_however_slowly_the_port_takes_it(string how, int count)
    {
        TerminalFixture t = new() { Takes = 97 };
        t.Ask("terminal plain\r");
        t.Type($"probe {how} {count}\r");
        string[] lines = Lines(t.Read(20_000));
        Assert.AreEqual(count + 1, lines.Length);
        for (int i = 0; i < count; i++) Assert.AreEqual(ProbeCommand.Numbered(i), lines[i]);
        Assert.AreEqual("ok", lines[count]);
    }

    [TestMethod]
    public void Of_an_answer_that_is_longer_than_all_that_can_wait_the_lost_lines_are_counted()
    {
        TerminalFixture t = new() { Takes = 97 };
        t.Ask("terminal plain\r");
        t.Type("probe lines 1000\r");
        string[] lines = Lines(t.Read(20_000));
        int shown = lines.Length - 2;
        Assert.IsTrue(shown > 100, $"{shown} lines");
        for (int i = 0; i < shown; i++) Assert.AreEqual(ProbeCommand.Numbered(i), lines[i]);
        Assert.AreEqual($"... {1000 - shown} lines lost", lines[shown]);
        Assert.AreEqual("ok", lines[shown + 1]);
    }

    [TestMethod]
    public void A_program_gets_no_prompt_no_echo_and_no_editing()
    {
        TerminalFixture t = new();
        Assert.AreEqual("> terminal plain\r\nok\r\n", t.Ask("terminal plain\r"));
        Assert.IsTrue(t.Terminal.IsPlain);
        Assert.AreEqual("CpoName = \r\nok\r\n", t.Ask("config\tget\u001B[D CpoName\n"));
        Assert.AreEqual("name:\r\n", t.Ask("probe ask\n"));
        Assert.AreEqual("PIN:\r\n", t.Ask("joe\n"));
        Assert.AreEqual("ok\r\n", t.Ask("1234\n"));
        Assert.AreEqual("", t.Ask("half a line\u0003"));
        Assert.AreEqual("ok\r\n> ", t.Ask("terminal edit\n"));
        Assert.AreEqual("terminal\r\nerror: usage: terminal edit|plain\r\n> ", t.Ask("terminal\r"));
        Assert.AreEqual("ok", t.Console.Type("terminal plain"));
        Assert.AreEqual("error: this is no terminal", t.Console.Type("terminal edit"));
    }

    [TestMethod]
    public void A_line_of_10000_characters_is_refused_once()
    {
        TerminalFixture t = new();
        string output = t.Ask(new string('x', 10_000));
        Assert.IsTrue(output.IndexOf("error") < 0);
        output = t.Ask("yyy\r\nclock forget\r\n");
        Assert.IsTrue(output.IndexOf("error: the line is longer than 4096 bytes\r\n> clock forget\r\nok") >= 0, output);
        t.Ask("certificate import\r");
        output = t.Ask(new string('x', 10_000) + "\r") + t.Read();
        AssertEndsWith("error: the line is longer than 4096 bytes\r\n> ", output);
        Assert.IsFalse(t.Shell!.IsBusy);
        AssertEndsWith("\r\nok\r\n> ", t.Ask("config set CpoName a\r"));
    }

    [TestMethod]
    public void The_longest_line_is_carried_out()
    {
        TerminalFixture t = new();
        t.Ask("terminal plain\r");
        string longest = "help " + new string('x', ConsoleShell.LongestLine - 5);
        Assert.AreEqual("error: no such command\r\n", t.Ask(longest + "\r"));
        Assert.AreEqual("error: the line is longer than 4096 bytes\r\n", t.Ask(longest + "x\r"));
    }

    [TestMethod]
    public void A_pasted_certificate_is_taken_at_once()
    {
        TerminalFixture t = new();
        StringBuilder pem = new("-----BEGIN CERTIFICATE-----\n");
        for (int i = 0; i < 30; i++) pem.Append("MIIBszCCAVmgAwIBAgIUTz1JTxbLm3kqJk0dJk0dJk0dJk0wCgYIKoZIzj0EAwIw\n");
        pem.Append("-----END CERTIFICATE-----\n");
        string output = t.Ask("certificate import\n" + pem.ToString() + "status\n");
        Assert.AreEqual(pem.ToString(), (string)t.Console.Certificates[0]!);
        Assert.IsTrue(output.IndexOf("Central System: ") > 0, "what follows is a command again");
    }

    [TestMethod]
    public void Noise_does_nothing()
    {
        TerminalFixture t = new();
        byte[] noise = new byte[256];
        for (int i = 0; i < noise.Length; i++) noise[i] = (byte)i;
        for (int i = 0; i < 20; i++)
        {
            t.Type(noise);
            t.Read();
        }

        t.Ask("\u0003");
        Assert.AreEqual("\u001B", t.Ask("\u001B").Length == 0 ? "\u001B" : "drawn");
        t.Read(1000);
        AssertEndsWith("clock forget\r\nok\r\n> ", t.Ask("clock forget\r"));
        Assert.AreEqual(0, t.Console.Firmware.Loop.Failures);
    }

    [TestMethod]
    public void After_five_minutes_of_silence_nothing_is_kept()
    {
        TerminalFixture t = new();
        t.Ask("status\rterminal plain\rhalf a li");
        Assert.AreEqual(1, t.Shells);
        t.Read(Terminal.SilenceMs - 1000);
        Assert.IsTrue(t.Terminal.IsActive);
        t.Read(2000);
        Assert.IsFalse(t.Terminal.IsActive);
        Assert.AreEqual("> clock forget\r\nok\r\n> ", t.Ask("clock forget\r"));
        Assert.AreEqual(2, t.Shells);
    }

    [TestMethod]
    public void A_command_that_waits_for_a_line_is_cancelled_after_half_an_hour()
    {
        TerminalFixture t = new();
        t.Ask("probe ask\r");
        Assert.AreEqual("", t.Read(Terminal.PatienceMs - 1000));
        Assert.AreEqual("\r\u001B[Kerror: nobody has answered\r\n> \r\u001B[K", t.Read(2000));
        Assert.IsFalse(t.Terminal.IsActive);
    }

    [TestMethod]
    public void A_shell_of_a_charge_point_that_is_gone_is_replaced()
    {
        TerminalFixture t = new();
        t.Ask("probe wait\r");
        t.Terminal.Renew();
        Assert.AreEqual("", t.Read(900));
        Assert.AreEqual("error: no answer: the charge point has restarted\r\n> ", t.Read(200));
        t.Ask("clock\r");
        Assert.AreEqual(2, t.Shells);
        t.Terminal.Stop();
        Assert.AreEqual("", t.Ask("status\r"));
        Assert.AreEqual("", Noticed(t, "late"));
    }

    [TestMethod]
    public void Ctrl_D_in_an_empty_line_ends_the_terminal()
    {
        TerminalFixture t = new();
        int ends = 0;
        t.Terminal.Ended = () => ends++;
        t.Ask("ab\u0002\u0004");
        Assert.AreEqual("a", Typed(t));
        Assert.AreEqual(0, ends);
        t.Ask("\u0004");
        Assert.AreEqual(1, ends);
    }

    // What the line is, told by the command that does not exist.
    private static string Typed(TerminalFixture t)
    {
        t.Ask("\u0005");
        string drawn = t.Ask("\u000C");
        t.Ask("\u0015");
        Assert.StartsWith("\u001B[H\u001B[2J> ", drawn);
        return LastLine(drawn.Substring("\u001B[H\u001B[2J".Length));
    }

    private static string LastLine(string output)
    {
        int prompt = output.IndexOf("> ");
        string line = prompt < 0 ? output : output.Substring(prompt + 2);
        return line.EndsWith("\u001B[K") ? line.Substring(0, line.Length - 3) : line;
    }

    private static string[] Lines(string output)
    {
        string[] lines = output.TrimEnd().Split('\n');
        for (int i = 0; i < lines.Length; i++) lines[i] = lines[i].TrimEnd('\r');
        return lines;
    }

    private static string Noticed(TerminalFixture t, string text)
    {
        t.Terminal.Notice(text);
        return t.Read();
    }

    private static ProbeCommand Probe(TerminalFixture t) => (ProbeCommand)t.Shell!.Find("probe")!;

    private static void AssertEndsWith(string end, string text, string why = "") => Assert.IsTrue(text.EndsWith(end), why + text);
}
