namespace ChargePoint.Hal.Simulated;

/// <summary>
/// One connector of a simulated board with the cable and the vehicle at it. A connector with a socket has a lock; one with an
/// attached cable has none.
/// </summary>
public sealed class SimulatedConnector : IConnectorHardware
{
    private bool _cableInSocket;
    private bool _removalPending;
    private HardwareFault _fault;

    internal SimulatedConnector(SimulatedBoard board)
    {
        Board = board;
        Vehicle = new SimulatedVehicle(this);
        Pilot = new SimulatedPilot(this);
        Contactor = new SimulatedContactor(this);
        Meter = new SimulatedMeter(this);
        Lock = board.Options.FixedCable ? null : new SimulatedLock(this);
        Indicator = new SimulatedIndicator();
    }

    /// <summary>Control pilot.</summary>
    public SimulatedPilot Pilot { get; }

    /// <summary>Contactor.</summary>
    public SimulatedContactor Contactor { get; }

    /// <summary>Energy meter.</summary>
    public SimulatedMeter Meter { get; }

    /// <summary>Connector lock, or null for an attached cable.</summary>
    public SimulatedLock? Lock { get; }

    /// <summary>Indicator.</summary>
    public SimulatedIndicator Indicator { get; }

    /// <summary>The vehicle that is, or will be, at the cable.</summary>
    public SimulatedVehicle Vehicle { get; }

    IControlPilot IConnectorHardware.Pilot => Pilot;

    IContactor IConnectorHardware.Contactor => Contactor;

    IEnergyMeter IConnectorHardware.Meter => Meter;

    IConnectorLock? IConnectorHardware.Lock => Lock;

    IStatusIndicator IConnectorHardware.Indicator => Indicator;

    /// <inheritdoc/>
    public int MaximumMilliamps => Board.Options.MaximumMilliamps;

    /// <inheritdoc/>
    public bool IsVentilated => Board.Options.Ventilated;

    /// <inheritdoc/>
    public bool CablePresent
    {
        get
        {
            lock (Board.Gate) return CableAttached || _cableInSocket;
        }
    }

    /// <summary>True after <see cref="Unplug"/> while the lock still holds the plug in the socket.</summary>
    public bool RemovalPending
    {
        get
        {
            lock (Board.Gate) return _removalPending;
        }
    }

    /// <summary>Present fault of this connector's hardware; set it to inject one.</summary>
    public HardwareFault Fault
    {
        get => _fault;
        set
        {
            if (_fault == value) return;
            _fault = value;
            Board.NotifyWorld();
        }
    }

    /// <summary>Current that flows into the vehicle now, per phase, in milliamperes.</summary>
    public int DrawnMilliamps
    {
        get
        {
            lock (Board.Gate) return Draw();
        }
    }

    internal SimulatedBoard Board { get; }

    private bool CableAttached => Board.Options.FixedCable;

    /// <summary>
    /// Brings a vehicle and connects it: the cable goes into the socket and into the vehicle. The vehicle asks for energy.
    /// </summary>
    /// <returns>False, and nothing changed, if a vehicle is connected already or the lock's bolt blocks the empty socket.</returns>
    public bool Plug()
    {
        lock (Board.Gate)
        {
            if (Vehicle.Connected || (!_cableInSocket && LockHolds)) return false;
            Meter.Settle();
            _cableInSocket = !CableAttached;
            _removalPending = false;
            Vehicle.Arrive();
        }

        Board.NotifyWorld();
        return true;
    }

    /// <summary>Pulls the cable at the vehicle only: it stays in the socket.</summary>
    /// <returns>False, and nothing changed, if there is no vehicle.</returns>
    public bool UnplugVehicle()
    {
        lock (Board.Gate)
        {
            if (!Vehicle.Connected) return false;
            Meter.Settle();
            Vehicle.Leave();
        }

        Board.NotifyWorld();
        return true;
    }

    /// <summary>
    /// Takes the cable off altogether, as a driver does who leaves: first at the vehicle, then out of the socket, there as soon
    /// as the lock lets the plug go (see <see cref="RemovalPending"/>).
    /// </summary>
    /// <returns>False, and nothing changed, if nothing is plugged or the driver is at it already.</returns>
    public bool Unplug()
    {
        lock (Board.Gate)
        {
            bool plugHere = _cableInSocket && !_removalPending;
            if (!Vehicle.Connected && !plugHere) return false;
            Meter.Settle();
            Vehicle.Leave();
            _removalPending = _cableInSocket;
            PullReleasedPlug();
        }

        Board.NotifyWorld();
        return true;
    }

    // A driver who waits with the plug in the hand pulls it out as soon as it comes.
    internal void PullReleasedPlug()
    {
        if (!_removalPending || LockHolds) return;
        _removalPending = false;
        _cableInSocket = false;
    }

    // Current per phase: flows through closed contacts into a vehicle that was offered it and asks for it, and only then.
    internal int Draw()
    {
        PilotState state = Pilot.Sense();
        if ((state != PilotState.C && state != PilotState.D) || !Contactor.ContactsClosed || !Board.MainsPresent) return 0;
        int offered = Pilot.Offered;
        int wanted = Vehicle.Wanted;
        return offered < wanted ? offered : wanted;
    }

    internal void PowerOff()
    {
        lock (Board.Gate)
        {
            Meter.Settle();
            Contactor.Release();
            Pilot.Withdraw();
            Lock?.Forget();
        }

        Indicator.Clear();
    }

    internal void Export(ConnectorWorld world)
    {
        world.CableInSocket = _cableInSocket;
        world.RemovalPending = _removalPending;
        world.PilotShorted = Pilot.ShortCircuit;
        world.Fault = _fault;
        Vehicle.Export(world);
        Meter.Export(world);
        Lock?.Export(world);
        Contactor.Export(world);
    }

    internal void Import(ConnectorWorld world)
    {
        Meter.Import(world);
        Vehicle.Import(world);
        Lock?.Import(world);
        Contactor.Import(world);
        Pilot.ShortCircuit = world.PilotShorted;
        _fault = world.Fault;

        // A vehicle hangs on a cable, and the cable on the socket: a world that says otherwise is put right.
        _cableInSocket = !CableAttached && (world.CableInSocket || world.VehicleConnected);
        _removalPending = _cableInSocket && world.RemovalPending && !world.VehicleConnected;
        PullReleasedPlug();
    }

    private bool LockHolds => Lock != null && Lock.Holds;
}
