using ChargePoint.NanoHost;

namespace System.IO.Ports;

/// <summary>As in nanoFramework.</summary>
public enum Parity
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Odd.</summary>
    Odd = 1,

    /// <summary>Even.</summary>
    Even = 2,
}

/// <summary>As in nanoFramework.</summary>
public enum StopBits
{
    /// <summary>1.</summary>
    One = 1,

    /// <summary>2.</summary>
    Two = 2,

    /// <summary>1.5.</summary>
    OnePointFive = 3,
}

/// <summary>As in nanoFramework.</summary>
public enum SerialMode
{
    /// <summary>Full duplex.</summary>
    Normal = 0,

    /// <summary>Half duplex with the driver enabled by RTS.</summary>
    RS485 = 1,
}

/// <summary>As in nanoFramework.</summary>
public enum Handshake
{
    /// <summary>None.</summary>
    None = 0,
}

/// <summary>Host stand-in for nanoFramework's class of this name, over a <see cref="VirtualUart"/>.</summary>
public sealed class SerialPort : IDisposable
{
    private readonly VirtualUart _uart;

    /// <summary>Makes a port that is closed.</summary>
    public SerialPort(string portName, int baudRate = 9600, Parity parity = Parity.None, int dataBits = 8, StopBits stopBits = StopBits.One)
    {
        PortName = portName;
        BaudRate = baudRate;
        Parity = parity;
        DataBits = dataBits;
        StopBits = stopBits;
        _uart = VirtualEsp32.Current.Uart(portName);
    }

    /// <summary>Name.</summary>
    public string PortName { get; }

    /// <summary>Baud rate.</summary>
    public int BaudRate { get; set; }

    /// <summary>Data bits.</summary>
    public int DataBits { get; set; }

    /// <summary>Parity.</summary>
    public Parity Parity { get; set; }

    /// <summary>Stop bits.</summary>
    public StopBits StopBits { get; set; }

    /// <summary>Mode.</summary>
    public SerialMode Mode { get; set; }

    /// <summary>Handshake.</summary>
    public Handshake Handshake { get; set; }

    /// <summary>Longest wait of a read, in milliseconds.</summary>
    public int ReadTimeout { get; set; } = -1;

    /// <summary>Longest wait of a write, in milliseconds.</summary>
    public int WriteTimeout { get; set; } = -1;

    /// <summary>Size of the receive buffer, in bytes; set before opening.</summary>
    public int ReadBufferSize
    {
        get => _uart.ReceiveBufferBytes;
        set => _uart.ReceiveBufferBytes = value;
    }

    /// <summary>Size of the send buffer, in bytes.</summary>
    public int WriteBufferSize { get; set; } = 256;

    /// <summary>Whether it is open.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Bytes that can be read now.</summary>
    public int BytesToRead => CheckOpen()._uart.Available;

    /// <summary>Opens the port.</summary>
    public void Open()
    {
        if (IsOpen || _uart.BaudRate != 0) throw new InvalidOperationException($"{PortName} is open already");
        _uart.Open(BaudRate);
        IsOpen = true;
    }

    /// <summary>Closes the port.</summary>
    public void Close()
    {
        if (IsOpen) _uart.Close();
        IsOpen = false;
    }

    /// <summary>Reads what is there, up to <paramref name="count"/> bytes. Drivers read no more than <see cref="BytesToRead"/>: waiting is not simulated.</summary>
    /// <exception cref="TimeoutException">There is nothing.</exception>
    public int Read(byte[] buffer, int offset, int count)
    {
        int taken = CheckOpen()._uart.Receive(buffer, offset, count);
        return taken > 0 || count == 0 ? taken : throw new TimeoutException();
    }

    /// <summary>Writes; the bytes leave at the pace of the baud rate.</summary>
    public void Write(byte[] buffer, int offset, int count) => CheckOpen()._uart.SendToPeer(buffer, offset, count);

    /// <summary>Closes the port.</summary>
    public void Dispose() => Close();

    private SerialPort CheckOpen() => IsOpen ? this : throw new InvalidOperationException($"{PortName} is closed");
}
