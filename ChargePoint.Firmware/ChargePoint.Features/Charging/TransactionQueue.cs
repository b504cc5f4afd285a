using System.Collections;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>
/// Messages about transactions that wait for the Central System, in the order in which things happened. The first is sent until
/// it is confirmed; a message that the Central System refuses or does not answer is sent again after a growing wait
/// (TransactionMessageAttempts, TransactionMessageRetryInterval), and when its attempts are used up it is set aside, counted and
/// shown, so that those behind it go on. A lost connection is no attempt.
/// </summary>
/// <remarks>
/// Bounded: samples are refused first, and a transaction may begin only while there is room for its start and for the
/// stop of every running transaction.
/// </remarks>
public sealed class TransactionQueue : ICallSource
{
    /// <summary>Most messages that wait.</summary>
    public const int Capacity = 96;

    /// <summary>Places that samples may not take: start and stop of each of eight connectors.</summary>
    public const int Reserve = 16;

    private readonly ArrayList _waiting = new() { Capacity = Capacity };
    private readonly CallQueue _queue;
    private readonly ConfigurationStore _configuration;
    private readonly WallClock _clock;
    private readonly Log _log;
    private readonly LoopTimer _retry;
    private int _running;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="loop">The event loop.</param>
    /// <param name="queue">Sends the messages.</param>
    /// <param name="configuration">Attempts and retry interval.</param>
    /// <param name="clock">Time of day.</param>
    /// <param name="log">Log.</param>
    public TransactionQueue(EventLoop loop, CallQueue queue, ConfigurationStore configuration, WallClock clock, Log log)
    {
        _queue = queue;
        _configuration = configuration;
        _clock = clock;
        _log = log;
        _retry = loop.CreateTimer(queue.Wake);
    }

    /// <summary>Is told what the Central System says about a transaction; set once.</summary>
    public ITransactionObserver? Observer { get; set; }

    /// <summary>Messages that wait.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Messages set aside since start because their attempts were used up.</summary>
    public int Exhausted { get; private set; }

    /// <summary>Samples that found no room since start.</summary>
    public int SamplesDropped { get; private set; }

    /// <summary>True while there is room for another transaction: its start, its stop, and the stops of those that run.</summary>
    public bool CanBegin => Capacity - _waiting.Count >= _running + 2;

    /// <summary>A transaction has begun.</summary>
    /// <param name="transaction">The transaction.</param>
    public void Begin(Transaction transaction)
    {
        _running++;
        Enqueue(new StartTransaction(this, transaction, _clock, Observer!));
    }

    /// <summary>A running transaction was measured.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="sample">The measurement.</param>
    /// <param name="measurands">Comma-separated names of what to tell.</param>
    public void Sample(Transaction transaction, MeterSample sample, string measurands)
    {
        if (measurands.Length == 0) return;
        if (_waiting.Count >= Capacity - Reserve)
        {
            if (SamplesDropped++ == 0) _log.Warning("queue", "the queue is full, samples are dropped");
            return;
        }

        Enqueue(new TransactionMeterValues(this, transaction, sample, measurands, _clock));
    }

    /// <summary>A transaction has ended.</summary>
    /// <param name="transaction">The transaction, which knows its end.</param>
    public void End(Transaction transaction)
    {
        _running--;
        Enqueue(new StopTransaction(this, transaction, _clock));
    }

    /// <inheritdoc/>
    public OutboundCall? NextCall(SendPermission permission)
    {
        if (permission != SendPermission.Everything || _retry.IsRunning) return null;
        while (_waiting.Count > 0)
        {
            TransactionMessage first = (TransactionMessage)_waiting[0]!;
            if (!first.Transaction.IsOrphan) return first;

            // Without the id that only StartTransaction's answer gives, there is nothing that could be told.
            SetAside(first, "its StartTransaction was never confirmed");
        }

        return null;
    }

    internal void OnConfirmed(TransactionMessage message) => _waiting.Remove(message);

    internal void OnFailed(TransactionMessage message, CallFailure failure)
    {
        if (failure == CallFailure.LinkLost) return;
        message.FailedAttempts++;
        if (message.FailedAttempts >= _configuration.Integer(Key.TransactionMessageAttempts) || failure == CallFailure.TooLong)
        {
            if (message is StartTransaction) message.Transaction.IsOrphan = true;
            SetAside(message, "its attempts are used up");
            return;
        }

        // OCPP 1.6 section 3.7.1: the interval times the number of attempts so far.
        long wait = (long)_configuration.Integer(Key.TransactionMessageRetryInterval) * message.FailedAttempts;
        _log.Warning("queue", $"{message.Action} is sent again in {wait} s");
        _retry.Start(wait * 1000);
    }

    private void Enqueue(TransactionMessage message)
    {
        _waiting.Add(message);
        _queue.Wake();
    }

    private void SetAside(TransactionMessage message, string why)
    {
        _waiting.Remove(message);
        Exhausted++;
        _log.Error("queue", $"{message.Action} of connector {message.Transaction.ConnectorId} is set aside: {why}");
    }
}
