using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using ChargePoint.Simulator.CentralSystem.Schemas;

namespace ChargePoint.Simulator.CentralSystem;

/// <summary>
/// One connection of a charge point: answers its calls in order, and sends it calls one at a time (OCPP-J 1.6 §4.1.1).
/// </summary>
internal sealed class ChargePointSession
{
    private const int MaxFrameBytes = 1024 * 1024;
    private const int MaxRememberedIds = 10_000;
    private const string TooBig = "a frame is over 1 MiB";

    private static readonly TimeSpan SendDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CloseDeadline = TimeSpan.FromSeconds(2);

    private readonly string _id;
    private readonly WebSocket _socket;
    private readonly SessionServices _services;
    private readonly OutgoingCalls _calls;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _ended = new();
    private readonly HashSet<string> _receivedIds = new(StringComparer.Ordinal);

    private volatile bool _rawWasSent;

    /// <summary>A connection that was accepted.</summary>
    public ChargePointSession(string id, WebSocket socket, SessionServices services)
    {
        _id = id;
        _socket = socket;
        _services = services;
        _calls = new OutgoingCalls(id, services, text => SendAsync(text));
    }

    /// <summary>The identity of the charge point.</summary>
    public string Id => _id;

    /// <summary>Serves the connection until it ends, and says why it ended.</summary>
    public async Task<string> RunAsync(CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, _ended.Token);
        var sender = _calls.RunAsync(stop.Token);
        string reason;
        try
        {
            reason = await ReadFramesAsync(stop.Token).ConfigureAwait(false);
        }
        catch (Exception bug)
        {
            // A bug of the Central System ends this connection alone, and is shown where a lost connection would be.
            _socket.Abort();
            reason = "the Central System failed: " + bug;
        }

        await _ended.CancelAsync().ConfigureAwait(false);
        await sender.ConfigureAwait(false);
        return reason;
    }

    /// <summary>Sends a call once those before it are answered.</summary>
    public Task<CallOutcome> CallAsync(string action, JsonElement payload, TimeSpan timeout, CancellationToken cancellation) =>
        _calls.CallAsync(action, payload, timeout, cancellation);

    /// <summary>Sends text as it is.</summary>
    public async Task<bool> SendRawAsync(string text)
    {
        _rawWasSent = true;
        return await SendAsync(text, isRaw: true).ConfigureAwait(false);
    }

    /// <summary>Closes with a close frame and waits a moment for that of the charge point.</summary>
    public async Task CloseAsync(WebSocketCloseStatus status, string reason)
    {
        using var deadline = new CancellationTokenSource(CloseDeadline);
        try
        {
            await _socket.CloseOutputAsync(status, reason, deadline.Token).ConfigureAwait(false);
            await Task.Delay(Timeout.Infinite, _ended.Token).WaitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // It left, or it does not answer: either way the connection is over.
            _socket.Abort();
        }
    }

    /// <summary>Closes a connection that is not served.</summary>
    public Task CloseUnservedAsync(WebSocketCloseStatus status, string reason) => CloseAndDrainAsync(status, reason, new byte[1024]);

    /// <summary>Drops the connection without a close frame.</summary>
    public void Abort() => _socket.Abort();

    private async Task<string> ReadFramesAsync(CancellationToken stop)
    {
        var buffer = new byte[16 * 1024];
        using var frame = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), stop).ConfigureAwait(false);
                if (part.MessageType == WebSocketMessageType.Close)
                    return await AnswerCloseAsync().ConfigureAwait(false);
                if (frame.Length + part.Count > MaxFrameBytes)
                {
                    Record(new Finding(ErrorCodes.FormationViolation, TooBig), "frame", Sender.ChargePoint);
                    await CloseAndDrainAsync(WebSocketCloseStatus.MessageTooBig, TooBig, buffer).ConfigureAwait(false);
                    return TooBig;
                }

                frame.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage)
                    continue;
                var text = Encoding.UTF8.GetString(frame.GetBuffer(), 0, (int)frame.Length);
                frame.SetLength(0);
                await ReceivedAsync(text, part.MessageType).ConfigureAwait(false);
            }
        }
        catch (WebSocketException broken)
        {
            if (broken.WebSocketErrorCode is WebSocketError.Faulted or WebSocketError.InvalidMessageType or WebSocketError.HeaderError)
                Record(new Finding(ErrorCodes.FormationViolation, "the WebSocket frame breaks RFC 6455: " + broken.Message), "frame", Sender.ChargePoint);
            return "the connection was lost";
        }
        catch (OperationCanceledException)
        {
            return "the Central System closed the connection";
        }
    }

    // What the charge point still sends is read and dropped: closing the socket on unread bytes would reset the connection,
    // and it would not see why.
    private async Task CloseAndDrainAsync(WebSocketCloseStatus status, string reason, byte[] buffer)
    {
        using var deadline = new CancellationTokenSource(CloseDeadline);
        try
        {
            await _socket.CloseOutputAsync(status, reason, deadline.Token).ConfigureAwait(false);
            while ((await _socket.ReceiveAsync(buffer.AsMemory(), deadline.Token).ConfigureAwait(false)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            _socket.Abort();
        }
    }

    private async Task<string> AnswerCloseAsync()
    {
        var reason = $"closed with {(int?)_socket.CloseStatus ?? 1005} {_socket.CloseStatusDescription}".TrimEnd();
        if (_socket.State == WebSocketState.CloseReceived)
        {
            using var deadline = new CancellationTokenSource(CloseDeadline);
            try
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token).ConfigureAwait(false);
            }
            catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
            {
                _socket.Abort();
            }
        }

        return reason;
    }

    private async Task ReceivedAsync(string text, WebSocketMessageType type)
    {
        if (type == WebSocketMessageType.Binary)
        {
            await RefuseAsync(new FrameFault(null, OcppFrame.UnknownMessageId, "a frame is binary")).ConfigureAwait(false);
            return;
        }

        var understood = OcppFrame.TryParse(text, out var frame, out var fault);
        var isAnswerToRaw = _rawWasSent && IsAnswer(frame?.Kind ?? fault?.Kind) && !_calls.Knows(frame?.MessageId ?? fault!.MessageId);
        _services.Frames.Add(new FrameRecord(_services.Now(), _id, Sender.ChargePoint, text, isAnswerToRaw));
        if (!understood)
            await RefuseAsync(fault!).ConfigureAwait(false);
        else if (frame!.Kind == FrameKind.Call)
            await AnswerAsync(frame).ConfigureAwait(false);
        else
            Settle(frame, isAnswerToRaw);
    }

    private static bool IsAnswer(FrameKind? kind) => kind is FrameKind.CallResult or FrameKind.CallError;

    // An answer is never answered: two sides that both did so would never stop.
    private async Task RefuseAsync(FrameFault fault)
    {
        Record(new Finding(ErrorCodes.FormationViolation, fault.Reason), "frame", Sender.ChargePoint);
        if (!IsAnswer(fault.Kind))
            await SendAsync(OcppFrame.Error(fault.MessageId, ErrorCodes.FormationViolation, fault.Reason)).ConfigureAwait(false);
    }

    private async Task AnswerAsync(OcppFrame call)
    {
        var at = _services.Now();
        var started = Stopwatch.GetTimestamp();
        var (answer, remark) = Respond(call);
        var elapsed = Stopwatch.GetElapsedTime(started);

        var outcome = answer.Error is { } error
            ? new CallOutcome(CallEnd.Error, default, error.ErrorCode, error.Reason, elapsed, remark)
            : ResultOutcome(call.Name, answer.PayloadJson!, elapsed, remark);
        _services.Exchanges.Add(new Exchange(at, _id, Sender.ChargePoint, call.MessageId, call.Name, call.Payload, outcome));
        Record(remark, call.Name + ".req", Sender.ChargePoint);
        Record(outcome.ReplyFinding, call.Name + ".conf", Sender.CentralSystem);

        await SendAsync(answer.Error is { } refused
            ? OcppFrame.Error(call.MessageId, refused.ErrorCode, refused.Reason)
            : OcppFrame.Result(call.MessageId, answer.PayloadJson!)).ConfigureAwait(false);
    }

    private (Answer Answer, Finding? Remark) Respond(OcppFrame call)
    {
        try
        {
            var repeatedId = RepeatedId(call);
            if (_services.Validator.CheckRequest(call.Name, call.Payload, Sender.ChargePoint) is { } wrong)
                return (new Answer(null, wrong), wrong);
            var answer = _services.Responder.Respond(_id, call.Name, call.Payload);
            return (answer, answer.Error ?? answer.Remark ?? repeatedId);
        }
        catch (Exception bug)
        {
            // A bug of the Central System must neither end the session nor go unseen.
            Record(new Finding(ErrorCodes.InternalError, bug.ToString()), call.Name + ".conf", Sender.CentralSystem);
            return (new Answer(null, new Finding(ErrorCodes.InternalError, bug.Message)), null);
        }
    }

    private CallOutcome ResultOutcome(string action, string payloadJson, TimeSpan elapsed, Finding? remark)
    {
        using var document = JsonDocument.Parse(payloadJson);
        var payload = document.RootElement.Clone();
        return new CallOutcome(CallEnd.Result, payload, "", "", elapsed, remark, _services.Validator.CheckReply(action, payload));
    }

    // OCPP-J 1.6 §4.1.4: an id is used once in a connection.
    private Finding? RepeatedId(OcppFrame call)
    {
        if (_receivedIds.Count == MaxRememberedIds)
            _receivedIds.Clear();
        return _receivedIds.Add(call.MessageId)
            ? null
            : new Finding(ErrorCodes.FormationViolation, $"message id {call.MessageId} was used before in this connection");
    }

    private void Settle(OcppFrame answer, bool isAnswerToRaw)
    {
        if (!_calls.Settle(answer) && !isAnswerToRaw)
            Record(new Finding(ErrorCodes.ProtocolError, $"an answer to {answer.MessageId}, which nobody asked"), "frame", Sender.ChargePoint);
    }

    private async Task<bool> SendAsync(string text, bool isRaw = false)
    {
        using var deadline = new CancellationTokenSource(SendDeadline);
        try
        {
            await _sending.WaitAsync(deadline.Token).ConfigureAwait(false);
            try
            {
                _services.Frames.Add(new FrameRecord(_services.Now(), _id, Sender.CentralSystem, text, isRaw));
                await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, deadline.Token).ConfigureAwait(false);
                return true;
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The reading side sees the same and says why.
            _socket.Abort();
            return false;
        }
    }

    private void Record(Finding? finding, string subject, Sender origin)
    {
        if (finding is not null)
            _services.Record(_id, finding, subject, origin);
    }
}
