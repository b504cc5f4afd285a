using ChargePoint.Hal.Meters;
using ChargePoint.NanoHost;

namespace ChargePoint.VirtualBoard.Meters;

/// <summary>
/// An RS-485 line with Modbus slaves on a serial port. Requests with a wrong checksum, or for a unit that is not there, are not answered.
/// </summary>
public sealed class VirtualModbusLine : IUartPeer
{
    private const int RequestBytes = 8;
    private const int SilenceMs = 20;

    private readonly VirtualUart _uart;
    private readonly List<byte> _request = [];
    private readonly Dictionary<int, VirtualModbusSlave> _slaves = [];
    private long _lastMs;

    /// <summary>Connects a line to a port.</summary>
    public VirtualModbusLine(VirtualUart uart)
    {
        _uart = uart;
        uart.Peer = this;
    }

    /// <summary>True while the line is cut.</summary>
    public bool IsCut { get; set; }

    /// <summary>True for a transceiver that hears itself.</summary>
    public bool Echoes { get; set; }

    /// <summary>Requests with a right checksum that came, whoever was meant.</summary>
    public int Requests { get; private set; }

    /// <summary>Connects a slave; one of the same unit is taken off.</summary>
    public void Attach(VirtualModbusSlave slave) => _slaves[slave.Unit] = slave;

    /// <summary>A slave.</summary>
    public VirtualModbusSlave this[int unit] => _slaves[unit];

    /// <summary>Puts noise on the line.</summary>
    public void Noise(byte[] bytes, long atMs) => _uart.SendToController(bytes, atMs);

    /// <inheritdoc/>
    public void OnByte(byte value, long atMs)
    {
        if (Echoes) _uart.SendToController([value], atMs);
        if (IsCut) return;
        if (atMs - _lastMs > SilenceMs) _request.Clear();
        _lastMs = atMs;
        _request.Add(value);
        if (_request.Count < RequestBytes) return;
        byte[] request = [.. _request];
        _request.Clear();
        int crc = ModbusCrc.Of(request, 0, 6);
        if (request[6] != (crc & 0xFF) || request[7] != crc >> 8) return;
        Requests++;
        if (!_slaves.TryGetValue(request[0], out VirtualModbusSlave? slave)) return;
        if (slave.Answer(request) is { } answer) _uart.SendToController(answer, atMs + slave.DelayMs);
    }

    /// <inheritdoc/>
    public void OnTime(long nowMs)
    {
    }
}
