using ChargePoint.Runtime;

namespace ChargePoint.Ocpp;

/// <summary>What the reader stands on.</summary>
public enum JsonToken
{
    /// <summary>Nothing was read yet.</summary>
    None,

    /// <summary>An object begins.</summary>
    StartObject,

    /// <summary>An object ends.</summary>
    EndObject,

    /// <summary>An array begins.</summary>
    StartArray,

    /// <summary>An array ends.</summary>
    EndArray,

    /// <summary>Name of a member.</summary>
    Name,

    /// <summary>A string.</summary>
    String,

    /// <summary>A number.</summary>
    Number,

    /// <summary>true.</summary>
    True,

    /// <summary>false.</summary>
    False,

    /// <summary>null.</summary>
    Null,

    /// <summary>The text is over, and was well-formed.</summary>
    End,

    /// <summary>The text is not well-formed; the reader goes no further.</summary>
    Error,
}

/// <summary>
/// Reads JSON (RFC 8259) token by token straight from bytes. Works on byte[] since scanning a string is slow on the device, and
/// allocates nothing but the strings that are asked for. Strict: UTF-8, escapes, numbers and structure are all checked.
/// </summary>
public sealed class JsonReader
{
    /// <summary>Most containers that may be open at a time.</summary>
    public const int MaximumDepth = 16;

    private readonly JsonText _text = new();
    private byte[] _buffer = [];
    private int _position;
    private int _end;
    private int _objects; // a bit for each open container: 1 is an object
    private Expect _expect;

    private enum Expect
    {
        RootValue,
        FirstName,
        NextName,
        MemberValue,
        FirstElement,
        NextElement,
        Nothing,
    }

    /// <summary>What the reader stands on.</summary>
    public JsonToken Token { get; private set; }

    /// <summary>How many containers are open.</summary>
    public int Depth { get; private set; }

    /// <summary>Position of the token's first byte in the buffer.</summary>
    public int TokenStart { get; private set; }

    /// <summary>Position behind the token's last byte in the buffer.</summary>
    public int TokenEnd => _position;

    /// <summary>What is wrong with the text.</summary>
    public JsonError Error { get; private set; }

    /// <summary>Position in the buffer where it is wrong.</summary>
    public int ErrorPosition { get; private set; }

    /// <summary>Length of the present name or string, in characters (Unicode code points).</summary>
    public int ValueLength => _text.Characters;

    /// <summary>Starts with a new text.</summary>
    /// <param name="buffer">Holds it; must not change while it is read.</param>
    /// <param name="offset">Its first byte.</param>
    /// <param name="count">Its length in bytes.</param>
    public void Reset(byte[] buffer, int offset, int count)
    {
        _buffer = buffer;
        _position = offset;
        _end = offset + count;
        _objects = 0;
        _expect = Expect.RootValue;
        Depth = 0;
        Token = JsonToken.None;
        TokenStart = offset;
        Error = JsonError.None;
    }

    /// <summary>Goes to the next token.</summary>
    /// <returns>The token.</returns>
    public JsonToken Read()
    {
        if (Token == JsonToken.Error || Token == JsonToken.End) return Token;
        SkipBlanks();
        TokenStart = _position;
        Token = ReadToken();
        return Token;
    }

    /// <summary>
    /// Passes over a value: at a name, the value behind it; at the beginning of a container, all up to its end. On anything else
    /// there is nothing to pass over.
    /// </summary>
    /// <returns>False if the text is not well-formed.</returns>
    public bool SkipValue()
    {
        if (Token == JsonToken.Name || Token == JsonToken.None) Read();
        if (Token == JsonToken.StartObject || Token == JsonToken.StartArray)
        {
            int depth = Depth;
            while (Depth >= depth && Read() != JsonToken.Error)
            {
            }
        }

        return Token != JsonToken.Error;
    }

    /// <summary>Compares the present name or string with a text, by letter case.</summary>
    /// <param name="text">The text.</param>
    public bool ValueEquals(string text) => _text.Equals(_buffer, text);

    /// <summary>The present name or string, decoded.</summary>
    public string GetString() => _text.Decode(_buffer);

    /// <summary>Copies the present name or string, decoded, as UTF-8.</summary>
    /// <param name="target">Receives it.</param>
    /// <param name="offset">Where it goes.</param>
    /// <param name="limit">How many bytes fit.</param>
    /// <returns>Number of bytes, or -1 if it does not fit.</returns>
    public int CopyUtf8(byte[] target, int offset, int limit) => _text.CopyUtf8(_buffer, target, offset, limit);

    /// <summary>The present number as an integer. Only integers without fraction and exponent are taken.</summary>
    /// <param name="value">The integer.</param>
    /// <returns>False if it is none, or out of range.</returns>
    public bool TryGetLong(out long value)
    {
        value = 0;
        return Token == JsonToken.Number && JsonNumber.TryGetLong(_buffer, TokenStart, _position, out value);
    }

    /// <summary>The present number as a 32-bit integer.</summary>
    /// <param name="value">The integer.</param>
    /// <returns>False if it is none, or out of range.</returns>
    public bool TryGetInt(out int value)
    {
        value = 0;
        if (!TryGetLong(out long wide) || wide < int.MinValue || wide > int.MaxValue) return false;
        value = (int)wide;
        return true;
    }

    /// <summary>The present number as an integer times a power of ten: 12.3 with one decimal is 123. Exact, without floating point.</summary>
    /// <param name="decimals">0 to 9.</param>
    /// <param name="scaled">The number times ten to the power of <paramref name="decimals"/>.</param>
    /// <returns>False if it has more decimals, or is out of range.</returns>
    public bool TryGetDecimal(int decimals, out long scaled)
    {
        scaled = 0;
        return Token == JsonToken.Number && JsonNumber.TryGetDecimal(_buffer, TokenStart, _position, decimals, out scaled);
    }

    /// <summary>The present string as a date and time (RFC 3339).</summary>
    /// <param name="unixMs">Milliseconds since 1970-01-01T00:00:00Z.</param>
    /// <returns>False if it is none.</returns>
    public bool TryGetTimestamp(out long unixMs)
    {
        unixMs = 0;
        return Token == JsonToken.String && !_text.HasEscapes && Iso8601.TryParse(_buffer, _text.Start, _text.End - _text.Start, out unixMs);
    }

    /// <summary>Checks a whole text.</summary>
    /// <param name="scratch">Reader to do it with.</param>
    /// <param name="buffer">Holds the text.</param>
    /// <param name="offset">Its first byte.</param>
    /// <param name="count">Its length in bytes.</param>
    /// <param name="errorPosition">Position in the buffer where it is wrong.</param>
    /// <returns>What is wrong, or <see cref="JsonError.None"/>.</returns>
    public static JsonError Validate(JsonReader scratch, byte[] buffer, int offset, int count, out int errorPosition)
    {
        scratch.Reset(buffer, offset, count);
        JsonToken token;
        do token = scratch.Read();
        while (token != JsonToken.End && token != JsonToken.Error);
        errorPosition = scratch.ErrorPosition;
        return scratch.Error;
    }

    /// <summary>An error in words.</summary>
    /// <param name="error">The error.</param>
    public static string Describe(JsonError error) => JsonErrors.Describe(error);

    private JsonToken ReadToken()
    {
        if (_expect == Expect.Nothing) return _position == _end ? JsonToken.End : Fail(JsonError.TrailingBytes, _position);
        if (_position == _end) return Fail(JsonError.UnexpectedEnd, _position);
        byte next = _buffer[_position];
        switch (_expect)
        {
            case Expect.FirstName:
                return next == '}' ? Close(JsonToken.EndObject) : ReadName();
            case Expect.NextName:
                if (next == '}') return Close(JsonToken.EndObject);
                return PassOver(',') ? ReadName() : Token;
            case Expect.FirstElement:
                return next == ']' ? Close(JsonToken.EndArray) : ReadValue();
            case Expect.NextElement:
                if (next == ']') return Close(JsonToken.EndArray);
                return PassOver(',') ? ReadValue() : Token;
            case Expect.MemberValue:
                return PassOver(':') ? ReadValue() : Token;
            default:
                return ReadValue();
        }
    }

    private JsonToken ReadName()
    {
        if (_buffer[_position] != '"') return Fail(JsonError.UnexpectedByte, _position);
        if (!ReadString()) return Token;
        _expect = Expect.MemberValue;
        return JsonToken.Name;
    }

    private JsonToken ReadValue()
    {
        byte next = _buffer[_position];
        switch (next)
        {
            case (byte)'{':
                return Open(true);
            case (byte)'[':
                return Open(false);
            case (byte)'"':
                return ReadString() ? Scalar(JsonToken.String) : Token;
            case (byte)'t':
                return Word("true", JsonToken.True);
            case (byte)'f':
                return Word("false", JsonToken.False);
            case (byte)'n':
                return Word("null", JsonToken.Null);
            default:
                return ReadNumber();
        }
    }

    private bool ReadString()
    {
        JsonError error = _text.Scan(_buffer, _position, _end);
        if (error != JsonError.None)
        {
            Token = Fail(error, _text.End);
            return false;
        }

        _position = _text.End + 1;
        return true;
    }

    private JsonToken ReadNumber()
    {
        int end = JsonNumber.Scan(_buffer, _position, _end, out bool isNumber);
        if (!isNumber)
        {
            if (end == _end) return Fail(JsonError.UnexpectedEnd, end);
            return Fail(end == _position ? JsonError.UnexpectedByte : JsonError.InvalidNumber, end);
        }

        _position = end;
        return Scalar(JsonToken.Number);
    }

    private JsonToken Word(string word, JsonToken token)
    {
        for (int i = 0; i < word.Length; i++)
        {
            if (_position + i == _end) return Fail(JsonError.UnexpectedEnd, _end);
            if (_buffer[_position + i] != word[i]) return Fail(JsonError.UnexpectedByte, _position + i);
        }

        _position += word.Length;
        return Scalar(token);
    }

    private JsonToken Open(bool isObject)
    {
        if (Depth == MaximumDepth) return Fail(JsonError.TooDeep, _position);
        _objects = (_objects << 1) | (isObject ? 1 : 0);
        Depth++;
        _position++;
        _expect = isObject ? Expect.FirstName : Expect.FirstElement;
        return isObject ? JsonToken.StartObject : JsonToken.StartArray;
    }

    private JsonToken Close(JsonToken token)
    {
        _objects >>= 1;
        Depth--;
        _position++;
        return Scalar(token);
    }

    // A value is complete: what comes next depends on the container that it stands in.
    private JsonToken Scalar(JsonToken token)
    {
        if (Depth == 0) _expect = Expect.Nothing;
        else _expect = (_objects & 1) != 0 ? Expect.NextName : Expect.NextElement;
        return token;
    }

    private bool PassOver(char expected)
    {
        if (_buffer[_position] != expected)
        {
            Token = Fail(JsonError.UnexpectedByte, _position);
            return false;
        }

        _position++;
        SkipBlanks();
        TokenStart = _position;
        if (_position < _end) return true;
        Token = Fail(JsonError.UnexpectedEnd, _position);
        return false;
    }

    private void SkipBlanks()
    {
        while (_position < _end && (_buffer[_position] == ' ' || _buffer[_position] == '\n' || _buffer[_position] == '\r' || _buffer[_position] == '\t')) _position++;
    }

    private JsonToken Fail(JsonError error, int position)
    {
        Error = error;
        ErrorPosition = position;
        return JsonToken.Error;
    }
}
