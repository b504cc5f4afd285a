using System;
using System.Device.Adc;

namespace ChargePoint.Hal.Parts;

/// <summary>
/// Temperature sensor: an NTC thermistor in a divider at the converter.
/// <para>
/// Wiring: NTC and a 1 % resistor between supply and ground, 100 nF at the converter's pin (ADC1). With 10 kOhm and B 3,950 the arithmetic is
/// exact to 0.5 degrees from -20 to 100 degrees Celsius; the uncalibrated converter of an ESP32 adds some degrees near its ends.
/// </para>
/// </summary>
public sealed class NtcTemperature : ITemperatureSensor
{
    private const int LowestDeciCelsius = -400;
    private const int StepDeciCelsius = 50;
    private const int Points = 34; // -40 to 125 degrees
    private const int PollsPerReading = 10;
    private const int FilterShift = 2;
    private const int BadReadings = 3;

    // Finer than a step of the converter, so that the filter gains from its noise; 8,190 x 8 fits 16 bits.
    private const int Fraction = 8;

    // A converter at its end tells nothing, and an open or shorted sensor must be told from a cold or hot one.
    private const int SaturatedSteps = 4_095;
    private const int LeastMarginSteps = 4;

    private readonly AdcChannel _channel;
    private readonly ushort[] _table = new ushort[Points];
    private readonly bool _isRising;
    private int _filtered = -1;
    private int _bad;
    private int _polls;
    private int _deciCelsius;
    private bool _isValid;

    /// <summary>Makes a sensor and reads it.</summary>
    /// <param name="adc">Converter.</param>
    /// <param name="channel">Channel of ADC1.</param>
    /// <param name="options">Parts of the divider.</param>
    /// <exception cref="ArgumentException">An option is outside its range, or the divider suits the NTC so badly that its defects cannot be told.</exception>
    public NtcTemperature(AdcController adc, int channel, NtcOptions options)
    {
        Check(options);
        _channel = adc.OpenChannel(channel);
        _isRising = options.IsToSupply;
        for (int i = 0; i < Points; i++) _table[i] = StepsAt(options, LowestDeciCelsius + (i * StepDeciCelsius));
        if (!HasMargin(options.SupplySteps)) throw new ArgumentException("divider does not suit the NTC");
        Poll();
    }

    /// <summary>Measures now and then; to be called every 20 ms. A new temperature takes about a second to show.</summary>
    public void Poll()
    {
        if (_polls > 0)
        {
            _polls--;
            return;
        }

        _polls = PollsPerReading - 1;
        int raw = _channel.ReadValue();
        int steps = raw * Fraction;
        if (raw >= SaturatedSteps || !IsInRange(steps))
        {
            if (_filtered >= 0 && ++_bad < BadReadings) return;
            _isValid = false;
            _filtered = -1;
            return;
        }

        _bad = 0;
        _filtered = _filtered < 0 ? steps : _filtered + ((steps - _filtered) >> FilterShift);
        _deciCelsius = Look(_filtered);
        _isValid = true;
    }

    /// <inheritdoc/>
    public bool TryRead(out int deciCelsius)
    {
        deciCelsius = _deciCelsius;
        return _isValid;
    }

    private static void Check(NtcOptions options)
    {
        if (options.Ohms25 < 1_000 || options.Ohms25 > 1_000_000) throw new ArgumentException("resistance of the NTC");
        if (options.BetaKelvins < 2_000 || options.BetaKelvins > 6_000) throw new ArgumentException("B value of the NTC");
        if (options.DividerOhms < 100 || options.DividerOhms > 1_000_000) throw new ArgumentException("divider of the NTC");
        if (options.SupplySteps < 1_000 || options.SupplySteps > 8_190) throw new ArgumentException("steps of the NTC");
    }

    // The one place with floating point: the table is made once.
    private static ushort StepsAt(NtcOptions options, int deciCelsius)
    {
        double kelvins = (deciCelsius / 10.0) + 273.15;
        double ohms = options.Ohms25 * Math.Exp(options.BetaKelvins * ((1.0 / kelvins) - (1.0 / 298.15)));
        double lower = options.IsToSupply ? options.DividerOhms : ohms;
        return (ushort)((options.SupplySteps * Fraction * lower / (ohms + options.DividerOhms)) + 0.5);
    }

    private bool HasMargin(int supplySteps)
    {
        int margin = LeastMarginSteps * Fraction;
        int top = (supplySteps * Fraction) - margin;
        return _table[0] >= margin && _table[0] <= top && _table[Points - 1] >= margin && _table[Points - 1] <= top;
    }

    // Short and open both lie beyond the ends of the table; its ends themselves may be off by a step of the converter.
    private bool IsInRange(int steps)
    {
        int low = _table[_isRising ? 0 : Points - 1];
        int high = _table[_isRising ? Points - 1 : 0];
        return steps >= low - Fraction && steps <= high + Fraction;
    }

    private int Look(int steps)
    {
        int i = 1;
        while (i < Points - 1 && (_isRising ? steps > _table[i] : steps < _table[i])) i++;
        int span = _table[i] - _table[i - 1];
        int part = span == 0 ? 0 : (steps - _table[i - 1]) * StepDeciCelsius / span;
        if (part < 0) part = 0;
        if (part > StepDeciCelsius) part = StepDeciCelsius;
        return LowestDeciCelsius + ((i - 1) * StepDeciCelsius) + part;
    }
}
