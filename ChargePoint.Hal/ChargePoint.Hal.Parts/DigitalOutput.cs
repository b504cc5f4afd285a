using System.Device.Gpio;

namespace ChargePoint.Hal.Parts;

/// <summary>
/// An output pin with its active level. From reset until it is made the pin floats: whatever must be off then needs a resistor that
/// holds it off, and an active-high driver (an active-low one sees a pulse of some microseconds when the pin becomes an output).
/// </summary>
public sealed class DigitalOutput
{
    private readonly GpioPin _pin;
    private readonly bool _activeHigh;

    /// <summary>Opens a pin as an output that is inactive.</summary>
    /// <param name="gpio">Controller of the pins.</param>
    /// <param name="pin">Number of the pin; GPIO 34 to 39 of the classic ESP32 are inputs only.</param>
    /// <param name="activeHigh">True if a high level means active.</param>
    public DigitalOutput(GpioController gpio, int pin, bool activeHigh = true)
    {
        _activeHigh = activeHigh;
        _pin = gpio.OpenPin(pin, PinMode.Output);
        Set(false);
    }

    /// <summary>Drives the pin.</summary>
    /// <param name="active">True for the active level.</param>
    public void Set(bool active) => _pin.Write(active == _activeHigh ? PinValue.High : PinValue.Low);
}
