using System;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;

namespace ChargePoint.Firmware;

/// <summary>Measures the memory that is free for the firmware.</summary>
/// <returns>Bytes.</returns>
public delegate int MemoryProbe();

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
    private readonly SimulatedBoard _hardware;
    private readonly TransportMaker _makeTransport;

    /// <summary>Puts the board together.</summary>
    /// <param name="clock">Clock of the controller.</param>
    /// <param name="random">Randomness of the controller.</param>
    /// <param name="flash">Flash of the controller.</param>
    /// <param name="link">Network link of the controller.</param>
    /// <param name="makeTransport">Makes byte streams over the sockets of the controller.</param>
    public BringUpBoard(IClock clock, IRandom random, IFlashStore flash, INetworkLink link, TransportMaker makeTransport)
    {
        _hardware = new SimulatedBoard(clock, random, flash);
        _makeTransport = makeTransport;
        Link = link;
        Identity = new BoardIdentity { Vendor = "ChargePoint", Model = "Bring-up board", FirmwareVersion = _hardware.Identity.FirmwareVersion };
        _hardware.Connector(1).Plug();
    }

    /// <summary>Raised by <see cref="Restart"/>: whoever runs the board ends the loop and restarts the controller.</summary>
    public event Action? RestartRequested;

    /// <inheritdoc/>
    public IClock Clock => _hardware.Clock;

    /// <inheritdoc/>
    public IRandom Random => _hardware.Random;

    /// <inheritdoc/>
    public IFlashStore Flash => _hardware.Flash;

    /// <inheritdoc/>
    public INetworkLink Link { get; }

    /// <inheritdoc/>
    public IRfidReader Reader => _hardware.Reader;

    /// <summary>There is no watchdog: another reason why this board must not switch anything.</summary>
    public IWatchdog Watchdog => _hardware.Watchdog;

    /// <inheritdoc/>
    public IConnectorHardware[] Connectors => ((IBoard)_hardware).Connectors;

    /// <inheritdoc/>
    public HardwareFault Fault => _hardware.Fault;

    /// <inheritdoc/>
    public string FaultDetail => _hardware.FaultDetail;

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

    /// <summary>What TLS of the controller goes by; nothing is trusted unless the device gives the board its store.</summary>
    public ITrustStore Trust { get; set; } = new EmptyTrustStore();

    /// <summary>None: a bare development kit keeps no secret.</summary>
    public ISecureElement? SecureElement => null;

    /// <inheritdoc/>
    public BoardIdentity Identity { get; }

    /// <summary>None: the runtime has no second place for an application. See docs/firmware-update.md.</summary>
    public IFirmwareStore? Firmware => null;

    /// <summary>Memory as measured by <see cref="MeasureMemory"/>; -1 without it.</summary>
    public int FreeMemoryBytes => MeasureMemory == null ? -1 : MeasureMemory();

    /// <summary>Measures the free memory of the controller, or null.</summary>
    public MemoryProbe? MeasureMemory { get; set; }

    /// <inheritdoc/>
    public ITransport CreateTransport() => _makeTransport();

    /// <inheritdoc/>
    public void Listen(IBoardListener listener) => _hardware.Listen(listener);

    /// <inheritdoc/>
    public void Restart() => RestartRequested?.Invoke();
}
