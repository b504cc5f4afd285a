using nanoFramework.TestFramework;

namespace ChargePoint.Console.Tests;

[TestClass]
public class ShellTests
{
    private const string Begin = "-----BEGIN CERTIFICATE-----";
    private const string End = "-----END CERTIFICATE-----";
    private const string Pem = Begin + "\nMIIB\nAAAA\n" + End + "\n";

    [TestMethod]
    public void An_empty_line_does_nothing()
    {
        ConsoleFixture f = new();
        foreach (string line in new string[] { "", " ", "\t", "\r", "  \t \r" })
        {
            Assert.AreEqual("ok", f.Type(line));
            Assert.AreEqual(0, f.Lines.Count);
        }
    }

    [TestMethod]
    public void Blanks_around_words_do_not_matter()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("  config \t get   CpoName \r"));
    }

    [TestMethod]
    public void An_unknown_command_is_named()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("error: unknown command 'dance', try 'help'", f.Type("dance on the table"));
        Assert.StartsWith("error: unknown command 'STATUS'", f.Type("STATUS"));
    }

    [TestMethod]
    public void Noise_is_not_echoed_as_it_came()
    {
        ConsoleFixture f = new();
        char[] noise = new char[200];
        for (int i = 0; i < noise.Length; i++) noise[i] = (char)(i + 1);
        string text = new string(noise);
        foreach (string line in new string[] { text, "config get " + text, "config set \x1B[2J 1", "help \x1B[2J", "ocpp call \x1B[2J", "status \x7F", "certificate \x1B" })
        {
            f.Type(line);
            Assert.StartsWith("error: ", f.End);
            Assert.AreEqual(1, f.Ends);
            foreach (char c in f.End.ToCharArray()) Assert.IsTrue(c >= ' ' && c != 0x7F && (c < 0x80 || c > 0x9F), ((int)c).ToString());
        }
    }

    [TestMethod]
    public void A_line_of_4096_characters_is_taken_and_one_more_is_not()
    {
        ConsoleFixture f = new();
        Assert.StartsWith("error: unknown command", f.Type(new string('x', ConsoleShell.LongestLine)));
        Assert.IsTrue(f.End.Length < 100);
        Assert.AreEqual("error: the line is longer than 4096 characters", f.Type(new string('x', ConsoleShell.LongestLine + 1)));
        Assert.AreEqual("error: the line is longer than 4096 characters", f.Type(new string(' ', 10_000)));
        Assert.AreEqual("ok", f.Type("help"));
    }

    [TestMethod]
    public void An_answer_of_the_Central_System_cannot_forge_the_end_of_a_command()
    {
        ConsoleFixture f = new();
        f.Connect();
        f.Type("ocpp call Heartbeat");
        f.Answer("{\n\"a\":\r\n1\n}");
        Assert.AreEqual(1, f.Lines.Count);
        Assert.IsTrue(f.Text.IndexOf('\n') < 0 && f.Text.IndexOf('\r') < 0);
        f.Type("ocpp call Heartbeat");
        f.Answer("!x\\nok\\u001b[2J");
        Assert.AreEqual("error: GenericError x ok [2J", f.End);
    }

    [TestMethod]
    public void A_certificate_may_be_pasted_in_lines()
    {
        ConsoleFixture f = new();
        Paste(f, Pem);
        Assert.AreEqual("ok", f.End);
        Assert.AreEqual(Pem, (string)f.Certificates[0]!);
        Assert.IsFalse(f.Shell.IsTakingLines);
        Assert.AreEqual("ok", f.Type("certificate"));
        Assert.AreEqual("1  CN=0, valid until 2100-01-01;   SHA-256 f0;", f.Text);
    }

    [TestMethod]
    public void A_certificate_may_be_pasted_with_a_preamble_and_blanks()
    {
        ConsoleFixture f = new();
        Paste(f, "subject=CN\n  " + Begin + " \r\n MIIB\r\n AAAA \r\n" + End + "\r\n");
        Assert.AreEqual("ok", f.End);
        Assert.AreEqual(Pem, (string)f.Certificates[0]!);
    }

    [TestMethod]
    public void A_certificate_may_stand_on_one_line()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("certificate import " + Begin + " MIIB AAAA " + End));
        Assert.AreEqual(Pem, (string)f.Certificates[0]!);
        Assert.StartsWith("error: a certificate in PEM form", f.Type("certificate import MIIB"));
        Assert.StartsWith("error: a certificate in PEM form", f.Type("certificate import " + End + " " + Begin));
        Assert.AreEqual("error: not a certificate", f.Type("certificate import " + Begin + " BAD " + End));
        Assert.StartsWith("error: usage", f.Type("certificate export"));
        Assert.AreEqual(1, f.Count);
    }

    [TestMethod]
    public void An_authority_of_firmware_is_told_from_one_of_the_Central_System()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("ok", f.Type("certificate import firmware " + Begin + " MIIB AAAA " + End));
        Assert.AreEqual("", f.Type("certificate import firmware"));
        foreach (string line in Pem.Split('\n')) f.Type(line);
        Assert.AreEqual("firmware " + Pem, (string)f.Certificates[0]!);
        Assert.AreEqual("firmware " + Pem, (string)f.Certificates[1]!);
    }

    [TestMethod]
    public void A_paste_ends_with_an_empty_line()
    {
        ConsoleFixture f = new();
        Assert.AreEqual("", f.Type("certificate import"));
        Assert.AreEqual("error: no certificate was pasted", f.Type(""));
        Assert.AreEqual("ok", f.Type("help"));
        f.Type("certificate import");
        f.Type(Begin);
        f.Type("MIIB");
        Assert.AreEqual("error: the certificate is not complete", f.Type(" "));
        Assert.AreEqual("ok", f.Type("help"));
        Assert.IsTrue(f.Lines.Count > 3);
        Assert.AreEqual(0, f.Count);
    }

    [TestMethod]
    public void A_paste_has_a_limit()
    {
        ConsoleFixture f = new();
        f.Type("certificate import");
        string end = "";
        int lines = 0;
        while (end.Length == 0 && lines++ < 1000) end = f.Type(new string('A', 64));
        Assert.AreEqual("error: the certificate is longer than 6000 characters", end);
        Assert.AreEqual("ok", f.Type("help"));
        f.Type("certificate import");
        Assert.StartsWith("error: the line is longer", f.Type(new string('A', 5_000)));
        Assert.AreEqual("ok", f.Type("help"));
    }

    [TestMethod]
    public void The_bench_acts_beside_a_command_that_waits_for_lines()
    {
        ConsoleFixture f = new();
        string aside = "";
        f.Shell.Aside = (text, reply) =>
        {
            if (!text.StartsWith("sim ")) return false;
            aside += text + ";";
            reply.Line("done");
            return true;
        };
        Assert.StartsWith("error: unknown command 'sim'", f.Type("sim plug 1"));
        Assert.AreEqual("", f.Type("certificate import"));
        Assert.AreEqual("", f.Type("sim plug 1"));
        Assert.AreEqual("done;", f.Text);
        Assert.AreEqual("sim plug 1;", aside);
        Assert.IsTrue(f.Shell.IsTakingLines);
        foreach (string line in Pem.Split('\n')) f.Type(line);
        Assert.AreEqual(1, f.Certificates.Count);
    }

    [TestMethod]
    public void A_bug_in_a_command_is_an_error_of_that_command()
    {
        ConsoleFixture f = new() { TrustThrows = true };
        Assert.StartsWith("error: certificate failed", f.Type("certificate import " + Begin + " MIIB " + End));
        Paste(f, Pem);
        Assert.StartsWith("error: certificate failed", f.End);
        Assert.AreEqual(1, f.Ends);
        Assert.AreEqual("ok", f.Type("help"));
    }

    [TestMethod]
    [DataRow("at once")]
    [DataRow("at length")]
    [DataRow("line")]
    [DataRow("long line")]
    public void A_command_that_fails_puts_back_what_it_has_begun(string how)
    {
        ConsoleFixture f = new();
        FailingCommand command = new(f.Shell);
        f.Shell.Add(command);
        string end = f.Type("failing " + how);
        if (how.IndexOf("line") >= 0)
        {
            Assert.AreEqual("", end);
            end = f.Type(how == "line" ? "x" : new string('x', ConsoleShell.LongestLine + 1));
        }

        Assert.StartsWith("error: ", end);
        Assert.AreEqual(1, f.Ends);
        Assert.AreEqual(1, command.Cancelled);
        Assert.AreEqual("ok", f.Type("help"));
        f.Shell.Cancel();
        Assert.AreEqual(1, command.Cancelled);
    }

    private static void Paste(ConsoleFixture f, string text)
    {
        Assert.AreEqual("", f.Type("certificate import"));
        foreach (string line in text.Split('\n'))
        {
            if (f.End.Length > 0) return;
            f.Type(line);
        }
    }

    private sealed class FailingCommand : IConsoleCommand, ILineTaker, ILongAnswer, ICancellable
    {
        private readonly ConsoleShell _shell;

        public FailingCommand(ConsoleShell shell) => _shell = shell;

        public int Cancelled { get; private set; }

        public string Forms => "failing HOW WHERE -- fails\nfailing line -- fails";

        public string Name => "failing";

        public string Prompt => "";

        public bool IsSecret => false;

        public void Execute(int form, CommandLine line, IConsoleReply reply)
        {
            _shell.LetCancel(this);
            string where = line.Word(line.Count - 1);
            if (where == "once") throw new System.InvalidOperationException(where);
            if (where == "length") _shell.AnswerAtLength(this);
            else _shell.TakeLines(this);
        }

        public bool TakeLine(string text, IConsoleReply reply) => throw new System.InvalidOperationException(text);

        public bool WriteNext(IConsoleReply reply) => throw new System.InvalidOperationException("length");

        public void Cancel() => Cancelled++;
    }
}
