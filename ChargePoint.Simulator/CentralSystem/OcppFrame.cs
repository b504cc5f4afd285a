using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChargePoint.Simulator.CentralSystem;

/// <summary>The three kinds of frame, OCPP-J 1.6 §4.1.</summary>
public enum FrameKind
{
    /// <summary><c>[2, id, action, payload]</c>.</summary>
    Call = 2,

    /// <summary><c>[3, id, payload]</c>.</summary>
    CallResult = 3,

    /// <summary><c>[4, id, code, description, details]</c>.</summary>
    CallError = 4,
}

/// <summary>A frame of OCPP-J.</summary>
/// <param name="Kind">Which of the three.</param>
/// <param name="MessageId">The id that ties an answer to its call.</param>
/// <param name="Name">The action of a CALL, the error code of a CALLERROR, empty in a CALLRESULT.</param>
/// <param name="Description">The description of a CALLERROR, otherwise empty.</param>
/// <param name="Payload">The payload, or the details of a CALLERROR.</param>
public sealed record OcppFrame(FrameKind Kind, string MessageId, string Name, string Description, JsonElement Payload)
{
    /// <summary>The id in the answer to a frame whose own id cannot be read.</summary>
    public const string UnknownMessageId = "-1";

    private const int MaxMessageIdLength = 36;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a frame; otherwise says what is wrong with it and whom to tell.</summary>
    public static bool TryParse(string text, out OcppFrame? frame, out FrameFault? fault)
    {
        frame = null;
        fault = null;
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            var root = document.RootElement;
            frame = root.ValueKind == JsonValueKind.Array ? Read([.. root.EnumerateArray()], out fault) : null;
            fault ??= frame is null ? new FrameFault(null, UnknownMessageId, "the frame is not a JSON array") : null;
        }
        catch (JsonException wrong)
        {
            fault = new FrameFault(null, UnknownMessageId, "the frame is not JSON: " + wrong.Message);
        }

        return frame is not null;
    }

    /// <summary>Writes a CALL; <paramref name="payloadJson"/> goes out as it is.</summary>
    public static string Call(string messageId, string action, string payloadJson) =>
        $"[2,{Quote(messageId)},{Quote(action)},{payloadJson}]";

    /// <summary>Writes a CALLRESULT.</summary>
    public static string Result(string messageId, string payloadJson) => $"[3,{Quote(messageId)},{payloadJson}]";

    /// <summary>Writes a CALLERROR; a description has at most 255 characters.</summary>
    public static string Error(string messageId, string code, string description) =>
        $"[4,{Quote(messageId)},{Quote(code)},{Quote(description.Length <= 255 ? description : description[..255])},{{}}]";

    private static string Quote(string text) => JsonValue.Create(text).ToJsonString(Readable);

    private static OcppFrame? Read(JsonElement[] items, out FrameFault? fault)
    {
        if (items.Length == 0 || items[0].ValueKind != JsonValueKind.Number || !items[0].TryGetInt32(out var type) || type is < 2 or > 4)
        {
            fault = new FrameFault(null, MessageIdIn(items) ?? UnknownMessageId, "the message type is not 2, 3 or 4");
            return null;
        }

        var kind = (FrameKind)type;
        if (MessageIdIn(items) is not { } id)
        {
            fault = new FrameFault(kind, UnknownMessageId, $"the message id is not text of 1 to {MaxMessageIdLength} characters");
            return null;
        }

        fault = null;
        switch (kind)
        {
            case FrameKind.Call when items.Length == 4 && IsText(items[2]):
                return new OcppFrame(kind, id, items[2].GetString()!, "", items[3].Clone());
            case FrameKind.CallResult when items.Length == 3:
                return new OcppFrame(kind, id, "", "", items[2].Clone());
            case FrameKind.CallError when items.Length == 5 && IsText(items[2]) && IsText(items[3]):
                return new OcppFrame(kind, id, items[2].GetString()!, items[3].GetString()!, items[4].Clone());
            default:
                fault = new FrameFault(kind, id, "the frame does not have the elements of its type");
                return null;
        }
    }

    private static string? MessageIdIn(JsonElement[] items) =>
        items.Length > 1 && IsText(items[1]) && items[1].GetString() is { Length: > 0 and <= MaxMessageIdLength } id ? id : null;

    // A string may hold half a surrogate pair, which GetString refuses.
    private static bool IsText(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
            return false;
        try
        {
            return element.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}

/// <summary>What is wrong with a frame.</summary>
/// <param name="Kind">The kind, when it could be read.</param>
/// <param name="MessageId">Its id, or <see cref="OcppFrame.UnknownMessageId"/>.</param>
/// <param name="Reason">What is wrong, for a person.</param>
public sealed record FrameFault(FrameKind? Kind, string MessageId, string Reason);
