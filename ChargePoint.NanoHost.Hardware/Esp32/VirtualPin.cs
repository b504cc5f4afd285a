using System.Device.Gpio;

namespace ChargePoint.NanoHost;

/// <summary>A pin of a <see cref="VirtualEsp32"/>, seen from outside.</summary>
public sealed class VirtualPin
{
    private bool _output;
    private bool _last;
    private long _pulses;

    internal VirtualPin(int number) => Number = number;

    /// <summary>Raised when the level that the controller drives has changed, or the pin stopped or began to be driven.</summary>
    public event Action? Driven;

    /// <summary>Number.</summary>
    public int Number { get; }

    /// <summary>True while a driver holds the pin open.</summary>
    public bool IsOpen { get; internal set; }

    /// <summary>Present mode; <see cref="PinMode.Input"/> after a reset.</summary>
    public PinMode Mode { get; private set; } = PinMode.Input;

    /// <summary>True while the controller drives the pin.</summary>
    public bool IsOutput => Mode >= PinMode.Output;

    /// <summary>True while the controller drives the pin high.</summary>
    public bool IsHigh => IsOutput && _output;

    /// <summary>The level that a chip drives, or null where nothing is connected or the chip leaves the pin alone: then the pull resistor says.</summary>
    public Func<bool?>? Input { get; set; }

    /// <summary>PWM on this pin: frequency in hertz and duty cycle from 0 to 1; frequency 0 while there is none.</summary>
    public (int Frequency, double DutyCycle) Pwm { get; private set; }

    /// <summary>Pulses that a hardware counter has seen on this pin since the beginning; a chip raises it, or tells it when asked.</summary>
    public long Pulses
    {
        get => PulseInput?.Invoke() ?? _pulses;
        set => _pulses = value;
    }

    /// <summary>A chip that works out the number of pulses when it is asked for; null for one that raises <see cref="Pulses"/>.</summary>
    public Func<long>? PulseInput { get; set; }

    internal event Action<bool>? LevelChanged;

    /// <summary>Tells the controller that the level which a chip drives may have changed, so that interrupts fire.</summary>
    public void Look()
    {
        bool level = Read();
        if (level == _last) return;
        _last = level;
        LevelChanged?.Invoke(level);
    }

    internal bool Read() => IsOutput ? _output : Input?.Invoke() ?? Mode == PinMode.InputPullUp;

    internal void Write(bool high)
    {
        if (!IsOutput) throw new InvalidOperationException($"pin {Number} is an input");
        if (_output == high) return;
        _output = high;
        Driven?.Invoke();
    }

    internal void SetMode(PinMode mode)
    {
        if (Mode == mode) return;
        Mode = mode;
        _last = Read();
        Driven?.Invoke();
    }

    internal void SetPwm(int frequency, double dutyCycle)
    {
        if (Pwm == (frequency, dutyCycle)) return;
        Pwm = (frequency, dutyCycle);
        Driven?.Invoke();
    }

    internal void Reset()
    {
        IsOpen = false;
        LevelChanged = null;
        bool was = IsOutput || Pwm.Frequency > 0;
        Mode = PinMode.Input;
        _output = false;
        Pwm = (0, 0);
        if (was) Driven?.Invoke();
    }
}
