namespace ChargePoint.Hal.OpenEvse;

/// <summary>
/// One line that came from an OpenEVSE controller, and the receiver that finds it among bytes that may be anything:
/// <c>$OK 03 125 03 0140 :2A^xx</c>, ended by a carriage return; <c>xx</c> is the exclusive or of all that stands before the '^', in
/// hexadecimal; <c>:2A</c> repeats the number of the request (RAPI 3.0 and newer). The buffer is made once and reused.
/// </summary>
public sealed class RapiLine
{
    /// <summary>Longest line, from '$' to before the carriage return, in bytes. A longer one is dropped.</summary>
    public const int MaximumLength = 64;

    /// <summary>Most words of a line, the number of the request among them. A line with more is dropped.</summary>
    public const int MaximumWords = 12;

    private const int CarriageReturn = 13;
    private const int ChecksumLength = 3;
    private const int LongestNumber = 12;

    private readonly byte[] _bytes = new byte[MaximumLength];
    private readonly byte[] _begins = new byte[MaximumWords];
    private readonly byte[] _ends = new byte[MaximumWords];
    private int _length;
    private bool _inside;

    /// <summary>Number of words, the first ("$OK") included, the number of the request not.</summary>
    public int Words { get; private set; }

    /// <summary>True if the line had a checksum, which then was right.</summary>
    public bool HasChecksum { get; private set; }

    /// <summary>Number of the request that this line answers, 1 to 255; 0 if it names none.</summary>
    public int SequenceId { get; private set; }

    /// <summary>Lines that were dropped since the start: wrong checksum, too long, strange characters.</summary>
    public int Dropped { get; private set; }

    /// <summary>Takes the next byte that came.</summary>
    /// <param name="value">The byte.</param>
    /// <returns>True if a sound line is complete; it can be looked at until the next call.</returns>
    public bool Take(byte value)
    {
        if (value == '$')
        {
            if (_inside) Dropped++;
            _inside = true;
            _bytes[0] = value;
            _length = 1;
            return false;
        }

        if (!_inside) return false;
        if (value == CarriageReturn)
        {
            _inside = false;
            if (Split()) return true;
            Dropped++;
            return false;
        }

        if (value < ' ' || value > '~' || _length == MaximumLength)
        {
            _inside = false;
            Dropped++;
            return false;
        }

        _bytes[_length++] = value;
        return false;
    }

    /// <summary>Forgets a line that has begun.</summary>
    public void Clear() => _inside = false;

    /// <summary>Compares a word.</summary>
    /// <param name="word">Its number, 0 for the first ("$OK").</param>
    /// <param name="text">What it may be, in ASCII.</param>
    public bool Is(int word, string text)
    {
        if (word >= Words || _ends[word] - _begins[word] != text.Length) return false;
        for (int i = 0; i < text.Length; i++)
        {
            if (_bytes[_begins[word] + i] != text[i]) return false;
        }

        return true;
    }

    /// <summary>Reads a word as a decimal number.</summary>
    /// <param name="word">Its number.</param>
    /// <param name="value">The number; 0 if it is none.</param>
    /// <returns>False if the word is missing, no number, or outside of the range of an int.</returns>
    public bool TryDecimal(int word, out int value)
    {
        value = 0;
        if (word >= Words) return false;
        int at = _begins[word];
        int end = _ends[word];
        bool negative = at < end && _bytes[at] == '-';
        if (negative) at++;
        if (at == end || end - at > LongestNumber) return false;
        long sum = 0;
        for (; at < end; at++)
        {
            int digit = _bytes[at] - '0';
            if (digit < 0 || digit > 9) return false;
            sum = sum * 10 + digit;
        }

        if (sum > int.MaxValue) return false;
        value = negative ? (int)-sum : (int)sum;
        return true;
    }

    /// <summary>Reads a word as a hexadecimal number of up to seven digits.</summary>
    /// <param name="word">Its number.</param>
    /// <param name="value">The number; 0 if it is none.</param>
    /// <returns>False if the word is missing or no such number.</returns>
    public bool TryHex(int word, out int value)
    {
        value = 0;
        return word < Words && TryHex(_begins[word], _ends[word], out value);
    }

    /// <summary>Copies a word of text. Allocates: for what is asked once.</summary>
    /// <param name="word">Its number.</param>
    /// <returns>The text; "" if the word is missing.</returns>
    public string Text(int word)
        => word >= Words ? "" : System.Text.Encoding.UTF8.GetString(_bytes, _begins[word], _ends[word] - _begins[word]);

    private bool Split()
    {
        Words = 0;
        SequenceId = 0;
        HasChecksum = false;
        int end = _length;
        if (end > ChecksumLength && _bytes[end - ChecksumLength] == '^')
        {
            end -= ChecksumLength;
            if (!TryHex(end + 1, _length, out int sum) || sum != RapiChecksum.Of(_bytes, 0, end)) return false;
            HasChecksum = true;
        }

        int at = 0;
        while (at < end)
        {
            while (at < end && _bytes[at] == ' ') at++;
            if (at == end) break;
            if (Words == MaximumWords) return false;
            _begins[Words] = (byte)at;
            while (at < end && _bytes[at] != ' ') at++;
            _ends[Words++] = (byte)at;
        }

        return TakeSequenceId();
    }

    private bool TakeSequenceId()
    {
        if (Words < 2) return true;
        int begin = _begins[Words - 1];
        if (_bytes[begin] != ':') return true;
        if (!TryHex(begin + 1, _ends[Words - 1], out int id) || id < 1 || id > 255) return false;
        SequenceId = id;
        Words--;
        return true;
    }

    private bool TryHex(int at, int end, out int value)
    {
        value = 0;
        if (at == end || end - at > 7) return false;
        int sum = 0;
        for (; at < end; at++)
        {
            int digit = Digit(_bytes[at]);
            if (digit < 0) return false;
            sum = sum * 16 + digit;
        }

        value = sum;
        return true;
    }

    private static int Digit(byte value)
    {
        if (value >= '0' && value <= '9') return value - '0';
        if (value >= 'A' && value <= 'F') return value - 'A' + 10;
        return value >= 'a' && value <= 'f' ? value - 'a' + 10 : -1;
    }
}
