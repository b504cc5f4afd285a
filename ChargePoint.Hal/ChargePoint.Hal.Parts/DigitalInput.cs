using System.Device.Gpio;

namespace ChargePoint.Hal.Parts;

/// <summary>
/// An input pin with its active level, undebounced. 3.3 V logic: contacts and 12 V or mains signals come through a resistor, an
/// optocoupler or a comparator.
/// </summary>
public sealed class DigitalInput
{
    private readonly GpioPin _pin;
    private readonly bool _activeHigh;

    /// <summary>Opens a pin as an input.</summary>
    /// <param name="gpio">Controller of the pins.</param>
    /// <param name="pin">Number of the pin. GPIO 34 to 39 of the classic ESP32 have no resistors of their own: <see cref="PinMode.Input"/>.</param>
    /// <param name="activeHigh">True if a high level means active; false for a contact that connects the pin to ground.</param>
    /// <param name="mode">
    /// <see cref="PinMode.InputPullUp"/>, <see cref="PinMode.InputPullDown"/>, or <see cref="PinMode.Input"/> where the board has a resistor.
    /// It says what a broken wire means: choose the level that is safe.
    /// </param>
    public DigitalInput(GpioController gpio, int pin, bool activeHigh = false, PinMode mode = PinMode.InputPullUp)
    {
        _pin = gpio.OpenPin(pin, mode);
        _activeHigh = activeHigh;
    }

    /// <summary>True while the pin has its active level.</summary>
    public bool IsActive => (_pin.Read() == PinValue.High) == _activeHigh;
}
