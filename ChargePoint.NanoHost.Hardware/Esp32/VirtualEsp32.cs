namespace ChargePoint.NanoHost;

/// <summary>
/// A controller without silicon: what the stand-ins for nanoFramework's hardware classes (<c>GpioController</c>, <c>SerialPort</c>,
/// <c>SpiDevice</c>, ...) talk to on the host. Whoever plays the board attaches chips to its pins, buses and ports. Nothing happens by
/// itself: time is asked of a clock, and what was due since the last look happens at the next one.
/// </summary>
public sealed class VirtualEsp32
{
    /// <summary>Number of pins, numbered from 0. More than a chip has, for boards with many connectors.</summary>
    public const int PinCount = 128;

    private static readonly AsyncLocal<VirtualEsp32?> Ambient = new();

    private readonly VirtualPin[] _pins = new VirtualPin[PinCount];
    private readonly Dictionary<string, VirtualUart> _uarts = [];
    private readonly Dictionary<(int Bus, int ChipSelect), ISpiChip> _spi = [];
    private readonly Dictionary<(int Bus, int Address), II2cChip> _i2c = [];
    private readonly Dictionary<int, Func<int>> _adc = [];
    private readonly Dictionary<int, int> _functions = [];
    private readonly Func<long> _nowMs;

    /// <summary>Makes a controller to whose pins nothing is connected.</summary>
    /// <param name="nowMs">Monotonic clock, in milliseconds.</param>
    public VirtualEsp32(Func<long> nowMs)
    {
        _nowMs = nowMs;
        for (int i = 0; i < PinCount; i++) _pins[i] = new VirtualPin(i);
    }

    /// <summary>The controller on which hardware classes that are made now will work.</summary>
    /// <exception cref="InvalidOperationException">None was named with <see cref="Use"/>.</exception>
    public static VirtualEsp32 Current => Ambient.Value ?? throw new InvalidOperationException("no virtual controller: VirtualEsp32.Use comes first");

    /// <summary>Monotonic time, in milliseconds.</summary>
    public long NowMs => _nowMs();

    /// <summary>What a pin does (Configuration.SetPinFunction), by function; for boards and tests to look at.</summary>
    public IReadOnlyDictionary<int, int> PinFunctions => _functions;

    /// <summary>Names the controller for hardware classes that are made until the result is disposed.</summary>
    public static IDisposable Use(VirtualEsp32 controller)
    {
        VirtualEsp32? before = Ambient.Value;
        Ambient.Value = controller;
        return new Scope(() => Ambient.Value = before);
    }

    /// <summary>A pin.</summary>
    /// <param name="number">0 to <see cref="PinCount"/> - 1.</param>
    public VirtualPin Pin(int number) =>
        number is >= 0 and < PinCount ? _pins[number] : throw new ArgumentException($"there is no pin {number}");

    /// <summary>A serial port.</summary>
    /// <param name="name">COM1, COM2 or COM3.</param>
    public VirtualUart Uart(string name)
    {
        if (name is not ("COM1" or "COM2" or "COM3")) throw new ArgumentException($"there is no port {name}");
        if (!_uarts.TryGetValue(name, out VirtualUart? uart)) _uarts[name] = uart = new VirtualUart(_nowMs);
        return uart;
    }

    /// <summary>Connects a chip to an SPI bus, or takes it off (null).</summary>
    public void AttachSpi(int bus, int chipSelect, ISpiChip? chip) => Attach(_spi, (bus, chipSelect), chip);

    /// <summary>Connects a chip to an I2C bus, or takes it off (null).</summary>
    public void AttachI2c(int bus, int address, II2cChip? chip) => Attach(_i2c, (bus, address), chip);

    /// <summary>Connects a voltage to a channel of the analogue-digital converter, or takes it off (null).</summary>
    /// <param name="channel">Channel of ADC1.</param>
    /// <param name="value">Gives the converter's value, 0 to 4,095.</param>
    public void AttachAdc(int channel, Func<int>? value) => Attach(_adc, channel, value);

    /// <summary>
    /// What a reset of the controller does: outputs float, ports and buses are closed, pin functions are forgotten. Chips stay connected.
    /// </summary>
    public void Reset()
    {
        foreach (VirtualPin pin in _pins) pin.Reset();
        foreach (VirtualUart uart in _uarts.Values) uart.Close();
        _functions.Clear();
    }

    internal ISpiChip? Spi(int bus, int chipSelect) => _spi.GetValueOrDefault((bus, chipSelect));

    internal II2cChip? I2c(int bus, int address) => _i2c.GetValueOrDefault((bus, address));

    // An open input of the converter floats near zero.
    internal int Adc(int channel) => _adc.TryGetValue(channel, out Func<int>? value) ? Math.Clamp(value(), 0, 4095) : 0;

    internal void SetFunction(int pin, int function) => _functions[function] = pin;

    private static void Attach<TKey, TChip>(Dictionary<TKey, TChip> chips, TKey place, TChip? chip) where TKey : notnull where TChip : class
    {
        if (chip == null) chips.Remove(place);
        else chips[place] = chip;
    }

    private sealed class Scope(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
