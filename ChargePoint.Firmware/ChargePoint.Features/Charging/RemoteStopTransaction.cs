using ChargePoint.Ocpp;

namespace ChargePoint.Features;

/// <summary>RemoteStopTransaction (OCPP 1.6 section 5.12).</summary>
public sealed class RemoteStopTransaction : ICallHandler
{
    private readonly Connector[] _connectors;
    private readonly ITransactionGate _gate;

    /// <summary>Makes the operation.</summary>
    /// <param name="connectors">All connectors, connector 1 first.</param>
    /// <param name="gate">Tells whether the Central System may command transactions now.</param>
    public RemoteStopTransaction(Connector[] connectors, ITransactionGate gate)
    {
        _connectors = connectors;
        _gate = gate;
    }

    /// <inheritdoc/>
    public string Action => "RemoteStopTransaction";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        bool hasId = false;
        int id = 0;
        request.BeginObject();
        while (request.NextMember())
        {
            if (!request.Is("transactionId")) continue;
            id = request.Integer();
            hasId = true;
        }

        request.Require(hasId, "transactionId");
        if (request.Error != null) return request.Error;
        bool stopped = _gate.MayStop && Stop(id);
        confirmation.StartObject();
        confirmation.Member("status", stopped ? "Accepted" : "Rejected");
        confirmation.EndObject();
        return null;
    }

    private bool Stop(int transactionId)
    {
        foreach (Connector connector in _connectors)
        {
            Transaction? transaction = connector.Transaction;
            if (transaction == null || !transaction.HasId || transaction.Id != transactionId) continue;
            connector.Stop(StopReason.Remote, null);
            return true;
        }

        return false;
    }
}
