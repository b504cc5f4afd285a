using System;
using System.Device.Gpio;

namespace ChargePoint.Hal.Meters;

/// <summary>
/// A meter with an S0 pulse output (IEC 62053-31, class A: 27 V / 27 mA at most; here an open collector or optocoupler between the pin
/// and ground, 4.7 kiloohms to 3.3 V at the pin) on the controller's pulse counter, which counts while the interpreter stands still.
/// <para>
/// Energy is pulses divided by pulses per kWh, exactly. Power is worked out from the time between pulses, over 2 s at least, and sinks
/// while none comes. Current is estimated from power and nominal voltage, alike on all phases: such a meter cannot notice a wrong
/// voltage, an over-current of one phase, or that its wire is cut. More pulses than <see cref="S0MeterOptions.MaximumWatts"/> allows
/// (and a quarter more) are noise: they are counted apart, and the meter is silent until 5 s passed without.
/// </para>
/// <para>
/// The register is stored every <see cref="S0MeterOptions.SaveEveryPulses"/> pulses and by <see cref="Flush"/>, which a supply that
/// announces its end calls. After a sudden loss of power it begins at the last stored value: less than that many pulses are never
/// counted, none is counted twice. With 100 pulses at 1,000 per kWh a year of 3 MWh makes 30,000 writes, some percent of the flash's life.
/// Memory: about 600 bytes.
/// </para>
/// </summary>
public sealed class S0Meter : IEnergyMeter
{
    private const int WindowMs = 1000;
    private const int QuietMs = 5000;
    private const int PowerMs = 2000;
    private const int SparePulses = 3;
    private const long WattMsPerKwh = 3600000000;
    private const int HalfCyclesPerNanoseconds = 25;

    private readonly IClock _clock;
    private readonly IPulseStore _store;
    private readonly GpioPulseCounter _counter;
    private readonly ReadingBox _box = new ReadingBox();
    private readonly int _pulsesPerKwh;
    private readonly int _maximumWatts;
    private readonly int _millivolts;
    private readonly int _saveEvery;
    private long _seen;
    private long _pulses;
    private long _saved;
    private long _window;
    private long _windowMs;
    private long _sinceEdge;
    private long _edgeMs = -1;
    private long _powerW;
    private long _noiseMs;
    private bool _noisy;

    /// <summary>Begins to count where the store left off.</summary>
    /// <param name="clock">Monotonic clock.</param>
    /// <param name="options">Wiring and meaning of the pulses.</param>
    /// <param name="store">Keeps the register.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public S0Meter(IClock clock, S0MeterOptions options, IPulseStore store)
    {
        Check(options);
        _clock = clock;
        _store = store;
        _pulsesPerKwh = options.PulsesPerKwh;
        _maximumWatts = options.MaximumWatts;
        _millivolts = options.NominalMillivolts;
        _saveEvery = options.SaveEveryPulses;
        Phases = options.Phases;
        long stored = store.Load();
        _pulses = _saved = stored < 0 ? 0 : stored;
        _counter = new GpioPulseCounter(options.Pin)
        {
            Polarity = options.ActiveLow ? GpioPulsePolarity.Falling : GpioPulsePolarity.Rising,
            FilterPulses = (ushort)(options.MinimumPulseNanoseconds * 2 / HalfCyclesPerNanoseconds),
        };
        _counter.Start();
        _seen = _counter.Read().Count;
        _windowMs = clock.MonotonicMs;
        Publish();
    }

    /// <inheritdoc/>
    public int Phases { get; }

    /// <summary>Pulses that came too fast to be true, since the start.</summary>
    public long NoisePulses { get; private set; }

    /// <inheritdoc/>
    public bool TryRead(MeterReading reading) => !_noisy && _box.TryCopy(reading);

    /// <summary>Looks at the counter. To be called every 10 to 50 ms; what was counted while nobody looked is not lost.</summary>
    public void Poll()
    {
        long nowMs = _clock.MonotonicMs;
        long count = _counter.Read().Count;
        long pulses = count - _seen;
        _seen = count;
        if (pulses < 0) pulses = 0;
        _window += pulses;
        Estimate(pulses, nowMs);
        if (nowMs - _windowMs < WindowMs) return;
        EndWindow(nowMs);
        Publish();
        if (_pulses - _saved >= _saveEvery) Flush();
    }

    /// <summary>Stores the register now, if it has changed. For a supply that announces its end, and before a restart.</summary>
    public void Flush()
    {
        if (_pulses != _saved && _store.Save(_pulses)) _saved = _pulses;
    }

    private static void Check(S0MeterOptions options)
    {
        if (options.PulsesPerKwh < 1 || options.PulsesPerKwh > 100000) throw new ArgumentException("1 to 100,000 pulses per kWh");
        if (options.MinimumPulseNanoseconds < 0 || options.MinimumPulseNanoseconds > 12787) throw new ArgumentException("0 to 12,787 ns");
        if (options.Phases != 1 && options.Phases != 3) throw new ArgumentException("1 or 3 phases");
        if (options.NominalMillivolts < 100000 || options.NominalMillivolts > 300000) throw new ArgumentException("100,000 to 300,000 mV");
        if (options.MaximumWatts < 1000 || options.MaximumWatts > 200000) throw new ArgumentException("1,000 to 200,000 W");
        if (options.SaveEveryPulses < 1 || options.SaveEveryPulses > 1000000) throw new ArgumentException("1 to 1,000,000 pulses");
    }

    // Power over the time between two pulses that lie 2 s apart or more; while none comes, what one that came now would make it.
    private void Estimate(long pulses, long nowMs)
    {
        long elapsedMs = nowMs - _edgeMs;
        if (_edgeMs < 0)
        {
            if (pulses > 0) _edgeMs = nowMs;
            return;
        }

        _sinceEdge += pulses;
        if (elapsedMs < PowerMs) return;
        if (pulses > 0)
        {
            _powerW = Watts(_sinceEdge, elapsedMs);
            _edgeMs = nowMs;
            _sinceEdge = 0;
            return;
        }

        long mostW = Watts(_sinceEdge + 1, elapsedMs);
        if (_powerW > mostW) _powerW = mostW;
    }

    private long Watts(long pulses, long elapsedMs) => pulses * WattMsPerKwh / (_pulsesPerKwh * elapsedMs);

    private void EndWindow(long nowMs)
    {
        long elapsedMs = nowMs - _windowMs;
        long most = (_maximumWatts * elapsedMs / 1000 * _pulsesPerKwh / (WattMsPerKwh / 1000) * 5 / 4) + SparePulses;
        if (_window > most)
        {
            NoisePulses += _window;
            _noisy = true;
            _noiseMs = nowMs;
            _powerW = 0;
            _edgeMs = -1;
            _sinceEdge = 0;
        }
        else
        {
            _pulses += _window;
            if (_noisy && nowMs - _noiseMs >= QuietMs) _noisy = false;
        }

        _window = 0;
        _windowMs = nowMs;
    }

    private void Publish()
    {
        MeterReading reading = _box.Draft;
        long powerW = _powerW > _maximumWatts ? _maximumWatts : _powerW;
        reading.EnergyWh = (_pulses / _pulsesPerKwh * 1000) + (_pulses % _pulsesPerKwh * 1000 / _pulsesPerKwh);
        reading.PowerW = (int)powerW;
        for (int phase = 0; phase < Phases; phase++)
        {
            reading.VoltageMillivolts[phase] = _millivolts;
            reading.CurrentMilliamps[phase] = (int)(powerW * 1000000 / _millivolts / Phases);
        }

        _box.Publish();
    }
}
