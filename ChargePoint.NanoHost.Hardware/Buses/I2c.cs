using ChargePoint.NanoHost;

namespace System.Device.I2c;

/// <summary>As in nanoFramework.</summary>
public enum I2cBusSpeed
{
    /// <summary>100 kHz.</summary>
    StandardMode = 0,

    /// <summary>400 kHz.</summary>
    FastMode = 1,

    /// <summary>1 MHz.</summary>
    FastModePlus = 2,
}

/// <summary>As in nanoFramework.</summary>
public enum I2cTransferStatus
{
    /// <summary>Nobody knows.</summary>
    UnknownError = 0,

    /// <summary>All bytes.</summary>
    FullTransfer = 1,

    /// <summary>The chip held the clock too long.</summary>
    ClockStretchTimeout = 2,

    /// <summary>Some bytes.</summary>
    PartialTransfer = 3,

    /// <summary>No chip of this address.</summary>
    SlaveAddressNotAcknowledged = 4,
}

/// <summary>As in nanoFramework.</summary>
public readonly struct I2cTransferResult
{
    internal I2cTransferResult(I2cTransferStatus status, uint bytes)
    {
        Status = status;
        BytesTransferred = bytes;
    }

    /// <summary>Outcome.</summary>
    public I2cTransferStatus Status { get; }

    /// <summary>Number of bytes.</summary>
    public uint BytesTransferred { get; }
}

/// <summary>As in nanoFramework.</summary>
/// <param name="busId">Bus.</param>
/// <param name="deviceAddress">Address, 7 bits.</param>
/// <param name="busSpeed">Speed.</param>
public sealed class I2cConnectionSettings(int busId, int deviceAddress, I2cBusSpeed busSpeed)
{
    /// <summary>At 100 kHz.</summary>
    public I2cConnectionSettings(int busId, int deviceAddress)
        : this(busId, deviceAddress, I2cBusSpeed.StandardMode)
    {
    }

    /// <summary>Bus.</summary>
    public int BusId { get; } = busId;

    /// <summary>Address, 7 bits.</summary>
    public int DeviceAddress { get; } = deviceAddress;

    /// <summary>Speed.</summary>
    public I2cBusSpeed BusSpeed { get; } = busSpeed;
}

/// <summary>Host stand-in for nanoFramework's class of this name.</summary>
/// <param name="settings">Settings.</param>
public class I2cDevice(I2cConnectionSettings settings) : IDisposable
{
    private readonly VirtualEsp32 _controller = VirtualEsp32.Current;

    /// <summary>Settings.</summary>
    public I2cConnectionSettings ConnectionSettings { get; } = settings;

    private II2cChip? Chip => _controller.I2c(ConnectionSettings.BusId, ConnectionSettings.DeviceAddress);

    /// <summary>Opens a device.</summary>
    public static I2cDevice Create(I2cConnectionSettings settings) => new(settings);

    /// <summary>Writes.</summary>
    public I2cTransferResult Write(SpanByte buffer)
    {
        if (Chip is not { } chip) return new I2cTransferResult(I2cTransferStatus.SlaveAddressNotAcknowledged, 0);
        int taken = chip.Write(buffer.ToArray(), buffer.Length);
        I2cTransferStatus status = taken == buffer.Length ? I2cTransferStatus.FullTransfer
            : taken < 0 ? I2cTransferStatus.SlaveAddressNotAcknowledged : I2cTransferStatus.PartialTransfer;
        return new I2cTransferResult(status, (uint)Math.Max(taken, 0));
    }

    /// <summary>Reads.</summary>
    public I2cTransferResult Read(SpanByte buffer)
    {
        byte[] bytes = new byte[buffer.Length];
        if (Chip is not { } chip || !chip.Read(bytes, bytes.Length)) return new I2cTransferResult(I2cTransferStatus.SlaveAddressNotAcknowledged, 0);
        for (int i = 0; i < bytes.Length; i++) buffer[i] = bytes[i];
        return new I2cTransferResult(I2cTransferStatus.FullTransfer, (uint)bytes.Length);
    }

    /// <summary>Writes, then reads after a repeated start.</summary>
    public I2cTransferResult WriteRead(SpanByte writeBuffer, SpanByte readBuffer)
    {
        I2cTransferResult written = Write(writeBuffer);
        return written.Status == I2cTransferStatus.FullTransfer ? Read(readBuffer) : written;
    }

    /// <summary>Closes the device.</summary>
    public void Dispose() => GC.SuppressFinalize(this);
}
