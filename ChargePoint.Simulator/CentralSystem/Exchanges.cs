using System.Security.Authentication;
using System.Text.Json;
using ChargePoint.Simulator.CentralSystem.Schemas;

namespace ChargePoint.Simulator.CentralSystem;

/// <summary>How a call ended.</summary>
public enum CallEnd
{
    /// <summary>With a CALLRESULT.</summary>
    Result,

    /// <summary>With a CALLERROR.</summary>
    Error,

    /// <summary>No answer came in time.</summary>
    Timeout,

    /// <summary>The charge point is not connected, or the connection was lost before the answer.</summary>
    NotConnected,
}

/// <summary>How a call ended, and with what.</summary>
/// <param name="End">How.</param>
/// <param name="Payload">The payload of the CALLRESULT or the details of the CALLERROR; undefined when there was no answer.</param>
/// <param name="ErrorCode">The code of the CALLERROR, otherwise empty.</param>
/// <param name="ErrorDescription">The description of the CALLERROR or why there is no answer.</param>
/// <param name="Elapsed">From sending to the answer.</param>
/// <param name="RequestFinding">What the schema says against the request, if anything.</param>
/// <param name="ReplyFinding">What the schema says against the CALLRESULT, if anything.</param>
public sealed record CallOutcome(
    CallEnd End,
    JsonElement Payload,
    string ErrorCode,
    string ErrorDescription,
    TimeSpan Elapsed,
    Finding? RequestFinding = null,
    Finding? ReplyFinding = null)
{
    /// <summary>The status in the CALLRESULT, such as <c>Accepted</c>, or empty.</summary>
    public string Status => End == CallEnd.Result ? Payload.Text("status") : "";

    /// <summary>An outcome without an answer.</summary>
    public static CallOutcome None(CallEnd end, string reason, TimeSpan elapsed) => new(end, default, "", reason, elapsed);
}

/// <summary>A call with its answer.</summary>
/// <param name="At">When the call was sent or received.</param>
/// <param name="ChargePointId">On whose connection.</param>
/// <param name="From">Who sent the call.</param>
/// <param name="MessageId">The id of both frames.</param>
/// <param name="Action">The action.</param>
/// <param name="Request">The payload of the call.</param>
/// <param name="Outcome">The answer.</param>
public sealed record Exchange(
    DateTimeOffset At, string ChargePointId, Sender From, string MessageId, string Action, JsonElement Request, CallOutcome Outcome);

/// <summary>One text frame as it went over the socket.</summary>
/// <param name="At">When.</param>
/// <param name="ChargePointId">On whose connection.</param>
/// <param name="From">Who sent it.</param>
/// <param name="Text">The text.</param>
/// <param name="IsRaw">Sent by hand, or an answer that belongs to nothing but that.</param>
public sealed record FrameRecord(DateTimeOffset At, string ChargePointId, Sender From, string Text, bool IsRaw);

/// <summary>A charge point connected, left, or was refused.</summary>
public sealed record ConnectionEvent(DateTimeOffset At, string ChargePointId, bool Connected, string Detail)
{
    /// <summary>Version of TLS of a connection that was made; none without TLS.</summary>
    public SslProtocols Protocol { get; init; }
}

/// <summary>Reads members of a payload that a schema has checked, or not.</summary>
public static class PayloadExtensions
{
    /// <summary>The member, or undefined.</summary>
    public static JsonElement Member(this JsonElement payload, string name) =>
        payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty(name, out var value) ? value : default;

    /// <summary>The text of a string or the digits of a number, or empty.</summary>
    public static string Text(this JsonElement payload, string name)
    {
        var value = payload.Member(name);
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString() ?? "",
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
                _ => "",
            };
        }
        catch (InvalidOperationException)
        {
            // half a surrogate pair
            return value.GetRawText();
        }
    }

    /// <summary>The whole number, or null.</summary>
    public static long? Whole(this JsonElement payload, string name) =>
        payload.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    /// <summary>The date and time, or null.</summary>
    public static DateTimeOffset? Time(this JsonElement payload, string name) =>
        DateTimeOffset.TryParse(
            payload.Text(name), System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    /// <summary>The items of a list, none when it is not one.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement payload, string name) =>
        payload.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
