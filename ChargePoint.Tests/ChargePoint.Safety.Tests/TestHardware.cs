using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;

namespace ChargePoint.Safety.Tests;

/// <summary>A board with one connector whose every input a test sets, in whatever combination.</summary>
internal sealed class TestHardware : IBoard, IConnectorHardware, IControlPilot, IContactor, IConnectorLock, INetworkLink, IRfidReader, IWatchdog
{
    public TestHardware(bool hasLock)
    {
        HasLock = hasLock;
        Connectors = [this];
    }

    public ManualClock Time { get; } = new(5000);

    public IClock Clock => Time;

    public bool HasLock { get; set; }

    public PilotState Pilot { get; set; }

    public int OfferedMilliamps { get; set; }

    public LockState Locked { get; set; }

    public HardwareFault ConnectorFault { get; set; }

    public HardwareFault BoardFault { get; set; }

    public bool MainsPresent { get; set; } = true;

    public bool EmergencyStop { get; set; }

    /// <summary>True: the contacts follow the coil.</summary>
    public bool Follows { get; set; } = true;

    public bool Commanded { get; private set; }

    public bool Feedback { get; set; }

    /// <summary>How often the coil was switched.</summary>
    public int Commands { get; private set; }

    public int Feeds { get; private set; }

    public IRandom Random => new SeededRandom(1);

    public IFlashStore Flash => new MemoryFlash();

    public INetworkLink Link => this;

    public IRfidReader Reader => this;

    public IWatchdog Watchdog => this;

    public IConnectorHardware[] Connectors { get; }

    public ITrustStore Trust => new EmptyTrustStore();

    public BoardIdentity Identity { get; } = new();

    public int FreeMemoryBytes => -1;

    public IFirmwareStore? Firmware => null;

    public IContactor Contactor => this;

    public IEnergyMeter Meter => null!;

    public IConnectorLock? Lock => HasLock ? this : null;

    public IStatusIndicator Indicator => null!;

    public bool IsVentilated { get; set; } = true;

    public int MaximumMilliamps => 32000;

    public bool CablePresent => true;

    public bool IsUp => true;

    HardwareFault IBoard.Fault => BoardFault;

    string IBoard.FaultDetail => "";

    string IConnectorHardware.FaultDetail => "";

    IResidualCurrentMonitor? IConnectorHardware.ResidualCurrent => null;

    ITemperatureSensor? IConnectorHardware.Temperature => null;

    PilotFault IControlPilot.Fault => PilotFault.None;

    int IControlPilot.HighMillivolts => 0;

    int IControlPilot.LowMillivolts => 0;

    bool IContactor.CanSwitchPhases => false;

    int IContactor.Phases { get; set; } = 1;

    int IBoard.PollPeriodMs => 0;

    bool IBoard.IsReady => true;

    void IBoard.Sample()
    {
    }

    void IBoard.Poll()
    {
    }

    HardwareFault IConnectorHardware.Fault => ConnectorFault;

    IControlPilot IConnectorHardware.Pilot => this;

    PilotState IControlPilot.State => Pilot;

    LockState IConnectorLock.State => Locked;

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
