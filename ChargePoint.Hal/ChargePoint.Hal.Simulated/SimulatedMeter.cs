namespace ChargePoint.Hal.Simulated;

/// <summary>
/// Energy meter of a simulated connector. It integrates the vehicle's real draw exactly: power in microwatts (mA x mV) times
/// milliseconds is a whole number of nanojoules, and what does not fill a watt-hour is carried on.
/// </summary>
public sealed class SimulatedMeter : IEnergyMeter
{
    private const long NanojoulesPerWh = 3600000000000;
    private const long NanojoulesPerMicrowattHour = 3600000;
    private const long MicrowattHoursPerWh = 1000000;
    private const long MicrowattsPerWatt = 1000000;
    private const long MsPerHour = 3600000;

    private readonly SimulatedConnector _connector;
    private long _settledMs;
    private long _energyWh;
    private long _remainderNanojoules;
    private long _shownWh;
    private bool _silent;

    internal SimulatedMeter(SimulatedConnector connector)
    {
        _connector = connector;
        _settledMs = connector.Board.Clock.MonotonicMs;
    }

    /// <inheritdoc/>
    public int Phases => _connector.Board.Options.Phases;

    /// <summary>True while the meter does not answer; set it to inject that. It measures on.</summary>
    public bool Silent
    {
        get
        {
            lock (_connector.Board.Gate) return _silent;
        }

        set
        {
            lock (_connector.Board.Gate)
            {
                if (_silent == value) return;
                _silent = value;
            }

            _connector.Board.NotifyWorld();
        }
    }

    /// <summary>Energy register up to now, in watt-hours, also while the meter is silent.</summary>
    public long EnergyWh
    {
        get
        {
            lock (_connector.Board.Gate)
            {
                Settle();
                return _energyWh;
            }
        }
    }

    /// <inheritdoc/>
    public bool TryRead(MeterReading reading)
    {
        bool advanced;
        lock (_connector.Board.Gate)
        {
            if (_silent) return false;
            Settle();
            int drawn = _connector.Draw();
            int phasesInUse = PhasesInUse;
            int millivolts = _connector.Board.MainsPresent ? _connector.Board.PhaseMillivolts : 0;
            reading.EnergyWh = _energyWh;
            reading.PowerW = (int)((PowerMicrowatts(drawn) + MicrowattsPerWatt / 2) / MicrowattsPerWatt);
            for (int phase = 0; phase < 3; phase++)
            {
                reading.CurrentMilliamps[phase] = phase < phasesInUse ? drawn : 0;
                reading.VoltageMillivolts[phase] = phase < Phases ? millivolts : 0;
            }

            advanced = _energyWh != _shownWh;
            _shownWh = _energyWh;
        }

        // A register that was shown must never be seen smaller after a restart: let the world be saved before it is used.
        if (advanced) _connector.Board.NotifyRegister();
        return true;
    }

    // Brings the register to the present time. To be called before anything changes that the draw depends on.
    internal void Settle()
    {
        long nowMs = _connector.Board.Clock.MonotonicMs;
        long followedMs = _connector.Pilot.FollowedMs;
        if (followedMs > _settledMs && followedMs < nowMs) SettleUntil(followedMs);
        SettleUntil(nowMs);
    }

    // The draw of the time from the last settlement on: nothing has changed since, and nothing changes before this moment.
    private void SettleUntil(long untilMs)
    {
        long elapsedMs = untilMs - _settledMs;
        if (elapsedMs > 0) Accumulate(PowerMicrowatts(_connector.Draw(_settledMs)), elapsedMs);
        _settledMs = untilMs;
    }

    internal void Export(ConnectorWorld world)
    {
        Settle();
        world.EnergyWh = _energyWh;
        world.EnergyRemainderNanojoules = _remainderNanojoules;
        world.MeterSilent = _silent;
    }

    internal void Import(ConnectorWorld world)
    {
        _settledMs = _connector.Board.Clock.MonotonicMs;
        _energyWh = world.EnergyWh < 0 ? 0 : world.EnergyWh;
        _shownWh = _energyWh;
        bool sound = world.EnergyRemainderNanojoules >= 0 && world.EnergyRemainderNanojoules < NanojoulesPerWh;
        _remainderNanojoules = sound ? world.EnergyRemainderNanojoules : 0;
        _silent = world.MeterSilent;
    }

    private int PhasesInUse => Phases == 3 && _connector.Vehicle.PhaseCount == 3 && _connector.Contactor.Poles == 3 ? 3 : 1;

    private long PowerMicrowatts(int drawnMilliamps) => (long)drawnMilliamps * _connector.Board.PhaseMillivolts * PhasesInUse;

    // Whole hours apart from the rest, so that no product overflows however long the step is.
    private void Accumulate(long microwatts, long elapsedMs)
    {
        if (microwatts == 0) return;
        long microwattHours = microwatts * (elapsedMs / MsPerHour);
        _remainderNanojoules += (microwattHours % MicrowattHoursPerWh) * NanojoulesPerMicrowattHour + microwatts * (elapsedMs % MsPerHour);
        _energyWh += microwattHours / MicrowattHoursPerWh + _remainderNanojoules / NanojoulesPerWh;
        _remainderNanojoules %= NanojoulesPerWh;
    }
}
