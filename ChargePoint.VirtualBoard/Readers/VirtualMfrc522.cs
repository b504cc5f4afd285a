using ChargePoint.NanoHost;

namespace ChargePoint.VirtualBoard.Readers;

/// <summary>
/// An MFRC522 at the level of its registers: FIFO, commands, interrupts, timer, error and collision registers, and a field with cards.
/// What an exchange brings about is there a millisecond later, whenever somebody looks.
/// </summary>
public sealed class VirtualMfrc522 : ISpiChip
{
    private const int Command = 0x01;
    private const int ComIrq = 0x04;
    private const int Error = 0x06;
    private const int FifoData = 0x09;
    private const int FifoLevel = 0x0A;
    private const int Control = 0x0C;
    private const int BitFraming = 0x0D;
    private const int Coll = 0x0E;
    private const int TxControl = 0x14;
    private const int TxAsk = 0x15;
    private const int TimerMode = 0x2A;
    private const int VersionRegister = 0x37;
    private const int Transceive = 0x0C;
    private const int SoftReset = 0x0F;
    private const int FifoBytes = 64;

    private readonly Func<long> _nowMs;
    private readonly byte[] _registers = new byte[64];
    private readonly List<byte> _fifo = [];
    private bool _addressed;
    private int _register;
    private bool _reading;
    private long _resultMs;
    private Action? _result;
    private bool _held;

    /// <summary>Makes a chip.</summary>
    /// <param name="nowMs">Monotonic clock, in milliseconds.</param>
    /// <param name="reset">Pin that drives NRSTPD, or null.</param>
    public VirtualMfrc522(Func<long> nowMs, VirtualPin? reset = null)
    {
        _nowMs = nowMs;
        Field = new VirtualField(nowMs);
        PowerOn();
        if (reset == null) return;
        _held = !reset.IsHigh;
        reset.Driven += () =>
        {
            if (_held == !reset.IsHigh) return;
            _held = !reset.IsHigh;
            PowerOn();
        };
    }

    /// <summary>Its field.</summary>
    public VirtualField Field { get; }

    /// <summary>What it calls itself.</summary>
    public byte Version { get; set; } = 0x92;

    /// <summary>True while its cable is off: the line reads FF.</summary>
    public bool IsDisconnected { get; set; }

    /// <summary>True while it is broken: it reads 00, whatever is asked.</summary>
    public bool IsDead { get; set; }

    /// <summary>True while it never ends an exchange.</summary>
    public bool IsStuck { get; set; }

    /// <summary>How much longer an exchange takes, in milliseconds.</summary>
    public int DelayMs { get; set; }

    /// <summary>Changes the bytes that come out, as a bad cable does.</summary>
    public Func<byte, byte>? SpiNoise { get; set; }

    /// <summary>Bytes that went over the bus.</summary>
    public long BusBytes { get; private set; }

    /// <summary>Puts a card before the antenna.</summary>
    /// <param name="uid">4, 7 or 10 bytes.</param>
    /// <param name="forMs">How long, in milliseconds.</param>
    public void Present(byte[] uid, long forMs) => Field.Present(uid, forMs);

    /// <summary>Its supply was away: all registers are as after a reset.</summary>
    public void PowerOn()
    {
        Array.Clear(_registers);
        _registers[Command] = 0x20;
        _registers[ComIrq] = 0x14;
        _registers[0x11] = 0x3F;
        _registers[TxControl] = 0x80;
        _registers[0x26] = 0x48;
        _fifo.Clear();
        _result = null;
        Field.PowerOff();
    }

    /// <inheritdoc/>
    public void Select() => _addressed = false;

    /// <inheritdoc/>
    public byte Exchange(byte value)
    {
        BusBytes++;
        if (IsDisconnected) return 0xFF;
        if (IsDead || _held) return 0;
        byte answer = _addressed && _reading ? ReadRegister(_register) : (byte)0;
        if (_addressed && !_reading) WriteRegister(_register, value);
        if (!_addressed || _reading)
        {
            _reading = (value & 0x80) != 0;
            _register = (value >> 1) & 0x3F;
            _addressed = true;
        }

        return SpiNoise?.Invoke(answer) ?? answer;
    }

    /// <inheritdoc/>
    public void Deselect() => _addressed = false;

    private byte ReadRegister(int register)
    {
        if (_result != null && _nowMs() >= _resultMs && !IsStuck)
        {
            _result();
            _result = null;
        }

        switch (register)
        {
            case FifoData:
                if (_fifo.Count == 0) return 0;
                byte first = _fifo[0];
                _fifo.RemoveAt(0);
                return first;
            case FifoLevel:
                return (byte)_fifo.Count;
            case VersionRegister:
                return Version;
            default:
                return _registers[register];
        }
    }

    private void WriteRegister(int register, byte value)
    {
        switch (register)
        {
            case ComIrq:
                _registers[ComIrq] = (byte)((value & 0x80) != 0 ? _registers[ComIrq] | (value & 0x7F) : _registers[ComIrq] & ~value);
                break;
            case FifoData:
                if (_fifo.Count < FifoBytes) _fifo.Add(value);
                break;
            case FifoLevel:
                if ((value & 0x80) != 0) _fifo.Clear();
                break;
            case Command when (value & 0x0F) == SoftReset:
                PowerOn();
                break;
            case Command:
                _result = null;
                _registers[Command] = value;
                break;
            case TxControl:
                if ((value & 3) != 3) Field.PowerOff();
                _registers[TxControl] = value;
                break;
            case BitFraming:
                _registers[BitFraming] = (byte)(value & 0x77);
                if ((value & 0x80) != 0 && (_registers[Command] & 0x0F) == Transceive) Send(value & 7, (value >> 4) & 7);
                break;
            default:
                _registers[register] = value;
                break;
        }
    }

    private void Send(int lastBits, int align)
    {
        byte[] frame = [.. _fifo];
        _fifo.Clear();
        int bits = (frame.Length * 8) - (lastBits == 0 ? 0 : 8 - lastBits);
        List<List<bool>> answers = [];
        bool fieldOn = (_registers[TxControl] & 3) == 3 && _registers[TxAsk] == 0x40;
        if (fieldOn && bits > 0)
        {
            foreach (VirtualCard card in Field.Cards)
            {
                if (card.Receive(frame, bits) is { } answer) answers.Add(answer);
            }
        }

        _resultMs = _nowMs() + 1 + DelayMs;
        if (answers.Count > 0)
        {
            _result = () => Deliver(answers, align);
            return;
        }

        // the timer runs only if it was told to begin with the end of sending
        if ((_registers[TimerMode] & 0x80) == 0) return;
        _resultMs += TimerMs;
        _result = () => _registers[ComIrq] |= 0x01;
    }

    private long TimerMs
    {
        get
        {
            long prescaler = (((_registers[TimerMode] & 0x0F) << 8) | _registers[0x2B]) * 2 + 1;
            long reload = ((_registers[0x2C] << 8) | _registers[0x2D]) + 1;
            return prescaler * reload / 13_560;
        }
    }

    private void Deliver(List<List<bool>> answers, int align)
    {
        List<bool> heard = answers[0];
        int length = answers.Max(a => a.Count);
        int collision = -1;
        for (int i = 0; i < length && collision < 0; i++)
        {
            if (answers.Any(a => i >= a.Count || a[i] != answers[0][Math.Min(i, answers[0].Count - 1)])) collision = i;
        }

        heard = [.. heard];
        if (collision >= 0)
        {
            while (heard.Count < length) heard.Add(false);
            for (int i = collision; i < heard.Count; i++) heard[i] = false;
        }

        byte error = (byte)(Field.Weaken?.Invoke(heard) == true ? 0x02 : 0);
        if (collision >= 0)
        {
            error |= 0x08;
            int position = collision + align + 1;
            _registers[Coll] = (byte)((_registers[Coll] & 0x80) | (position > 32 ? 0x20 : position & 0x1F));
        }

        for (int i = 0; i < heard.Count + align; i += 8)
        {
            int value = 0;
            for (int bit = 0; bit < 8; bit++)
            {
                int at = i + bit - align;
                if (at >= 0 && at < heard.Count && heard[at]) value |= 1 << bit;
            }

            if (_fifo.Count < FifoBytes) _fifo.Add((byte)value);
        }

        _registers[Control] = (byte)((heard.Count + align) % 8);
        _registers[Error] = error;
        _registers[ComIrq] |= 0x20;
    }
}
