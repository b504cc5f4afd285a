namespace System.Device.Gpio;

/// <summary>As in nanoFramework.</summary>
public enum PinMode
{
    /// <summary>Input that floats.</summary>
    Input = 0,

    /// <summary>Input with a resistor to ground.</summary>
    InputPullDown = 1,

    /// <summary>Input with a resistor to the supply.</summary>
    InputPullUp = 2,

    /// <summary>Output.</summary>
    Output = 3,

    /// <summary>Output that only pulls down.</summary>
    OutputOpenDrain = 4,
}

/// <summary>As in nanoFramework.</summary>
[Flags]
public enum PinEventTypes
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Low to high.</summary>
    Rising = 1,

    /// <summary>High to low.</summary>
    Falling = 2,
}

/// <summary>As in nanoFramework.</summary>
public readonly struct PinValue : IEquatable<PinValue>
{
    private readonly bool _high;

    private PinValue(bool high) => _high = high;

    /// <summary>High.</summary>
    public static PinValue High => new(true);

    /// <summary>Low.</summary>
    public static PinValue Low => new(false);

    /// <summary>True is high.</summary>
    public static implicit operator PinValue(bool value) => new(value);

    /// <summary>Anything but 0 is high.</summary>
    public static implicit operator PinValue(int value) => new(value != 0);

    /// <summary>High is true.</summary>
    public static explicit operator bool(PinValue value) => value._high;

    /// <summary>High is 1.</summary>
    public static explicit operator int(PinValue value) => value._high ? 1 : 0;

    /// <summary>Same level.</summary>
    public static bool operator ==(PinValue a, PinValue b) => a._high == b._high;

    /// <summary>Other level.</summary>
    public static bool operator !=(PinValue a, PinValue b) => a._high != b._high;

    /// <inheritdoc/>
    public bool Equals(PinValue other) => _high == other._high;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PinValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _high.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => _high ? "High" : "Low";
}

/// <summary>As in nanoFramework.</summary>
public delegate void PinValueChangedEventHandler(object sender, PinValueChangedEventArgs e);

/// <summary>As in nanoFramework.</summary>
public class PinValueChangedEventArgs(PinEventTypes changeType, int pinNumber)
{
    /// <summary>Which edge.</summary>
    public PinEventTypes ChangeType { get; } = changeType;

    /// <summary>Which pin.</summary>
    public int PinNumber { get; } = pinNumber;
}

/// <summary>As in nanoFramework (nanoFramework.Hardware.Esp32).</summary>
public enum GpioPulsePolarity
{
    /// <summary>Counts both edges.</summary>
    Both = 0,

    /// <summary>Counts falling edges.</summary>
    Falling = 1,

    /// <summary>Counts rising edges.</summary>
    Rising = 2,
}

/// <summary>As in nanoFramework (nanoFramework.Hardware.Esp32).</summary>
public struct GpioPulseCount
{
    /// <summary>Pulses since the last reset.</summary>
    public long Count;

    /// <summary>When it was read.</summary>
    public TimeSpan RelativeTime;
}

/// <summary>Host stand-in for nanoFramework's hardware pulse counter: reads <see cref="ChargePoint.NanoHost.VirtualPin.Pulses"/>.</summary>
/// <param name="pinNumberA">Pin that is counted.</param>
/// <param name="pinNumberB">Second pin of an encoder: not supported here.</param>
public sealed class GpioPulseCounter(int pinNumberA, int pinNumberB = -1) : IDisposable
{
    private readonly ChargePoint.NanoHost.VirtualEsp32 _controller = ChargePoint.NanoHost.VirtualEsp32.Current;
    private readonly ChargePoint.NanoHost.VirtualPin _pin = pinNumberB < 0
        ? ChargePoint.NanoHost.VirtualEsp32.Current.Pin(pinNumberA)
        : throw new NotSupportedException("encoders are not simulated");

    private long _start;
    private long _stopped;

    /// <summary>Which edges count.</summary>
    public GpioPulsePolarity Polarity { get; set; }

    /// <summary>Shortest pulse, in cycles of 12.5 ns; without effect here.</summary>
    public ushort FilterPulses { get; set; }

    /// <summary>Whether it counts.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>Begins to count.</summary>
    public void Start()
    {
        if (IsStarted) return;
        _start = _pin.Pulses - _stopped;
        IsStarted = true;
    }

    /// <summary>Stops counting.</summary>
    public void Stop()
    {
        _stopped = Read().Count;
        IsStarted = false;
    }

    /// <summary>Pulses so far.</summary>
    public GpioPulseCount Read() => new()
    {
        Count = IsStarted ? _pin.Pulses - _start : _stopped,
        RelativeTime = TimeSpan.FromMilliseconds(_controller.NowMs),
    };

    /// <summary>Pulses so far; counting begins anew.</summary>
    public GpioPulseCount Reset()
    {
        GpioPulseCount count = Read();
        _start = _pin.Pulses;
        _stopped = 0;
        return count;
    }

    /// <summary>Ends.</summary>
    public void Dispose() => IsStarted = false;
}
