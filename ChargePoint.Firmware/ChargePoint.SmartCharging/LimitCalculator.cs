namespace ChargePoint.SmartCharging;

/// <summary>
/// Says which charging profile limits at a moment (OCPP 1.6 section 3.13). Rules:
/// <list type="bullet">
/// <item>A profile counts while it is valid and its schedule runs. Of those of a purpose the highest stackLevel counts; in a gap of its schedule
/// the next lower one does.</item>
/// <item>For a transaction its TxProfile counts, in a gap the TxDefaultProfile of the connector, in a gap of that the one of connector 0, and
/// otherwise what the hardware carries.</item>
/// <item>While the time of day is not known, a profile that depends on it might be in any of its periods or in none: it counts with its
/// lowest period, together with whatever would count without it.</item>
/// </list>
/// </summary>
public sealed class LimitCalculator
{
    /// <summary>Begin of charging that is not known.</summary>
    public const long Unknown = -1;

    private const long Never = long.MaxValue;

    private readonly ProfileStore _store;
    private readonly ChargingLimit _candidate = new();
    private long _nowSeconds;
    private bool _clockIsKnown;
    private bool _isDecided;
    private bool _isFound;

    /// <summary>Makes a calculator.</summary>
    /// <param name="store">The profiles.</param>
    public LimitCalculator(ProfileStore store) => _store = store;

    /// <summary>First second after the one asked for in which the answers since <see cref="At"/> may be different; the largest number for never.</summary>
    public long NextChangeSeconds { get; private set; }

    /// <summary>Chooses the moment that is asked for.</summary>
    /// <param name="seconds">Seconds since 1970 UTC, or on the monotonic clock while the time of day is not known.</param>
    /// <param name="clockIsKnown">Whether the time of day is known.</param>
    public void At(long seconds, bool clockIsKnown)
    {
        _nowSeconds = seconds;
        _clockIsKnown = clockIsKnown;
        NextChangeSeconds = Never;
    }

    /// <summary>Limit of a connector by its own profiles, without the ChargePointMaxProfile.</summary>
    /// <param name="connectorId">Connector, 1 or more.</param>
    /// <param name="localId">Number in the journal of its transaction, 0 without one.</param>
    /// <param name="chargingSinceSeconds">Begin of charging in the same time, or <see cref="Unknown"/>.</param>
    /// <param name="hardwareMilliamps">What the connector carries.</param>
    /// <param name="phases">Phases of the connector.</param>
    /// <param name="limit">Receives the limit.</param>
    public void Transaction(int connectorId, int localId, long chargingSinceSeconds, int hardwareMilliamps, int phases, ChargingLimit limit)
    {
        limit.SetHardware(hardwareMilliamps, phases);
        _isDecided = false;
        if (localId != 0) Ask(ProfilePurpose.Tx, connectorId, localId, chargingSinceSeconds, phases, limit);
        if (!_isDecided) Ask(ProfilePurpose.TxDefault, connectorId, 0, chargingSinceSeconds, phases, limit);
        if (!_isDecided) Ask(ProfilePurpose.TxDefault, 0, 0, chargingSinceSeconds, phases, limit);
    }

    /// <summary>Limit of the whole charge point by its ChargePointMaxProfile.</summary>
    /// <param name="phases">Phases over which watts are counted.</param>
    /// <param name="limit">Receives the limit; left as it is without one.</param>
    /// <returns>False if no such profile counts now.</returns>
    public bool ChargePointMax(int phases, ChargingLimit limit)
    {
        limit.SetHardware(int.MaxValue, phases);
        _isDecided = false;
        _isFound = false;
        Ask(ProfilePurpose.ChargePointMax, 0, 0, Unknown, phases, limit);
        return _isFound;
    }

    // The store has the highest stackLevel first.
    private void Ask(ProfilePurpose purpose, int connectorId, int localId, long chargingSinceSeconds, int phases, ChargingLimit limit)
    {
        for (int i = 0; i < _store.Count && !_isDecided; i++)
        {
            ChargingProfile profile = _store[i];
            if (!profile.IsUnderstood || profile.Purpose != purpose || profile.ConnectorId != connectorId) continue;
            if (purpose == ProfilePurpose.Tx && profile.LocalId != localId) continue;
            Judge(profile, chargingSinceSeconds, phases, limit);
        }
    }

    private void Judge(ChargingProfile profile, long chargingSinceSeconds, int phases, ChargingLimit limit)
    {
        long begin = Begin(profile, chargingSinceSeconds);
        bool needsClock = profile.NeedsClock || profile.Purpose == ProfilePurpose.ChargePointMax;
        if ((needsClock && !_clockIsKnown) || begin == Unknown)
        {
            _candidate.SetPeriod(profile, LowestPeriod(profile, phases), phases, isCautious: true);
            Take(limit);
            return;
        }

        if (_nowSeconds >= profile.ValidToSeconds) return;
        if (_nowSeconds < profile.ValidFromSeconds)
        {
            ChangesAt(profile.ValidFromSeconds);
            return;
        }

        ChangesAt(profile.ValidToSeconds);
        if (_nowSeconds < begin)
        {
            ChangesAt(begin);
            return;
        }

        if (profile.Kind == ProfileKind.Recurring)
        {
            begin += (_nowSeconds - begin) / profile.RecurrenceSeconds * profile.RecurrenceSeconds;
            ChangesAt(begin + profile.RecurrenceSeconds);
        }

        long elapsed = _nowSeconds - begin;
        if (profile.HasDuration)
        {
            if (elapsed >= profile.DurationSeconds) return;
            ChangesAt(begin + profile.DurationSeconds);
        }

        int period = PeriodAt(profile, elapsed);
        if (period + 1 < profile.PeriodCount) ChangesAt(begin + profile.PeriodStart(period + 1));
        _candidate.SetPeriod(profile, period, phases, isCautious: false);
        Take(limit);
        _isDecided = true;
    }

    // Nothing limits above what does already: the hardware, or a profile that counts out of caution. But the first profile that counts for
    // sure is named even where the hardware is as low.
    private void Take(ChargingLimit limit)
    {
        _isFound = true;
        if (_candidate.Milliamps < limit.Milliamps || (!limit.HasProfile && _candidate.Milliamps == limit.Milliamps)) limit.Set(_candidate);
    }

    private static long Begin(ChargingProfile profile, long chargingSinceSeconds)
    {
        if (profile.HasStart && profile.Kind != ProfileKind.Relative) return profile.StartSeconds;
        if (profile.Purpose != ProfilePurpose.ChargePointMax) return chargingSinceSeconds;
        return profile.InstalledSeconds;
    }

    private static int PeriodAt(ChargingProfile profile, long elapsed)
    {
        int period = 0;
        while (period + 1 < profile.PeriodCount && profile.PeriodStart(period + 1) <= elapsed) period++;
        return period;
    }

    private static int LowestPeriod(ChargingProfile profile, int phases)
    {
        int lowest = 0;
        for (int i = 1; i < profile.PeriodCount; i++)
        {
            if (Milliamps(profile, i, phases) < Milliamps(profile, lowest, phases)) lowest = i;
        }

        return lowest;
    }

    private static int Milliamps(ChargingProfile profile, int period, int phases) =>
        Supply.ToMilliamps(profile.PeriodLimit(period), profile.IsPower, phases);

    private void ChangesAt(long seconds)
    {
        if (seconds > _nowSeconds && seconds < NextChangeSeconds) NextChangeSeconds = seconds;
    }
}
