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
        FirstNameOrEnd,
        Colon,
        CommaOrEnd,
        NothingMore,
    }

    private byte[] _buffer = new byte[0];
    private int _position;
    private int _end;
    private Expected _expected = Expected.Value;

    // Bit n is set if the open container number n (from 1) is an object.
    private int _objectBits;

    /// <summary>The token that the reader stands on.</summary>
    public JsonToken Token { get; private set; }

    /// <summary>Number of open containers. A start token counts already, an end token no more.</summary>
    public int Depth { get; private set; }

    /// <summary>Position in the buffer of the token's first byte; of a string, of its opening quote.</summary>
    public int TokenStart { get; private set; }

    /// <summary>Position in the buffer behind the token's last byte; of a string, behind its closing quote.</summary>
    public int TokenEnd { get; private set; }

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
        Token = JsonToken.None;
        Depth = 0;
        TokenStart = offset;
        TokenEnd = offset;
        Error = JsonError.None;
        ErrorPosition = 0;
    }

    /// <summary>Goes to the next token. <see cref="JsonToken.End"/> and <see cref="JsonToken.Error"/> stay.</summary>
    /// <returns>The token.</returns>
    public JsonToken Read()
    {
        if (Token == JsonToken.Error || Token == JsonToken.End)
            return Token;

        SkipWhiteSpace();
        if (_expected == Expected.NothingMore)
            return ReadEnd();

        if (_expected == Expected.Colon)
        {
            if (!SkipByte(':'))
                return Token;
            _expected = Expected.Value;
        }
        else if (_expected == Expected.CommaOrEnd && _position < _end && _buffer[_position] == ',')
        {
            _position++;
            SkipWhiteSpace();
            _expected = InObject ? Expected.Name : Expected.Value;
        }

        if (_position >= _end)
            return Fail(JsonError.UnexpectedEnd, _end);

        int first = _buffer[_position];
        switch (_expected)
        {
            case Expected.Value:
                return ReadValue(first);
            case Expected.FirstValueOrEnd:
                return first == ']' ? Close() : ReadValue(first);
            case Expected.Name:
                return ReadName(first);
            case Expected.FirstNameOrEnd:
                return first == '}' ? Close() : ReadName(first);
            default:
                return first == (InObject ? '}' : ']') ? Close() : Fail(JsonError.UnexpectedByte, _position);
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

        if (Token == JsonToken.StartObject || Token == JsonToken.StartArray)
        {
            int outside = Depth - 1;
            while (Depth > outside && Token != JsonToken.Error)
                Read();
        }

        return Token != JsonToken.Error;
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

    private bool InObject => (_objectBits & (1 << Depth)) != 0;

    private void SkipWhiteSpace()
    {
        byte[] buffer = _buffer;
        int end = _end;
        int position = _position;
        while (position < end)
        {
            int b = buffer[position];
            if (b > ' ' || (b != ' ' && b != '\t' && b != '\n' && b != '\r'))
                break;
            position++;
        }

        _position = position;
    }

    private JsonToken ReadEnd()
    {
        if (_position < _end)
            return Fail(JsonError.TrailingBytes, _position);

        return Accept(JsonToken.End, _end);
    }

    private bool SkipByte(int wanted)
    {
        if (_position >= _end)
        {
            Fail(JsonError.UnexpectedEnd, _end);
            return false;
        }

        if (_buffer[_position] != wanted)
        {
            Fail(JsonError.UnexpectedByte, _position);
            return false;
        }

        _position++;
        SkipWhiteSpace();
        return true;
    }

    private JsonToken ReadName(int first)
    {
        if (first != '"')
            return Fail(JsonError.UnexpectedByte, _position);

        int end = ScanString();
        if (end < 0)
            return Token;

        _expected = Expected.Colon;
        return Accept(JsonToken.Name, end);
    }

    private JsonToken ReadValue(int first)
    {
        switch (first)
        {
            case '{':
                return Open(JsonToken.StartObject);
            case '[':
                return Open(JsonToken.StartArray);
            case '"':
                return AcceptValue(JsonToken.String, ScanString());
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
        if (Depth == MaximumDepth)
            return Fail(JsonError.TooDeep, _position);

        Depth++;
        if (token == JsonToken.StartObject)
        {
            _objectBits |= 1 << Depth;
            _expected = Expected.FirstNameOrEnd;
        }
        else
        {
            _objectBits &= ~(1 << Depth);
            _expected = Expected.FirstValueOrEnd;
        }

        return Accept(token, _position + 1);
    }

    private JsonToken Close()
    {
        JsonToken token = InObject ? JsonToken.EndObject : JsonToken.EndArray;
        Depth--;
        return AcceptValue(token, _position + 1);
    }

    private JsonToken AcceptValue(JsonToken token, int end)
    {
        if (end < 0)
            return Token;

        _expected = Depth == 0 ? Expected.NothingMore : Expected.CommaOrEnd;
        return Accept(token, end);
    }

    private JsonToken Accept(JsonToken token, int end)
    {
        TokenStart = _position;
        TokenEnd = end;
        _position = end;
        Token = token;
        return token;
    }

    private JsonToken Fail(JsonError error, int position)
    {
        Error = error;
        ErrorPosition = position;
        TokenStart = position;
        TokenEnd = position;
        Token = JsonToken.Error;
        return JsonToken.Error;
    }
}
