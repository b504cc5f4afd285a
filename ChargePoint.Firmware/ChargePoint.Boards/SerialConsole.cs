using System.IO.Ports;
using ChargePoint.Hal;

namespace ChargePoint.Boards;

/// <summary>
/// The technician's terminal on a UART, 115,200 baud, 8 data bits, no parity, 1 stop bit. Waits for nothing: the runtime has no send buffer and
/// holds whoever writes until the last byte is in the transmitter's queue, so no more is written than that has room for.
/// </summary>
public sealed class SerialConsole : IConsolePort
{
    /// <summary>Baud rate.</summary>
    public const int BaudRate = 115_200;

    /// <summary>Size of the receive buffer, in bytes: what comes in 177 ms. It lies outside the managed heap, twice (driver and runtime).</summary>
    public const int ReceiveBytes = 2048;

    // Of the ESP32 family, the smallest
    private const int QueueBytes = 128;
    private const int ByteMicroseconds = 87;
    private const int TickMicroseconds = 10_000; // the clock may be late by as much

    private readonly SerialPort _port;
    private readonly IClock _clock;
    private long _emptyUs;

    /// <summary>Opens the port, whose pins are set.</summary>
    /// <param name="clock">Clock.</param>
    /// <param name="portName">COM2 or COM3.</param>
    public SerialConsole(IClock clock, string portName)
    {
        _clock = clock;
        _port = new SerialPort(portName, BaudRate, Parity.None, 8, StopBits.One) { ReadBufferSize = ReceiveBytes };
        _port.Open();
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int count)
    {
        int available = _port.BytesToRead;
        if (available <= 0) return 0;
        return _port.Read(buffer, offset, available < count ? available : count);
    }

    /// <inheritdoc/>
    public int Send(byte[] buffer, int offset, int count)
    {
        long nowUs = _clock.MonotonicMs * 1000;
        int waiting = _emptyUs <= nowUs ? 0 : (int)((_emptyUs - nowUs + ByteMicroseconds - 1) / ByteMicroseconds);
        if (count > QueueBytes - waiting) count = QueueBytes - waiting;
        if (count <= 0) return 0;
        _port.Write(buffer, offset, count);
        if (waiting == 0) _emptyUs = nowUs + TickMicroseconds;
        _emptyUs += count * ByteMicroseconds;
        return count;
    }
}
