using System.Text;

namespace ChargePoint.Ocpp;

/// <summary>The three kinds of OCPP-J frames, by their message type number (OCPP-J 1.6 section 4.1.3).</summary>
public enum FrameKind
{
    /// <summary>Not a frame of a kind that is known.</summary>
    Unknown = 0,

    /// <summary>A request.</summary>
    Call = 2,

    /// <summary>The answer to a request.</summary>
    CallResult = 3,

    /// <summary>The refusal of a request.</summary>
    CallError = 4,
}

/// <summary>
/// Takes an OCPP-J frame apart without copying it: the envelope is read, the payload is only located. The whole frame is
/// checked to be well-formed first, so that nothing of a broken frame takes effect.
/// </summary>
public sealed class FrameReader
{
    /// <summary>Longest message id that OCPP-J allows, in characters.</summary>
    public const int LongestMessageId = 36;

    private readonly JsonReader _reader;
    private byte[]? _buffer;
    private string? _messageId;

    /// <summary>Makes a reader.</summary>
    /// <param name="reader">What it reads with: free for others as soon as a frame is read. Null for one of its own.</param>
    public FrameReader(JsonReader? reader = null) => _reader = reader ?? new JsonReader();

    /// <summary>Kind of the frame, as far as it could be read.</summary>
    public FrameKind Kind { get; private set; }

    /// <summary>Message id, or null if it could not be read. Made when it is asked for, which has to be while the frame is in its buffer.</summary>
    public string? MessageId
    {
        get
        {
            if (_messageId == null && MessageIdLength > 2) _messageId = Encoding.UTF8.GetString(_buffer!, MessageIdStart + 1, MessageIdLength - 2);
            return _messageId;
        }
    }

    /// <summary>Position of the message id with its quotes, as it stands in the frame.</summary>
    internal int MessageIdStart { get; private set; }

    /// <summary>Length of that.</summary>
    internal int MessageIdLength { get; private set; }

    /// <summary>Action of a call, error code of a CALLERROR, otherwise "".</summary>
    public string Action { get; private set; } = "";

    /// <summary>Description of a CALLERROR, otherwise "".</summary>
    public string Description { get; private set; } = "";

    /// <summary>First byte of the payload of a call or result.</summary>
    public int PayloadOffset { get; private set; }

    /// <summary>Length of the payload in bytes.</summary>
    public int PayloadLength { get; private set; }

    /// <summary>What is wrong with the frame, in one line; "" if it is a frame.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Reads a frame.</summary>
    /// <param name="buffer">Holds it.</param>
    /// <param name="offset">Its first byte.</param>
    /// <param name="count">Its length in bytes.</param>
    /// <returns>False if it is no frame; what could be read of it is there all the same, for the answer.</returns>
    public bool Read(byte[] buffer, int offset, int count)
    {
        Kind = FrameKind.Unknown;
        _messageId = null;
        _buffer = buffer;
        MessageIdLength = 0;
        Action = Description = Problem = "";
        PayloadOffset = PayloadLength = 0;
        bool envelope = ReadEnvelope(buffer, offset, count);

        // A whole envelope was read to its end, payload and all: what is behind it is left to check. A CALLERROR was not, and of a broken frame it is
        // told where it is no JSON.
        JsonError error;
        int position;
        if (envelope && Kind != FrameKind.CallError)
        {
            _reader.Read();
            error = _reader.Error;
            position = _reader.ErrorPosition;
        }
        else
        {
            error = JsonReader.Validate(_reader, buffer, offset, count, out position);
        }

        if (error != JsonError.None) Problem = $"{JsonReader.Describe(error)} at byte {position - offset}";
        return envelope && error == JsonError.None;
    }

    private bool ReadEnvelope(byte[] buffer, int offset, int count)
    {
        _reader.Reset(buffer, offset, count);
        if (_reader.Read() != JsonToken.StartArray) return Bad("a frame is a JSON array");
        if (_reader.Read() != JsonToken.Number || !_reader.TryGetInt(out int kind)) return Bad("the message type is not a number");
        bool known = kind >= (int)FrameKind.Call && kind <= (int)FrameKind.CallError;
        if (known) Kind = (FrameKind)kind;
        if (_reader.Read() != JsonToken.String || _reader.ValueLength == 0) return Bad("the message id is not a string");
        if (_reader.ValueLength > LongestMessageId) return Bad("the message id is longer than 36 characters");
        if (_reader.HasEscapes) _messageId = _reader.GetString();
        MessageIdStart = _reader.TokenStart;
        MessageIdLength = _reader.TokenEnd - _reader.TokenStart;
        if (!known) return Bad("the message type is not 2, 3 or 4");
        if (Kind == FrameKind.Call && !ReadWord("the action")) return false;
        if (Kind == FrameKind.CallError) return ReadError();
        return LocatePayload() && (_reader.Read() == JsonToken.EndArray || Bad("the frame has too many elements"));
    }

    private bool ReadWord(string what)
    {
        if (_reader.Read() != JsonToken.String) return Bad($"{what} is not a string");
        if (_reader.ValueLength > 60) return Bad($"{what} is too long");
        Action = _reader.GetString();
        return true;
    }

    // Code and description are all that is needed; details may be missing altogether, as some Central Systems do.
    private bool ReadError()
    {
        if (!ReadWord("the error code")) return false;
        if (_reader.Read() == JsonToken.String && _reader.ValueLength <= CallError.LongestDescription) Description = _reader.GetString();
        return true;
    }

    private bool LocatePayload()
    {
        JsonToken token = _reader.Read();
        if (token == JsonToken.EndArray) return Bad("the payload is missing");
        if (token != JsonToken.StartObject) return Bad("the payload is not an object");
        PayloadOffset = _reader.TokenStart;
        if (!_reader.SkipValue()) return Bad("the payload is malformed");
        PayloadLength = _reader.TokenEnd - PayloadOffset;
        return true;
    }

    private bool Bad(string problem)
    {
        Problem = problem;
        return false;
    }
}
