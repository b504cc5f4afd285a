using System;
using System.Device.Spi;

namespace ChargePoint.Hal.Readers;

/// <summary>What became of a frame that was sent to a card.</summary>
internal enum Mfrc522Result
{
    /// <summary>The chip is at it.</summary>
    Busy,

    /// <summary>A frame came back.</summary>
    Answer,

    /// <summary>Two cards sent different bits.</summary>
    Collision,

    /// <summary>Nothing came.</summary>
    Silence,

    /// <summary>Something came that was no frame: parity, protocol, too long.</summary>
    Garbled,

    /// <summary>The chip does not say what a chip would.</summary>
    Gone,
}

/// <summary>Registers of the MFRC522 (data sheet rev. 3.9, section 9), and the exchange of one frame with a card.</summary>
internal sealed class Mfrc522Chip
{
    /// <summary>Longest frame either way, in bytes.</summary>
    public const int LongestFrame = 18;

    private const int Command = 0x01;
    private const int ComIrq = 0x04;
    private const int Error = 0x06;
    private const int FifoData = 0x09;
    private const int FifoLevel = 0x0A;
    private const int Control = 0x0C;
    private const int BitFraming = 0x0D;
    private const int Coll = 0x0E;
    private const int Mode = 0x11;
    private const int TxControl = 0x14;
    private const int TxAsk = 0x15;
    private const int RfConfig = 0x26;
    private const int TimerMode = 0x2A;
    private const int TimerPrescaler = 0x2B;
    private const int TimerReloadHigh = 0x2C;
    private const int TimerReloadLow = 0x2D;
    private const int Version = 0x37;

    private const int Idle = 0x00;
    private const int Transceive = 0x0C;
    private const int SoftReset = 0x0F;
    private const int Antenna = 0x03;
    private const int AutoTimer = 0x80;
    private const int LongestLooks = 5;
    private const int LongestMs = 100;

    private readonly SpiDevice _spi;
    private readonly byte[] _out = new byte[LongestFrame + 1];
    private readonly byte[] _in = new byte[LongestFrame + 1];
    private long _startedMs;
    private int _looks;

    public Mfrc522Chip(SpiDevice spi) => _spi = spi;

    /// <summary>Bytes that came, the last perhaps not whole.</summary>
    public byte[] Received { get; } = new byte[LongestFrame];

    /// <summary>Number of them.</summary>
    public int ReceivedCount { get; private set; }

    /// <summary>Valid bits of the last byte; 0 for all.</summary>
    public int ReceivedLastBits { get; private set; }

    /// <summary>Place of the collision, counted from 1 at the first bit of the first byte that came; 0 if the chip could not tell.</summary>
    public int CollisionBit { get; private set; }

    /// <summary>
    /// True if a chip answers that is known to work: MFRC522 (91, 92), FM17522 (88, 89), and copies that call themselves 12, 82, B2.
    /// Nothing but 00 or FF comes from a line without a chip.
    /// </summary>
    public bool IsPresent
    {
        get
        {
            int version = Read(Version);
            return version == 0x91 || version == 0x92 || version == 0x88 || version == 0x89 || version == 0x12 || version == 0x82 || version == 0xB2;
        }
    }

    /// <summary>True while the chip is there and has the settings that it was given: one that lost its supply has not.</summary>
    public bool IsReady => IsPresent && (Read(TxControl) & Antenna) == Antenna && Read(TimerMode) == AutoTimer;

    /// <summary>Begins a reset by command; it takes less than a millisecond.</summary>
    public void Reset() => Write(Command, SoftReset);

    /// <summary>
    /// Settings for cards of type A at 106 kbit/s: 100 % modulation, checksums begun with 6363, receiver gain 43 dB, silence after 5 ms
    /// (200 steps of 25 us from the end of sending), field on.
    /// </summary>
    public void Configure()
    {
        Write(Command, Idle);
        Write(TimerMode, AutoTimer);
        Write(TimerPrescaler, 0xA9);
        Write(TimerReloadHigh, 0);
        Write(TimerReloadLow, 200);
        Write(TxAsk, 0x40);
        Write(Mode, 0x3D);
        Write(RfConfig, 0x60);
        Write(Coll, 0); // bits behind a collision read as 0
        Write(TxControl, 0x80 | Antenna);
    }

    /// <summary>Sends a frame and returns at once.</summary>
    /// <param name="frame">Its bytes.</param>
    /// <param name="count">Number of them.</param>
    /// <param name="lastBits">Bits of the last one that are sent; 0 for all.</param>
    /// <param name="align">Place of the first received bit in its byte.</param>
    /// <param name="nowMs">Time.</param>
    public void Start(byte[] frame, int count, int lastBits, int align, long nowMs)
    {
        Write(Command, Idle);
        Write(ComIrq, 0x7F);
        Write(FifoLevel, 0x80);
        _out[0] = FifoData << 1;
        for (int i = 0; i < count; i++) _out[i + 1] = frame[i];
        _spi.Write(new SpanByte(_out, 0, count + 1));
        Write(BitFraming, (align << 4) | lastBits);
        Write(Command, Transceive);
        Write(BitFraming, 0x80 | (align << 4) | lastBits);
        _startedMs = nowMs;
        _looks = 0;
    }

    /// <summary>Looks what became of it.</summary>
    public Mfrc522Result Look(long nowMs)
    {
        int irq = Read(ComIrq);
        if (irq == 0xFF) return Mfrc522Result.Gone;
        if ((irq & 0x20) != 0) return Take();
        if ((irq & 0x01) != 0) return Mfrc522Result.Silence;
        _looks++;
        return _looks >= LongestLooks && nowMs - _startedMs >= LongestMs ? Mfrc522Result.Gone : Mfrc522Result.Busy;
    }

    private Mfrc522Result Take()
    {
        int error = Read(Error);
        ReceivedCount = Read(FifoLevel) & 0x7F;
        if ((error & 0x13) != 0 || ReceivedCount > LongestFrame) return Mfrc522Result.Garbled;
        ReadFifo();
        ReceivedLastBits = Read(Control) & 7;
        CollisionBit = 0;
        if ((error & 0x08) == 0) return Mfrc522Result.Answer;
        int coll = Read(Coll);
        if ((coll & 0x20) == 0) CollisionBit = (coll & 0x1F) == 0 ? 32 : coll & 0x1F;
        return Mfrc522Result.Collision;
    }

    // Each byte that goes out names the register of the byte that comes in after it.
    private void ReadFifo()
    {
        for (int i = 0; i < ReceivedCount; i++) _out[i] = 0x80 | (FifoData << 1);
        _out[ReceivedCount] = 0;
        _spi.TransferFullDuplex(new SpanByte(_out, 0, ReceivedCount + 1), new SpanByte(_in, 0, ReceivedCount + 1));
        for (int i = 0; i < ReceivedCount; i++) Received[i] = _in[i + 1];
    }

    private int Read(int register)
    {
        _out[0] = (byte)(0x80 | (register << 1));
        _out[1] = 0;
        _spi.TransferFullDuplex(new SpanByte(_out, 0, 2), new SpanByte(_in, 0, 2));
        return _in[1];
    }

    private void Write(int register, int value)
    {
        _out[0] = (byte)(register << 1);
        _out[1] = (byte)value;
        _spi.Write(new SpanByte(_out, 0, 2));
    }
}
