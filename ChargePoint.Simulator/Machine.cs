using System.Text;
using ChargePoint.Boards;
using ChargePoint.Hal;
using ChargePoint.Hal.Readers;
using ChargePoint.Hal.Simulated;
using ChargePoint.NanoHost;
using ChargePoint.VirtualBoard;

namespace ChargePoint.Simulator;

/// <summary>
/// The hardware that the firmware is started on: either a world alone, whose parts are simulated at the level of the HAL, or a board that a
/// description describes, with the real drivers on virtual chips between firmware and world.
/// </summary>
public sealed class Machine
{
    private readonly Section? _description;
    private readonly VirtualEsp32? _controller;
    private readonly VirtualHardware? _hardware;
    private bool _resetDue;

    /// <summary>Makes a machine that is off.</summary>
    /// <param name="world">The world, which is also the controller's clock, flash and network.</param>
    /// <param name="description">How the board is wired, or null for a world alone.</param>
    public Machine(SimulatedBoard world, Section? description)
    {
        World = world;
        _description = description;
        if (description == null) return;
        _controller = new VirtualEsp32(() => world.Clock.MonotonicMs);
        _hardware = new VirtualHardware(_controller, world, description, () => _resetDue = true);
    }

    /// <summary>The world.</summary>
    public SimulatedBoard World { get; }

    /// <summary>True if drivers and virtual chips stand between firmware and world.</summary>
    public bool IsDescribed => _hardware != null;

    /// <summary>Reads a description.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="problems">What is wrong with it, one line each; empty for a sound one.</param>
    public static Section? Read(byte[] text, out string[] problems)
    {
        DescriptionReader reader = new();
        Section? root = reader.Read(text, text.Length);
        problems = [.. Enumerable.Range(0, reader.ErrorCount).Select(reader.ErrorAt)];
        return root;
    }

    /// <summary>A description for as many connectors as are asked for, on a controller that has pins enough for eight.</summary>
    public static byte[] Standard(int connectors, bool fixedCable)
    {
        string[] each = [.. Enumerable.Range(0, connectors).Select(i => Connector(i, fixedCable))];
        return Encoding.UTF8.GetBytes($$"""
            { "version": 1, "vendor": "ChargePoint", "model": "Simulator", "chip": "virtual",
              "supply": { "volts": 230, "phases": 1 },
              "connectors": [ {{string.Join(",\n", each)}} ],
              "modbus": { "port": "COM2", "tx": 80, "rx": 81, "rts": 82, "baud": 9600 },
              "reader": { "type": "MFRC522", "clock": 83, "mosi": 84, "miso": 85, "select": 86 },
              "emergencyStop": { "pin": 87 }, "mains": { "pin": 88 }, "watchdog": { "pin": 89 } }
            """);
    }

    /// <summary>Gives the board its supply.</summary>
    /// <returns>The board for a firmware that starts.</returns>
    public IBoard PowerOn()
    {
        if (_description == null) return World;
        using IDisposable use = VirtualEsp32.Use(_controller!);
        DescribedBoard board = BoardBuilder.Build(World, _description, World.Identity.FirmwareVersion, out string problem)
            ?? throw new InvalidOperationException("board description: " + problem);
        board.Faults = id => id == 0 ? World.Fault : World.Connector(id).Fault;
        board.CardReader = new BenchReader(board.CardReader, World.Reader);
        return board;
    }

    /// <summary>Takes the supply away: outputs float, ports close, byte streams end. The world stays as it is.</summary>
    public void PowerOff()
    {
        World.PowerOff();
        _controller?.Reset();
    }

    /// <summary>Lets time pass for chips that act by themselves.</summary>
    /// <returns>True if the watchdog resets the board.</returns>
    public bool Look()
    {
        _hardware?.Look();
        bool due = _resetDue;
        _resetDue = false;
        return due;
    }

    private static string Connector(int index, bool fixedCable)
    {
        int pin = index * 10;
        int analog = 96 + (index * 4);
        string socket = $$"""
            "proximity": { "pin": {{analog + 2}} },
            "lock": { "type": "motor", "lock": {{pin + 3}}, "unlock": {{pin + 4}}, "feedback": {{pin + 5}} },
            """;
        return $$"""
            { "maxAmps": 32, "cable": "{{(fixedCable ? "attached" : "socket")}}",
              "contactor": { "coil": {{pin}}, "feedback": {{pin + 1}} },
              "pilot": { "pwm": {{pin + 2}}, "high": {{analog}}, "low": {{analog + 1}} },
              {{(fixedCable ? "" : socket)}}
              "residualCurrent": { "trip": {{pin + 6}}, "test": {{pin + 7}} },
              "temperature": { "pin": {{analog + 3}} },
              "meter": { "type": "SDM120", "address": {{index + 1}} },
              "indicator": { "red": {{pin + 8}}, "green": {{pin + 9}} } }
            """;
    }

    // Cards whose identifier no chip can have come from the bench straight to the firmware.
    private sealed class BenchReader(IPolledReader? reader, SimulatedReader bench) : IPolledReader
    {
        public bool HasCard => reader is { HasCard: true } || bench.Waiting > 0;

        public bool IsFaulty => reader is { IsFaulty: true };

        public void Poll() => reader?.Poll();

        public string? TakeCard() => reader?.TakeCard() ?? bench.TakeCard();
    }
}
