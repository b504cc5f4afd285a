using ChargePoint.NanoHost;

namespace System.Device.Gpio;

/// <summary>Host stand-in for nanoFramework's class of this name, on the <see cref="VirtualEsp32"/> that was current when it was made.</summary>
public sealed class GpioController : IDisposable
{
    private readonly VirtualEsp32 _controller = VirtualEsp32.Current;
    private readonly Dictionary<int, GpioPin> _open = [];

    /// <summary>Number of pins.</summary>
    public int PinCount => VirtualEsp32.PinCount;

    /// <summary>Opens a pin.</summary>
    /// <exception cref="InvalidOperationException">It is open already.</exception>
    public GpioPin OpenPin(int pinNumber)
    {
        VirtualPin pin = _controller.Pin(pinNumber);
        if (pin.IsOpen) throw new InvalidOperationException($"pin {pinNumber} is open already");
        pin.IsOpen = true;
        return _open[pinNumber] = new GpioPin(pin);
    }

    /// <summary>Opens a pin in a mode.</summary>
    public GpioPin OpenPin(int pinNumber, PinMode mode)
    {
        GpioPin pin = OpenPin(pinNumber);
        pin.SetPinMode(mode);
        return pin;
    }

    /// <summary>Closes a pin.</summary>
    public void ClosePin(int pinNumber)
    {
        if (_open.Remove(pinNumber, out GpioPin? pin)) pin.Dispose();
    }

    /// <summary>Whether a pin is open.</summary>
    public bool IsPinOpen(int pinNumber) => _controller.Pin(pinNumber).IsOpen;

    /// <summary>Closes all pins that were opened here.</summary>
    public void Dispose()
    {
        foreach (GpioPin pin in _open.Values) pin.Dispose();
        _open.Clear();
    }
}

/// <summary>Host stand-in for nanoFramework's class of this name.</summary>
public sealed class GpioPin : IDisposable
{
    private readonly VirtualPin _pin;

    internal GpioPin(VirtualPin pin)
    {
        _pin = pin;
        _pin.LevelChanged += OnLevelChanged;
    }

    /// <summary>Raised when the level of an input has changed.</summary>
    public event PinValueChangedEventHandler? ValueChanged;

    /// <summary>Number.</summary>
    public int PinNumber => _pin.Number;

    /// <summary>Kept, without effect here: virtual contacts do not bounce unless a chip lets them.</summary>
    public TimeSpan DebounceTimeout { get; set; }

    /// <summary>Sets the mode.</summary>
    public void SetPinMode(PinMode value) => _pin.SetMode(value);

    /// <summary>The mode.</summary>
    public PinMode GetPinMode() => _pin.Mode;

    /// <summary>Level.</summary>
    public PinValue Read() => _pin.Read();

    /// <summary>Drives the pin.</summary>
    public void Write(PinValue value) => _pin.Write(value == PinValue.High);

    /// <summary>Drives the pin to the other level.</summary>
    public void Toggle() => _pin.Write(!_pin.Read());

    /// <summary>Closes the pin.</summary>
    public void Dispose()
    {
        _pin.LevelChanged -= OnLevelChanged;
        _pin.IsOpen = false;
    }

    private void OnLevelChanged(bool high) =>
        ValueChanged?.Invoke(this, new PinValueChangedEventArgs(high ? PinEventTypes.Rising : PinEventTypes.Falling, PinNumber));
}
