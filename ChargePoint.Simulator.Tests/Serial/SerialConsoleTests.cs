using System.Text;
using ChargePoint.Boards;
using ChargePoint.Hal.Simulated;
using ChargePoint.NanoHost;
using ChargePoint.Runtime;
using ChargePoint.VirtualBoard;

namespace ChargePoint.Simulator.Tests.Serial;

/// <summary>The console of a whole charge point on the UART that its board description names, byte for byte at 115,200 baud, on a virtual clock.</summary>
[TestClass]
public sealed class SerialConsoleTests
{
    [TestMethod]
    public void The_charge_point_says_that_it_is_ready_and_answers()
    {
        Station station = new();
        Assert.EndsWith("ready: CP1, firmware 1.0.0\r\n", station.Run(7000));
        Assert.EndsWith("ok\r\n", station.Ask("terminal plain\r"));
        string[] help = station.Lines("help\r");
        Assert.IsTrue(help.Any(line => line.StartsWith("status ", StringComparison.Ordinal)));
        Assert.AreEqual("ok", help[^1]);
        Assert.AreEqual(station.Expected("help"), string.Join('\n', help));
        Assert.AreEqual(station.Expected("status"), string.Join('\n', station.Lines("status\r")));
        station.AssertUnharmed();
    }

    [TestMethod]
    public void A_list_that_is_longer_than_all_buffers_comes_whole()
    {
        Station station = new();
        station.Run(7000);
        station.Ask("terminal plain\r");
        string expected = station.Expected("config");
        Assert.IsGreaterThan(1500, expected.Length);
        Assert.AreEqual(expected, string.Join('\n', station.Lines("config\r", 2000)));
        Assert.AreEqual(station.Expected("config --json"), string.Join('\n', station.Lines("config --json\r", 2000)));
        station.AssertUnharmed();
    }

    [TestMethod]
    public void A_paste_at_full_speed_is_taken_whole()
    {
        Station station = new();
        station.Run(7000);
        station.Ask("terminal plain\r");
        string paste = string.Concat(Enumerable.Range(0, 200).Select(i => $"config get CpoName\r\nhelp number{i}\n")); // 8 KB without a pause
        string[] lines = station.Lines(paste, 6000);
        Assert.HasCount(600, lines);
        for (int i = 0; i < lines.Length; i += 3) Assert.AreEqual("CpoName = |ok|error: no such command", string.Join('|', lines[i..(i + 3)]));
        station.AssertUnharmed();
    }

    [TestMethod]
    public void Ten_thousand_characters_and_noise_harm_nothing()
    {
        Station station = new();
        station.Run(7000);
        string refused = station.Ask(new string('x', 10_000) + "\r", 3000);
        Assert.AreEqual(1, refused.Split("error:").Length - 1);
        station.AssertUnharmed();
        Random random = new(1);
        byte[] noise = new byte[20_000];
        random.NextBytes(noise);
        station.Send(noise);
        station.Run(10_000);
        station.Ask("\u0003\u0003\r", 1000);
        Assert.Contains("ok\r\n", station.Ask("terminal plain\r"));
        Assert.AreEqual("CpoName = |ok", string.Join('|', station.Lines("config get CpoName\r")));
        station.AssertNotHeld(); // noise that is drawn wider than it came is not all taken
    }

    private sealed class Station : IUartPeer
    {
        private const int LongestStepMs = 5; // of real time would be far more; the virtual clock shows whether anything waited

        private readonly ManualClock _clock = new();
        private readonly VirtualEsp32 _controller;
        private readonly VirtualHardware _hardware;
        private readonly Firmware.ChargePoint _chargePoint;
        private readonly VirtualUart _uart;
        private readonly List<byte> _screen = [];

        public Station()
        {
            Section description = Machine.Read(Encoding.UTF8.GetBytes(Description), out string[] problems)!;
            Assert.IsEmpty(problems);
            _controller = new VirtualEsp32(() => _clock.MonotonicMs);
            SimulatedBoard world = new(_clock, new SeededRandom(1), new MemoryFlash(), null, VirtualHardware.WorldOf(description));
            _hardware = new VirtualHardware(_controller, world, description, () => Assert.Fail("the watchdog has reset the board"));
            _uart = _controller.Uart("COM3");
            _uart.Peer = this;
            using IDisposable use = VirtualEsp32.Use(_controller);
            DescribedBoard board = BoardBuilder.Build(world, description, "1.0.0", out string problem)!;
            Assert.AreEqual("", problem);
            _chargePoint = new Firmware.ChargePoint(board, new Log(_clock), loop => new SilentLink());
            _chargePoint.Start("ws://central.example", "CP1");
        }

        public void Send(byte[] bytes) => _uart.SendToController(bytes, _clock.MonotonicMs);

        public string Ask(string text, int milliseconds = 500)
        {
            Send(Encoding.UTF8.GetBytes(text));
            return Run(milliseconds);
        }

        public string[] Lines(string text, int milliseconds = 1000) => Ask(text, milliseconds).TrimEnd().Split("\r\n");

        public string Run(int milliseconds)
        {
            _screen.Clear();
            for (int i = 0; i < milliseconds; i++)
            {
                long before = _clock.MonotonicMs;
                for (int step = 0; step < 1000 && _chargePoint.Loop.Step(); step++)
                {
                }

                Assert.IsLessThan(LongestStepMs, _clock.MonotonicMs - before);
                _clock.Advance(1);
                if (_clock.MonotonicMs % 20 != 0) continue;
                _chargePoint.Safety.Step();
                _hardware.Look();
            }

            return Encoding.UTF8.GetString([.. _screen]);
        }

        /// <summary>What the command answers without any terminal between.</summary>
        public string Expected(string line)
        {
            Collector reply = new();
            ChargePoint.Console.ConsoleShell shell = _chargePoint.NewConsole();
            shell.Execute(line, reply);
            while (shell.Pump())
            {
            }

            return string.Join('\n', reply.Lines);
        }

        public void AssertUnharmed()
        {
            AssertNotHeld();
            Assert.AreEqual(0, _uart.Overruns, "bytes that were typed are lost");
        }

        public void AssertNotHeld()
        {
            Assert.AreEqual(0, _uart.HeldUs, "whoever wrote was held");
            Assert.AreEqual(0, _chargePoint.Loop.Failures);
        }

        void IUartPeer.OnByte(byte value, long atMs) => _screen.Add(value);

        void IUartPeer.OnTime(long nowMs)
        {
        }

        private const string Description = """
            { "version": 1, "vendor": "V", "model": "M", "chip": "virtual",
              "connectors": [ { "maxAmps": 32, "cable": "attached", "contactor": { "coil": 0, "feedback": 1 }, "pilot": { "pwm": 2, "high": 96, "low": 97 },
                "meter": { "type": "SDM120", "address": 1 } } ],
              "modbus": { "port": "COM2", "tx": 80, "rx": 81, "rts": 82, "baud": 9600 },
              "console": { "port": "COM3", "tx": 83, "rx": 84 } }
            """;
    }

    private sealed class Collector : ChargePoint.Console.IConsoleReply
    {
        public List<string> Lines { get; } = [];

        public void Line(string text) => Lines.Add(text);

        public void Done() => Lines.Add("ok");

        public void Fail(string reason) => Lines.Add("error: " + reason);
    }

    private sealed class SilentLink : Ocpp.IMessageLink
    {
        public bool IsOpen => false;

        public bool IsWaiting => false;

        public void Open(Ocpp.WebSocketAddress address, Ocpp.WebSocketOptions options, Ocpp.IWebSocketListener listener)
        {
        }

        public bool Send(byte[] buffer, int offset, int count) => false;

        public void Close(int code, string reason)
        {
        }

        public void Abort()
        {
        }
    }
}
