using System;

namespace ChargePoint.Hal.Meters;

/// <summary>
/// An energy meter on a <see cref="ModbusBus"/>, described by a <see cref="RegisterMap"/>.
/// <para>
/// A measurement is published as a whole, after all its requests were answered. Refused, and counted, are numbers that are none,
/// values that no charge point has (more than 500 V, 200 A, 200 kW), an energy register that runs backwards, and one that runs faster
/// than 200 kW would let it since the newest measurement. The first register after a start is believed when the second one fits it.
/// A meter that was changed for one with a lower register is believed after a restart. Power flowing out of the vehicle counts as 0
/// imported power; currents are published without sign.
/// </para>
/// <para>Memory: about 600 bytes, and 150 for a map, which meters of one type may share.</para>
/// </summary>
public sealed class ModbusMeter : IEnergyMeter
{
    private const int MaximumMillivolts = 500000;
    private const int MaximumMilliamps = 200000;
    private const int MaximumWatts = 200000;
    private const long MaximumWh = 10000000000;
    private const long MsPerHour = 3600000;

    // What float32 rounds away at the largest registers, and an update of the meter that falls between two requests
    private const long ToleranceWh = 200;
    private const int SerialAttempts = 3;
    private const int PeriodsWhenSilent = 4;
    private const int LongestPollMs = 250;

    private readonly ModbusBus _bus;
    private readonly RegisterMap _map;
    private readonly int _silentAfterMs;
    private readonly ReadingBox _box = new ReadingBox();

    private bool _valid;
    private int _request;
    private int _serialAttempts;
    private int _failures;
    private bool _missing;
    private bool _absurd;
    private long _powerW;
    private long _lastWh = -1;
    private long _lastWhMs;
    private long _goodMs;
    private long _polledMs;
    private bool _believed;

    /// <summary>Adds a meter to a line.</summary>
    /// <param name="bus">The line.</param>
    /// <param name="unit">Unit address of the meter, 1 to 247; each on a line has its own.</param>
    /// <param name="map">Its registers.</param>
    /// <param name="silentAfterMs">How long the newest measurement stands, in milliseconds, 1,000 to 60,000.</param>
    /// <exception cref="ArgumentException">An argument is out of its range, or the line has this unit already.</exception>
    public ModbusMeter(ModbusBus bus, int unit, RegisterMap map, int silentAfterMs = 5000)
    {
        if (unit < 1 || unit > 247) throw new ArgumentException("unit 1 to 247");
        if (silentAfterMs < 1000 || silentAfterMs > 60000) throw new ArgumentException("1,000 to 60,000 ms");
        _bus = bus;
        _map = map;
        _silentAfterMs = silentAfterMs;
        Unit = unit;
        bus.Add(this);
    }

    /// <inheritdoc/>
    public int Phases => _map.Phases;

    /// <summary>Serial number in decimal digits, or null until it was read; it stays null for a meter that does not tell it.</summary>
    public string? SerialNumber { get; private set; }

    /// <summary>Measurements that were refused since the start.</summary>
    public int Refused { get; private set; }

    /// <summary>True until the first measurement, and while there is none that is new enough.</summary>
    public bool IsSilent => !_valid;

    internal int Unit { get; }

    internal bool InRound { get; private set; }

    internal long DueMs { get; private set; }

    internal int Function => _map.Function(_request);

    internal int Address => _map.Address(_request);

    internal int Registers => _map.Registers(_request);

    /// <inheritdoc/>
    public bool TryRead(MeterReading reading) => _valid && _box.TryCopy(reading);

    internal void BeginRound(long nowMs)
    {
        InRound = true;
        _request = 0;
        _missing = false;
        _absurd = false;
        _powerW = 0;
        MeterReading reading = _box.Draft;
        for (int phase = 0; phase < 3; phase++) reading.CurrentMilliamps[phase] = reading.VoltageMillivolts[phase] = 0;
        DueMs = nowMs + _bus.PeriodMs;
        SkipSerial(nowMs);
    }

    // The answer to the present request: registers from a byte on.
    internal void Take(byte[] bytes, int offset, long nowMs)
    {
        for (int value = _map.FirstValue(_request); value < _map.FirstValue(_request + 1); value++)
        {
            RegisterRead read = RegisterValue.Read(bytes, offset + (2 * _map.Register(value)), _map.Type(value), _map.Exponent(value), out long number);
            Store(_map.Use(value), read, number);
        }

        _request++;
        SkipSerial(nowMs);
    }

    // No good answer came to the present request.
    internal void GiveUp(long nowMs)
    {
        if (_map.IsSerial(_request))
        {
            _request++;
            SkipSerial(nowMs);
            return;
        }

        InRound = false;
        if (_failures < int.MaxValue) _failures++;
        if (!_valid) DueMs = nowMs + (PeriodsWhenSilent * _bus.PeriodMs);
    }

    // Silence needs both: no measurement for too long, and requests that failed or were refused meanwhile. Time in which nobody polled is
    // not the meter's silence.
    internal void CheckSilence(long nowMs)
    {
        long gapMs = nowMs - _polledMs;
        _polledMs = nowMs;
        if (gapMs > LongestPollMs) _goodMs += gapMs - LongestPollMs;
        if (_valid && _failures > 1 && nowMs - _goodMs > _silentAfterMs) _valid = false;
    }

    // Passes over the serial number, once it is known or was asked for often enough, and closes the round behind the last request.
    private void SkipSerial(long nowMs)
    {
        if (_request < _map.Requests && _map.IsSerial(_request))
        {
            if (SerialNumber == null && _serialAttempts < SerialAttempts && _valid)
            {
                _serialAttempts++;
                return;
            }

            _request++;
        }

        if (_request >= _map.Requests) EndRound(nowMs);
    }

    private void Store(RegisterUse use, RegisterRead read, long number)
    {
        if (read == RegisterRead.Absurd) _absurd = true;
        if (use == RegisterUse.Serial)
        {
            if (read == RegisterRead.Ok) SerialNumber = number.ToString();
        }
        else if (use == RegisterUse.Energy)
        {
            if (read == RegisterRead.Missing || number < 0 || number > MaximumWh) _missing = true;
            _box.Draft.EnergyWh = number;
        }
        else if (use == RegisterUse.Power)
        {
            if (read == RegisterRead.Missing || number > MaximumWatts || number < -MaximumWatts) _missing = true;
            else _powerW += number;
        }
        else if (use < RegisterUse.Voltage)
        {
            if (number > MaximumMilliamps || number < -MaximumMilliamps) _absurd = true;
            else _box.Draft.CurrentMilliamps[use - RegisterUse.Current] = (int)(number < 0 ? -number : number);
        }
        else
        {
            if (number > MaximumMillivolts || number < 0) _absurd = true;
            else _box.Draft.VoltageMillivolts[use - RegisterUse.Voltage] = (int)number;
        }
    }

    private void EndRound(long nowMs)
    {
        InRound = false;
        MeterReading reading = _box.Draft;
        if (_absurd || _missing || !IsPlausible(reading.EnergyWh, nowMs))
        {
            Refused++;
            if (_failures < int.MaxValue) _failures++;
            return;
        }

        bool first = _lastWh < 0;
        _lastWh = reading.EnergyWh;
        _lastWhMs = nowMs;
        _failures = 0;
        if (first) return;
        _believed = true;
        reading.PowerW = (int)(_powerW < 0 ? 0 : _powerW);
        _goodMs = nowMs;
        _box.Publish();
        _valid = true;
    }

    private bool IsPlausible(long energyWh, long nowMs)
    {
        if (_lastWh < 0) return true;
        long mostWh = _lastWh + ToleranceWh + ((nowMs - _lastWhMs) * MaximumWatts / MsPerHour);
        if (energyWh >= _lastWh && energyWh <= mostWh) return true;

        // before the first publication nobody knows which of two was wrong: the newer one has to be confirmed now
        if (!_believed) _lastWh = -1;
        return false;
    }
}
