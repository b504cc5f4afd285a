using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;

namespace ChargePoint.Safety.Tests;

/// <summary>
/// A board with one connector whose every input a test sets, in whatever combination. As it is made, all is well and a vehicle asks for
/// energy that it does not take.
/// </summary>
public sealed class TestHardware : IBoard, IConnectorHardware, IControlPilot, IContactor, IConnectorLock, INetworkLink, IRfidReader, IWatchdog, IEnergyMeter, ITemperatureSensor
{
    public TestHardware(bool hasLock = true)
    {
        HasLock = hasLock;
        Connectors = [this];
        for (int phase = 0; phase < 3; phase++) Millivolts[phase] = 230_000;
    }

    public ManualClock Time { get; } = new(5000);

    public IClock Clock => Time;

    public bool HasLock { get; set; }

    public PilotState Pilot { get; set; } = PilotState.C;

    public PilotFault PilotFault { get; set; }

    public int OfferedMilliamps { get; set; } = 32_000;

    public LockState Locked { get; set; } = LockState.Locked;

    public HardwareFault ConnectorFault { get; set; }

    public HardwareFault BoardFault { get; set; }

    public bool MainsPresent { get; set; } = true;

    public bool EmergencyStop { get; set; }

    /// <summary>Residual-current monitor; null for none.</summary>
    public TestMonitor? Monitor { get; set; } = new();

    public bool HasTemperature { get; set; } = true;

    public bool TemperatureBroken { get; set; }

    public int DeciCelsius { get; set; } = 250;

    public bool MeterSilent { get; set; }

    /// <summary>Current of each phase.</summary>
    public int[] Milliamps { get; } = new int[3];

    /// <summary>Voltage of each phase.</summary>
    public int[] Millivolts { get; } = new int[3];

    /// <summary>True: the contacts follow the coil.</summary>
    public bool Follows { get; set; } = true;

    public bool ClosesWithoutVehicle { get; set; } = true;

    public bool Commanded { get; private set; }

    public bool Feedback { get; set; }

    /// <summary>How often the coil was switched.</summary>
    public int Commands { get; private set; }

    public int Feeds { get; private set; }

    public int Samples { get; private set; }

    public IRandom Random => new SeededRandom(1);

    public IFlashStore Flash => new MemoryFlash();

    public INetworkLink Link => this;

    public IRfidReader Reader => this;

    public IWatchdog Watchdog => this;

    public IConnectorHardware[] Connectors { get; }

    public ITrustStore Trust => new EmptyTrustStore();

    public ISecureElement? SecureElement => null;

    public BoardIdentity Identity { get; } = new();

    public int FreeMemoryBytes => -1;

    public IConsolePort? Console => null;

    public IFirmwareStore? Firmware => null;

    public IContactor Contactor => this;

    public IEnergyMeter Meter => this;

    public IConnectorLock? Lock => HasLock ? this : null;

    public IStatusIndicator Indicator => null!;

    public bool IsVentilated { get; set; } = true;

    public int MaximumMilliamps { get; set; } = 32_000;

    public bool CablePresent { get; set; } = true;

    public bool IsUp => true;

    public int SignalDbm => 0;

    HardwareFault IBoard.Fault => BoardFault;

    string IBoard.FaultDetail => "";

    string IConnectorHardware.FaultDetail => "";

    IResidualCurrentMonitor? IConnectorHardware.ResidualCurrent => Monitor;

    ITemperatureSensor? IConnectorHardware.Temperature => HasTemperature ? this : null;

    PilotFault IControlPilot.Fault => PilotFault;

    int IControlPilot.HighMillivolts => 0;

    int IControlPilot.LowMillivolts => 0;

    bool IContactor.CanSwitchPhases => false;

    int IContactor.Phases { get; set; } = 1;

    int IEnergyMeter.Phases => 3;

    int IBoard.PollPeriodMs => 0;

    public bool IsReady { get; set; } = true;

    public int NominalMillivolts { get; set; } = 230_000;

    HardwareFault IConnectorHardware.Fault => ConnectorFault;

    IControlPilot IConnectorHardware.Pilot => this;

    PilotState IControlPilot.State => Pilot;

    LockState IConnectorLock.State => Locked;

    public void Sample() => Samples++;

    public void Poll()
    {
    }

    public void Close()
    {
        Commanded = true;
        Commands++;
        if (Follows) Feedback = true;
    }

    public void Open()
    {
        Commanded = false;
        Commands++;
        if (Follows) Feedback = false;
    }

    void IConnectorLock.Lock() => Locked = LockState.Locked;

    void IConnectorLock.Unlock() => Locked = LockState.Unlocked;

    public bool TryRead(MeterReading reading)
    {
        if (MeterSilent) return false;
        for (int phase = 0; phase < 3; phase++)
        {
            reading.CurrentMilliamps[phase] = Milliamps[phase];
            reading.VoltageMillivolts[phase] = Millivolts[phase];
        }

        reading.PowerW = 0;
        return true;
    }

    public bool TryRead(out int deciCelsius)
    {
        deciCelsius = DeciCelsius;
        return !TemperatureBroken;
    }

    public void Feed() => Feeds++;

    public string? TakeCard() => null;

    public ITransport CreateTransport() => null!;

    public void Listen(IBoardListener listener)
    {
    }

    public void Restart()
    {
    }
}

/// <summary>A residual-current monitor whose self test takes as long, and ends, as a test says.</summary>
public sealed class TestMonitor : IResidualCurrentMonitor
{
    private int _looksLeft;
    private bool _fails;

    public bool Leaking { get; set; }

    public bool Tripped { get; set; }

    public bool FailsTest { get; set; }

    /// <summary>How many looks at <see cref="SelfTest"/> a test takes; -1 for ever.</summary>
    public int TestLooks { get; set; }

    public int Tests { get; private set; }

    public int Resets { get; private set; }

    public SelfTest SelfTest
    {
        get
        {
            SelfTest outcome = Outcome;
            if (_looksLeft > 0) _looksLeft--;
            return outcome;
        }
    }

    /// <summary>The same, without a look.</summary>
    public SelfTest Outcome => Tests == 0 ? SelfTest.None : _looksLeft != 0 ? SelfTest.Running : _fails ? SelfTest.Failed : SelfTest.Passed;

    /// <summary>Lets a residual current flow, or ends it.</summary>
    public void Leak(bool leaks)
    {
        Leaking = leaks;
        Tripped |= leaks;
    }

    public void BeginSelfTest()
    {
        Tests++;
        _looksLeft = TestLooks;
        _fails = FailsTest;
    }

    public void Reset()
    {
        Resets++;
        Tripped = Leaking;
    }
}
