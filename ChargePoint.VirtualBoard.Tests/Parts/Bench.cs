using System.Device.Adc;
using System.Device.Gpio;
using ChargePoint.Hal.Parts;
using ChargePoint.Hal.Simulated;
using ChargePoint.NanoHost;
using ChargePoint.VirtualBoard.Parts;

namespace ChargePoint.VirtualBoard.Tests.Parts;

/// <summary>A virtual controller, a world with one connector, and a clock that both go by.</summary>
internal sealed class Bench : IDisposable
{
    public const int PeriodMs = 20;

    private readonly IDisposable _use;

    public Bench(int phases = 1, bool phaseSwitching = false)
    {
        Clock = new ManualClock(1_000);
        Controller = new VirtualEsp32(() => Clock.MonotonicMs);
        _use = VirtualEsp32.Use(Controller);
        Board = new SimulatedBoard(Clock, new SeededRandom(1), new MemoryFlash(), null, new SimulatedBoardOptions { Phases = phases, PhaseSwitching = phaseSwitching });
        Gpio = new GpioController();
        Adc = new AdcController();
    }

    public ManualClock Clock { get; }

    public VirtualEsp32 Controller { get; }

    public SimulatedBoard Board { get; }

    public SimulatedConnector World => Board.Connector(1);

    public GpioController Gpio { get; }

    public AdcController Adc { get; }

    public DigitalOutput Output(Wire wire) => new(Gpio, wire.Pin, wire.ActiveHigh);

    public DigitalInput Input(Wire wire, PinMode mode = PinMode.InputPullUp) => new(Gpio, wire.Pin, wire.ActiveHigh, mode);

    /// <summary>Lets periods pass, with a step of the driver in each.</summary>
    public void Run(Action step, int periods)
    {
        for (int i = 0; i < periods; i++)
        {
            Clock.Advance(PeriodMs);
            step();
        }
    }

    /// <summary>Lets time pass with a step of the driver every period.</summary>
    public void RunMs(Action step, int milliseconds) => Run(step, milliseconds / PeriodMs);

    /// <summary>Number of periods until something holds; fails after a limit.</summary>
    public int PeriodsUntil(Action step, Func<bool> holds, int limit = 100)
    {
        for (int i = 0; i <= limit; i++)
        {
            if (holds()) return i;
            Run(step, 1);
        }

        throw new AssertFailedException($"did not happen within {limit} periods");
    }

    /// <summary>Bytes that a step allocates, after some steps to warm up.</summary>
    public long AllocatedBy(Action step)
    {
        Run(step, 5);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Clock.Advance(PeriodMs);
            step();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    public void Dispose() => _use.Dispose();
}
