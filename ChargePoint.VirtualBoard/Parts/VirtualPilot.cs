using ChargePoint.Hal.Parts;
using ChargePoint.Hal.Simulated;
using ChargePoint.NanoHost;

namespace ChargePoint.VirtualBoard.Parts;

/// <summary>
/// Pilot wire with a driver of +/-12 V behind 1 kOhm, a front end that holds both peaks, and the world's vehicle: diode, 2.74 kOhm, and 1.3 kOhm
/// (C) or 270 Ohm (D) in parallel while it wants energy and is offered some. The duty cycle becomes the world's offer by the vehicle's side
/// of the table.
/// </summary>
public sealed class VirtualPilot
{
    private const double SupplyMillivolts = 12_000;
    private const double SourceOhms = 1_000;
    private const double DiodeMillivolts = 700;

    private readonly VirtualEsp32 _controller;
    private readonly SimulatedConnector _connector;
    private readonly VirtualPin _pin;
    private long _startedMs;
    private bool _isRunning;
    private uint _noise = 2_463_534_242;

    /// <summary>Connects a pilot.</summary>
    /// <param name="controller">Controller.</param>
    /// <param name="connector">Connector of the world.</param>
    /// <param name="pwmPin">Pin of the driver.</param>
    /// <param name="highChannel">Converter channel of the high peak.</param>
    /// <param name="lowChannel">Converter channel of the low peak.</param>
    /// <param name="scaling">The front end's scaling.</param>
    public VirtualPilot(VirtualEsp32 controller, SimulatedConnector connector, int pwmPin, int highChannel, int lowChannel, PilotOptions scaling)
    {
        _controller = controller;
        _connector = connector;
        _pin = controller.Pin(pwmPin);
        _pin.Driven += OnDriven;
        controller.AttachAdc(highChannel, () => Convert(Peaks().High, scaling.HighZero, scaling.HighMicrovoltsPerStep));
        controller.AttachAdc(lowChannel, () => Convert(Peaks().Low, scaling.LowZero, scaling.LowMicrovoltsPerStep));
    }

    /// <summary>Amplitude of the noise of every conversion, in millivolts on the pilot wire.</summary>
    public int NoiseMillivolts { get; set; }

    /// <summary>How long the low peak takes to be held after the PWM began, in milliseconds.</summary>
    public int AttackMs { get; set; } = 1;

    /// <summary>A voltage that something forces on the pilot wire, in millivolts; null for none.</summary>
    public int? ForcedMillivolts { get; set; }

    /// <summary>The driver stands still at this voltage, in millivolts, whatever the pin does; null for a sound one.</summary>
    public int? DriverStuckMillivolts { get; set; }

    /// <summary>Duty cycle on the pin in hundredths of a percent; 10,000 for a steady high level.</summary>
    public int DutyCycle { get; private set; } = PilotDutyCycle.Steady;

    private (double High, double Low) Peaks()
    {
        if (ForcedMillivolts is { } forced) return (forced, forced);
        if (_connector.Pilot.Shorted) return (0, 0);
        if (DriverStuckMillivolts is { } stuck) return (OnWire(stuck), OnWire(stuck));

        // Without PWM the driver's pull-up holds the high level; a pin that is driven low, or a duty cycle of zero, is a steady low one.
        if (DutyCycle == 0) return (OnWire(-SupplyMillivolts), OnWire(-SupplyMillivolts));
        double high = OnWire(SupplyMillivolts);
        bool isHeld = _isRunning && _controller.NowMs - _startedMs >= AttackMs;
        return (high, isHeld ? OnWire(-SupplyMillivolts) : high);
    }

    private double OnWire(double drivenMillivolts)
    {
        SimulatedVehicle vehicle = _connector.Vehicle;
        if (!vehicle.IsConnected) return drivenMillivolts;
        double diode = _connector.Pilot.DiodeMissing ? 0 : DiodeMillivolts;
        if (drivenMillivolts < diode && !_connector.Pilot.DiodeMissing) return drivenMillivolts;
        double ohms = 2_740;
        if (!vehicle.IsSuspended && _connector.Pilot.OfferedMilliamps > 0) ohms = Parallel(ohms, vehicle.NeedsVentilation ? 270 : 1_300);
        return ((drivenMillivolts - diode) * ohms / (ohms + SourceOhms)) + diode;
    }

    private static double Parallel(double a, double b) => a * b / (a + b);

    private int Convert(double millivolts, int zero, int microvoltsPerStep)
    {
        _noise ^= _noise << 13;
        _noise ^= _noise >> 17;
        _noise ^= _noise << 5;
        int noise = NoiseMillivolts == 0 ? 0 : (int)(_noise % (uint)((2 * NoiseMillivolts) + 1)) - NoiseMillivolts;
        return zero + (int)Math.Round((millivolts + noise) * 1_000 / microvoltsPerStep);
    }

    private void OnDriven()
    {
        (int frequency, double duty) = _pin.Pwm;
        DutyCycle = frequency == 0 ? (_pin.IsOutput && !_pin.IsHigh ? 0 : PilotDutyCycle.Steady) : (int)Math.Round(duty * PilotDutyCycle.Steady);
        bool isRunning = frequency > 0 && DutyCycle is > 0 and < PilotDutyCycle.Steady;
        if (isRunning && !_isRunning) _startedMs = _controller.NowMs;
        _isRunning = isRunning;

        // IEC 61851-1 table A.8: a vehicle takes 1 kHz +/- 2 % for a pilot
        bool isPilot = isRunning && frequency is >= 980 and <= 1_020 && DriverStuckMillivolts == null;
        _connector.Pilot.OfferedMilliamps = isPilot ? Rounded(PilotDutyCycle.ToMilliamps(DutyCycle)) : 0;
    }

    // A vehicle measures the duty cycle no finer than this, and a step of the controller's PWM is worth 6 mA.
    private static int Rounded(int milliamps) => (milliamps + 5) / 10 * 10;
}
