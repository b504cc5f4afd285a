using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>A message about a transaction: one that may never be lost, and that is sent in the order in which things happened.</summary>
public abstract class TransactionMessage : OutboundCall
{
    private readonly TransactionQueue _queue;

    /// <summary>Makes a message.</summary>
    /// <param name="queue">Queue that it waits in.</param>
    /// <param name="entry">What the journal says.</param>
    protected TransactionMessage(TransactionQueue queue, JournalEntry entry)
    {
        _queue = queue;
        Entry = entry;
    }

    /// <summary>What the journal says.</summary>
    public JournalEntry Entry { get; }

    /// <summary>Transaction that it tells about.</summary>
    public Transaction Transaction => Entry.Transaction;

    /// <summary>Names the record in every attempt, so that a Central System can recognize a message that it got before.</summary>
    public override string? MessageId => _queue.NextMessageId(Entry);

    /// <summary>How often the Central System got it and did not confirm it.</summary>
    public int FailedAttempts { get; internal set; }

    /// <inheritdoc/>
    public override CallError? OnConfirmation(Fields confirmation)
    {
        CallError? error = Confirm(confirmation);
        if (error == null) _queue.OnConfirmed();
        return error;
    }

    /// <inheritdoc/>
    public override void OnFailure(CallFailure failure, string detail) => _queue.OnFailed(this, failure);

    /// <summary>Takes the confirmation.</summary>
    /// <param name="confirmation">Its fields.</param>
    /// <returns>What is wrong with it, or null.</returns>
    protected abstract CallError? Confirm(Fields confirmation);
}

/// <summary>StartTransaction (OCPP 1.6 section 4.8).</summary>
internal sealed class StartTransaction : TransactionMessage
{
    private readonly WallClock _clock;
    private readonly ITransactionObserver _observer;

    public StartTransaction(TransactionQueue queue, JournalEntry entry, WallClock clock, ITransactionObserver observer)
        : base(queue, entry)
    {
        _clock = clock;
        _observer = observer;
    }

    public override string Action => "StartTransaction";

    public override void WriteRequest(JsonWriter request)
    {
        request.StartObject();
        request.Member("connectorId", Transaction.ConnectorId);
        request.Member("idTag", Transaction.IdTag);
        request.Member("meterStart", Transaction.Begin.EnergyWh);
        if (Transaction.HasReservation) request.Member("reservationId", Transaction.ReservationId);
        request.MemberTimestamp("timestamp", Transaction.Begin.Moment.UnixMs(_clock));
        request.EndObject();
    }

    protected override CallError? Confirm(Fields confirmation)
    {
        IdTagInfo? info = null;
        bool hasId = false;
        int id = 0;
        confirmation.BeginObject();
        while (confirmation.NextMember())
        {
            if (confirmation.Is("idTagInfo"))
            {
                info = IdTagInfo.Read(confirmation);
            }
            else if (confirmation.Is("transactionId"))
            {
                id = confirmation.Integer();
                hasId = true;
            }
        }

        confirmation.Require(hasId, "transactionId");
        confirmation.Require(info != null, "idTagInfo");
        if (confirmation.Error != null) return confirmation.Error;
        Transaction.SetId(id);
        if (info!.ParentIdTag != null) Transaction.ParentIdTag = info.ParentIdTag;
        _observer.OnIdTagInfo(Transaction.IdTag, info);
        _observer.OnTransactionConfirmed(Transaction, info);
        return null;
    }
}

/// <summary>MeterValues of a transaction (OCPP 1.6 section 4.7).</summary>
internal sealed class TransactionMeterValues : TransactionMessage
{
    private readonly WallClock _clock;

    public TransactionMeterValues(TransactionQueue queue, JournalEntry entry, WallClock clock)
        : base(queue, entry) => _clock = clock;

    public override string Action => "MeterValues";

    public override void WriteRequest(JsonWriter request)
    {
        request.StartObject();
        request.Member("connectorId", Transaction.ConnectorId);
        if (Transaction.HasId) request.Member("transactionId", Transaction.Id);
        request.Name("meterValue");
        request.StartArray();
        MeterValueWriter.Write(request, Entry.Sample!, Entry.Told, _clock);
        request.EndArray();
        request.EndObject();
    }

    protected override CallError? Confirm(Fields confirmation)
    {
        confirmation.BeginObject();
        return confirmation.Error;
    }
}

/// <summary>StopTransaction (OCPP 1.6 section 4.10).</summary>
internal sealed class StopTransaction : TransactionMessage
{
    private readonly WallClock _clock;
    private readonly TransactionJournal _journal;
    private readonly ITransactionObserver _observer;

    public StopTransaction(TransactionQueue queue, JournalEntry entry, WallClock clock, TransactionJournal journal, ITransactionObserver observer)
        : base(queue, entry)
    {
        _clock = clock;
        _journal = journal;
        _observer = observer;
    }

    public override string Action => "StopTransaction";

    /// <summary>False once it has turned out that it is too long with its samples.</summary>
    public bool HasData { get; set; } = true;

    public override void WriteRequest(JsonWriter request)
    {
        MeterSample end = Transaction.End!;
        request.StartObject();
        request.Member("transactionId", Transaction.Id);
        if (Transaction.StopIdTag != null) request.Member("idTag", Transaction.StopIdTag);
        request.Member("meterStop", end.EnergyWh);
        request.MemberTimestamp("timestamp", end.Moment.UnixMs(_clock));
        request.Member("reason", Transaction.ReasonName);
        if (HasData) _journal.WriteKept(Transaction, request);
        request.EndObject();
    }

    protected override CallError? Confirm(Fields confirmation)
    {
        IdTagInfo? info = null;
        confirmation.BeginObject();
        while (confirmation.NextMember())
        {
            if (confirmation.Is("idTagInfo")) info = IdTagInfo.Read(confirmation);
        }

        if (confirmation.Error != null) return confirmation.Error;
        if (info != null && Transaction.StopIdTag != null) _observer.OnIdTagInfo(Transaction.StopIdTag, info);
        return null;
    }
}

/// <summary>Is told what the Central System says about a transaction that was started.</summary>
public interface ITransactionObserver
{
    /// <summary>StartTransaction was confirmed.</summary>
    /// <param name="transaction">The transaction, which has its id now; it may have ended meanwhile.</param>
    /// <param name="info">What the Central System says about its idTag.</param>
    void OnTransactionConfirmed(Transaction transaction, IdTagInfo info);

    /// <summary>The Central System has said something about an idTag that started or stopped a transaction.</summary>
    /// <param name="idTag">The idTag.</param>
    /// <param name="info">What it said.</param>
    void OnIdTagInfo(string idTag, IdTagInfo info);

    /// <summary>The Central System never confirmed StartTransaction, and is not asked any more: what is taken cannot be billed.</summary>
    /// <param name="transaction">The transaction; it may have ended meanwhile.</param>
    void OnTransactionOrphaned(Transaction transaction);
}
