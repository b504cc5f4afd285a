using System;
using System.Device.Adc;
using System.Device.Pwm;
using nanoFramework.Hardware.Esp32;

namespace ChargePoint.Hal.Parts;

/// <summary>
/// Control pilot (IEC 61851-1 Annex A) from a PWM output and a front end that holds the peaks of both halves of the signal.
/// <para>
/// Wiring: the PWM pin switches a driver between +12 V (pin high) and -12 V (pin low), which feeds the pilot wire through 1 kOhm; a pull-up
/// at the pin holds +12 V (no offer) while the controller starts. Two peak detectors, one for the highest and one for the lowest voltage
/// behind the 1 kOhm, with an attack of less than 1 ms and a decay of 5 to 20 ms, are level-shifted and divided to the range of ADC1 in
/// which it is linear (0.15 to 2.45 V), and protected to +/-15 V and against surges. The 1 kHz signal cannot be sampled in phase by the
/// converter, so a front end without peak hold does not do.
/// </para>
/// <para>States by the voltage of the high half, with 0.15 V of hysteresis on either side:
/// A 10.5 to 13.5 V, B 7.5 to 10.5 V, C 4.5 to 7.5 V, D 1.5 to 4.5 V, E -1.5 to 1.5 V, F -13.5 to -10.5 V.</para>
/// </summary>
public sealed class PwmControlPilot : IControlPilot
{
    private const int FrequencyHertz = 1_000;

    // What a sample says: a state A to F by its number in PilotState, or one of these.
    private const int NoDiode = 6;
    private const int NoState = 7;
    private const int NotFollowing = 8;

    private const int HalfBandMillivolts = 1_500;
    private const int HysteresisMillivolts = 150;
    private const int HighestLowMillivolts = -10_000;
    private const int LowestLowMillivolts = -13_500;

    // Samples without any one state after which the pilot counts as out of range: 200 ms.
    private const int RestlessSamples = 10;

    private readonly PwmChannel _pwm;
    private readonly AdcChannel _high;
    private readonly AdcChannel _low;
    private readonly PilotOptions _options;
    private bool _dutyChanged = true;
    private bool _isFirst = true;
    private bool _isLowUnknown = true;
    private int _offered;
    private int _reading;
    private int _candidate;
    private int _same;
    private int _different;
    private int _settle;

    /// <summary>Makes a control pilot that offers nothing: steady +12 V. Its state is A until the first <see cref="Sample"/>.</summary>
    /// <param name="pwmPin">Pin of the driver.</param>
    /// <param name="pwmNumber">PWM channel of the controller, 1 to 16; each pilot has its own (ESP32: 1 to 8).</param>
    /// <param name="adc">Converter.</param>
    /// <param name="highChannel">Channel of the high half's peak: ADC1, since ADC2 does not work beside Wi-Fi.</param>
    /// <param name="lowChannel">Channel of the low half's peak.</param>
    /// <param name="options">Scaling and filtering; kept, not to be changed later.</param>
    /// <exception cref="ArgumentException">An option is outside its range, or the pin has no PWM.</exception>
    public PwmControlPilot(int pwmPin, int pwmNumber, AdcController adc, int highChannel, int lowChannel, PilotOptions options)
    {
        Check(pwmNumber, options);
        _options = options;
        _high = adc.OpenChannel(highChannel);
        _low = adc.OpenChannel(lowChannel);
        Configuration.SetPinFunction(pwmPin, (DeviceFunction)((int)DeviceFunction.PWM1 + ((pwmNumber - 1) << 8)));
        _pwm = PwmChannel.CreateFromPin(pwmPin, FrequencyHertz, 1.0) ?? throw new ArgumentException("no PWM on this pin");
        _pwm.Start();
    }

    /// <inheritdoc/>
    public PilotState State
    {
        get
        {
            PilotState state = StateOf(_reading);

            // Nothing asks for energy before its diode was seen: water between pilot and earth has none.
            return _offered > 0 && _isLowUnknown && (state == PilotState.C || state == PilotState.D) ? PilotState.B : state;
        }
    }

    /// <inheritdoc/>
    public PilotFault Fault => _reading switch
    {
        (int)PilotState.E or (int)PilotState.F or NotFollowing => PilotFault.Shorted,
        NoDiode => PilotFault.Diode,
        NoState => PilotFault.OutOfRange,
        _ => PilotFault.None,
    };

    /// <inheritdoc/>
    public int HighMillivolts { get; private set; }

    /// <inheritdoc/>
    public int LowMillivolts { get; private set; }

    /// <summary>
    /// Current that the pilot offers per phase, in milliamperes: 0 or 6,000 to 80,000; takes effect at once. Less becomes 0, more 80,000. The
    /// duty cycle has steps of 0.01 %, so the vehicle may see up to 6 mA (above 51 A: 25 mA) less.
    /// </summary>
    public int OfferedMilliamps
    {
        get => _offered;

        set
        {
            int offer = value < PilotDutyCycle.LowestMilliamps ? 0 : value > PilotDutyCycle.HighestMilliamps ? PilotDutyCycle.HighestMilliamps : value;

            // Loop and supervisor both set it: the wire must end up with what the field says.
            lock (_pwm)
            {
                if (offer == _offered) return;
                _dutyChanged = true;
                if (_offered == 0) _isLowUnknown = true;
                int hundredths = PilotDutyCycle.Of(offer);

                // PwmChannel cuts the fraction off, and a double may be a hair below the number that is meant.
                _pwm.DutyCycle = hundredths == PilotDutyCycle.Steady ? 1.0 : (hundredths + 0.2) / PilotDutyCycle.Steady;
                _offered = offer;
            }
        }
    }

    /// <summary>
    /// Measures; to be called every 20 ms. A new state counts after <see cref="PilotOptions.StateSamples"/> equal samples; C or D is left after
    /// <see cref="PilotOptions.LeaveSamples"/> samples that are anything else. The very first sample counts at once, if it is A to D.
    /// </summary>
    public void Sample()
    {
        if (_dutyChanged)
        {
            _dutyChanged = false;
            _settle = _options.SettleSamples;
        }

        bool isRunning = _offered > 0;
        int high = Measure(_high, _options.HighZero, _options.HighMicrovoltsPerStep);
        int low = isRunning ? Measure(_low, _options.LowZero, _options.LowMicrovoltsPerStep) : high;
        HighMillivolts = high;
        LowMillivolts = low;
        int reading = Classify(high);
        if (isRunning && _settle > 0)
        {
            _settle--;
        }
        else if (isRunning && reading <= (int)PilotState.D)
        {
            int judged = JudgeLow(low, reading);
            if (judged == reading) _isLowUnknown = false;
            reading = judged;
        }

        Debounce(reading);
    }

    private static PilotState StateOf(int reading) => reading <= (int)PilotState.F ? (PilotState)reading : PilotState.E;

    // A 12 V, B 9 V, C 6 V, D 3 V, E 0 V, F -12 V
    private static bool IsNear(int millivolts, int state, int marginMillivolts)
    {
        int middle = state == (int)PilotState.F ? -12_000 : 12_000 - (3_000 * state);
        int distance = millivolts < middle ? middle - millivolts : millivolts - middle;
        return distance <= HalfBandMillivolts + marginMillivolts;
    }

    // The low half reaches -12 V whether or not there is a vehicle, unless the vehicle's diode conducts there too. A low half that is not
    // even negative is no matter of a vehicle: the driver stands still.
    private static int JudgeLow(int lowMillivolts, int reading)
    {
        if (lowMillivolts < LowestLowMillivolts) return NoState;
        if (lowMillivolts <= HighestLowMillivolts) return reading;
        return reading == (int)PilotState.A || lowMillivolts > -HalfBandMillivolts ? NotFollowing : NoDiode;
    }

    private static void Check(int pwmNumber, PilotOptions options)
    {
        if (pwmNumber < 1 || pwmNumber > 16) throw new ArgumentException("PWM channel");
        if (!IsScale(options.HighZero, options.HighMicrovoltsPerStep) || !IsScale(options.LowZero, options.LowMicrovoltsPerStep)) throw new ArgumentException("pilot scaling");
        if (options.StateSamples < 1 || options.StateSamples > 10 || options.LeaveSamples < 1 || options.LeaveSamples > 10) throw new ArgumentException("pilot samples");
        if (options.SettleSamples < 0 || options.SettleSamples > 10) throw new ArgumentException("pilot settling");
        if (options.ReadsPerSample < 1 || options.ReadsPerSample > 16) throw new ArgumentException("pilot conversions");
    }

    // Up to 4,095 steps x 500,000 uV = 2,047,500,000: fits
    private static bool IsScale(int zero, int microvolts)
    {
        int size = microvolts < 0 ? -microvolts : microvolts;
        return zero >= 0 && zero <= 4_095 && size >= 100 && size <= 500_000;
    }

    private int Classify(int millivolts)
    {
        if (_reading <= (int)PilotState.F && IsNear(millivolts, _reading, HysteresisMillivolts)) return _reading;
        for (int state = (int)PilotState.A; state <= (int)PilotState.F; state++)
        {
            if (IsNear(millivolts, state, 0)) return state;
        }

        return NoState;
    }

    private void Debounce(int reading)
    {
        if (_isFirst && reading <= (int)PilotState.D) _reading = reading;
        _isFirst = false;
        if (reading == _reading)
        {
            _different = 0;
            _same = 0;
            return;
        }

        _same = reading == _candidate ? _same + 1 : 1;
        _candidate = reading;
        _different++;
        bool mayDraw = _reading == (int)PilotState.C || _reading == (int)PilotState.D;
        if (mayDraw ? _different >= _options.LeaveSamples : _same >= _options.StateSamples)
        {
            Accept(reading);
        }
        else if (_different >= RestlessSamples)
        {
            Accept(NoState);
        }
    }

    private void Accept(int reading)
    {
        _reading = reading;
        _same = 0;
        _different = 0;
    }

    private int Measure(AdcChannel channel, int zero, int microvoltsPerStep)
    {
        int sum = 0;
        for (int i = 0; i < _options.ReadsPerSample; i++) sum += channel.ReadValue();
        return ((sum / _options.ReadsPerSample) - zero) * microvoltsPerStep / 1_000;
    }
}
