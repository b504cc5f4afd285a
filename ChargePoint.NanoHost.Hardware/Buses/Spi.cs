using System.Device.Gpio;
using ChargePoint.NanoHost;

namespace System.Device.Spi;

/// <summary>As in nanoFramework.</summary>
public enum SpiMode
{
    /// <summary>Clock idles low, first edge samples.</summary>
    Mode0 = 0,

    /// <summary>Clock idles low, second edge samples.</summary>
    Mode1 = 1,

    /// <summary>Clock idles high, first edge samples.</summary>
    Mode2 = 2,

    /// <summary>Clock idles high, second edge samples.</summary>
    Mode3 = 3,
}

/// <summary>As in nanoFramework.</summary>
public enum DataFlow
{
    /// <summary>Highest bit first.</summary>
    MsbFirst = 0,

    /// <summary>Lowest bit first.</summary>
    LsbFirst = 1,
}

/// <summary>As in nanoFramework.</summary>
/// <param name="busId">Bus.</param>
/// <param name="chipSelectLine">Pin of chip select.</param>
public sealed class SpiConnectionSettings(int busId, int chipSelectLine = -1)
{
    /// <summary>Bus.</summary>
    public int BusId { get; set; } = busId;

    /// <summary>Pin of chip select.</summary>
    public int ChipSelectLine { get; set; } = chipSelectLine;

    /// <summary>Clock in hertz.</summary>
    public int ClockFrequency { get; set; } = 500_000;

    /// <summary>Bits of a word.</summary>
    public int DataBitLength { get; set; } = 8;

    /// <summary>Order of bits.</summary>
    public DataFlow DataFlow { get; set; }

    /// <summary>Mode.</summary>
    public SpiMode Mode { get; set; }

    /// <summary>Level of an active chip select.</summary>
    public PinValue ChipSelectLineActiveState { get; set; }
}

/// <summary>Host stand-in for nanoFramework's class of this name. Without a chip the line reads 0xFF.</summary>
public class SpiDevice : IDisposable
{
    private readonly VirtualEsp32 _controller = VirtualEsp32.Current;

    /// <summary>Opens a device.</summary>
    public SpiDevice(SpiConnectionSettings settings) => ConnectionSettings = settings;

    /// <summary>Settings.</summary>
    public SpiConnectionSettings ConnectionSettings { get; }

    private ISpiChip? Chip => _controller.Spi(ConnectionSettings.BusId, ConnectionSettings.ChipSelectLine);

    /// <summary>Opens a device.</summary>
    public static SpiDevice Create(SpiConnectionSettings settings) => new(settings);

    /// <summary>Exchanges as many bytes as the longer buffer has.</summary>
    public void TransferFullDuplex(SpanByte writeBuffer, SpanByte readBuffer)
    {
        ISpiChip? chip = Chip;
        chip?.Select();
        for (int i = 0; i < Math.Max(writeBuffer.Length, readBuffer.Length); i++)
        {
            byte answer = chip?.Exchange(i < writeBuffer.Length ? writeBuffer[i] : (byte)0) ?? 0xFF;
            if (i < readBuffer.Length) readBuffer[i] = answer;
        }

        chip?.Deselect();
    }

    /// <summary>Writes.</summary>
    public void Write(SpanByte buffer) => TransferFullDuplex(buffer, SpanByte.Empty);

    /// <summary>Reads.</summary>
    public void Read(SpanByte buffer) => TransferFullDuplex(SpanByte.Empty, buffer);

    /// <summary>Closes the device.</summary>
    public void Dispose() => GC.SuppressFinalize(this);
}
