using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>
/// Tells the Central System what the journal of transactions holds, in the order in which things happened. The first message is sent
/// until it is confirmed; one that the Central System refuses or does not answer is sent again after a growing wait
/// (TransactionMessageAttempts, TransactionMessageRetryInterval), and when its attempts are used up it is set aside, counted and
/// shown, so that those behind it go on. A lost connection is no attempt.
/// </summary>
public sealed class TransactionQueue : ICallSource
{
    private readonly TransactionJournal _journal;
    private readonly CallQueue _queue;
    private readonly ConfigurationStore _configuration;
    private readonly WallClock _clock;
    private readonly Log _log;
    private readonly EventLoop _loop;
    private LoopTimer? _retry; // made when it is needed
    private TransactionMessage? _first;
    private int _sends;

    /// <summary>Makes the queue over a journal.</summary>
    /// <param name="loop">The event loop.</param>
    /// <param name="queue">Sends the messages.</param>
    /// <param name="journal">Holds them.</param>
    /// <param name="configuration">Attempts and retry interval.</param>
    /// <param name="clock">Time of day.</param>
    /// <param name="log">Log.</param>
    public TransactionQueue(EventLoop loop, CallQueue queue, TransactionJournal journal, ConfigurationStore configuration, WallClock clock, Log log)
    {
        _queue = queue;
        _journal = journal;
        _configuration = configuration;
        _clock = clock;
        _log = log;
        _loop = loop;
    }

    /// <summary>Is told what the Central System says about a transaction; set once.</summary>
    public ITransactionObserver? Observer { get; set; }

    /// <summary>Messages that wait.</summary>
    public int Waiting => _journal.Waiting;

    /// <summary>Messages that were set aside, ever.</summary>
    public int Exhausted => _journal.Exhausted;

    /// <summary>True while there is room for another transaction.</summary>
    public bool CanBegin => _journal.CanBegin;

    /// <summary>A transaction has begun.</summary>
    /// <param name="transaction">The transaction.</param>
    public void Begin(Transaction transaction)
    {
        _journal.Begin(transaction);
        _queue.Wake();
    }

    /// <summary>A running transaction was measured.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="sample">The measurement.</param>
    /// <param name="told">Set of what MeterValues tells of it; with 0 it is no message.</param>
    /// <param name="kept">Set of what StopTransaction tells of it; with neither the energy is only made safe.</param>
    public void Sample(Transaction transaction, MeterSample sample, int told, int kept)
    {
        _journal.Sample(transaction, sample, told, kept);
        _queue.Wake();
    }

    /// <summary>A transaction has ended.</summary>
    /// <param name="transaction">The transaction, which knows its end.</param>
    public void End(Transaction transaction)
    {
        _journal.End(transaction);
        _queue.Wake();
    }

    /// <summary>
    /// Sets the oldest message aside, since it is another Central System's that it was meant for. Only while no transaction runs.
    /// </summary>
    /// <returns>False if there is none, or a call is under way that may be it.</returns>
    public bool SetFirstAside()
    {
        JournalEntry? entry = _queue.IsBusy ? null : _journal.First();
        if (entry == null) return false;
        if (entry.Kind == EntryKind.Start) entry.Transaction.IsOrphan = true;
        SetAside(MessageFor(entry), "by hand");
        return true;
    }

    /// <inheritdoc/>
    public OutboundCall? NextCall(SendPermission permission)
    {
        if (permission != SendPermission.Everything || _retry is { IsRunning: true }) return null;

        // Bounded: a journal full of messages that cannot be told must not hold the loop.
        for (int i = 0; i < 100 && _first == null; i++)
        {
            JournalEntry? entry = _journal.First();
            if (entry == null) return null;
            _first = MessageFor(entry);
            if (!entry.Transaction.IsOrphan) break;

            // Without the id that only StartTransaction's answer gives, there is nothing that could be told.
            SetAside(_first, "its StartTransaction was never confirmed");
        }

        if (_first == null) _queue.Wake();
        return _first;
    }

    /// <summary>Id of a message: its number in the journal, the boot and how often a transaction message was sent in it.</summary>
    internal string NextMessageId(JournalEntry entry) => $"tx-{entry.Number}-{_clock.Boot}-{++_sends}";

    internal void OnConfirmed()
    {
        _first = null;
        _journal.SettleFirst(Settlement.Confirmed);
    }

    internal void OnFailed(TransactionMessage message, CallFailure failure)
    {
        if (failure == CallFailure.LinkLost) return;
        if (failure == CallFailure.TooLong && message is StopTransaction stop && stop.HasData)
        {
            // What is billed must get through, with or without its samples.
            _log.Warning("queue", "StopTransaction does not fit into a frame and is sent without its samples");
            stop.HasData = false;
            _queue.Wake();
            return;
        }

        message.FailedAttempts++;
        if (message.FailedAttempts >= _configuration.Integer(Key.TransactionMessageAttempts) || failure == CallFailure.TooLong)
        {
            bool isStart = message is StartTransaction;
            if (isStart) message.Transaction.IsOrphan = true;
            SetAside(message, "its attempts are used up");
            if (isStart) Observer!.OnTransactionOrphaned(message.Transaction);
            return;
        }

        // OCPP 1.6 section 3.7.1: the interval times the number of attempts so far.
        long wait = (long)_configuration.Integer(Key.TransactionMessageRetryInterval) * message.FailedAttempts;
        _log.Warning("queue", $"{message.Action} is sent again in {wait} s");
        (_retry ??= _loop.CreateTimer(_queue.Wake)).Start(wait * 1000);
    }

    private TransactionMessage MessageFor(JournalEntry entry) => entry.Kind switch
    {
        EntryKind.Start => new StartTransaction(this, entry, _clock, Observer!),
        EntryKind.Stop => new StopTransaction(this, entry, _clock, _journal, Observer!),
        _ => new TransactionMeterValues(this, entry, _clock),
    };

    private void SetAside(TransactionMessage message, string why)
    {
        _first = null;
        _journal.SettleFirst(Settlement.SetAside);
        _log.Error("queue", $"{message.Action} of connector {message.Transaction.ConnectorId} is set aside: {why}");
    }
}
