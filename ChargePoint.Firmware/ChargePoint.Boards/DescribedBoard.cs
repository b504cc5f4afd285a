using ChargePoint.Hal;
using ChargePoint.Hal.Meters;
using ChargePoint.Hal.Parts;
using ChargePoint.Hal.Readers;

namespace ChargePoint.Boards;

/// <summary>Tells what the controller itself has found wrong with a connector, or with the charge point (0); a simulator injects faults by it.</summary>
/// <param name="connectorId">0 to the number of connectors.</param>
public delegate HardwareFault FaultSource(int connectorId);

/// <summary>
/// The board that a description describes, on a controller. Made by <see cref="BoardBuilder"/>; a restart makes a new one.
/// </summary>
public sealed class DescribedBoard : IBoard
{
    /// <summary>How often the slow parts are polled, in milliseconds.</summary>
    public const int PollMs = 20;

    /// <summary>How long parts that do not answer are waited for at the start, in milliseconds.</summary>
    public const int ReadyWithinMs = 6_000;

    private const int SettledSamples = 10;

    private readonly IController _controller;
    private readonly IConnectorHardware[] _hardware;
    private readonly WeakSignal _signal = new();
    private readonly MeterReading _firstReading = new();
    private readonly IRfidReader _noReader = new NoReader();
    private readonly int[] _inputs;
    private readonly long _startMs;
    private IBoardListener? _listener;
    private int _samples;
    private bool _isReady;

    internal DescribedBoard(IController controller, IConnectorHardware[] connectors, BoardIdentity identity, int nominalMillivolts)
    {
        _controller = controller;
        _hardware = connectors;
        _inputs = new int[connectors.Length + 1];
        _startMs = controller.Clock.MonotonicMs;
        Identity = identity;
        NominalMillivolts = nominalMillivolts;
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
    public ITrustStore Trust => _controller.Trust;

    /// <inheritdoc/>
    public ISecureElement? SecureElement => _controller.SecureElement;

    /// <inheritdoc/>
    public IFirmwareStore? Firmware => _controller.Firmware;

    /// <summary>The technician's terminal: that of the description, else that of the controller; null if neither has one.</summary>
    public IConsolePort? Console { get; internal set; }

    /// <inheritdoc/>
    public int FreeMemoryBytes => _controller.FreeMemoryBytes;

    /// <summary>Card reader; one that never sees a card if the board has none.</summary>
    public IRfidReader Reader => CardReader == null ? _noReader : CardReader;

    /// <summary>The driver of the card reader, or null; another may be put in its place before the firmware starts.</summary>
    public IPolledReader? CardReader { get; set; }

    /// <summary>External watchdog; one that is fed in vain if the board has none.</summary>
    public IWatchdog Watchdog { get; internal set; } = new NoWatchdog();

    /// <inheritdoc/>
    public IConnectorHardware[] Connectors => _hardware;

    /// <summary>What the controller has found, else a reader that does not answer, else a weak signal.</summary>
    public HardwareFault Fault
    {
        get
        {
            HardwareFault fault = Faults == null ? HardwareFault.NoError : Faults(0);
            if (fault != HardwareFault.NoError) return fault;
            return IsReaderFaulty ? HardwareFault.ReaderFailure : _signal.IsWeak ? HardwareFault.WeakSignal : HardwareFault.NoError;
        }
    }

    /// <inheritdoc/>
    public string FaultDetail => Fault == HardwareFault.ReaderFailure && IsReaderFaulty ? "card reader does not answer" : "";

    /// <inheritdoc/>
    public bool MainsPresent => Mains == null || Mains.IsActive || _samples < SettledSamples;

    /// <inheritdoc/>
    public bool EmergencyStop => Stop != null && Stop.IsActive;

    /// <inheritdoc/>
    public int NominalMillivolts { get; }

    /// <inheritdoc/>
    public int PollPeriodMs => PollMs;

    /// <inheritdoc/>
    public bool IsReady
    {
        get
        {
            if (!_isReady) _isReady = _samples >= SettledSamples && (AreMetersRead() || _controller.Clock.MonotonicMs - _startMs >= ReadyWithinMs);
            return _isReady;
        }
    }

    /// <inheritdoc/>
    public BoardIdentity Identity { get; }

    /// <summary>What the controller finds by itself, or null.</summary>
    public FaultSource? Faults { get; set; }

    internal ModbusBus? Bus { get; set; }

    internal InputContact? Mains { get; set; }

    internal InputContact? Stop { get; set; }

    private bool IsReaderFaulty => CardReader != null && CardReader.IsFaulty;

    /// <inheritdoc/>
    public void Listen(IBoardListener listener)
    {
        _listener = listener;
        if (_hardware[0] is ICompanion companion) companion.Listen(listener);
    }

    /// <inheritdoc/>
    public void Sample()
    {
        if (_samples < SettledSamples) _samples++;
        Mains?.Sample();
        Stop?.Sample();
        int inputs = (MainsPresent ? 1 : 0) | (EmergencyStop ? 2 : 0) | ((int)Fault << 2);
        bool changed = inputs != _inputs[0];
        _inputs[0] = inputs;
        for (int i = 0; i < _hardware.Length; i++)
        {
            if (_hardware[i] is ICompanion companion)
            {
                companion.Sample();
                continue;
            }

            DescribedConnector connector = (DescribedConnector)_hardware[i];
            if (Faults != null) connector.External = Faults(i + 1);
            connector.Sample();
            inputs = connector.Inputs();
            changed |= inputs != _inputs[i + 1];
            _inputs[i + 1] = inputs;
        }

        if (changed) _listener?.OnBoardChanged();
    }

    /// <inheritdoc/>
    public void Poll()
    {
        for (int i = 0; i < _hardware.Length; i++)
        {
            if (_hardware[i] is ICompanion companion) companion.Poll();
            else ((DescribedConnector)_hardware[i]).Poll();
        }

        _signal.Look(Link.SignalDbm, Clock.MonotonicMs);
        if (CardReader != null)
        {
            CardReader.Poll();
            if (CardReader.HasCard) _listener?.OnBoardChanged();
        }

        // Last: should the port of the line fail, nothing above is kept from its work.
        Bus?.Poll();
    }

    /// <inheritdoc/>
    public ITransport CreateTransport() => _controller.CreateTransport();

    /// <inheritdoc/>
    public void Restart()
    {
        for (int i = 0; i < _hardware.Length; i++)
        {
            if (_hardware[i] is DescribedConnector connector) connector.Flush();
        }

        _controller.Restart();
    }

    private bool AreMetersRead()
    {
        for (int i = 0; i < _hardware.Length; i++)
        {
            bool isRead = _hardware[i] is ICompanion companion ? companion.IsReady : _hardware[i].Meter.TryRead(_firstReading);
            if (!isRead) return false;
        }

        return true;
    }
}

internal sealed class NoReader : IRfidReader
{
    public string? TakeCard() => null;
}

internal sealed class NoWatchdog : IWatchdog
{
    public void Feed()
    {
    }
}
