using System.Text;
using ChargePoint.Console;
using ChargePoint.Hal;

namespace ChargePoint.Simulator.Tests.Fuzz;

/// <summary>
/// Bytes at a terminal: keys, commands, pastes, noise and sequences that are cut off, at a port that takes much or little. Nothing is thrown, what is
/// shown is text, and afterwards a command is answered by its lines and one end.
/// </summary>
[TestClass]
[DoNotParallelize]
public sealed class TerminalFuzzTests
{
    private const string Probe = "config get CpoName";

    private static readonly string[] Seeds =
    [
        "help\r", "status\r", "status --json\r\n", "config\r", "con\tg\tCpoN\t\r", "\t\t", "config get \t\t", "queue\n", "log 20\r", "watch queue 3\r", "watch status 2 --json\r\r", "watch log\r\u0003",
        "certificate import\r-----BEGIN CERTIFICATE-----\r", "terminal plain\r", "terminal edit\r", "\e[A", "\e[B\e[B", "\e[D\e[D\e[C", "\eOH\eOF", "\e[3~", "\e[1;5C", "\e[200~", "\e", "\e[", "\eO", "\u0001\u0005", "\u000B\u0015\u0017",
        "\u0003", "\u0004", "\f", "\b\b\b", "\u007F", "\r\n\r\n", "\0\0", "Grüße €😀", "ocpp call Heartbeat\r", "help \u0085\u2028\r", "faults\r", "profiles\r", "security 5\r", "clock\r", "setup\r", "setup\rCP1\r\r", "selftest\r", "system\r", "factory-reset\r", "card learn 5\r", "network join\r", "provision\r", "config get HeartbeatInterval\r", "dance\r",
    ];

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Whatever_bytes_come_to_a_terminal_it_goes_on_answering()
    {
        FuzzRun run = new("terminal", 70, TestContext);
        Mutator mutator = new(run.Random);
        (FuzzStation station, Port port) = Begin();
        run.Begin(station);
        while (run.Next())
        {
            if (run.Index % 500 == 499)
            {
                run.End(station);
                (station, port) = Begin();
                run.Begin(station);
            }

            byte[] input = Input(run, mutator);
            port.Takes = run.Random.Next(4) == 0 ? run.Random.Next(1, 100) : int.MaxValue;
            int restarts = station.Restarts;
            for (int at = 0; at < input.Length;)
            {
                int piece = Math.Min(input.Length - at, run.Random.Next(1, run.Random.Next(3) == 0 ? 20_000 : 40));
                port.Typed.AddRange(input.AsSpan(at, piece));
                at += piece;
                station.Run(run.Random.Next(5) == 0 ? 600 : 40);
            }

            if (Check(run, station, port, input, restarts)) continue;
            run.Count(restarts != station.Restarts ? "restarts" : "held by a command");
            (station, port) = Begin();
        }

        run.Report();
    }

    private static (FuzzStation Station, Port Port) Begin()
    {
        FuzzStation station = FuzzStation.Charging();
        Port port = new();
        new Terminal(station.ChargePoint.Loop, port, station.ChargePoint.NewConsole).Start();
        return (station, port);
    }

    private static byte[] Input(FuzzRun run, Mutator mutator)
    {
        Random random = run.Random;
        switch (random.Next(12))
        {
            case 0:
                byte[] noise = new byte[random.Next(1, 400)];
                random.NextBytes(noise);
                return noise;
            case 1:
                return Encoding.UTF8.GetBytes(new string((char)random.Next(0x20, 0x7F), random.Next(3000, 10_000)) + (random.Next(2) == 0 ? "\r" : ""));
            default:
                StringBuilder text = new();
                for (int i = random.Next(1, 6); i > 0; i--) text.Append(Seeds[random.Next(Seeds.Length)]);
                byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
                return random.Next(3) == 0 ? mutator.Raw(bytes, Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)])) : bytes;
        }
    }

    private static bool Check(FuzzRun run, FuzzStation station, Port port, byte[] input, int restarts)
    {
        port.Takes = int.MaxValue;
        bool isHeld = !Settle(station, port);
        string shown = port.Read();
        if (shown.Contains('\uFFFD', StringComparison.Ordinal) || shown.Any(c => char.IsControl(c) && c is not ('\r' or '\n' or '\e'))) run.Fail("shows what is no text", input);
        if (shown.Contains(" failed: ", StringComparison.Ordinal)) run.Fail("a command has failed: " + station.LastThrown, input);
        if (station.ChargePoint.Loop.Failures > 0) run.Fail("threw " + station.LastThrown, input);
        if (station.Limits() is { } problem) run.Fail(problem, input);
        if (isHeld || restarts != station.Restarts) return false;
        port.Typed.AddRange("\u0003\u0003"u8);
        Settle(station, port);
        port.Typed.AddRange("\u0003\rterminal plain\r"u8);
        Settle(station, port);
        port.Read();
        port.Typed.AddRange(Encoding.UTF8.GetBytes(Probe + "\r"));
        Settle(station, port);
        string[] answer = port.Read().TrimEnd().Split("\r\n");
        if (answer.Length != 2 || !answer[0].StartsWith("CpoName = ", StringComparison.Ordinal) || answer[1] != "ok") run.Fail("the next command is answered by: " + string.Join('|', answer), input);
        port.Typed.AddRange("terminal edit\r"u8);
        Settle(station, port);
        port.Read();
        run.Count(shown.Contains("error: ", StringComparison.Ordinal) ? "refused" : "taken");
        run.Learn(input, shown.Length > 200 ? shown[..200] : shown);
        return restarts == station.Restarts;
    }

    // Until nothing more is shown. False: a command that goes on and on keeps what was typed after it waiting in the port.
    private static bool Settle(FuzzStation station, Port port)
    {
        for (int i = 0; i < 500; i++)
        {
            int shown = port.Shown;
            station.Run(60);
            if (port.Typed.Count == 0 && port.Shown == shown) return true;
        }

        return false;
    }

    private sealed class Port : IConsolePort
    {
        private readonly List<byte> _shown = [];

        public List<byte> Typed { get; } = [];

        public int Shown => _shown.Count;

        public int Takes { get; set; } = int.MaxValue;

        public string Read()
        {
            string text = Encoding.UTF8.GetString([.. _shown]);
            _shown.Clear();
            return text;
        }

        public int Receive(byte[] buffer, int offset, int count)
        {
            count = Math.Min(count, Typed.Count);
            Typed.CopyTo(0, buffer, offset, count);
            Typed.RemoveRange(0, count);
            return count;
        }

        public int Send(byte[] buffer, int offset, int count)
        {
            count = Math.Min(count, Takes);
            _shown.AddRange(buffer.AsSpan(offset, count));
            return count;
        }
    }
}
