namespace ChargePoint.Hal.Simulated;

/// <summary>
/// One connector of a simulated board with the cable and the vehicle at it. A connector with a socket has a lock; one with an
/// attached cable has none.
/// </summary>
public sealed class SimulatedConnector : IConnectorHardware
{
    /// <summary>Current that a cable carries unless told otherwise, in milliamperes.</summary>
    public const int DefaultCableMilliamps = 63000;

    private bool _cableInSocket;
    private int _cableMilliamps = DefaultCableMilliamps;
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
        ResidualCurrent = new SimulatedResidualCurrent(this);
        Temperature = new SimulatedTemperature(this);
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

    /// <summary>Residual-current monitor.</summary>
    public SimulatedResidualCurrent ResidualCurrent { get; }

    /// <summary>Temperature sensor.</summary>
    public SimulatedTemperature Temperature { get; }

    /// <summary>The vehicle that is, or will be, at the cable.</summary>
    public SimulatedVehicle Vehicle { get; }

    IControlPilot IConnectorHardware.Pilot => Pilot;

    IContactor IConnectorHardware.Contactor => Contactor;

    IEnergyMeter IConnectorHardware.Meter => Meter;

    IConnectorLock? IConnectorHardware.Lock => Lock;

    IStatusIndicator IConnectorHardware.Indicator => Indicator;

    IResidualCurrentMonitor? IConnectorHardware.ResidualCurrent => ResidualCurrent;

    ITemperatureSensor? IConnectorHardware.Temperature => Temperature;

    /// <inheritdoc/>
    public int MaximumMilliamps
    {
        get
        {
            lock (Board.Gate) return _cableInSocket && _cableMilliamps < Board.Options.MaximumMilliamps ? _cableMilliamps : Board.Options.MaximumMilliamps;
        }
    }

    /// <summary>
    /// Current that the cable carries, in milliamperes (its coding resistor says 13,000, 20,000, 32,000 or 63,000); 0 for a cable whose
    /// resistor is broken. Without meaning for an attached cable.
    /// </summary>
    public int CableMilliamps
    {
        get
        {
            lock (Board.Gate) return _cableMilliamps;
        }

        set
        {
            lock (Board.Gate)
            {
                if (_cableMilliamps == value) return;
                _cableMilliamps = value;
            }

            Board.NotifyWorld();
        }
    }

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

    /// <inheritdoc/>
    public string FaultDetail => "";

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
    internal int Draw() => Draw(Board.Clock.MonotonicMs);

    internal int Draw(long nowMs)
    {
        PilotState state = Pilot.Sense(nowMs);
        if ((state != PilotState.C && state != PilotState.D) || !Contactor.ContactsClosed || !Board.MainsPresent) return 0;
        int offered = Pilot.Followed(nowMs);
        int wanted = Vehicle.Wanted;
        return (offered < wanted ? offered : wanted) + Vehicle.Excess;
    }

    internal void PowerOff()
    {
        lock (Board.Gate)
        {
            Meter.Settle();
            Contactor.Release();
            Pilot.Withdraw();
            Lock?.Forget();
            ResidualCurrent.PowerOff();
        }

        Indicator.Clear();
    }

    internal void Export(ConnectorWorld world)
    {
        world.CableInSocket = _cableInSocket;
        world.RemovalPending = _removalPending;
        world.PilotShorted = Pilot.ShortCircuit;
        world.Fault = _fault;
        world.CableMilliamps = _cableMilliamps;
        world.DiodeMissing = Pilot.NoDiode;
        ResidualCurrent.Export(world);
        Temperature.Export(world);
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
        Pilot.NoDiode = world.DiodeMissing;
        ResidualCurrent.Import(world);
        Temperature.Import(world);
        _cableMilliamps = world.CableMilliamps < 0 ? 0 : world.CableMilliamps;
        _fault = world.Fault;

        // A vehicle hangs on a cable, and the cable on the socket: a world that says otherwise is put right.
        _cableInSocket = !CableAttached && (world.CableInSocket || world.VehicleConnected);
        _removalPending = _cableInSocket && world.RemovalPending && !world.VehicleConnected;
        PullReleasedPlug();
    }

    private bool LockHolds => Lock != null && Lock.Holds;
}
