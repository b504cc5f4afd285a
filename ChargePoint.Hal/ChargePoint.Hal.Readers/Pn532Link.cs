using System;
using System.Device.I2c;
using System.IO.Ports;

namespace ChargePoint.Hal.Readers;

/// <summary>How a PN532 is connected.</summary>
public abstract class Pn532Link
{
    internal const int LongestAnswer = 40;
    internal const int LongestCommand = 16;

    // Wakes a chip that sleeps.
    internal abstract void Wake();

    // Sends a frame; false if nobody took it.
    internal abstract bool Send(byte[] frame, int count);

    // Takes up to a number of bytes that have come; 0 for none. Never waits.
    internal abstract int Receive(byte[] buffer, int offset, int count);

    // Throws away what has come.
    internal abstract void Flush();
}

/// <summary>
/// A PN532 on I2C (module switches: SEL0 on, SEL1 off): address 24 hexadecimal, 3.3 V, 4.7 kiloohms from SDA and SCL to 3.3 V, up to
/// 30 cm. A read takes up to 4 ms at 100 kHz.
/// </summary>
public sealed class Pn532I2cLink : Pn532Link
{
    /// <summary>The chip's fixed address.</summary>
    public const int Address = 0x24;

    private readonly I2cDevice _device;
    private readonly byte[] _status = new byte[1];
    private readonly byte[] _in = new byte[LongestAnswer + 1];

    /// <summary>Opens the connection. The bus's pins are given to it before.</summary>
    /// <param name="bus">I2C bus, 1 or 2.</param>
    public Pn532I2cLink(int bus) =>
        _device = I2cDevice.Create(new I2cConnectionSettings(bus, Address, I2cBusSpeed.StandardMode));

    internal override void Wake() => Flush();

    internal override bool Send(byte[] frame, int count) =>
        _device.Write(new SpanByte(frame, 0, count)).Status == I2cTransferStatus.FullTransfer;

    // Each read begins with a byte that says whether the chip has something.
    internal override int Receive(byte[] buffer, int offset, int count)
    {
        if (!IsReady) return 0;
        if (count > LongestAnswer) count = LongestAnswer;
        I2cTransferResult result = _device.Read(new SpanByte(_in, 0, count + 1));
        if (result.Status != I2cTransferStatus.FullTransfer || (_in[0] & 1) == 0) return 0;
        Array.Copy(_in, 1, buffer, offset, count);
        return count;
    }

    internal override void Flush()
    {
        if (IsReady) _device.Read(new SpanByte(_in, 0, LongestAnswer + 1));
    }

    // A bus without a chip reads as FF, but its address is not acknowledged.
    private bool IsReady => _device.Read(new SpanByte(_status, 0, 1)).Status == I2cTransferStatus.FullTransfer && (_status[0] & 1) != 0;
}

/// <summary>A PN532 on a serial port (high speed UART; module switches: both off): 115,200 baud, 3.3 V levels, TX to RX and RX to TX.</summary>
public sealed class Pn532SerialLink : Pn532Link
{
    private const int WakeBytes = 16;

    private readonly SerialPort _port;
    private readonly byte[] _scratch = new byte[LongestAnswer];

    /// <summary>Opens the connection.</summary>
    /// <param name="portName">COM2 or COM3. Its pins are given to it before.</param>
    public Pn532SerialLink(string portName)
    {
        _port = new SerialPort(portName, 115200, Parity.None, 8, StopBits.One) { ReadTimeout = 1, WriteTimeout = 100 };
        _port.Open();
    }

    // 55 55 and enough zeros for the chip's oscillator to start (section 7.2.11).
    internal override void Wake()
    {
        Flush();
        for (int i = 0; i < WakeBytes; i++) _scratch[i] = (byte)(i < 2 ? 0x55 : 0);
        _port.Write(_scratch, 0, WakeBytes);
    }

    internal override bool Send(byte[] frame, int count)
    {
        _port.Write(frame, 0, count);
        return true;
    }

    internal override int Receive(byte[] buffer, int offset, int count)
    {
        int available = _port.BytesToRead;
        if (available > count) available = count;
        return available > 0 ? _port.Read(buffer, offset, available) : 0;
    }

    // A receive buffer's worth at most: a line that never rests must not hold the caller.
    internal override void Flush()
    {
        for (int i = 0; i < 8 && Receive(_scratch, 0, _scratch.Length) > 0; i++)
        {
        }
    }
}
