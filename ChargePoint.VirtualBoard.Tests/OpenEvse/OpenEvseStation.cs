using System.IO.Ports;
using ChargePoint.Hal;
using ChargePoint.Hal.OpenEvse;
using ChargePoint.Hal.Simulated;
using ChargePoint.NanoHost;
using ChargePoint.VirtualBoard.OpenEvse;

namespace ChargePoint.VirtualBoard.Tests.OpenEvse;

/// <summary>
/// A station with a virtual OpenEVSE controller, the real driver, and a supervisor that follows the firmware's rule: closes on permission, pilot C, an
/// offer and no fault, opens on anything else, and finds a contactor that does not follow within 200 ms.
/// </summary>
internal sealed class OpenEvseStation
{
    public const int StepMs = 20;

    private readonly VirtualEsp32 _esp32;
    private readonly OpenEvseOptions _options;
    private SerialPort _port;
    private long _disagreeSinceMs = -1;

    public OpenEvseStation(OpenEvseDialect dialect = OpenEvseDialect.Rapi5, OpenEvseOptions? options = null, int configuredAmps = 32, bool locksAtBoot = false)
    {
        _options = options ?? new OpenEvseOptions();
        _esp32 = new VirtualEsp32(() => Clock.MonotonicMs);
        World = new SimulatedBoard(Clock, new SeededRandom(1), Flash, null, new SimulatedBoardOptions { FixedCable = true, VoltageMillivolts = 240_000 });
        Chip = new VirtualOpenEvse(_esp32.Uart("COM2"), World.Connector(1), configuredAmps) { Dialect = dialect, LocksAtBoot = locksAtBoot };
        if (locksAtBoot) Chip.Restart(0);
        (_port, Connector) = MakeDriver();
    }

    public ManualClock Clock { get; } = new();

    public MemoryFlash Flash { get; } = new();

    public SimulatedBoard World { get; }

    public SimulatedConnector Outlet => World.Connector(1);

    public VirtualOpenEvse Chip { get; }

    public OpenEvseConnector Connector { get; private set; }

    public bool Permitted { get; set; }

    public bool IsStuck { get; private set; }

    /// <summary>Most bytes that one step has put on the line: at 115,200 baud each takes 87 µs, and nothing else can hold a step up.</summary>
    public int MostBytesOfStep { get; private set; }

    public MeterReading Reading { get; } = new();

    public bool MeterAnswers => Connector.Meter.TryRead(Reading);

    /// <summary>The firmware restarts; the controller goes on.</summary>
    public void RestartFirmware()
    {
        _port.Close();
        Permitted = false;
        _disagreeSinceMs = -1;
        (_port, Connector) = MakeDriver();
    }

    public void Permit(int milliamps)
    {
        Connector.Pilot.OfferedMilliamps = milliamps;
        Permitted = milliamps > 0;
    }

    public void Run(int ms)
    {
        for (int i = 0; i < ms / StepMs; i++)
        {
            Clock.Advance(StepMs);
            Step();
        }
    }

    public bool RunUntil(Func<bool> condition, int limitMs)
    {
        for (int i = 0; i < limitMs / StepMs && !condition(); i++) Run(StepMs);
        return condition();
    }

    public void Step()
    {
        int heard = Chip.BytesHeard;
        Connector.Sample();
        MostBytesOfStep = Math.Max(MostBytesOfStep, Chip.BytesHeard - heard); // those of the step before, all through by now
        Connector.Poll();
        OpenEvseContactor contactor = Connector.Contactor;
        bool close = Permitted && !IsStuck && Connector.Fault == HardwareFault.NoError && Connector.Pilot.State == PilotState.C && Connector.Pilot.OfferedMilliamps >= 6000;
        if (close && !contactor.Commanded) contactor.Close();
        if (!close && contactor.Commanded) contactor.Open();
        if (contactor.Feedback == contactor.Commanded) _disagreeSinceMs = -1;
        else if (_disagreeSinceMs < 0) _disagreeSinceMs = Clock.MonotonicMs;
        IsStuck = _disagreeSinceMs >= 0 && Clock.MonotonicMs - _disagreeSinceMs >= 200;
    }

    /// <summary>From the start to a vehicle that charges with 16 A.</summary>
    public void Charge(int milliamps = 16_000)
    {
        Run(4_000);
        Assert.IsTrue(Outlet.Plug());
        Assert.IsTrue(RunUntil(() => Connector.Pilot.State == PilotState.B, 2_000), "the vehicle is not seen");
        Permit(milliamps);
        Assert.IsTrue(RunUntil(() => Connector.Contactor.Commanded && Connector.Contactor.Feedback, 5_000), "the vehicle does not charge");
    }

    private (SerialPort Port, OpenEvseConnector Connector) MakeDriver()
    {
        using IDisposable use = VirtualEsp32.Use(_esp32);
        SerialPort port = OpenEvseConnector.MakePort("COM2");
        return (port, new OpenEvseConnector(port, Clock, Flash, new SimulatedIndicator(), _options));
    }
}
