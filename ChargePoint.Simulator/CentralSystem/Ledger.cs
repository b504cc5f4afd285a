using System.Collections.Immutable;
using System.Text.Json;

namespace ChargePoint.Simulator.CentralSystem;

/// <summary>What the Central System knows: charge points, cards, transactions.</summary>
public sealed class Ledger
{
    private const int MaxTransactions = 10_000;
    private const int MaxConnectors = 1000;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, ChargePointRecord> _chargePoints = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, TransactionRecord> _transactions = [];
    private readonly ChangeSignal _changed = new();
    private int _lastTransactionId;

    /// <summary>Raised after a transaction was stopped for the first time, with its record.</summary>
    public event Action<TransactionRecord>? TransactionStopped;

    /// <summary>The cards.</summary>
    public CardRegister Cards { get; } = new();

    /// <summary>
    /// The id of the next new transaction. A charge point that kept its storage may still run transactions with ids of an
    /// earlier process; start above those.
    /// </summary>
    public int NextTransactionId
    {
        get
        {
            lock (_lock)
                return _lastTransactionId + 1;
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            lock (_lock)
                _lastTransactionId = value - 1;
        }
    }

    /// <summary>The charge points, by identity.</summary>
    public IReadOnlyList<ChargePointRecord> ChargePoints
    {
        get
        {
            lock (_lock)
                return [.. _chargePoints.Values];
        }
    }

    /// <summary>The transactions, by transactionId.</summary>
    public IReadOnlyList<TransactionRecord> Transactions
    {
        get
        {
            lock (_lock)
                return [.. _transactions.Values];
        }
    }

    /// <summary>Returns once the condition holds; throws TimeoutException after <paramref name="timeout"/>.</summary>
    public Task WaitUntilAsync(Func<Ledger, bool> condition, TimeSpan timeout) =>
        _changed.WaitUntilAsync(() => condition(this), timeout);

    /// <summary>The charge point with this identity, an empty record when it was never seen.</summary>
    public ChargePointRecord ChargePoint(string id)
    {
        lock (_lock)
            return _chargePoints.GetValueOrDefault(id) ?? new ChargePointRecord(id);
    }

    /// <summary>The transaction, or null.</summary>
    public TransactionRecord? Transaction(int transactionId)
    {
        lock (_lock)
            return _transactions.GetValueOrDefault(transactionId);
    }

    /// <summary>Replaces the record of a charge point.</summary>
    public void Update(string id, Func<ChargePointRecord, ChargePointRecord> change)
    {
        lock (_lock)
            _chargePoints[id] = change(_chargePoints.GetValueOrDefault(id) ?? new ChargePointRecord(id));
        _changed.Raise();
    }

    /// <summary>Keeps the status of a connector.</summary>
    public void SetConnector(string id, int connectorId, ConnectorRecord connector) =>
        Update(id, record => record.Connectors.Count < MaxConnectors || record.Connectors.ContainsKey(connectorId)
            ? record with { Connectors = record.Connectors.SetItem(connectorId, connector) }
            : record);

    /// <summary>
    /// Opens a transaction and gives it an id. The same start sent again, as a charge point does that saw no answer, is the
    /// same transaction.
    /// </summary>
    public TransactionRecord Start(string id, int connectorId, string idTag, long meterStartWh, DateTimeOffset startedAt, string authorization)
    {
        TransactionRecord transaction;
        lock (_lock)
        {
            var known = _transactions.Values.LastOrDefault(other => other.ChargePointId == id && other.ConnectorId == connectorId
                && other.IdTag == idTag && other.MeterStartWh == meterStartWh && other.StartedAt == startedAt);
            if (known is not null)
                return known;
            transaction = new TransactionRecord(_lastTransactionId + 1, id, connectorId, idTag)
            {
                MeterStartWh = meterStartWh,
                StartedAt = startedAt,
                Authorization = authorization,
            };
            Keep(transaction);
        }

        _changed.Raise();
        return transaction;
    }

    /// <summary>Keeps the samples of a MeterValues or of transactionData.</summary>
    public void AddSamples(string id, int connectorId, int transactionId, IEnumerable<JsonElement> meterValues)
    {
        var samples = meterValues.SelectMany(SamplesOf).ToArray();
        lock (_lock)
        {
            var transaction = KnownOrAdopted(id, connectorId, transactionId);
            var all = transaction.Samples.AddRange(samples);
            if (all.Count > TransactionRecord.MaxSamples)
                all = all.RemoveRange(0, all.Count - TransactionRecord.MaxSamples);
            Keep(transaction with { Samples = all });
        }

        _changed.Raise();
    }

    /// <summary>Closes a transaction. Closing it again changes nothing.</summary>
    public TransactionRecord Stop(string id, int transactionId, long meterStopWh, DateTimeOffset stoppedAt, string reason)
    {
        TransactionRecord transaction;
        lock (_lock)
        {
            transaction = KnownOrAdopted(id, 0, transactionId);
            if (!transaction.IsRunning)
                return transaction;
            transaction = transaction with { MeterStopWh = meterStopWh, StoppedAt = stoppedAt, Reason = reason };
            Keep(transaction);
        }

        TransactionStopped?.Invoke(transaction);
        _changed.Raise();
        return transaction;
    }

    // A transaction that began before this process did: its charge point resumed it after a restart, so it is taken over, and
    // its id is not given again.
    private TransactionRecord KnownOrAdopted(string id, int connectorId, int transactionId) =>
        _transactions.GetValueOrDefault(transactionId) ?? new TransactionRecord(transactionId, id, connectorId, "");

    private void Keep(TransactionRecord transaction)
    {
        _transactions[transaction.TransactionId] = transaction;
        if (transaction.TransactionId is > 0 and < int.MaxValue)
            _lastTransactionId = Math.Max(_lastTransactionId, transaction.TransactionId);
        if (_transactions.Count > MaxTransactions)
            _transactions.Remove(_transactions.Values.First(other => other != transaction).TransactionId);
    }

    private static IEnumerable<MeterSample> SamplesOf(JsonElement meterValue)
    {
        var at = meterValue.Time("timestamp") ?? default;
        foreach (var value in meterValue.Items("sampledValue"))
        {
            var measurand = value.Text("measurand");
            var unit = value.Text("unit");

            // The defaults of OCPP 1.6 §7.43
            yield return new MeterSample(
                at,
                measurand.Length == 0 ? "Energy.Active.Import.Register" : measurand,
                value.Text("value"),
                unit.Length == 0 ? "Wh" : unit,
                value.Text("phase"),
                value.Text("location"),
                value.Text("context"));
        }
    }
}
