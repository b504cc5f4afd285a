using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;
using ChargePoint.Safety;

namespace ChargePoint.Bench;

/// <summary>A charge point with one connector on a simulated board, under a clock that goes from one timer to the next.</summary>
public sealed class BenchStation
{
    /// <summary>Size of the log's ring in bytes, as a device has it.</summary>
    public const int LogBytes = 4096;

    private readonly SimulatedBoard _board;
    private readonly Log _log;
    private Firmware.ChargePoint? _chargePoint;

    /// <summary>Makes the board, with nothing running on it.</summary>
    /// <param name="traffic">Counts what goes out.</param>
    /// <param name="flash">Flash of the board, or null for <see cref="Flash"/>.</param>
    public BenchStation(Traffic traffic, IFlashStore? flash = null)
    {
        Traffic = traffic;
        Flash = new BenchFlash(traffic);
        _board = new SimulatedBoard(Clock, new SeededRandom(1), flash ?? Flash);
        _log = new Log(Clock, LogBytes);
    }

    /// <summary>Clock of the board.</summary>
    public ManualClock Clock { get; } = new();

    /// <summary>Flash of the board.</summary>
    public BenchFlash Flash { get; }

    /// <summary>Connection to the Central System.</summary>
    public BenchLink Link { get; private set; } = null!;

    /// <summary>What went out.</summary>
    public Traffic Traffic { get; }

    /// <summary>Makes a charge point and runs it until its BootNotification is accepted and its statuses are told.</summary>
    public void Boot()
    {
        _board.PowerOff();
        _chargePoint = new Firmware.ChargePoint(_board, _log, MakeLink);
        _chargePoint.Start("ws://central.example", "CP1");
        Pass(1_000);
    }

    /// <summary>Changes a configuration value.</summary>
    /// <param name="key">Name of the key.</param>
    /// <param name="value">New value.</param>
    public void Configure(string key, string value) => _chargePoint!.Configuration.Change(key, value);

    /// <summary>Plugs a vehicle in.</summary>
    public void Plug()
    {
        _board.Connector(1).Plug();
        Pass(1_000);
    }

    /// <summary>Takes the cable off.</summary>
    public void Unplug()
    {
        _board.Connector(1).Unplug();
        Pass(1_000);
    }

    /// <summary>Presents a card.</summary>
    public void Tap()
    {
        _board.Reader.Present("04A2B6C1D53E80");
        Pass(1_000);
    }

    /// <summary>Lets time pass: handles all there is, goes to the next timer, steps the safety supervisor.</summary>
    /// <param name="milliseconds">How much.</param>
    public void Pass(long milliseconds)
    {
        EventLoop loop = _chargePoint!.Loop;
        long end = Clock.MonotonicMs + milliseconds;
        while (true)
        {
            while (loop.Step())
            {
            }

            long rest = end - Clock.MonotonicMs;
            if (rest <= 0) return;
            long wait = loop.UntilNextTimerMs;
            if (wait < 0 || wait > rest) wait = rest;
            Clock.Advance(wait);
            _chargePoint.Safety.Step();
        }
    }

    /// <summary>Lets time pass as the device does: a step of the safety supervisor every 20 ms.</summary>
    /// <param name="milliseconds">How much.</param>
    public void Idle(int milliseconds)
    {
        for (int passed = 0; passed < milliseconds; passed += SafetySupervisor.PeriodMs)
        {
            Clock.Advance(SafetySupervisor.PeriodMs);
            _chargePoint!.Safety.Step();
            while (_chargePoint.Loop.Step())
            {
            }
        }
    }

    private BenchLink MakeLink(EventLoop loop)
    {
        Link = new BenchLink(loop, Traffic);
        return Link;
    }
}
