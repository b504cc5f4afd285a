namespace ChargePoint.Console;

/// <summary>What a key of the terminal asks for.</summary>
internal enum EditKey
{
    None,
    Character,
    Enter,
    Interrupt,
    EndOfInput,
    Complete,
    Left,
    Right,
    Home,
    End,
    Up,
    Down,
    Backspace,
    Delete,
    KillLine,
    KillToEnd,
    KillWord,
    Redraw,
}

/// <summary>
/// Makes keys of the bytes that a terminal sends: characters in UTF-8, control characters, and sequences of a VT100 (ESC [ and ESC O).
/// Whatever is none of these, or was cut off, makes nothing.
/// </summary>
internal sealed class KeyDecoder
{
    private const int Plain = 0;
    private const int Escaped = 1;
    private const int Sequence = 2;
    private const int Single = 3;

    private int _state;
    private int _parameter;
    private int _wanted;
    private bool _afterReturn;

    /// <summary>The character, in UTF-8.</summary>
    public byte[] Bytes { get; } = new byte[4];

    /// <summary>Length of the character, in bytes.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets what was begun: the rest of it did not come.</summary>
    public void Reset()
    {
        _state = Plain;
        _wanted = 0;
    }

    /// <summary>Counts the printable characters of one byte that come next; they are no key of their own.</summary>
    /// <param name="bytes">What was typed.</param>
    /// <param name="from">First byte.</param>
    /// <param name="end">Behind the last byte.</param>
    public int Run(byte[] bytes, int from, int end)
    {
        if (_state != Plain || _wanted > 0) return 0;
        int i = from;
        while (i < end && bytes[i] >= 0x20 && bytes[i] < 0x7F) i++;
        if (i > from) _afterReturn = false;
        return i - from;
    }

    /// <summary>Takes a byte.</summary>
    /// <param name="value">The byte.</param>
    /// <returns>The key that it completes.</returns>
    public EditKey Take(byte value)
    {
        bool isLineFeedOfReturn = _afterReturn && value == 10;
        _afterReturn = value == 13;
        if (value < 0x20 || value == 0x7F)
        {
            Reset(); // a control character ends whatever was cut off
            if (value == 27) _state = Escaped;
            return isLineFeedOfReturn ? EditKey.None : Control(value);
        }

        if (_state != Plain) return InSequence(value);
        if (value >= 0x80) return InCharacter(value);
        _wanted = 0;
        Bytes[0] = value;
        Count = 1;
        return EditKey.Character;
    }

    private static EditKey Control(byte value) => value switch
    {
        1 => EditKey.Home,
        2 => EditKey.Left,
        3 => EditKey.Interrupt,
        4 => EditKey.EndOfInput,
        5 => EditKey.End,
        6 => EditKey.Right,
        8 or 0x7F => EditKey.Backspace,
        9 => EditKey.Complete,
        10 or 13 => EditKey.Enter,
        11 => EditKey.KillToEnd,
        12 => EditKey.Redraw,
        14 => EditKey.Down,
        16 => EditKey.Up,
        21 => EditKey.KillLine,
        23 => EditKey.KillWord,
        _ => EditKey.None,
    };

    private EditKey InSequence(byte value)
    {
        switch (_state)
        {
            case Escaped:
                _state = value == '[' ? Sequence : value == 'O' ? Single : Plain;
                _parameter = 0;
                return EditKey.None;
            case Single:
                _state = Plain;
                return Arrow(value);
            default:
                if (value < 0x40)
                {
                    // The first number tells the key, others only what was held down with it.
                    if (value == ';') _parameter = _parameter < 100 ? _parameter + 100 : _parameter;
                    else if (value >= '0' && value <= '9' && _parameter < 100) _parameter = ((_parameter * 10) + value - '0') % 100;
                    return EditKey.None;
                }

                _state = Plain;
                return value == '~' ? Numbered(_parameter % 100) : value < 0x7F ? Arrow(value) : EditKey.None;
        }
    }

    private static EditKey Arrow(byte value) => value switch
    {
        (byte)'A' => EditKey.Up,
        (byte)'B' => EditKey.Down,
        (byte)'C' => EditKey.Right,
        (byte)'D' => EditKey.Left,
        (byte)'F' => EditKey.End,
        (byte)'H' => EditKey.Home,
        _ => EditKey.None,
    };

    private static EditKey Numbered(int parameter) => parameter switch
    {
        1 or 7 => EditKey.Home,
        3 => EditKey.Delete,
        4 or 8 => EditKey.End,
        _ => EditKey.None,
    };

    // RFC 3629 section 4; the second byte also keeps out the control characters U+0080 to U+009F.
    private EditKey InCharacter(byte value)
    {
        bool continues = (value & 0xC0) == 0x80;
        if (!continues || _wanted == 0 || (Count == 1 && !IsSecond(Bytes[0], value)))
        {
            _wanted = continues || value < 0xC2 || value > 0xF4 ? 0 : value < 0xE0 ? 2 : value < 0xF0 ? 3 : 4;
            Bytes[0] = value;
            Count = 1;
            return EditKey.None;
        }

        Bytes[Count++] = value;
        if (Count < _wanted) return EditKey.None;
        _wanted = 0;
        return EditKey.Character;
    }

    private static bool IsSecond(byte first, byte second) => first switch
    {
        0xC2 or 0xE0 => second >= 0xA0,
        0xED => second < 0xA0,
        0xF0 => second >= 0x90,
        0xF4 => second < 0x90,
        _ => true,
    };
}
