using System;

namespace ChargePoint.Hal.Simulated;

/// <summary>
/// A board that is simulated at the level of the HAL: virtual vehicles, cables, cards, contactors and meters. It has no time
/// steps of its own: energy is worked out up to the present time of the clock whenever something changes or is read, so a
/// result does not depend on how often that happens. All members may be called from any thread.
/// </summary>
public sealed class SimulatedBoard : IBoard
{
    /// <summary>Most connectors of a board.</summary>
    public const int MaximumConnectors = 8;

    private readonly SimulatedConnector[] _connectors;
    private readonly IConnectorHardware[] _hardware;
    private readonly TransportMaker? _makeTransport;
    private IBoardListener? _listener;
    private HardwareFault _fault;
    private bool _mainsPresent = true;
    private bool _emergencyStop;

    /// <summary>Makes a board in the world of a factory-new charge point.</summary>
    /// <param name="clock">Monotonic clock of the board.</param>
    /// <param name="random">Randomness of the board.</param>
    /// <param name="flash">Flash of the board.</param>
    /// <param name="makeTransport">Makes the network's byte streams, or null for a board whose network is never used.</param>
    /// <param name="options">Kind of board; null for one connector with 32 A, one phase and 230 V.</param>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public SimulatedBoard(IClock clock, IRandom random, IFlashStore flash, TransportMaker? makeTransport = null, SimulatedBoardOptions? options = null)
    {
        Options = options ?? new SimulatedBoardOptions();
        Check(Options);
        PhaseMillivolts = Options.VoltageMillivolts;
        Clock = clock;
        Random = random;
        Flash = flash;
        _makeTransport = makeTransport;
        Link = new SimulatedLink(this);
        Reader = new SimulatedReader(this);
        Watchdog = new SimulatedWatchdog();
        _connectors = new SimulatedConnector[Options.ConnectorCount];
        _hardware = new IConnectorHardware[Options.ConnectorCount];
        for (int i = 0; i < _connectors.Length; i++)
        {
            _connectors[i] = new SimulatedConnector(this);
            _hardware[i] = _connectors[i];
        }
    }

    /// <summary>Raised by <see cref="Restart"/>: the wiring then stops the firmware, calls <see cref="PowerOff"/> and starts it anew.</summary>
    public event Action? RestartRequested;

    /// <summary>Raised after every change of the outside world, on the thread that made it: the moment to save it.</summary>
    public event Action? WorldChanged;

    /// <summary>Kind of board. Not to be changed after the board was made.</summary>
    public SimulatedBoardOptions Options { get; }

    /// <inheritdoc/>
    public IClock Clock { get; }

    /// <inheritdoc/>
    public IRandom Random { get; }

    /// <inheritdoc/>
    public IFlashStore Flash { get; }

    /// <summary>Network link.</summary>
    public SimulatedLink Link { get; }

    /// <summary>RFID reader.</summary>
    public SimulatedReader Reader { get; }

    /// <summary>External watchdog.</summary>
    public SimulatedWatchdog Watchdog { get; }

    /// <summary>What TLS goes by; nothing is trusted unless the host gives the board a store.</summary>
    public ITrustStore Trust { get; set; } = new EmptyTrustStore();

    /// <summary>Keeps private keys and checks signatures; null unless the host gives the board one.</summary>
    public ISecureElement? SecureElement { get; set; }

    INetworkLink IController.Link => Link;

    IRfidReader IBoard.Reader => Reader;

    IWatchdog IBoard.Watchdog => Watchdog;

    IConnectorHardware[] IBoard.Connectors => _hardware;

    /// <inheritdoc/>
    public BoardIdentity Identity => Options.Identity;

    /// <summary>Where a new firmware is installed; null unless the host gives the board a store.</summary>
    public IFirmwareStore? Firmware { get; set; }

    /// <summary>What the board says of its memory; -1 unless the host measures it.</summary>
    public int FreeMemoryBytes { get; set; } = -1;

    /// <summary>The technician's terminal, or null.</summary>
    public IConsolePort? Console { get; set; }

    /// <summary>Number of connectors.</summary>
    public int ConnectorCount => _connectors.Length;

    /// <summary>Present fault of the charge point as a whole.</summary>
    public HardwareFault Fault
    {
        get => _fault == HardwareFault.NoError && Reader.IsDead ? HardwareFault.ReaderFailure : _fault;
        set
        {
            if (_fault == value) return;
            _fault = value;
            NotifyWorld();
        }
    }

    /// <inheritdoc/>
    public string FaultDetail => "";

    /// <summary>Voltage of each phase against neutral, in millivolts, 0 to 400,000; set it to inject a bad supply. Part of the outside world.</summary>
    public int SupplyMillivolts
    {
        get
        {
            lock (Gate) return PhaseMillivolts;
        }

        set
        {
            lock (Gate)
            {
                if (PhaseMillivolts == value) return;
                SettleAll();
                PhaseMillivolts = value < 0 ? 0 : value > 400000 ? 400000 : value;
            }

            NotifyWorld();
        }
    }

    internal int PhaseMillivolts { get; private set; }

    /// <inheritdoc/>
    public int NominalMillivolts => Options.VoltageMillivolts;

    /// <summary>None: its parts need no polling.</summary>
    public int PollPeriodMs => 0;

    /// <inheritdoc/>
    public bool IsReady => true;

    /// <summary>
    /// False while the mains are away and the board lives on a backup supply: the pilot works, but no energy flows and the
    /// meters measure no voltage.
    /// </summary>
    public bool MainsPresent
    {
        get => _mainsPresent;
        set
        {
            lock (Gate)
            {
                if (_mainsPresent == value) return;
                SettleAll();
                _mainsPresent = value;
            }

            Notify();
        }
    }

    /// <summary>True while the emergency stop is pressed: it cuts the supply of every contactor's coil. Part of the outside world.</summary>
    public bool EmergencyStop
    {
        get => _emergencyStop;
        set
        {
            lock (Gate)
            {
                if (_emergencyStop == value) return;
                SettleAll();
                _emergencyStop = value;
            }

            NotifyWorld();
        }
    }

    // One lock for the whole board: its parts depend on each other, and nobody calls out while holding it.
    internal object Gate { get; } = new object();

    /// <summary>A connector.</summary>
    /// <param name="connectorId">1 to <see cref="ConnectorCount"/>.</param>
    public SimulatedConnector Connector(int connectorId) => _connectors[connectorId - 1];

    /// <summary>Does nothing: the parts are always up to date.</summary>
    public void Sample()
    {
    }

    /// <summary>Does nothing: the parts are always up to date.</summary>
    public void Poll()
    {
    }

    /// <inheritdoc/>
    public ITransport CreateTransport()
    {
        if (_makeTransport == null) throw new InvalidOperationException("this board was made without a network");
        return Link.Attach(_makeTransport());
    }

    /// <summary>Names who is told of every change of an input. A firmware that was restarted takes the place of the one before.</summary>
    /// <param name="listener">Called from any thread, and must return at once.</param>
    public void Listen(IBoardListener listener) => _listener = listener;

    /// <inheritdoc/>
    public void Restart() => RestartRequested?.Invoke();

    /// <summary>
    /// What happens to the hardware when its controller restarts or loses its supply: coils are released, pilots offer nothing,
    /// cards that wait are forgotten, byte streams are closed and nobody listens any more. The outside world stays as it is.
    /// </summary>
    public void PowerOff()
    {
        _listener = null;
        Reader.Clear();
        Link.PowerOff();
        foreach (SimulatedConnector connector in _connectors) connector.PowerOff();
        WorldChanged?.Invoke();
    }

    /// <summary>Copies the outside world, with the energy up to now.</summary>
    /// <returns>A copy that does not change any more.</returns>
    public WorldState ExportWorld()
    {
        lock (Gate)
        {
            WorldState world = new(_connectors.Length) { Fault = _fault, EmergencyStop = _emergencyStop, SupplyMillivolts = PhaseMillivolts, ReaderDead = Reader.Dead };
            for (int i = 0; i < _connectors.Length; i++) _connectors[i].Export(world.Connectors[i]);
            return world;
        }
    }

    /// <summary>Puts the board into a world. Connectors that the world does not know keep theirs; those that the board lacks are ignored.</summary>
    /// <param name="world">World to take over; values out of range are brought into range.</param>
    public void ImportWorld(WorldState world)
    {
        lock (Gate)
        {
            _fault = world.Fault;
            _emergencyStop = world.EmergencyStop;
            Reader.Dead = world.ReaderDead;
            PhaseMillivolts = world.SupplyMillivolts > 0 && world.SupplyMillivolts <= 400000 ? world.SupplyMillivolts : Options.VoltageMillivolts;
            for (int i = 0; i < _connectors.Length && i < world.Connectors.Length; i++) _connectors[i].Import(world.Connectors[i]);
        }

        NotifyWorld();
    }

    internal void Notify() => _listener?.OnBoardChanged();

    internal void NotifyWorld()
    {
        WorldChanged?.Invoke();
        Notify();
    }

    internal void NotifyRegister() => WorldChanged?.Invoke();

    private static void Check(SimulatedBoardOptions options)
    {
        if (options.ConnectorCount < 1 || options.ConnectorCount > MaximumConnectors) throw new ArgumentException("1 to 8 connectors");
        if (options.MaximumMilliamps < 6000 || options.MaximumMilliamps > 80000) throw new ArgumentException("6,000 to 80,000 mA");
        if (options.Phases != 1 && options.Phases != 3) throw new ArgumentException("1 or 3 phases");
        if (options.VoltageMillivolts < 100000 || options.VoltageMillivolts > 300000) throw new ArgumentException("100,000 to 300,000 mV");
    }

    private void SettleAll()
    {
        foreach (SimulatedConnector connector in _connectors) connector.Meter.Settle();
    }
}
