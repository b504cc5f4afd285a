using System.Text;
using ChargePoint.Ocpp;
using ChargePoint.Features;

namespace ChargePoint.Pricing;

/// <summary>
/// ConnectorUnplugged of the extension: tells, by DataTransfer and behind all transaction messages, when a plug was pulled after a
/// transaction. Kept in memory while nobody listens: a restart forgets what was not told.
/// </summary>
public sealed class ConnectorUnplugged : OutboundCall, ICallSource
{
    /// <summary>vendorId of the extension.</summary>
    public const string Vendor = "org.openchargealliance.costmsg";

    /// <summary>Most that wait to be told; with more, the oldest is left out.</summary>
    public const int MostWaiting = 8;

    private readonly CallQueue _queue;
    private readonly TransactionQueue _transactions;
    private int[]? _transactionIds; // made when they are needed: only some Central Systems want to know
    private long[]? _unixMs;
    private int _count;

    /// <summary>Makes the call; nothing is to be told yet.</summary>
    /// <param name="queue">Sends it.</param>
    /// <param name="transactions">What goes before it.</param>
    public ConnectorUnplugged(CallQueue queue, TransactionQueue transactions)
    {
        _queue = queue;
        _transactions = transactions;
    }

    /// <inheritdoc/>
    public override string Action => "DataTransfer";

    /// <summary>A plug was pulled.</summary>
    /// <param name="transactionId">Transaction that had ended there.</param>
    /// <param name="unixMs">When, in milliseconds since 1970.</param>
    public void Tell(int transactionId, long unixMs)
    {
        _transactionIds ??= new int[MostWaiting];
        _unixMs ??= new long[MostWaiting];
        if (_count == MostWaiting) RemoveFirst();
        _transactionIds[_count] = transactionId;
        _unixMs[_count++] = unixMs;
        _queue.Wake();
    }

    /// <inheritdoc/>
    public OutboundCall? NextCall(SendPermission permission)
        => _count > 0 && permission == SendPermission.Everything && _transactions.Waiting == 0 ? this : null;

    /// <inheritdoc/>
    public override void WriteRequest(JsonWriter request)
    {
        JsonWriter data = new(new byte[128]);
        data.StartObject();
        data.Member("transactionId", _transactionIds![0]);
        data.MemberTimestamp("timestamp", _unixMs![0]);
        data.EndObject();
        request.StartObject();
        request.Member("vendorId", Vendor);
        request.Member("messageId", "ConnectorUnplugged");
        request.Member("data", Encoding.UTF8.GetString(data.Buffer, 0, data.Length));
        request.EndObject();
    }

    /// <inheritdoc/>
    public override CallError? OnConfirmation(Fields confirmation)
    {
        confirmation.BeginObject();
        if (confirmation.Error != null) return confirmation.Error;
        RemoveFirst();
        return null;
    }

    /// <summary>What was lost on the way is told again; what the Central System refuses or does not answer is not.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="detail">More about it.</param>
    public override void OnFailure(CallFailure failure, string detail)
    {
        if (failure != CallFailure.LinkLost) RemoveFirst();
    }

    private void RemoveFirst()
    {
        if (_count == 0) return;
        _count--;
        for (int i = 0; i < _count; i++)
        {
            _transactionIds![i] = _transactionIds[i + 1];
            _unixMs![i] = _unixMs[i + 1];
        }
    }
}
