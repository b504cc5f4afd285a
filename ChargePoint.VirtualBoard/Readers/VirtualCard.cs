namespace ChargePoint.VirtualBoard.Readers;

/// <summary>A card by ISO/IEC 14443-3 type A: its states, anticollision and selection, bit by bit.</summary>
public sealed class VirtualCard
{
    private const int PartBits = 40;
    private const byte CascadeTag = 0x88;

    private readonly byte[][] _parts;
    private State _state;
    private bool _wasHalted;
    private int _level;

    /// <summary>Makes a card.</summary>
    /// <param name="uid">4, 7 or 10 bytes.</param>
    public VirtualCard(byte[] uid)
    {
        Uid = uid.Length is 4 or 7 or 10 ? [.. uid] : throw new ArgumentException("4, 7 or 10 bytes");
        int levels = (uid.Length - 1) / 3;
        _parts = new byte[levels][];
        for (int i = 0; i < levels; i++)
        {
            byte[] four = i == levels - 1 ? uid[(i * 3)..((i * 3) + 4)] : [CascadeTag, .. uid[(i * 3)..((i * 3) + 3)]];
            _parts[i] = [.. four, (byte)(four[0] ^ four[1] ^ four[2] ^ four[3])];
        }
    }

    private enum State
    {
        Idle,
        Ready,
        Active,
    }

    /// <summary>Identifier.</summary>
    public IReadOnlyList<byte> Uid { get; }

    /// <summary>How often the whole identifier was selected.</summary>
    public int Selections { get; internal set; }

    /// <summary>Takes a frame.</summary>
    /// <param name="frame">Its bytes.</param>
    /// <param name="bits">Number of bits.</param>
    /// <returns>The bits of the answer, or null for silence.</returns>
    public List<bool>? Receive(byte[] frame, int bits)
    {
        if (bits == 7) return OnShortFrame(frame[0]);
        if (_state == State.Ready && bits >= 16 && frame[0] == 0x93 + (2 * _level)) return OnSelect(frame, bits);
        if (_state == State.Active && bits == 32 && frame[0] == 0x50 && HasCrc(frame, 4)) _wasHalted = true;
        _state = State.Idle;
        return null;
    }

    /// <summary>The field goes off: the card forgets everything.</summary>
    public void PowerOff()
    {
        _state = State.Idle;
        _wasHalted = false;
    }

    internal static int Crc(ReadOnlySpan<byte> bytes)
    {
        int crc = 0x6363;
        foreach (byte value in bytes)
        {
            int mixed = (value ^ crc) & 0xFF;
            mixed = (mixed ^ (mixed << 4)) & 0xFF;
            crc = (crc >> 8) ^ (mixed << 8) ^ (mixed << 3) ^ (mixed >> 4);
        }

        return crc & 0xFFFF;
    }

    internal static List<bool> Bits(ReadOnlySpan<byte> bytes)
    {
        List<bool> bits = [];
        foreach (byte value in bytes)
        {
            for (int i = 0; i < 8; i++) bits.Add(((value >> i) & 1) != 0);
        }

        return bits;
    }

    private static bool HasCrc(byte[] frame, int count)
    {
        int crc = Crc(frame.AsSpan(0, count - 2));
        return frame[count - 2] == (crc & 0xFF) && frame[count - 1] == crc >> 8;
    }

    private List<bool>? OnShortFrame(byte command)
    {
        bool heard = _state == State.Idle && (command == 0x52 || (command == 0x26 && !_wasHalted));
        _state = heard ? State.Ready : State.Idle;
        _level = 0;
        return heard ? Bits([(byte)(0x04 + (0x40 * (_parts.Length - 1))), 0]) : null;
    }

    private List<bool>? OnSelect(byte[] frame, int bits)
    {
        byte[] part = _parts[_level];
        if (frame[1] == 0x70)
        {
            if (bits != 72 || !frame.AsSpan(2, 5).SequenceEqual(part) || !HasCrc(frame, 9))
            {
                _state = State.Idle;
                return null;
            }

            bool more = _level + 1 < _parts.Length;
            if (more) _level++;
            else
            {
                _state = State.Active;
                Selections++;
            }

            byte sak = (byte)(more ? 0x04 : 0x08);
            int crc = Crc([sak]);
            return Bits([sak, (byte)crc, (byte)(crc >> 8)]);
        }

        int known = bits - 16;
        int told = (((frame[1] >> 4) - 2) * 8) + (frame[1] & 7);
        List<bool> own = Bits(part);
        if (known != told || known >= PartBits || !Bits(frame.AsSpan(2, (known + 7) / 8)).Take(known).SequenceEqual(own.Take(known)))
        {
            _state = State.Idle;
            return null;
        }

        return own.GetRange(known, PartBits - known);
    }
}
