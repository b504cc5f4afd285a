using ChargePoint.Hal;

namespace ChargePoint.Boards;

/// <summary>
/// Stands in where there is no description of the board, or a wrong one: a charge point with one faulted connector (InternalError), which
/// tells why and charges nobody. Clock, flash and network are those of the controller, so that it can be reached and mended; no pin is
/// touched. All parts of it are one object.
/// </summary>
public sealed class FaultedBoard : IBoard, IConnectorHardware, IControlPilot, IContactor, IEnergyMeter, IStatusIndicator, IRfidReader, IWatchdog
{
    private const int LongestInfo = 50; // info of StatusNotification, OCPP 1.6 section 6.47

    private readonly IController _controller;

    /// <summary>Puts it together.</summary>
    /// <param name="controller">The controller.</param>
    /// <param name="firmwareVersion">firmwareVersion of BootNotification, up to 50 characters.</param>
    /// <param name="defect">Why there is no other board, in one line.</param>
    public FaultedBoard(IController controller, string firmwareVersion, string defect)
    {
        _controller = controller;
        Connectors = new IConnectorHardware[] { this };
        Identity = new BoardIdentity { Vendor = "ChargePoint", Model = "Undescribed board", FirmwareVersion = firmwareVersion };
        FaultDetail = defect.Length > LongestInfo ? defect.Substring(0, LongestInfo) : defect;
    }

    /// <inheritdoc/>
    public IConnectorHardware[] Connectors { get; }

    /// <inheritdoc/>
    public BoardIdentity Identity { get; }

    /// <inheritdoc cref="IBoard.Fault"/>
    public HardwareFault Fault => HardwareFault.InternalError;

    /// <inheritdoc cref="IBoard.FaultDetail"/>
    public string FaultDetail { get; }

    /// <inheritdoc/>
    public int OfferedMilliamps { get; set; }

    /// <inheritdoc/>
    public IClock Clock => _controller.Clock;

    /// <inheritdoc/>
    public IRandom Random => _controller.Random;

    /// <inheritdoc/>
    public IFlashStore Flash => _controller.Flash;

    /// <inheritdoc/>
    public INetworkLink Link => _controller.Link;

    /// <inheritdoc/>
    public ITrustStore Trust => _controller.Trust;

    /// <inheritdoc/>
    public ISecureElement? SecureElement => _controller.SecureElement;

    /// <inheritdoc/>
    public IFirmwareStore? Firmware => _controller.Firmware;

    /// <inheritdoc/>
    public int FreeMemoryBytes => _controller.FreeMemoryBytes;

    /// <inheritdoc/>
    public IRfidReader Reader => this;
    IConsolePort? IController.Console => _controller.Console;


    /// <inheritdoc/>
    public IWatchdog Watchdog => this;

    /// <inheritdoc/>
    public bool MainsPresent => true;

    /// <inheritdoc/>
    public bool EmergencyStop => false;

    /// <inheritdoc/>
    public int NominalMillivolts => 230_000;

    /// <inheritdoc/>
    public int PollPeriodMs => 0;

    /// <inheritdoc/>
    public bool IsReady => true;

    /// <inheritdoc/>
    public IControlPilot Pilot => this;

    /// <inheritdoc/>
    public IContactor Contactor => this;

    /// <inheritdoc/>
    public IEnergyMeter Meter => this;

    /// <inheritdoc/>
    public IConnectorLock? Lock => null;

    /// <inheritdoc/>
    public IStatusIndicator Indicator => this;

    /// <inheritdoc/>
    public IResidualCurrentMonitor? ResidualCurrent => null;

    /// <inheritdoc/>
    public ITemperatureSensor? Temperature => null;

    /// <inheritdoc/>
    public int MaximumMilliamps => 0;

    /// <inheritdoc/>
    public bool CablePresent => false;

    /// <inheritdoc/>
    public bool IsVentilated => false;

    /// <inheritdoc/>
    public PilotState State => PilotState.A;

    PilotFault IControlPilot.Fault => PilotFault.None;

    /// <inheritdoc/>
    public int HighMillivolts => 0;

    /// <inheritdoc/>
    public int LowMillivolts => 0;

    /// <inheritdoc/>
    public bool Commanded => false;

    /// <inheritdoc/>
    public bool Feedback => false;

    /// <inheritdoc/>
    public bool CanSwitchPhases => false;

    /// <inheritdoc/>
    public bool ClosesWithoutVehicle => true;

    /// <inheritdoc cref="IContactor.Phases"/>
    public int Phases
    {
        get => 1;
        set => _ = value;
    }

    /// <inheritdoc/>
    public ITransport CreateTransport() => _controller.CreateTransport();

    /// <inheritdoc/>
    public void Restart() => _controller.Restart();

    /// <inheritdoc/>
    public void Listen(IBoardListener listener)
    {
    }

    /// <inheritdoc/>
    public void Sample()
    {
    }

    /// <inheritdoc/>
    public void Poll()
    {
    }

    /// <inheritdoc/>
    public void Close()
    {
    }

    /// <inheritdoc/>
    public void Open()
    {
    }

    /// <inheritdoc/>
    public bool TryRead(MeterReading reading) => false;

    /// <inheritdoc/>
    public void Show(Indication indication)
    {
    }

    /// <inheritdoc/>
    public void ShowText(string text)
    {
    }

    /// <inheritdoc/>
    public void Acknowledge(bool accepted)
    {
    }

    /// <inheritdoc/>
    public string? TakeCard() => null;

    /// <inheritdoc/>
    public void Feed()
    {
    }
}
