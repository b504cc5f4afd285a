namespace ChargePoint.Hal.Simulated;

/// <summary>The vehicle at a simulated connector. Its habits can be set before it arrives; whether it asks for energy only while it is there.</summary>
public sealed class SimulatedVehicle
{
    /// <summary>Current that a vehicle takes per phase unless told otherwise, in milliamperes.</summary>
    public const int DefaultMaximumMilliamps = 32000;

    /// <summary>Highest current that a vehicle can be told to take per phase, in milliamperes.</summary>
    public const int HighestMaximumMilliamps = 80000;

    /// <summary>Phases that a vehicle uses unless told otherwise, where the supply has them.</summary>
    public const int DefaultPhases = 3;

    private readonly SimulatedConnector _connector;
    private int _reactionMs;

    internal SimulatedVehicle(SimulatedConnector connector) => _connector = connector;

    /// <summary>True while the cable is in the vehicle.</summary>
    public bool IsConnected
    {
        get
        {
            lock (_connector.Board.Gate) return Connected;
        }
    }

    /// <summary>True while the vehicle does not ask for energy. A vehicle that arrives always asks.</summary>
    public bool IsSuspended
    {
        get
        {
            lock (_connector.Board.Gate) return Paused;
        }
    }

    /// <summary>Highest current that the vehicle takes per phase, in milliamperes: 0 to 80,000. Values outside are brought into the range.</summary>
    public int MaximumMilliamps
    {
        get
        {
            lock (_connector.Board.Gate) return Wanted;
        }

        set => Change(Paused, Ventilated, Limited(value), PhaseCount);
    }

    /// <summary>Phases that the vehicle's charger uses: 1 or 3 (anything but 3 becomes 1).</summary>
    public int Phases
    {
        get
        {
            lock (_connector.Board.Gate) return PhaseCount;
        }

        set => Change(Paused, Ventilated, Wanted, value == 3 ? 3 : 1);
    }

    /// <summary>True if the vehicle asks for ventilation while it charges (pilot state D instead of C).</summary>
    public bool NeedsVentilation
    {
        get
        {
            lock (_connector.Board.Gate) return Ventilated;
        }

        set => Change(Paused, value, Wanted, PhaseCount);
    }

    /// <summary>
    /// Current that flows in addition to what the vehicle was offered and wants, per phase, in milliamperes, 0 to 80,000: a vehicle that
    /// does not keep to the offer, or a fault behind the contactor.
    /// </summary>
    public int ExcessMilliamps
    {
        get
        {
            lock (_connector.Board.Gate) return Excess;
        }

        set
        {
            lock (_connector.Board.Gate)
            {
                _connector.Meter.Settle();
                Excess = Limited(value);
            }

            _connector.Board.NotifyWorld();
        }
    }

    /// <summary>
    /// How long the vehicle needs to follow an offer that is lowered or withdrawn, in milliseconds: 0 to 60,000. IEC 61851-1 allows 5 s and
    /// 3 s. 0 unless told otherwise; not part of the world that is kept.
    /// </summary>
    public int ReactionMs
    {
        get => _reactionMs;
        set => _reactionMs = value < 0 ? 0 : value > 60000 ? 60000 : value;
    }

    internal int Excess { get; private set; }

    internal bool Connected { get; private set; }

    internal bool Paused { get; private set; }

    internal bool Ventilated { get; private set; }

    internal int Wanted { get; private set; } = DefaultMaximumMilliamps;

    internal int PhaseCount { get; private set; } = DefaultPhases;

    /// <summary>Stops asking for energy.</summary>
    /// <returns>False, and nothing changed, if there is no vehicle.</returns>
    public bool Suspend() => SetPaused(true);

    /// <summary>Asks for energy again.</summary>
    /// <returns>False, and nothing changed, if there is no vehicle.</returns>
    public bool Resume() => SetPaused(false);

    internal void Arrive()
    {
        Connected = true;
        Paused = false;
    }

    internal void Leave()
    {
        Connected = false;
        Paused = false;
    }

    internal void Export(ConnectorWorld world)
    {
        world.VehicleConnected = Connected;
        world.VehicleSuspended = Paused;
        world.VehicleNeedsVentilation = Ventilated;
        world.VehicleMaximumMilliamps = Wanted;
        world.VehiclePhases = PhaseCount;
        world.ExcessMilliamps = Excess;
    }

    internal void Import(ConnectorWorld world)
    {
        Connected = world.VehicleConnected;
        Paused = world.VehicleConnected && world.VehicleSuspended;
        Ventilated = world.VehicleNeedsVentilation;
        Wanted = Limited(world.VehicleMaximumMilliamps);
        PhaseCount = world.VehiclePhases == 3 ? 3 : 1;
        Excess = Limited(world.ExcessMilliamps);
    }

    private static int Limited(int milliamps) =>
        milliamps < 0 ? 0 : milliamps > HighestMaximumMilliamps ? HighestMaximumMilliamps : milliamps;

    private bool SetPaused(bool paused)
    {
        if (!IsConnected) return false;
        Change(paused, Ventilated, Wanted, PhaseCount);
        return true;
    }

    private void Change(bool paused, bool ventilated, int wanted, int phases)
    {
        lock (_connector.Board.Gate)
        {
            if (paused == Paused && ventilated == Ventilated && wanted == Wanted && phases == PhaseCount) return;
            _connector.Meter.Settle();
            Paused = paused;
            Ventilated = ventilated;
            Wanted = wanted;
            PhaseCount = phases;
        }

        _connector.Board.NotifyWorld();
    }
}
