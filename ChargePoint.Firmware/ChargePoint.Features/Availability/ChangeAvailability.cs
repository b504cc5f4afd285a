using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>
/// ChangeAvailability (OCPP 1.6 section 5.2). While a transaction runs, it goes out of service after its end (Scheduled); whoever only
/// waits for a vehicle is sent away. Back in service it is at once.
/// </summary>
public sealed class ChangeAvailability : ICallHandler
{
    private static string[] Types => ["Inoperative", "Operative"];

    private readonly AvailabilityStore _store;
    private readonly Connector[] _connectors;
    private readonly Log _log;

    /// <summary>Makes the operation.</summary>
    /// <param name="store">Keeps the states.</param>
    /// <param name="connectors">All connectors, connector 1 first.</param>
    /// <param name="log">Log.</param>
    public ChangeAvailability(AvailabilityStore store, Connector[] connectors, Log log)
    {
        _store = store;
        _connectors = connectors;
        _log = log;
    }

    /// <inheritdoc/>
    public string Action => "ChangeAvailability";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        int connectorId = -1;
        int type = -1;
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("connectorId")) connectorId = request.Integer(0);
            else if (request.Is("type")) type = request.OneOf(Types);
        }

        request.Require(connectorId >= 0, "connectorId");
        request.Require(type >= 0, "type");
        if (request.Error != null) return request.Error;
        confirmation.StartObject();
        confirmation.Member("status", Change(connectorId, type == 1));
        confirmation.EndObject();
        return null;
    }

    /// <summary>Changes the availability, whoever asks for it.</summary>
    /// <param name="connectorId">Connector, or 0 for the charge point and all connectors.</param>
    /// <param name="operative">True for in service.</param>
    /// <returns>AvailabilityStatus as OCPP writes it (section 7.4).</returns>
    public string Change(int connectorId, bool operative)
    {
        if (connectorId > _connectors.Length) return "Rejected";
        if (!_store.Set(connectorId, operative))
        {
            _log.Error("availability", "the flash does not take the change");
            return "Rejected";
        }

        string which = connectorId == 0 ? "charge point" : $"connector {connectorId}";
        _log.Info("availability", $"{which}: {(operative ? "in service" : "out of service")}");
        bool scheduled = false;
        foreach (Connector connector in _connectors)
        {
            if (connectorId != 0 && connectorId != connector.Id) continue;
            scheduled |= !operative && connector.Transaction != null;
            connector.Update();
        }

        return scheduled ? "Scheduled" : "Accepted";
    }
}
