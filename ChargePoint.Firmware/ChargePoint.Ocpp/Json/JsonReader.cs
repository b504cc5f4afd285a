namespace ChargePoint.Ocpp;

/// <summary>
/// Pull parser for JSON (RFC 8259) over a range of bytes. It accepts exactly the JSON texts up to
/// <see cref="MaximumDepth"/>, in strict UTF-8, and never throws because of what it reads. It keeps no copy of the text:
/// the buffer must stay as it is while the reader is in use. One reader is made once and used for every text;
/// nothing is allocated but by <see cref="GetString"/>. Time is linear in the length of the text.
/// </summary>
/// <remarks>
/// Duplicate names in an object are passed on as they come: what they mean is for the caller to decide.
/// </remarks>
public sealed partial class JsonReader
{
    /// <summary>Most containers that may be open at a time. The deepest OCPP 1.6 message has 6 (SetChargingProfile, MeterValues).</summary>
    public const int MaximumDepth = 16;

    /// <summary>What the grammar allows at <see cref="_position"/>.</summary>
    private enum Expected
    {
        Value,
        FirstValueOrEnd,
        Name,
        FirstNameOrEnd, // up to here a quote may come
        Colon,
        CommaOrEnd,
        NothingMore,
    }

    private byte[] _buffer = null!; // that of the last Reset
    private int _position;
    private int _end;
    private Expected _expected = Expected.Value;
    private JsonToken _token;
    private int _depth;
    private int _tokenStart;
    private int _tokenEnd;

    // Bit n is set if the open container number n (from 1) is an object.
    private int _objectBits;

    /// <summary>The token that the reader stands on.</summary>
    public JsonToken Token => _token;

    /// <summary>Position in the buffer of the token's first byte; of a string, of its opening quote.</summary>
    public int TokenStart => _tokenStart;

    /// <summary>Position in the buffer behind the token's last byte; of a string, behind its closing quote.</summary>
    public int TokenEnd => _tokenEnd;

    /// <summary>What is wrong with the text, once <see cref="Token"/> is <see cref="JsonToken.Error"/>.</summary>
    public JsonError Error { get; private set; }

    /// <summary>Position in the buffer of what is wrong; 0 without an error.</summary>
    public int ErrorPosition { get; private set; }

    /// <summary>Puts the reader before the first token of a text.</summary>
    /// <param name="buffer">Holds the text.</param>
    /// <param name="offset">Where in the buffer the text starts.</param>
    /// <param name="count">Length of the text in bytes.</param>
    public void Reset(byte[] buffer, int offset, int count)
    {
        _buffer = buffer;
        _position = offset;
        _end = offset + count;
        _expected = Expected.Value;
        _objectBits = 0;
        _token = JsonToken.None;
        _depth = 0;
        _tokenStart = offset;
        _tokenEnd = offset;
        Error = JsonError.None;
        ErrorPosition = 0;
    }

    /// <summary>Goes to the next token. <see cref="JsonToken.End"/> and <see cref="JsonToken.Error"/> stay.</summary>
    /// <returns>The token.</returns>
    public JsonToken Read()
    {
        if (_token == JsonToken.Error || _token == JsonToken.End)
            return _token;

        // White space, colon and comma are passed over here: in an interpreter a call takes longer than what these would do in one.
        byte[] buffer = _buffer;
        int end = _end;
        int position = _position;
        Expected expected = _expected;
        int first = 0;
        while (true)
        {
            while (position < end && (first = buffer[position]) <= ' ' && (first == ' ' || first == '\n' || first == '\r' || first == '\t'))
                position++;
            if (position >= end)
                break;

            if (expected == Expected.Colon)
            {
                if (first != ':')
                    return Fail(JsonError.UnexpectedByte, position);
                expected = Expected.Value;
            }
            else if (expected == Expected.CommaOrEnd && first == ',')
            {
                expected = (_objectBits & (1 << _depth)) != 0 ? Expected.Name : Expected.Value;
            }
            else
            {
                break;
            }

            position++;
        }

        _position = position;
        _expected = expected;
        if (position >= end)
            return expected == Expected.NothingMore ? Accept(JsonToken.End, end) : Fail(JsonError.UnexpectedEnd, end);
        return first == '"' && expected <= Expected.FirstNameOrEnd ? ReadText(expected) : ReadOther(expected, first);
    }

    // A string, or the name of a member.
    private JsonToken ReadText(Expected expected)
    {
        int end = ScanString();
        if (end < 0)
            return _token;

        _tokenStart = _position;
        _tokenEnd = end;
        _position = end;
        if (expected == Expected.Name || expected == Expected.FirstNameOrEnd)
        {
            _expected = Expected.Colon;
            return _token = JsonToken.Name;
        }

        _expected = _depth == 0 ? Expected.NothingMore : Expected.CommaOrEnd;
        return _token = JsonToken.String;
    }

    private JsonToken ReadOther(Expected expected, int first)
    {
        switch (expected)
        {
            case Expected.Value:
                return ReadValue(first);
            case Expected.FirstValueOrEnd:
                return first == ']' ? Close() : ReadValue(first);
            case Expected.FirstNameOrEnd:
                return first == '}' ? Close() : Fail(JsonError.UnexpectedByte, _position);
            case Expected.CommaOrEnd:
                return first == (InObject ? '}' : ']') ? Close() : Fail(JsonError.UnexpectedByte, _position);
            case Expected.NothingMore:
                return Fail(JsonError.TrailingBytes, _position);
            default:
                return Fail(JsonError.UnexpectedByte, _position);
        }
    }

    /// <summary>
    /// Skips what the present token starts: before the first token the root value, at a <see cref="JsonToken.Name"/> the
    /// member's value, at the start of a container the rest of it, otherwise nothing. The reader then stands on the last token of what was skipped, which is
    /// checked like everything else.
    /// </summary>
    /// <returns>False if there is an error in it.</returns>
    public bool SkipValue()
    {
        if (Token == JsonToken.Name || Token == JsonToken.None)
            Read();

        if (_token == JsonToken.StartObject || _token == JsonToken.StartArray)
            SkipContainer();

        return _token != JsonToken.Error;
    }

    /// <summary>Says whether a whole text is JSON with one root value.</summary>
    /// <param name="scratch">The reader to do it with; it is left at the end of the text or at the error.</param>
    /// <param name="buffer">Holds the text.</param>
    /// <param name="offset">Where in the buffer the text starts.</param>
    /// <param name="count">Length of the text in bytes.</param>
    /// <param name="errorPosition">Position in the buffer of what is wrong; 0 without an error.</param>
    /// <returns>What is wrong, or <see cref="JsonError.None"/>.</returns>
    public static JsonError Validate(JsonReader scratch, byte[] buffer, int offset, int count, out int errorPosition)
    {
        scratch.Reset(buffer, offset, count);
        JsonToken token;
        do
            token = scratch.Read();
        while (token != JsonToken.End && token != JsonToken.Error);

        errorPosition = scratch.ErrorPosition;
        return scratch.Error;
    }

    /// <summary>One line of text for a log or the errorDescription of a CALLERROR.</summary>
    /// <param name="error">The error.</param>
    /// <returns>Plain English without the position.</returns>
    public static string Describe(JsonError error) => JsonErrors.Describe(error);

    private bool InObject => (_objectBits & (1 << _depth)) != 0;

    private JsonToken ReadValue(int first)
    {
        switch (first)
        {
            case '{':
                return Open(JsonToken.StartObject);
            case '[':
                return Open(JsonToken.StartArray);
            case 't':
                return AcceptValue(JsonToken.True, ScanLiteral("true"));
            case 'f':
                return AcceptValue(JsonToken.False, ScanLiteral("false"));
            case 'n':
                return AcceptValue(JsonToken.Null, ScanLiteral("null"));
            default:
                if (first == '-' || IsDigit(first))
                    return AcceptValue(JsonToken.Number, ScanNumber());
                return Fail(JsonError.UnexpectedByte, _position);
        }
    }

    private JsonToken Open(JsonToken token)
    {
        if (_depth == MaximumDepth)
            return Fail(JsonError.TooDeep, _position);

        _depth++;
        if (token == JsonToken.StartObject)
        {
            _objectBits |= 1 << _depth;
            _expected = Expected.FirstNameOrEnd;
        }
        else
        {
            _objectBits &= ~(1 << _depth);
            _expected = Expected.FirstValueOrEnd;
        }

        _tokenStart = _position++;
        _tokenEnd = _position;
        return _token = token;
    }

    private JsonToken Close()
    {
        _token = InObject ? JsonToken.EndObject : JsonToken.EndArray;
        _depth--;
        _expected = _depth == 0 ? Expected.NothingMore : Expected.CommaOrEnd;
        _tokenStart = _position++;
        _tokenEnd = _position;
        return _token;
    }

    private JsonToken AcceptValue(JsonToken token, int end)
    {
        if (end < 0)
            return _token;

        _expected = _depth == 0 ? Expected.NothingMore : Expected.CommaOrEnd;
        return Accept(token, end);
    }

    private JsonToken Accept(JsonToken token, int end)
    {
        _tokenStart = _position;
        _tokenEnd = end;
        _position = end;
        _token = token;
        return token;
    }

    private JsonToken Fail(JsonError error, int position)
    {
        Error = error;
        ErrorPosition = position;
        _tokenStart = position;
        _tokenEnd = position;
        _token = JsonToken.Error;
        return JsonToken.Error;
    }
}
