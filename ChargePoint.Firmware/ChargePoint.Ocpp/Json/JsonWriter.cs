using System;
using System.Text;
using ChargePoint.Runtime;

namespace ChargePoint.Ocpp;

/// <summary>
/// Writes JSON into one buffer that never grows. Commas and colons come by themselves. What does not fit sets
/// <see cref="Overflowed"/> and is left out, so the caller checks once, at the end.
/// </summary>
public sealed class JsonWriter
{
    private const string HexDigits = "0123456789ABCDEF";

    private readonly byte[] _digits = new byte[24];
    private bool _first = true;
    private bool _afterName;

    /// <summary>Makes a writer.</summary>
    /// <param name="buffer">Receives the text; belongs to the writer from now on.</param>
    public JsonWriter(byte[] buffer) => Buffer = buffer;

    /// <summary>Holds the text.</summary>
    public byte[] Buffer { get; }

    /// <summary>Length of the text in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>True if something did not fit: the text is not complete.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Begins a new text.</summary>
    public void Reset()
    {
        Length = 0;
        Overflowed = false;
        _first = true;
        _afterName = false;
    }

    /// <summary>Begins an object.</summary>
    public void StartObject() => Open('{');

    /// <summary>Ends an object.</summary>
    public void EndObject() => Close('}');

    /// <summary>Begins an array.</summary>
    public void StartArray() => Open('[');

    /// <summary>Ends an array.</summary>
    public void EndArray() => Close(']');

    /// <summary>Writes the name of a member; its value follows.</summary>
    /// <param name="name">The name.</param>
    public void Name(string name)
    {
        Separate();
        Quoted(name);
        Put(':');
        _afterName = true;
    }

    /// <summary>Writes a string.</summary>
    /// <param name="value">The string; null is written as null. Half a surrogate pair becomes U+FFFD.</param>
    public void String(string? value)
    {
        Separate();
        if (value == null) Word("null");
        else Quoted(value);
    }

    /// <summary>Writes a string that is UTF-8 already.</summary>
    /// <param name="utf8">Holds it, valid.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="count">Number of bytes.</param>
    public void Utf8(byte[] utf8, int offset, int count)
    {
        Separate();
        Put('"');
        for (int i = 0; i < count; i++)
        {
            byte next = utf8[offset + i];
            if (next < 0x20 || next == '"' || next == '\\') Escape((char)next);
            else Put((char)next);
        }

        Put('"');
    }

    /// <summary>Writes an integer.</summary>
    /// <param name="value">The integer.</param>
    public void Number(long value) => Decimal(value, 0);

    /// <summary>Writes a decimal number: 12345 with 3 decimals is 12.345.</summary>
    /// <param name="unscaled">The number times ten to the power of <paramref name="decimals"/>.</param>
    /// <param name="decimals">0 to 9.</param>
    public void Decimal(long unscaled, int decimals)
    {
        Separate();
        if (unscaled < 0) Put('-');

        // Taken apart downwards, since the smallest long has no positive counterpart.
        long rest = unscaled < 0 ? unscaled : -unscaled;
        int count = 0;
        do
        {
            _digits[count++] = (byte)('0' - (int)(rest % 10));
            rest /= 10;
        }
        while (rest != 0 || count <= decimals);

        while (count > 0)
        {
            if (count == decimals) Put('.');
            Put((char)_digits[--count]);
        }
    }

    /// <summary>Writes true or false.</summary>
    /// <param name="value">The value.</param>
    public void Bool(bool value)
    {
        Separate();
        Word(value ? "true" : "false");
    }

    /// <summary>Writes null.</summary>
    public void Null()
    {
        Separate();
        Word("null");
    }

    /// <summary>Writes a value that is JSON already.</summary>
    /// <param name="json">Holds it, one well-formed value.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="count">Number of bytes.</param>
    public void Raw(byte[] json, int offset, int count)
    {
        Separate();
        if (!Fits(count)) return;
        Array.Copy(json, offset, Buffer, Length, count);
        Length += count;
    }

    /// <summary>Writes a date and time as OCPP does: 2026-11-21T03:42:01.123Z.</summary>
    /// <param name="unixMs">Milliseconds since 1970-01-01T00:00:00Z.</param>
    public void Timestamp(long unixMs)
    {
        Separate();
        Put('"');
        if (Fits(Iso8601.Length)) Length += Iso8601.Format(unixMs, Buffer, Length);
        Put('"');
    }

    /// <summary>Writes a member with a string.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public void Member(string name, string? value)
    {
        Name(name);
        String(value);
    }

    /// <summary>Writes a member with an integer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public void Member(string name, long value)
    {
        Name(name);
        Number(value);
    }

    /// <summary>Writes a member with true or false.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public void Member(string name, bool value)
    {
        Name(name);
        Bool(value);
    }

    /// <summary>Writes a member with a date and time.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="unixMs">Milliseconds since 1970-01-01T00:00:00Z.</param>
    public void MemberTimestamp(string name, long unixMs)
    {
        Name(name);
        Timestamp(unixMs);
    }

    private void Open(char bracket)
    {
        Separate();
        Put(bracket);
        _first = true;
    }

    private void Close(char bracket)
    {
        Put(bracket);
        _first = false;
    }

    private void Separate()
    {
        if (!_first && !_afterName) Put(',');
        _first = false;
        _afterName = false;
    }

    private void Quoted(string text)
    {
        Put('"');
        if (!TryPlain(text)) WriteCharacters(text);
        Put('"');
    }

    // The common case in one native call: text without escapes, whose UTF-8 has as many bytes as the text has characters.
    private bool TryPlain(string text)
    {
        int length = text.Length;
        if (length == 0) return true;
        if (Length + (length * 3) > Buffer.Length) return false;
        int written = Encoding.UTF8.GetBytes(text, 0, length, Buffer, Length);
        if (written != length) return false;
        for (int i = 0; i < length; i++)
        {
            byte next = Buffer[Length + i];
            if (next < 0x20 || next == '"' || next == '\\' || next >= 0x80) return false;
        }

        Length += length;
        return true;
    }

    private void WriteCharacters(string text)
    {
        char[] characters = text.ToCharArray();
        for (int i = 0; i < characters.Length; i++)
        {
            int character = characters[i];
            if (character < 0x20 || character == '"' || character == '\\')
            {
                Escape((char)character);
                continue;
            }

            if (character >= 0xD800 && character <= 0xDFFF)
            {
                bool pair = character < 0xDC00 && i + 1 < characters.Length && characters[i + 1] >= 0xDC00 && characters[i + 1] <= 0xDFFF;
                character = pair ? 0x10000 + ((character - 0xD800) << 10) + (characters[++i] - 0xDC00) : 0xFFFD;
            }

            int size = Ocpp.Utf8.Size(character);
            if (!Fits(size)) return;
            Ocpp.Utf8.Write(character, Buffer, Length);
            Length += size;
        }
    }

    private void Escape(char character)
    {
        Put('\\');
        switch (character)
        {
            case '"':
            case '\\':
                Put(character);
                break;
            case '\b':
                Put('b');
                break;
            case '\f':
                Put('f');
                break;
            case '\n':
                Put('n');
                break;
            case '\r':
                Put('r');
                break;
            case '\t':
                Put('t');
                break;
            default:
                Word("u00");
                Put(HexDigits[character >> 4]);
                Put(HexDigits[character & 15]);
                break;
        }
    }

    private void Word(string word)
    {
        for (int i = 0; i < word.Length; i++) Put(word[i]);
    }

    private void Put(char character)
    {
        if (Fits(1)) Buffer[Length++] = (byte)character;
    }

    private bool Fits(int count)
    {
        if (!Overflowed && Length + count <= Buffer.Length) return true;
        Overflowed = true;
        return false;
    }
}
