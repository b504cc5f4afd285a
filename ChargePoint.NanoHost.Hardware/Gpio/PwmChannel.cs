using ChargePoint.NanoHost;
using nanoFramework.Hardware.Esp32;

namespace System.Device.Pwm;

/// <summary>
/// Host stand-in for nanoFramework's class of this name. As there, the duty cycle is cut off to 1/10,000, and a pin needs the function of a PWM
/// channel first.
/// </summary>
public sealed class PwmChannel : IDisposable
{
    private const double Steps = 10_000;

    private readonly VirtualPin _pin;
    private double _dutyCycle;
    private int _frequency;
    private bool _running;

    private PwmChannel(VirtualPin pin, int frequency, double dutyCycle)
    {
        _pin = pin;
        Frequency = frequency;
        DutyCycle = dutyCycle;
    }

    /// <summary>Share of a period in which the output is high, 0 to 1.</summary>
    public double DutyCycle
    {
        get => _dutyCycle;
        set
        {
            if (value is < 0 or > 1 or double.NaN) throw new ArgumentOutOfRangeException(nameof(value));
            _dutyCycle = (uint)(value * Steps) / Steps;
            Apply();
        }
    }

    /// <summary>Frequency in hertz.</summary>
    public int Frequency
    {
        get => _frequency;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _frequency = value;
            Apply();
        }
    }

    /// <summary>Makes a channel on a pin; it does not run yet.</summary>
    /// <returns>Null, as on the ESP32, if Configuration.SetPinFunction did not give the pin a PWM channel before.</returns>
    public static PwmChannel CreateFromPin(int pin, int frequency = 400, double dutyCyclePercentage = 0.5d)
    {
        VirtualEsp32 controller = VirtualEsp32.Current;
        bool hasChannel = controller.PinFunctions.Any(f => f.Value == pin && f.Key is >= (int)DeviceFunction.PWM1 and <= (int)DeviceFunction.PWM16);
        return hasChannel ? new PwmChannel(controller.Pin(pin), frequency, dutyCyclePercentage) : null!;
    }

    /// <summary>Begins.</summary>
    public void Start()
    {
        _running = true;
        Apply();
    }

    /// <summary>Ends: the output is low.</summary>
    public void Stop()
    {
        _running = false;
        Apply();
    }

    /// <summary>Ends.</summary>
    public void Dispose() => Stop();

    private void Apply() => _pin.SetPwm(_running ? _frequency : 0, _running ? _dutyCycle : 0);
}
