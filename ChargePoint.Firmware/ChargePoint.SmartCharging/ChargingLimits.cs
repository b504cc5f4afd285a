using ChargePoint.Features;
using ChargePoint.Runtime;

namespace ChargePoint.SmartCharging;

/// <summary>
/// Applies the charging profiles to the connectors: works out the limits whenever something has changed (profiles, transactions, vehicles, the
/// time of day, the next period), shares the charge point's limit among the connectors, and has every connector look at its pilot anew. Current is
/// taken away at once, and given to others only when it has gone down.
/// </summary>
public sealed class ChargingLimits : ICurrentLimit
{
    /// <summary>How long it is a connector's turn while there is not enough for all, in milliseconds.</summary>
    public const int TurnMs = 900_000;

    /// <summary>How long a vehicle has to ask for energy when its turn has come, in milliseconds.</summary>
    public const int AnswerMs = 60_000;

    private const long LongestWaitMs = 3_600_000;
    private const long RetryMs = 1_000;

    private readonly Outlet[] _outlets;
    private readonly WallClock _clock;
    private readonly EventLoop _loop;
    private readonly LimitCalculator _calculator;
    private readonly LoopTimer _timer;
    private readonly int _phases = 1;
    private RemoteStartProfiles? _remoteStarts;
    private LoadShare? _share;
    private int _version = -1;
    private bool _clockWasKnown;
    private long _clockOffsetMs;
    private bool _isUnsettled = true;
    private long _turn;

    /// <summary>Makes it, and becomes the limit of all connectors.</summary>
    /// <param name="store">The profiles.</param>
    /// <param name="connectors">All connectors, connector 1 first.</param>
    /// <param name="clock">Time of day.</param>
    /// <param name="loop">The event loop.</param>
    public ChargingLimits(ProfileStore store, Connector[] connectors, WallClock clock, EventLoop loop)
    {
        Store = store;
        _clock = clock;
        _loop = loop;
        _calculator = new LimitCalculator(store);
        _outlets = new Outlet[connectors.Length];
        for (int i = 0; i < connectors.Length; i++)
        {
            _outlets[i] = new Outlet(connectors[i], clock, loop);
            if (_outlets[i].Phases > _phases) _phases = _outlets[i].Phases;
            connectors[i].Limit = this;
        }

        _timer = loop.CreateTimer(OnTime);
    }

    /// <summary>The profiles.</summary>
    public ProfileStore Store { get; }

    /// <summary>Number of connectors.</summary>
    public int Count => _outlets.Length;

    /// <summary>Limit of the whole charge point; meaningful with <see cref="HasChargePointLimit"/>.</summary>
    public ChargingLimit ChargePointLimit { get; } = new();

    /// <summary>True if a ChargePointMaxProfile limits now.</summary>
    public bool HasChargePointLimit { get; private set; }

    /// <summary>True while there is not enough for all who want to charge, so that they take turns.</summary>
    public bool IsContested => HasChargePointLimit && _share!.IsContested;

    /// <summary>When a profile limits differently next, in seconds of the present time; the largest number for never.</summary>
    public long NextChangeSeconds { get; private set; } = long.MaxValue;

    /// <summary>Present second: of the time of day while that is known, else of the monotonic clock.</summary>
    public long NowSeconds => Outlet.Present(_clock, _loop);

    /// <summary>True once the time of day is known.</summary>
    public bool ClockIsKnown => _clock.IsKnown;

    /// <summary>Present current of a connector in milliamperes, 0 while it does not charge.</summary>
    /// <param name="connectorId">1 to <see cref="Count"/>.</param>
    public int Granted(int connectorId) => _outlets[connectorId - 1].Granted;

    /// <summary>True if a connector would charge.</summary>
    /// <param name="connectorId">1 to <see cref="Count"/>.</param>
    public bool IsWanted(int connectorId) => _outlets[connectorId - 1].IsWanted;

    /// <summary>Limit of a connector by its own profiles.</summary>
    /// <param name="connectorId">1 to <see cref="Count"/>.</param>
    public ChargingLimit Own(int connectorId) => _outlets[connectorId - 1].Own;

    /// <summary>Transaction that runs on a connector, or null.</summary>
    /// <param name="connectorId">1 to <see cref="Count"/>.</param>
    public Transaction? TransactionOf(int connectorId) => _outlets[connectorId - 1].Connector.Transaction;

    /// <summary>Makes the schedule of all connectors.</summary>
    public CompositeSchedule MakeSchedule() => new(_calculator, _outlets);

    /// <summary>Names who keeps profiles for transactions that are to begin.</summary>
    /// <param name="profiles">The keeper.</param>
    public void Use(RemoteStartProfiles profiles) => _remoteStarts = profiles;

    /// <inheritdoc/>
    public int LimitMilliamps(Connector connector, bool isWanted)
    {
        Outlet outlet = _outlets[connector.Id - 1];
        if (outlet.Follow()) OnTransactionChanged(outlet);
        bool asks = outlet.VehicleAsks();
        bool changed = outlet.IsWanted != isWanted || outlet.Asks != asks || outlet.HasOtherMaximum();
        outlet.IsWanted = isWanted;
        outlet.Asks = asks;
        if (changed || _isUnsettled || IsOutdated()) Evaluate(outlet);
        return outlet.Granted;
    }

    /// <summary>The profiles have changed: the pilots follow at the next turn of the loop.</summary>
    public void OnProfilesChanged() => _timer.Start(0);

    /// <summary>Works the limits out now, for those who want to look at them.</summary>
    public void Refresh()
    {
        foreach (Outlet outlet in _outlets)
        {
            if (outlet.Follow()) OnTransactionChanged(outlet);
        }

        Evaluate(null);
    }

    private bool IsOutdated() =>
        _version != Store.Version
        || _clockWasKnown != _clock.IsKnown
        || _clockOffsetMs != _clock.OffsetMs
        || NowSeconds >= NextChangeSeconds;

    private void OnTransactionChanged(Outlet outlet)
    {
        Store.KeepTransaction(outlet.ConnectorId, outlet.LocalId);
        if (outlet.Transaction != null) _remoteStarts?.OnTransaction(outlet.Transaction);
        _version = -1;
    }

    private void OnTime()
    {
        UpdateAll();
        if (!_timer.IsRunning) WaitForNextChange();
    }

    private void UpdateAll()
    {
        foreach (Outlet outlet in _outlets) outlet.Connector.Update();
    }

    private void Evaluate(Outlet? caller)
    {
        _version = Store.Version;
        _clockWasKnown = _clock.IsKnown;
        _clockOffsetMs = _clock.OffsetMs;
        _calculator.At(NowSeconds, _clock.IsKnown);
        foreach (Outlet outlet in _outlets)
            _calculator.Transaction(outlet.ConnectorId, outlet.LocalId, outlet.ChargingSinceSeconds, outlet.MaximumMilliamps, outlet.Phases, outlet.Own);
        HasChargePointLimit = _calculator.ChargePointMax(_phases, ChargePointLimit);
        NextChangeSeconds = _calculator.NextChangeSeconds;
        bool othersAreToFollow = HasChargePointLimit ? GrantShares(caller) : GrantAll(caller);
        if (othersAreToFollow) _timer.Start(0);
        else WaitForNextChange();
    }

    // Without a common limit nobody has to wait for anybody.
    private bool GrantAll(Outlet? caller)
    {
        bool othersAreToFollow = false;
        _isUnsettled = false;
        foreach (Outlet outlet in _outlets)
        {
            int milliamps = outlet.IsWanted ? outlet.Own.Milliamps : 0;
            if (milliamps == outlet.Granted) continue;
            if (milliamps < outlet.Granted) outlet.LowerTo(milliamps);
            else outlet.RaiseTo(milliamps);
            othersAreToFollow |= outlet != caller;
        }

        return othersAreToFollow;
    }

    private bool GrantShares(Outlet? caller)
    {
        LoadShare share = _share ??= new LoadShare(_outlets.Length);
        long budget = Divide(share);
        bool othersAreToFollow = false;
        long left = budget;
        for (int i = 0; i < _outlets.Length; i++)
        {
            Outlet outlet = _outlets[i];
            if (share.Share[i] < outlet.Granted)
            {
                outlet.LowerTo(share.Share[i]);
                othersAreToFollow |= outlet != caller;
            }

            left -= (long)outlet.Occupied() * share.Weight[i];
        }

        _isUnsettled = share.IsContested;
        for (int i = 0; i < _outlets.Length; i++)
        {
            Outlet outlet = _outlets[i];
            int more = share.Share[i] - outlet.Granted;
            if (outlet.Occupied() > outlet.Granted) _isUnsettled = true;
            if (more <= 0) continue;

            // What still flows here from before may be granted here again.
            long free = left / share.Weight[i] + outlet.Occupied() - outlet.Granted;
            int raise = free < more ? (int)free : more;
            if (raise < more) _isUnsettled = true;
            if (raise <= 0 || outlet.Granted + raise < Supply.LowestMilliamps) continue;
            int before = outlet.Occupied();
            outlet.RaiseTo(outlet.Granted + raise);
            left -= (long)(outlet.Occupied() - before) * share.Weight[i];
            othersAreToFollow |= outlet != caller;
        }

        return othersAreToFollow;
    }

    private long Divide(LoadShare share)
    {
        bool isPower = ChargePointLimit.IsPower;
        long budget = isPower ? ChargePointLimit.Tenths * 100L / Supply.LineVolts : ChargePointLimit.Milliamps;
        long turn = _loop.NowMs / TurnMs;
        for (int i = 0; i < _outlets.Length; i++)
        {
            Outlet outlet = _outlets[i];
            TakeTurn(outlet, turn != _turn, share.IsContested);
            share.Own[i] = outlet.IsWanted ? outlet.Own.Milliamps : 0;
            share.Minimum[i] = outlet.Own.MinimumMilliamps > Supply.LowestMilliamps ? outlet.Own.MinimumMilliamps : Supply.LowestMilliamps;
            share.Asks[i] = outlet.Asks;
            share.Waits[i] = outlet.Waits;
            share.Weight[i] = isPower ? outlet.Phases : 1;
        }

        _turn = turn;
        share.Divide(budget, (int)(turn % _outlets.Length));
        return budget;
    }

    // Whoever is offered energy and does not ask for it lets the others go first for the rest of the turn.
    private void TakeTurn(Outlet outlet, bool isNewTurn, bool isContested)
    {
        if (isNewTurn) outlet.Waits = false;
        if (!outlet.IsWanted || outlet.Asks || outlet.Granted == 0)
        {
            outlet.IdleSinceMs = 0;
            return;
        }

        if (outlet.IdleSinceMs == 0) outlet.IdleSinceMs = _loop.NowMs;
        if (isContested && _loop.NowMs - outlet.IdleSinceMs >= AnswerMs) outlet.Waits = true;
    }

    private void WaitForNextChange()
    {
        if (_timer.IsRunning && _timer.DueMs <= _loop.NowMs) return; // others are to follow
        _timer.Stop();
        if (NextChangeSeconds == long.MaxValue) return;
        long waitMs = NextChangeSeconds * 1000 - (_clock.IsKnown ? _clock.UnixMs : _loop.NowMs);
        _timer.Start(waitMs <= 0 ? RetryMs : waitMs > LongestWaitMs ? LongestWaitMs : waitMs);
    }
}
