using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.SmartCharging;

/// <summary>A connector as smart charging sees it: its limit, what it was granted, and what may still flow from before.</summary>
internal sealed class Outlet : IOutlet
{
    /// <summary>How long a vehicle may take to follow a lower offer, in milliseconds (IEC 61851-1: 5 s), with a margin.</summary>
    public const int FollowMs = 6_000;

    private const int ToleranceMilliamps = 500;

    private readonly WallClock _clock;
    private readonly EventLoop _loop;
    private int _flowing;
    private int _maximum;
    private long _loweredMs;

    public Outlet(Connector connector, WallClock clock, EventLoop loop)
    {
        Connector = connector;
        _clock = clock;
        _loop = loop;
    }

    public Connector Connector { get; }

    /// <summary>Transaction that was seen last.</summary>
    public Transaction? Transaction { get; private set; }

    /// <summary>False until it was looked at for the first time.</summary>
    public bool IsFollowed { get; private set; }

    /// <summary>Would offer energy.</summary>
    public bool IsWanted { get; set; }

    /// <summary>The vehicle asked for energy when it was looked at last.</summary>
    public bool Asks { get; set; }

    /// <summary>Limit by its own profiles.</summary>
    public ChargingLimit Own { get; } = new();

    /// <summary>Current that it may offer.</summary>
    public int Granted { get; private set; }

    /// <summary>Since when a vehicle that was offered energy has not asked for any; 0 if it has.</summary>
    public long IdleSinceMs { get; set; }

    /// <summary>Its turn passed by without a vehicle that asked.</summary>
    public bool Waits { get; set; }

    public int ConnectorId => Connector.Id;

    public int MaximumMilliamps => Connector.Hardware.MaximumMilliamps;

    public int Phases => Connector.Hardware.Meter.Phases;

    public int LocalId => Transaction == null ? 0 : Transaction.LocalId;

    public long ChargingSinceSeconds
    {
        get
        {
            if (Transaction == null) return Present(_clock, _loop);
            Moment begin = Transaction.Begin.Moment;
            if (_clock.IsKnown) return begin.UnixMs(_clock) / 1000;
            return begin.Boot == _clock.Boot ? begin.MonotonicMs / 1000 : LimitCalculator.Unknown;
        }
    }

    /// <summary>Present second: of the time of day while that is known, else of the monotonic clock.</summary>
    public static long Present(WallClock clock, EventLoop loop) => (clock.IsKnown ? clock.UnixMs : loop.NowMs) / 1000;

    /// <summary>Looks at the transaction.</summary>
    /// <returns>True if it is another one than before.</returns>
    public bool Follow()
    {
        if (IsFollowed && Transaction == Connector.Transaction) return false;
        IsFollowed = true;
        Transaction = Connector.Transaction;
        return true;
    }

    /// <summary>Looks what hardware and cable carry: a cable may be recognized late, and a hot one carries less. True if it is not what it was.</summary>
    public bool HasOtherMaximum()
    {
        if (_maximum == MaximumMilliamps) return false;
        _maximum = MaximumMilliamps;
        return true;
    }

    /// <summary>True while the vehicle asks for energy.</summary>
    public bool VehicleAsks()
    {
        PilotState pilot = Connector.Hardware.Pilot.State;
        return pilot == PilotState.C || pilot == PilotState.D;
    }

    /// <summary>Grants less at once; what flows is counted until it has gone down.</summary>
    /// <param name="milliamps">New current.</param>
    public void LowerTo(int milliamps)
    {
        int before = Occupied();
        _flowing = before > Granted ? before : Granted;
        _loweredMs = _loop.NowMs;
        Granted = milliamps;
    }

    /// <summary>Grants more. The caller sees to it that there is as much.</summary>
    /// <param name="milliamps">New current.</param>
    public void RaiseTo(int milliamps) => Granted = milliamps;

    /// <summary>Current that has to be counted for it now: what is granted, or what may still flow since more was granted.</summary>
    public int Occupied()
    {
        IConnectorHardware hardware = Connector.Hardware;
        if (_flowing <= Granted) return Granted;
        if (hardware.Pilot.OfferedMilliamps > Granted) return _flowing;
        int measured = hardware.Contactor.Feedback ? Measured() : 0;
        if (measured > Granted + ToleranceMilliamps) return _loop.NowMs - _loweredMs < FollowMs || measured > _flowing ? _flowing : measured;
        _flowing = 0;
        return Granted;
    }

    private int Measured()
    {
        int highest = 0;
        foreach (int milliamps in Connector.Meter.Reading.CurrentMilliamps)
        {
            if (milliamps > highest) highest = milliamps;
        }

        return highest;
    }
}
