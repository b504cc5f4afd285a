using System.Text;

namespace ChargePoint.Ocpp;

/// <summary>A JSON string where it stands in the buffer: checked once, decoded only where it is asked for.</summary>
internal sealed class JsonText
{
    /// <summary>First byte behind the opening quote.</summary>
    public int Start { get; private set; }

    /// <summary>Position of the closing quote; of the wrong byte after an error.</summary>
    public int End { get; private set; }

    /// <summary>Length in code points.</summary>
    public int Characters { get; private set; }

    public bool HasEscapes { get; private set; }

    /// <summary>Checks a string.</summary>
    public JsonError Scan(byte[] buffer, int quote, int end)
    {
        Start = quote + 1;
        Characters = 0;
        HasEscapes = false;
        int position = Start;
        while (position < end)
        {
            byte next = buffer[position];
            if (next == '"')
            {
                End = position;
                return JsonError.None;
            }

            JsonError error = ScanCharacter(buffer, ref position, end);
            if (error != JsonError.None)
            {
                End = position;
                return error;
            }

            Characters++;
        }

        End = end;
        return JsonError.UnexpectedEnd;
    }

    public bool Equals(byte[] buffer, string text)
    {
        int index = 0;
        int position = Start;
        int length = text.Length;
        while (position < End)
        {
            int character = Next(buffer, ref position);
            if (character < 0x10000)
            {
                if (index >= length || text[index++] != character) return false;
            }
            else
            {
                if (index + 2 > length || text[index++] != HighSurrogate(character) || text[index++] != LowSurrogate(character)) return false;
            }
        }

        return index == length;
    }

    public string Decode(byte[] buffer)
    {
        if (!HasEscapes) return Encoding.UTF8.GetString(buffer, Start, End - Start);

        // Decoded text is never longer than its escaped form.
        byte[] decoded = new byte[End - Start];
        int length = CopyUtf8(buffer, decoded, 0, decoded.Length);
        return Encoding.UTF8.GetString(decoded, 0, length);
    }

    public int CopyUtf8(byte[] buffer, byte[] target, int offset, int limit)
    {
        int length = 0;
        int position = Start;
        while (position < End)
        {
            int character = Next(buffer, ref position);
            int size = Utf8.Size(character);
            if (length + size > limit) return -1;
            Utf8.Write(character, target, offset + length);
            length += size;
        }

        return length;
    }

    private static char HighSurrogate(int character) => (char)(0xD800 + ((character - 0x10000) >> 10));

    private static char LowSurrogate(int character) => (char)(0xDC00 + ((character - 0x10000) & 0x3FF));

    // On error, position is where it is wrong.
    private JsonError ScanCharacter(byte[] buffer, ref int position, int end)
    {
        byte next = buffer[position];
        if (next == '\\')
        {
            HasEscapes = true;
            return ScanEscape(buffer, ref position, end);
        }

        if (next < 0x20) return JsonError.ControlCharacter;
        if (next < 0x80)
        {
            position++;
            return JsonError.None;
        }

        int size = Utf8.SequenceLength(buffer, position, end);
        if (size == 0) return JsonError.InvalidUtf8;
        position += size;
        return JsonError.None;
    }

    private static JsonError ScanEscape(byte[] buffer, ref int position, int end)
    {
        if (position + 1 == end)
        {
            position = end;
            return JsonError.UnexpectedEnd;
        }

        switch (buffer[position + 1])
        {
            case (byte)'"':
            case (byte)'\\':
            case (byte)'/':
            case (byte)'b':
            case (byte)'f':
            case (byte)'n':
            case (byte)'r':
            case (byte)'t':
                position += 2;
                return JsonError.None;
            case (byte)'u':
                return ScanUnicode(buffer, ref position, end);
            default:
                return JsonError.InvalidEscape;
        }
    }

    private static JsonError ScanUnicode(byte[] buffer, ref int position, int end)
    {
        int first = Hex4(buffer, position + 2, end);
        if (first < 0) return JsonError.InvalidEscape;
        if (first < 0xD800 || first > 0xDFFF)
        {
            position += 6;
            return JsonError.None;
        }

        if (first > 0xDBFF) return JsonError.LoneSurrogate;
        if (position + 8 > end || buffer[position + 6] != '\\' || buffer[position + 7] != 'u') return JsonError.LoneSurrogate;
        int second = Hex4(buffer, position + 8, end);
        if (second < 0xDC00 || second > 0xDFFF) return JsonError.LoneSurrogate;
        position += 12;
        return JsonError.None;
    }

    private static int Hex4(byte[] buffer, int position, int end)
    {
        if (position + 4 > end) return -1;
        int value = 0;
        for (int i = 0; i < 4; i++)
        {
            int digit = buffer[position + i];
            if (digit >= '0' && digit <= '9') digit -= '0';
            else if (digit >= 'a' && digit <= 'f') digit -= 'a' - 10;
            else if (digit >= 'A' && digit <= 'F') digit -= 'A' - 10;
            else return -1;
            value = (value << 4) | digit;
        }

        return value;
    }

    // The next code point of a string that was checked.
    private static int Next(byte[] buffer, ref int position)
    {
        byte first = buffer[position++];
        if (first == '\\') return Unescape(buffer, ref position);
        if (first < 0x80) return first;
        int more = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
        int character = first & (0x3F >> more);
        for (int i = 0; i < more; i++) character = (character << 6) | (buffer[position++] & 0x3F);
        return character;
    }

    private static int Unescape(byte[] buffer, ref int position)
    {
        byte escape = buffer[position++];
        switch (escape)
        {
            case (byte)'b':
                return '\b';
            case (byte)'f':
                return '\f';
            case (byte)'n':
                return '\n';
            case (byte)'r':
                return '\r';
            case (byte)'t':
                return '\t';
            case (byte)'u':
                int first = Hex4(buffer, position, buffer.Length);
                position += 4;
                if (first < 0xD800 || first > 0xDBFF) return first;
                int second = Hex4(buffer, position + 2, buffer.Length);
                position += 6;
                return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            default:
                return escape;
        }
    }
}
