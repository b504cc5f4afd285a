namespace ChargePoint.Hal.Simulated;

/// <summary>Contactor of a simulated connector: follows its coil at once, unless its contacts are welded or it does not pull in.</summary>
public sealed class SimulatedContactor : IContactor
{
    private readonly SimulatedConnector _connector;
    private bool _commanded;
    private bool _welded;
    private bool _stuckOpen;

    internal SimulatedContactor(SimulatedConnector connector)
    {
        _connector = connector;
        Poles = connector.Board.Options.Phases;
    }

    /// <inheritdoc/>
    public bool Commanded
    {
        get
        {
            lock (_connector.Board.Gate) return _commanded;
        }
    }

    /// <inheritdoc/>
    public bool Feedback
    {
        get
        {
            lock (_connector.Board.Gate) return ContactsClosed;
        }
    }

    /// <inheritdoc/>
    public bool CanSwitchPhases => _connector.Board.Options.PhaseSwitching;

    /// <summary>What <see cref="IContactor.ClosesWithoutVehicle"/> tells; false is to look like a station that decides itself.</summary>
    public bool ClosesWithoutVehicle { get; set; } = true;

    /// <inheritdoc/>
    public int Phases
    {
        get
        {
            lock (_connector.Board.Gate) return Poles;
        }

        set
        {
            lock (_connector.Board.Gate)
            {
                if (CanSwitchPhases && !_commanded && (value == 1 || value == 3)) Poles = value;
            }
        }
    }

    internal int Poles { get; private set; }

    /// <summary>True while the contacts are welded (closed whatever is commanded); set it to inject that.</summary>
    public bool Welded
    {
        get
        {
            lock (_connector.Board.Gate) return _welded;
        }

        set => SetDefects(value, _stuckOpen);
    }

    /// <summary>True while the contactor does not pull in (open whatever is commanded); set it to inject that. A weld wins.</summary>
    public bool StuckOpen
    {
        get
        {
            lock (_connector.Board.Gate) return _stuckOpen;
        }

        set => SetDefects(_welded, value);
    }

    /// <summary>How often the coil was energized since the board was made (a contactor's life is counted in operations).</summary>
    public int Operations { get; private set; }

    internal bool ContactsClosed => _welded || (_commanded && !_stuckOpen && !_connector.Board.EmergencyStop);

    /// <inheritdoc/>
    public void Close() => Command(true);

    /// <inheritdoc/>
    public void Open() => Command(false);

    internal void Release() => _commanded = false;

    internal void Export(ConnectorWorld world)
    {
        world.ContactorWelded = _welded;
        world.ContactorStuckOpen = _stuckOpen;
    }

    internal void Import(ConnectorWorld world)
    {
        _welded = world.ContactorWelded;
        _stuckOpen = world.ContactorStuckOpen;
    }

    private void Command(bool closed)
    {
        lock (_connector.Board.Gate)
        {
            if (_commanded == closed) return;
            _connector.Meter.Settle();
            _commanded = closed;
            if (closed) Operations++;
        }

        _connector.Board.Notify();
    }

    private void SetDefects(bool welded, bool stuckOpen)
    {
        lock (_connector.Board.Gate)
        {
            if (_welded == welded && _stuckOpen == stuckOpen) return;
            _connector.Meter.Settle();
            _welded = welded;
            _stuckOpen = stuckOpen;
        }

        _connector.Board.NotifyWorld();
    }
}
