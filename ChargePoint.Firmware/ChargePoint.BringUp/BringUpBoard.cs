using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;

namespace ChargePoint.Firmware;

/// <summary>
/// NO ENERGY CAN BE CONTROLLED WITH THIS BOARD, AND NONE MAY BE: it is for a bare development kit. Clock, randomness, flash and
/// network are those of the controller; pilot, contactor, meter, lock and reader are simulated, and no pin is touched. It shows that
/// runtime, storage and network work on a chip, and lasts until there are drivers for a real board.
/// </summary>
/// <remarks>
/// A simulated vehicle is plugged in from the start, so that RemoteStartTransaction of the Central System brings about a whole session.
/// </remarks>
public sealed class BringUpBoard : IBoard
{
    private readonly IController _controller;
    private readonly SimulatedBoard _hardware;

    /// <summary>Puts the board together.</summary>
    /// <param name="controller">The controller.</param>
    /// <param name="defect">Why there is no other board, in one line: the connector is faulted, and no vehicle comes. "" for a bare development kit.</param>
    public BringUpBoard(IController controller, string defect = "")
    {
        _controller = controller;
        _hardware = new SimulatedBoard(controller.Clock, controller.Random, controller.Flash);
        Identity = new BoardIdentity { Vendor = "ChargePoint", Model = "Bring-up board", FirmwareVersion = _hardware.Identity.FirmwareVersion };
        FaultDetail = defect;
        if (defect.Length == 0) _hardware.Connector(1).Plug();
        else _hardware.Fault = HardwareFault.InternalError;
    }

    /// <inheritdoc/>
    public IClock Clock => _controller.Clock;

    /// <inheritdoc/>
    public IRandom Random => _controller.Random;

    /// <inheritdoc/>
    public IFlashStore Flash => _controller.Flash;

    /// <inheritdoc/>
    public INetworkLink Link => _controller.Link;

    /// <inheritdoc/>
    public IRfidReader Reader => _hardware.Reader;

    /// <summary>There is no watchdog: another reason why this board must not switch anything.</summary>
    public IWatchdog Watchdog => _hardware.Watchdog;

    /// <inheritdoc/>
    public IConnectorHardware[] Connectors => ((IBoard)_hardware).Connectors;

    /// <inheritdoc/>
    public HardwareFault Fault => _hardware.Fault;

    /// <inheritdoc/>
    public string FaultDetail { get; }

    /// <inheritdoc/>
    public int PollPeriodMs => 0;

    /// <inheritdoc/>
    public bool IsReady => true;

    /// <inheritdoc/>
    public int NominalMillivolts => _hardware.NominalMillivolts;

    /// <inheritdoc/>
    public void Sample()
    {
    }

    /// <inheritdoc/>
    public void Poll()
    {
    }

    /// <inheritdoc/>
    public bool MainsPresent => _hardware.MainsPresent;

    /// <inheritdoc/>
    public bool EmergencyStop => _hardware.EmergencyStop;

    /// <inheritdoc/>
    public ITrustStore Trust => _controller.Trust;

    /// <inheritdoc/>
    public ISecureElement? SecureElement => _controller.SecureElement;

    /// <inheritdoc/>
    public BoardIdentity Identity { get; }

    /// <inheritdoc/>
    public IFirmwareStore? Firmware => _controller.Firmware;

    /// <inheritdoc/>
    public int FreeMemoryBytes => _controller.FreeMemoryBytes;

    /// <inheritdoc/>
    public ITransport CreateTransport() => _controller.CreateTransport();

    /// <inheritdoc/>
    public void Listen(IBoardListener listener) => _hardware.Listen(listener);

    /// <inheritdoc/>
    public void Restart() => _controller.Restart();
}
