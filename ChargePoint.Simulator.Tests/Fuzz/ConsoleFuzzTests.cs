using System.Text;
using ChargePoint.Console;

namespace ChargePoint.Simulator.Tests.Fuzz;

/// <summary>
/// Lines on the console: commands that are nearly right, control characters, pasted certificates, lines of any length. Each has one end, is answered in printable
/// lines, and what is refused has changed nothing.
/// </summary>
[TestClass]
[DoNotParallelize]
public sealed class ConsoleFuzzTests
{
    private static readonly string[] Seeds =
    [
        "help", "help config", "status", "status --json", "link", "link --json", "queue --json", "trace on", "trace off", "connector", "connector 1", "connector 1 --json", "meter", "meter 1 --json", "system", "system --json", "history", "history 5", "firmware", "firmware --json", "log 5 link", "config", "config get HeartbeatInterval", "config set MeterValueSampleInterval 60", "config set AuthorizationKey 0123456789abcdef", "config set CentralSystemUrl ws://x/y",
        "config set SecurityProfile 2", "queue", "queue aside", "price", "profiles", "card", "card list", "card list --json", "card find CARD1", "card learn 1", "card forget CARD1", "card clear",
        "policy", "policy --json", "policy offline list", "policy free-vend CARD1", "policy free-vend off", "central", "central --json", "central url ws://x/y", "central identity CP1", "central password 0123456789abcdef", "central profile 0",
        "network", "network scan", "network join Depot charge-here", "network join \"Garage 2\"", "network ethernet", "network dhcp", "network ntp pool.ntp.org", "network static 10.0.0.7 255.255.255.0 10.0.0.1 9.9.9.9", "config reset all", "config reset HeartbeatInterval", "availability", "availability 1 off",
        "availability 0 on", "fault clear", "fault clear 1", "faults", "faults --json", "log", "log 20", "log 999999999999", "security", "security 3", "clock", "clock forget", "service", "service 123456", "service set 123456", "service end",
        "ocpp call Heartbeat", "ocpp call DataTransfer {\"vendorId\":\"org.example\",\"data\":\"a b\"}", "ocpp call StatusNotification {}", "certificate", "certificate list", "certificate import", "certificate import firmware", "reboot",
        "config set CpoName \"a b\"", "   ", "\"", "-----END CERTIFICATE-----",
    ];

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Whatever_is_typed_is_answered_once_and_in_print()
    {
        FuzzRun run = new("console", 120, TestContext);
        Mutator mutator = new(run.Random);
        FuzzStation station = FuzzStation.Charging();
        run.Begin(station);
        while (run.Next())
        {
            if (run.Index % 500 == 499)
            {
                run.End(station);
                station = FuzzStation.Charging();
                run.Begin(station);
            }

            if (run.Random.Next(60) == 0) Paste(run, mutator, station);
            else Check(run, station, Line(run, mutator));
            if (run.Random.Next(3) > 0 && station.ChargePoint.Console.IsTakingLines) Check(run, station, ""); // gives up the paste
        }

        run.Report();
    }

    private static string Line(FuzzRun run, Mutator mutator)
    {
        Random random = run.Random;
        string text = run.Corpus.Count > 0 && random.Next(4) == 0 ? Encoding.UTF8.GetString(run.Corpus[random.Next(run.Corpus.Count)]) : Seeds[random.Next(Seeds.Length)];
        for (int i = random.Next(4); i > 0; i--)
        {
            switch (random.Next(6))
            {
                case 0: text = Encoding.UTF8.GetString(mutator.Raw(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]))); break;
                case 1: text += " " + mutator.Number(); break;
                case 2: text += " " + Seeds[random.Next(Seeds.Length)]; break;
                case 3: text = Words(text, random, mutator); break;
                case 4: text = mutator.Json(text, text); break;
                default: text = text.Insert(random.Next(text.Length + 1), new string((char)random.Next(random.Next(5) == 0 ? 0x10000 : 0x20), random.Next(1, random.Next(20) == 0 ? 10_000 : 4))); break;
            }
        }

        return text.Replace("\n", "", StringComparison.Ordinal);
    }

    private static string Words(string text, Random random, Mutator mutator)
    {
        string[] words = text.Split(' ');
        words[random.Next(words.Length)] = random.Next(3) switch { 0 => mutator.Number(), 1 => Seeds[random.Next(Seeds.Length)].Split(' ')[^1], _ => "" };
        return string.Join(' ', words);
    }

    private static void Paste(FuzzRun run, Mutator mutator, FuzzStation station)
    {
        byte[] pem = Encoding.UTF8.GetBytes(FuzzCertificates.Pems[run.Random.Next(FuzzCertificates.Pems.Length)]);
        for (int i = run.Random.Next(4); i > 0; i--) pem = mutator.Raw(pem, pem);
        Check(run, station, run.Random.Next(2) == 0 ? "certificate import" : "certificate import firmware");
        foreach (string line in Encoding.UTF8.GetString(pem).Split('\n'))
        {
            if (station.ChargePoint.Console.IsTakingLines) Check(run, station, line);
        }

        run.Count("pasted certificates");
    }

    private static void Check(FuzzRun run, FuzzStation station, string line)
    {
        byte[] input = Encoding.UTF8.GetBytes(line);
        string[] state = station.State();
        FuzzReply reply = new();
        ConsoleShell shell = station.ChargePoint.Console;
        try
        {
            shell.Execute(line, reply);
            while (shell.Pump())
            {
            }
        }
        catch (Exception e)
        {
            run.Fail($"threw {e}", input);
        }

        string[] after = station.State();
        int restarts = station.Restarts;
        station.Run(40);
        if (reply.Ends == 0 && !shell.IsTakingLines && restarts == station.Restarts) station.Run(61_000, 500);
        bool restarted = restarts != station.Restarts;
        if (reply.Ends > 1 || (reply.Ends == 0 && !restarted && !shell.IsTakingLines)) run.Fail($"{reply.Ends} ends", input);
        if (reply.Wrong != null) run.Fail(reply.Wrong, input);
        if (reply.Failure != null && reply.Failure.Contains(" failed: ", StringComparison.Ordinal)) run.Fail(reply.Failure + " " + station.LastThrown, input);
        if (reply.Lines > 400) run.Fail($"{reply.Lines} lines", input);
        for (int i = 0; reply.Failure != null && i < state.Length; i++)
        {
            if (state[i] != after[i]) run.Fail($"refused ({reply.Failure}), and the state changed from {state[i]} to {after[i]}", input);
        }

        if (station.Limits() is { } problem) run.Fail(problem, input);
        run.Count(restarted ? "restarts" : reply.Failure != null ? "refused" : reply.Ends == 1 ? "done" : "taken for a paste");
        run.Learn(input, reply.Failure ?? reply.Last);
    }

    private sealed class FuzzReply : IConsoleReply
    {
        public int Ends { get; private set; }

        public int Lines { get; private set; }

        public string? Failure { get; private set; }

        public string? Wrong { get; private set; }

        public string Last { get; private set; } = "";

        public void Line(string text)
        {
            Lines++;
            Last = text;
            Look(text);
            if (Ends > 0) Wrong = "a line behind the end";
        }

        public void Done() => Ends++;

        public void Fail(string reason)
        {
            Ends++;
            Failure = reason;
            Look(reason);
        }

        private void Look(string text)
        {
            if (text.Any(char.IsControl)) Wrong = "a control character in the answer";
            if (text.Length > 12_000) Wrong = $"a line of {text.Length} characters";
        }
    }
}
