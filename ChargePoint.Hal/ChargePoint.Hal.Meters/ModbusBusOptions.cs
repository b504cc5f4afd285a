using System.IO.Ports;

namespace ChargePoint.Hal.Meters;

/// <summary>How a Modbus line is wired and set.</summary>
public sealed class ModbusBusOptions
{
    /// <summary>Serial port: COM2 or COM3 (COM1 belongs to flashing and debugging). Its pins are given to it before: TX, RX and, as driver enable, RTS.</summary>
    public string PortName { get; set; } = "COM2";

    /// <summary>Baud rate, 1,200 to 115,200: that of all meters on the line.</summary>
    public int BaudRate { get; set; } = 9600;

    /// <summary>Parity; Eastron's meters come with none, ABB's with even.</summary>
    public Parity Parity { get; set; } = Parity.None;

    /// <summary>Stop bits.</summary>
    public StopBits StopBits { get; set; } = StopBits.One;

    /// <summary>How long a meter may think before its answer begins to be missed, in milliseconds, 50 to 2,000.</summary>
    public int ResponseTimeoutMs { get; set; } = 300;

    /// <summary>How often a request without a good answer is made again, 0 to 5.</summary>
    public int Retries { get; set; } = 1;

    /// <summary>How often each meter is read, in milliseconds, 200 to 60,000; less often when the line cannot keep up.</summary>
    public int PeriodMs { get; set; } = 500;
}
