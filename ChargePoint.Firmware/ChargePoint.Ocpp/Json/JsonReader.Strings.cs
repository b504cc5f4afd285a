using System;
using System.Text;
using ChargePoint.Runtime;

namespace ChargePoint.Ocpp;

// What the present token means. The scanners have checked it already, so nothing here can run into bad input.
public sealed partial class JsonReader
{
    // For a date-time, which is at most 35 bytes, and for two characters to compare.
    private readonly byte[] _scratch = new byte[40];

    // So long that it fits into the scratch buffer whatever it is made of
    private const int LongestShortText = 13;

    /// <summary>Length of the present Name or String in characters (Unicode code points, escapes decoded), as the maxLength of
    /// a JSON schema counts; 0 at another token.</summary>
    public int ValueLength => IsText ? _valueLength : 0;

    /// <summary>True if the present Name or String is written with escapes.</summary>
    internal bool HasEscapes => _hasEscapes;

    private bool IsText => _token == JsonToken.String || _token == JsonToken.Name;

    /// <summary>Says whether the present Name or String, decoded, is this text. Allocates nothing.</summary>
    /// <param name="text">The text, which may hold any character.</param>
    /// <returns>False also at another token.</returns>
    public bool ValueEquals(string text)
    {
        if (!IsText)
            return false;

        int start = _tokenStart + 1;
        int count = _tokenEnd - start - 1;
        if (_valueLength != count)
            return DecodedEquals(text);

        // Only ASCII and no escapes. On nanoFramework text[i] walks the text from its start; names and enumeration values are short and mostly
        // differ in length or first character.
        if (text.Length != count)
            return false;

        byte[] buffer = _buffer;
        if (count > LongestShortText)
        {
            for (int i = 0; i < count; i++)
            {
                if (text[i] != buffer[start + i])
                    return false;
            }

            return true;
        }

        // As bytes at once: on nanoFramework that takes less than three characters one by one.
        if (count == 0 || buffer[start] != text[0] || Encoding.UTF8.GetBytes(text, 0, count, _scratch, 0) != count)
            return count == 0;
        for (int i = 1; i < count; i++)
        {
            if (_scratch[i] != buffer[start + i])
                return false;
        }

        return true;
    }

    /// <summary>The present Name or String, decoded. Allocates the string and, if it has escapes, a buffer.</summary>
    /// <returns>The string. On nanoFramework a string ends at a U+0000: use <see cref="CopyUtf8"/> where that matters.</returns>
    /// <exception cref="InvalidOperationException">The token is another.</exception>
    public string GetString()
    {
        if (!IsText)
            throw new InvalidOperationException("not at a string");

        int count = TokenEnd - TokenStart - 2;
        if (count == 0)
            return "";
        if (!_hasEscapes)
            return Encoding.UTF8.GetString(_buffer, TokenStart + 1, count);

        // An escape is never shorter than what it stands for.
        byte[] decoded = new byte[count];
        return Encoding.UTF8.GetString(decoded, 0, CopyUtf8(decoded, 0, count));
    }

    /// <summary>Copies the present Name or String, decoded, as UTF-8.</summary>
    /// <param name="target">Where it goes.</param>
    /// <param name="offset">Where in the target it starts.</param>
    /// <param name="limit">Most bytes it may take.</param>
    /// <returns>Bytes written; -1 if it needs more than the limit (the target then holds a part of it) or at another token.</returns>
    public int CopyUtf8(byte[] target, int offset, int limit)
    {
        if (!IsText)
            return -1;

        int position = TokenStart + 1;
        int end = TokenEnd - 1;
        if (!_hasEscapes)
        {
            if (end - position > limit)
                return -1;
            Array.Copy(_buffer, position, target, offset, end - position);
            return end - position;
        }

        int written = 0;
        while (position < end)
        {
            int codePoint = NextCodePoint(ref position);
            int size = EncodedLength(codePoint);
            if (written + size > limit)
                return -1;
            Encode(codePoint, size, target, offset + written);
            written += size;
        }

        return written;
    }

    /// <summary>The present String, if it is a date-time (see <see cref="Iso8601"/>).</summary>
    /// <param name="unixMs">Milliseconds since 1970-01-01T00:00:00Z.</param>
    /// <returns>False if it is not, or at another token.</returns>
    public bool TryGetTimestamp(out long unixMs)
    {
        unixMs = 0;
        if (Token != JsonToken.String)
            return false;
        if (!_hasEscapes)
            return Iso8601.TryParse(_buffer, TokenStart + 1, TokenEnd - TokenStart - 2, out unixMs);

        int length = CopyUtf8(_scratch, 0, _scratch.Length);
        return length >= 0 && Iso8601.TryParse(_scratch, 0, length, out unixMs);
    }

    private bool DecodedEquals(string text)
    {
        int position = TokenStart + 1;
        int end = TokenEnd - 1;
        int length = text.Length;
        int index = 0;
        while (position < end)
        {
            int codePoint = NextCodePoint(ref position);
            int units = codePoint > 0xFFFF ? 2 : 1;
            if (index + units > length)
                return false;

            // On nanoFramework both halves of a pair read as the high one: compare pairs as UTF-8.
            if (units == 1 ? text[index] != codePoint : !PairEquals(text, index, codePoint))
                return false;
            index += units;
        }

        return index == length;
    }

    private bool PairEquals(string text, int index, int codePoint)
    {
        // Two units are at most six bytes.
        const int Encoded = 8;
        if (Encoding.UTF8.GetBytes(text, index, 2, _scratch, 0) != 4)
            return false;

        Encode(codePoint, 4, _scratch, Encoded);
        for (int i = 0; i < 4; i++)
        {
            if (_scratch[i] != _scratch[Encoded + i])
                return false;
        }

        return true;
    }

    private int NextCodePoint(ref int position)
    {
        byte[] buffer = _buffer;
        int b = buffer[position];
        if (b == '\\')
            return NextEscape(ref position);

        int continuation = b < 0x80 ? 0 : b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
        int codePoint = continuation == 0 ? b : b & (0x3F >> continuation);
        for (int i = 1; i <= continuation; i++)
            codePoint = (codePoint << 6) | (buffer[position + i] & 0x3F);

        position += 1 + continuation;
        return codePoint;
    }

    private int NextEscape(ref int position)
    {
        int kind = _buffer[position + 1];
        if (kind != 'u')
        {
            position += 2;
            return SimpleEscape(kind);
        }

        int unit = ScanHex(position);
        position += 6;
        if (unit < 0xD800 || unit > 0xDFFF)
            return unit;

        int low = ScanHex(position);
        position += 6;
        return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }

    private static int EncodedLength(int codePoint) =>
        codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;

    private static void Encode(int codePoint, int size, byte[] target, int offset)
    {
        if (size == 1)
        {
            target[offset] = (byte)codePoint;
            return;
        }

        for (int i = size - 1; i > 0; i--)
        {
            target[offset + i] = (byte)(0x80 | (codePoint & 0x3F));
            codePoint >>= 6;
        }

        // 110xxxxx, 1110xxxx or 11110xxx
        target[offset] = (byte)((0xF00 >> size) | codePoint);
    }
}
