using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using ChargePoint.Simulator.CentralSystem.Schemas;

namespace ChargePoint.Simulator.CentralSystem;

/// <summary>
/// One connection of a charge point: answers its calls in order, and sends it calls one at a time (OCPP-J 1.6 §4.1.1).
/// </summary>
internal sealed class ChargePointSession(string id, WebSocket socket, SessionServices services)
{
    private const int MaxFrameBytes = 1024 * 1024;
    private const int MaxQueuedCalls = 1000;
    private const int MaxRememberedIds = 10_000;
    private const string TooBig = "a frame is over 1 MiB";

    private static readonly TimeSpan SendDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CloseDeadline = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<string, PendingCall> _sent = new(StringComparer.Ordinal);
    private readonly HashSet<string> _receivedIds = new(StringComparer.Ordinal);
    private readonly Channel<PendingCall> _calls = Channel.CreateBounded<PendingCall>(
        new BoundedChannelOptions(MaxQueuedCalls) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private volatile bool _rawWasSent;

    /// <summary>The identity of the charge point.</summary>
    public string Id => id;

    /// <summary>Serves the connection until it ends, and says why it ended.</summary>
    public async Task<string> RunAsync(CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, _ended.Token);
        var sender = SendCallsAsync(stop.Token);
        var reason = await ReadFramesAsync(stop.Token).ConfigureAwait(false);
        await _ended.CancelAsync().ConfigureAwait(false);
        _calls.Writer.TryComplete();
        await sender.ConfigureAwait(false);
        foreach (var call in _sent.Values)
            call.Finish(CallOutcome.None(CallEnd.NotConnected, "the connection was lost", call.Elapsed));
        while (_calls.Reader.TryRead(out var call))
            call.Finish(CallOutcome.None(CallEnd.NotConnected, "the connection was lost", TimeSpan.Zero));
        return reason;
    }

    /// <summary>Sends a call once those before it are answered.</summary>
    public Task<CallOutcome> CallAsync(string action, JsonElement payload, TimeSpan timeout, CancellationToken cancellation)
    {
        var call = new PendingCall(action, payload, timeout, cancellation)
        {
            Finding = services.Validator.CheckRequest(action, payload, Sender.CentralSystem),
        };
        if (!_calls.Writer.TryWrite(call))
            call.Finish(CallOutcome.None(CallEnd.NotConnected, "the connection is closed or its queue is full", TimeSpan.Zero));
        return call.Completion;
    }

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
            await socket.CloseOutputAsync(status, reason, deadline.Token).ConfigureAwait(false);
            await Task.Delay(Timeout.Infinite, _ended.Token).WaitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // It left, or it does not answer: either way the connection is over.
            socket.Abort();
        }
    }

    /// <summary>Closes a connection that is not served.</summary>
    public Task CloseUnservedAsync(WebSocketCloseStatus status, string reason) => CloseAndDrainAsync(status, reason, new byte[1024]);

    /// <summary>Drops the connection without a close frame.</summary>
    public void Abort() => socket.Abort();

    private async Task<string> ReadFramesAsync(CancellationToken stop)
    {
        var buffer = new byte[16 * 1024];
        using var frame = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(), stop).ConfigureAwait(false);
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
            await socket.CloseOutputAsync(status, reason, deadline.Token).ConfigureAwait(false);
            while ((await socket.ReceiveAsync(buffer.AsMemory(), deadline.Token).ConfigureAwait(false)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            socket.Abort();
        }
    }

    private async Task<string> AnswerCloseAsync()
    {
        var reason = $"closed with {(int?)socket.CloseStatus ?? 1005} {socket.CloseStatusDescription}".TrimEnd();
        if (socket.State == WebSocketState.CloseReceived)
        {
            using var deadline = new CancellationTokenSource(CloseDeadline);
            try
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token).ConfigureAwait(false);
            }
            catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
            {
                socket.Abort();
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
        var isAnswerToRaw = _rawWasSent && IsAnswer(frame?.Kind ?? fault?.Kind) && !_sent.ContainsKey(frame?.MessageId ?? fault!.MessageId);
        services.Frames.Add(new FrameRecord(services.Now(), id, Sender.ChargePoint, text, isAnswerToRaw));
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
        var at = services.Now();
        var started = Stopwatch.GetTimestamp();
        var repeatedId = RepeatedId(call);
        var requestFinding = services.Validator.CheckRequest(call.Name, call.Payload, Sender.ChargePoint);
        var answer = requestFinding is null ? Respond(call) : new Answer(null, requestFinding);
        var remark = requestFinding ?? answer.Error ?? answer.Remark ?? repeatedId;
        var elapsed = Stopwatch.GetElapsedTime(started);

        var outcome = answer.Error is { } error
            ? new CallOutcome(CallEnd.Error, default, error.ErrorCode, error.Reason, elapsed, remark)
            : ResultOutcome(call.Name, answer.PayloadJson!, elapsed, remark);
        services.Exchanges.Add(new Exchange(at, id, Sender.ChargePoint, call.MessageId, call.Name, call.Payload, outcome));
        Record(remark, call.Name + ".req", Sender.ChargePoint);
        Record(outcome.ReplyFinding, call.Name + ".conf", Sender.CentralSystem);

        await SendAsync(answer.Error is { } refused
            ? OcppFrame.Error(call.MessageId, refused.ErrorCode, refused.Reason)
            : OcppFrame.Result(call.MessageId, answer.PayloadJson!)).ConfigureAwait(false);
    }

    private Answer Respond(OcppFrame call)
    {
        try
        {
            return services.Responder.Respond(id, call.Name, call.Payload);
        }
        catch (Exception bug)
        {
            // A bug of the Central System must neither end the session nor go unseen.
            Record(new Finding(ErrorCodes.InternalError, bug.ToString()), call.Name + ".conf", Sender.CentralSystem);
            return new Answer(null, new Finding(ErrorCodes.InternalError, bug.Message));
        }
    }

    private CallOutcome ResultOutcome(string action, string payloadJson, TimeSpan elapsed, Finding? remark)
    {
        using var document = JsonDocument.Parse(payloadJson);
        var payload = document.RootElement.Clone();
        return new CallOutcome(CallEnd.Result, payload, "", "", elapsed, remark, services.Validator.CheckReply(action, payload));
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
        if (!_sent.TryRemove(answer.MessageId, out var call))
        {
            if (!isAnswerToRaw)
                Record(new Finding(ErrorCodes.ProtocolError, $"an answer to {answer.MessageId}, which nobody asked"), "frame", Sender.ChargePoint);
            return;
        }

        if (answer.Kind == FrameKind.CallError)
        {
            call.Finish(new CallOutcome(CallEnd.Error, answer.Payload, answer.Name, answer.Description, call.Elapsed, call.Finding));
            return;
        }

        var finding = services.Validator.CheckReply(call.Action, answer.Payload);
        call.Finish(new CallOutcome(CallEnd.Result, answer.Payload, "", "", call.Elapsed, call.Finding, finding));
    }

    private async Task SendCallsAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var call in _calls.Reader.ReadAllAsync(stop).ConfigureAwait(false))
            {
                if (!call.Cancellation.IsCancellationRequested)
                    await SendCallAsync(call, stop).ConfigureAwait(false);
                call.Completed.TrySetCanceled(call.Cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // The connection ended; RunAsync tells whoever still waits.
        }
    }

    private async Task SendCallAsync(PendingCall call, CancellationToken stop)
    {
        var at = services.Now();
        call.SentAt = Stopwatch.GetTimestamp();
        if (_sent.Count == MaxQueuedCalls)
            _sent.Clear();
        _sent[call.MessageId] = call;
        services.NoteAskedFor(id, call.Action, call.Payload);
        var sent = await SendAsync(OcppFrame.Call(call.MessageId, call.Action, call.Payload.GetRawText())).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, call.Cancellation);
        limit.CancelAfter(call.Timeout);
        CallOutcome outcome;
        try
        {
            outcome = sent
                ? await call.Answered.Task.WaitAsync(limit.Token).ConfigureAwait(false)
                : CallOutcome.None(CallEnd.NotConnected, "the connection was lost", call.Elapsed);
        }
        catch (OperationCanceledException)
        {
            outcome = stop.IsCancellationRequested
                ? CallOutcome.None(CallEnd.NotConnected, "the connection was lost", call.Elapsed)
                : CallOutcome.None(CallEnd.Timeout, $"no answer within {call.Timeout.TotalSeconds:0.###} s", call.Elapsed);
        }

        services.Exchanges.Add(new Exchange(at, id, Sender.CentralSystem, call.MessageId, call.Action, call.Payload, outcome));
        Record(call.Finding, call.Action + ".req", Sender.CentralSystem);
        Record(outcome.ReplyFinding, call.Action + ".conf", Sender.ChargePoint);

        // A call that was given up is still known, so that a late answer is not taken for a foreign one; it is dropped.
        if (!call.Cancellation.IsCancellationRequested || outcome.End is CallEnd.Result or CallEnd.Error)
            call.Completed.TrySetResult(outcome);
    }

    private async Task<bool> SendAsync(string text, bool isRaw = false)
    {
        using var deadline = new CancellationTokenSource(SendDeadline);
        try
        {
            await _sending.WaitAsync(deadline.Token).ConfigureAwait(false);
            try
            {
                services.Frames.Add(new FrameRecord(services.Now(), id, Sender.CentralSystem, text, isRaw));
                await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, deadline.Token).ConfigureAwait(false);
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
            socket.Abort();
            return false;
        }
    }

    private void Record(Finding? finding, string subject, Sender origin)
    {
        if (finding is not null)
            services.Validator.Violations.Add(new Violation(services.Now(), id, origin, subject, finding.ErrorCode, finding.Reason));
    }

    private sealed record PendingCall(string Action, JsonElement Payload, TimeSpan Timeout, CancellationToken Cancellation)
    {
        public string MessageId { get; } = Guid.NewGuid().ToString();

        public Finding? Finding { get; init; }

        public long SentAt { get; set; }

        public TimeSpan Elapsed => SentAt == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(SentAt);

        /// <summary>Set by the reading side.</summary>
        public TaskCompletionSource<CallOutcome> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Set once the exchange is recorded, so that who awaits a call finds it in the log.</summary>
        public TaskCompletionSource<CallOutcome> Completed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<CallOutcome> Completion => Cancellation.CanBeCanceled ? Completed.Task.WaitAsync(Cancellation) : Completed.Task;

        public void Finish(CallOutcome outcome)
        {
            if (!Answered.TrySetResult(outcome) || SentAt == 0)
                Completed.TrySetResult(outcome);
        }
    }
}
