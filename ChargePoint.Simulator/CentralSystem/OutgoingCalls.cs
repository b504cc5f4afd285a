using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using ChargePoint.Simulator.CentralSystem.Schemas;

namespace ChargePoint.Simulator.CentralSystem;

/// <summary>The calls to one charge point: one at a time, in the order they were asked for (OCPP-J 1.6 §4.1.1).</summary>
internal sealed class OutgoingCalls(string id, SessionServices services, Func<string, Task<bool>> send)
{
    private const int MaxQueued = 1000;

    private readonly ConcurrentDictionary<string, PendingCall> _sent = new(StringComparer.Ordinal);
    private readonly Channel<PendingCall> _queue = Channel.CreateBounded<PendingCall>(
        new BoundedChannelOptions(MaxQueued) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Sends a call once those before it are answered.</summary>
    public Task<CallOutcome> CallAsync(string action, JsonElement payload, TimeSpan timeout, CancellationToken cancellation)
    {
        var call = new PendingCall(action, payload, timeout, cancellation)
        {
            Finding = services.Validator.CheckRequest(action, payload, Sender.CentralSystem),
        };
        if (!_queue.Writer.TryWrite(call))
            call.Completed.TrySetResult(CallOutcome.None(CallEnd.NotConnected, "the connection is closed or its queue is full", TimeSpan.Zero));
        return call.Completion;
    }

    /// <summary>Whether an answer with this id belongs to a call that was sent.</summary>
    public bool Knows(string messageId) => _sent.ContainsKey(messageId);

    /// <summary>Takes an answer; false when it belongs to no call that was sent.</summary>
    public bool Settle(OcppFrame answer)
    {
        if (!_sent.TryRemove(answer.MessageId, out var call))
            return false;
        call.Answered.TrySetResult(answer.Kind == FrameKind.CallError
            ? new CallOutcome(CallEnd.Error, answer.Payload, answer.Name, answer.Description, call.Elapsed, call.Finding)
            : new CallOutcome(
                CallEnd.Result, answer.Payload, "", "", call.Elapsed, call.Finding, services.Validator.CheckReply(call.Action, answer.Payload)));
        return true;
    }

    /// <summary>Sends until the connection ends, and then tells those who still wait.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await SendCallsAsync(stop).ConfigureAwait(false);
        _queue.Writer.TryComplete();
        while (_queue.Reader.TryRead(out var call))
            call.Completed.TrySetResult(CallOutcome.None(CallEnd.NotConnected, "the connection was lost", TimeSpan.Zero));
    }

    private async Task SendCallsAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var call in _queue.Reader.ReadAllAsync(stop).ConfigureAwait(false))
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
        if (_sent.Count == MaxQueued)
            _sent.Clear();
        _sent[call.MessageId] = call;
        services.NoteAskedFor(id, call.Action, call.Payload);
        var sent = await send(OcppFrame.Call(call.MessageId, call.Action, call.Payload.GetRawText())).ConfigureAwait(false);
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
            var end = stop.IsCancellationRequested ? CallEnd.NotConnected : CallEnd.Timeout;
            var reason = stop.IsCancellationRequested ? "the connection was lost"
                : call.Cancellation.IsCancellationRequested ? "given up"
                : $"no answer within {call.Timeout.TotalSeconds:0.###} s";
            outcome = CallOutcome.None(end, reason, call.Elapsed);
        }

        services.Exchanges.Add(new Exchange(at, id, Sender.CentralSystem, call.MessageId, call.Action, call.Payload, outcome));
        Record(call.Finding, call.Action + ".req", Sender.CentralSystem);
        Record(outcome.ReplyFinding, call.Action + ".conf", Sender.ChargePoint);

        // A call that was given up is still known, so that a late answer is not taken for a foreign one; it is dropped.
        if (!call.Cancellation.IsCancellationRequested || outcome.End is CallEnd.Result or CallEnd.Error)
            call.Completed.TrySetResult(outcome);
    }

    private void Record(Finding? finding, string subject, Sender origin)
    {
        if (finding is not null)
            services.Record(id, finding, subject, origin);
    }

    private sealed record PendingCall(string Action, JsonElement Payload, TimeSpan Timeout, CancellationToken Cancellation)
    {
        public string MessageId { get; } = Guid.NewGuid().ToString();

        public Finding? Finding { get; init; }

        public long SentAt { get; set; }

        public TimeSpan Elapsed => Stopwatch.GetElapsedTime(SentAt);

        /// <summary>Set by the reading side.</summary>
        public TaskCompletionSource<CallOutcome> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Set once the exchange is recorded, so that who awaits a call finds it in the log.</summary>
        public TaskCompletionSource<CallOutcome> Completed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<CallOutcome> Completion => Cancellation.CanBeCanceled ? Completed.Task.WaitAsync(Cancellation) : Completed.Task;
    }
}
