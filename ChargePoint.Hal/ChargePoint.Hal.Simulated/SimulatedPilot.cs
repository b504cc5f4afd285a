namespace ChargePoint.Hal.Simulated;

/// <summary>
/// Control pilot of a simulated connector. States by IEC 61851-1 Annex A:
/// <code>
///  pilot wire  vehicle    asks for energy  offer   ventilation  state
///  shorted     any        any              any     any          E
///  no diode    connected  any              6 A up  any          E
///  sound       none       any              any     any          A
///  sound       connected  no               any     any          B
///  sound       connected  yes              none    any          B
///  sound       connected  yes              6 A up  not needed   C
///  sound       connected  yes              6 A up  needed       D
/// </code>
/// </summary>
public sealed class SimulatedPilot : IControlPilot
{
    /// <summary>Lowest current that a pilot can offer, in milliamperes.</summary>
    public const int LowestOfferMilliamps = 6000;

    /// <summary>Highest current that a pilot can offer, in milliamperes.</summary>
    public const int HighestOfferMilliamps = 80000;

    private readonly SimulatedConnector _connector;
    private int _offeredBefore;
    private bool _shortCircuit;
    private bool _noDiode;

    internal SimulatedPilot(SimulatedConnector connector) => _connector = connector;

    /// <inheritdoc/>
    public PilotState State
    {
        get
        {
            lock (_connector.Board.Gate) return Sense();
        }
    }

    /// <summary>Current that the pilot offers per phase, in milliamperes: 0 or 6,000 to 80,000. Less becomes 0, more becomes 80,000.</summary>
    public int OfferedMilliamps
    {
        get
        {
            lock (_connector.Board.Gate) return Offered;
        }

        set
        {
            int offer = value < LowestOfferMilliamps ? 0 : value > HighestOfferMilliamps ? HighestOfferMilliamps : value;
            lock (_connector.Board.Gate)
            {
                if (offer == Offered) return;
                _connector.Meter.Settle();
                FollowFrom(offer);
                Offered = offer;
            }

            _connector.Board.Notify();
        }
    }

    /// <summary>True while the pilot wire is shorted to earth; set it to inject that.</summary>
    public bool Shorted
    {
        get
        {
            lock (_connector.Board.Gate) return ShortCircuit;
        }

        set => Inject(ref _shortCircuit, value);
    }

    /// <summary>True if the vehicle's diode is missing: seen while there is an offer; set it to inject that.</summary>
    public bool DiodeMissing
    {
        get
        {
            lock (_connector.Board.Gate) return NoDiode;
        }

        set => Inject(ref _noDiode, value);
    }

    /// <inheritdoc/>
    public PilotFault Fault
    {
        get
        {
            lock (_connector.Board.Gate) return ShortCircuit ? PilotFault.Shorted : IsDiodeMissed ? PilotFault.Diode : PilotFault.None;
        }
    }

    /// <inheritdoc/>
    public int HighMillivolts => State switch
    {
        PilotState.A => 12000,
        PilotState.B => 9000,
        PilotState.C => 6000,
        PilotState.D => 3000,
        PilotState.F => -12000,
        _ => 0,
    };

    /// <inheritdoc/>
    public int LowMillivolts => OfferedMilliamps > 0 && State != PilotState.E ? -12000 : HighMillivolts;

    internal int Offered { get; private set; }

    // When the vehicle will have followed an offer that was lowered. Until then it takes what it was offered before.
    internal long FollowedMs { get; private set; }

    internal bool NoDiode { get => _noDiode; set => _noDiode = value; }

    private bool IsDiodeMissed => NoDiode && Offered > 0 && _connector.Vehicle.Connected;

    internal bool ShortCircuit { get => _shortCircuit; set => _shortCircuit = value; }

    internal int Followed(long nowMs) => nowMs < FollowedMs ? _offeredBefore : Offered;

    internal PilotState Sense() => Sense(_connector.Board.Clock.MonotonicMs);

    internal PilotState Sense(long nowMs)
    {
        SimulatedVehicle vehicle = _connector.Vehicle;
        if (ShortCircuit || IsDiodeMissed) return PilotState.E;
        if (!vehicle.Connected) return PilotState.A;
        if (vehicle.Paused || Followed(nowMs) == 0) return PilotState.B;
        return vehicle.Ventilated ? PilotState.D : PilotState.C;
    }

    internal void Withdraw()
    {
        Offered = 0;
        FollowedMs = 0;
    }

    // A fault comes or goes: what flowed until now is counted first.
    private void Inject(ref bool fault, bool value)
    {
        lock (_connector.Board.Gate)
        {
            if (fault == value) return;
            _connector.Meter.Settle();
            fault = value;
        }

        _connector.Board.NotifyWorld();
    }

    private void FollowFrom(int offer)
    {
        long nowMs = _connector.Board.Clock.MonotonicMs;
        int followed = Followed(nowMs);
        if (offer >= followed || _connector.Vehicle.ReactionMs == 0)
        {
            FollowedMs = 0;
        }
        else
        {
            _offeredBefore = followed;
            FollowedMs = nowMs + _connector.Vehicle.ReactionMs;
        }
    }
}
