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

    IClock IController.Clock => _controller.Clock;

    IRandom IController.Random => _controller.Random;

    IFlashStore IController.Flash => _controller.Flash;

    INetworkLink IController.Link => _controller.Link;

    ITrustStore IController.Trust => _controller.Trust;

    ISecureElement? IController.SecureElement => _controller.SecureElement;

    IFirmwareStore? IController.Firmware => _controller.Firmware;

    int IController.FreeMemoryBytes => _controller.FreeMemoryBytes;

    IRfidReader IBoard.Reader => this;

    IWatchdog IBoard.Watchdog => this;

    bool IBoard.MainsPresent => true;

    bool IBoard.EmergencyStop => false;

    int IBoard.NominalMillivolts => 230_000;

    int IBoard.PollPeriodMs => 0;

    bool IBoard.IsReady => true;

    IControlPilot IConnectorHardware.Pilot => this;

    IContactor IConnectorHardware.Contactor => this;

    IEnergyMeter IConnectorHardware.Meter => this;

    IConnectorLock? IConnectorHardware.Lock => null;

    IStatusIndicator IConnectorHardware.Indicator => this;

    IResidualCurrentMonitor? IConnectorHardware.ResidualCurrent => null;

    ITemperatureSensor? IConnectorHardware.Temperature => null;

    int IConnectorHardware.MaximumMilliamps => 0;

    bool IConnectorHardware.CablePresent => false;

    bool IConnectorHardware.IsVentilated => false;

    PilotState IControlPilot.State => PilotState.A;

    PilotFault IControlPilot.Fault => PilotFault.None;

    int IControlPilot.HighMillivolts => 0;

    int IControlPilot.LowMillivolts => 0;

    bool IContactor.Commanded => false;

    bool IContactor.Feedback => false;

    bool IContactor.CanSwitchPhases => false;

    int IContactor.Phases
    {
        get => 1;
        set => _ = value;
    }

    int IEnergyMeter.Phases => 1;

    ITransport IController.CreateTransport() => _controller.CreateTransport();

    void IController.Restart() => _controller.Restart();

    void IBoard.Listen(IBoardListener listener)
    {
    }

    void IBoard.Sample()
    {
    }

    void IBoard.Poll()
    {
    }

    void IContactor.Close()
    {
    }

    void IContactor.Open()
    {
    }

    bool IEnergyMeter.TryRead(MeterReading reading) => false;

    void IStatusIndicator.Show(Indication indication)
    {
    }

    void IStatusIndicator.ShowText(string text)
    {
    }

    void IStatusIndicator.Acknowledge(bool accepted)
    {
    }

    string? IRfidReader.TakeCard() => null;

    void IWatchdog.Feed()
    {
    }
}
