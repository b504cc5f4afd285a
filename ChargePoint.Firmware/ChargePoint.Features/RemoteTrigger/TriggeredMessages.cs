using ChargePoint.Ocpp;

namespace ChargePoint.Features;

/// <summary>The messages that the Central System may ask for, for both operations that ask: TriggerMessage and ExtendedTriggerMessage.</summary>
public sealed class TriggeredMessages
{
    private const int MostOthers = 6;

    private readonly Registration _registration;
    private readonly Heartbeat _heartbeat;
    private readonly SingleMeterValues _meterValues;
    private readonly StatusNotifier _statuses;
    private readonly int _connectorCount;
    private readonly ITriggeredMessage?[] _others = new ITriggeredMessage?[MostOthers];
    private int _otherCount;

    /// <summary>Makes it with the messages of OCPP's core.</summary>
    /// <param name="registration">Sends BootNotification.</param>
    /// <param name="heartbeat">Sends Heartbeat.</param>
    /// <param name="meterValues">Sends MeterValues.</param>
    /// <param name="statuses">Sends StatusNotification.</param>
    /// <param name="connectorCount">Number of connectors.</param>
    public TriggeredMessages(Registration registration, Heartbeat heartbeat, SingleMeterValues meterValues, StatusNotifier statuses, int connectorCount)
    {
        _registration = registration;
        _heartbeat = heartbeat;
        _meterValues = meterValues;
        _statuses = statuses;
        _connectorCount = connectorCount;
    }

    /// <summary>Adds a message of another room. One that nobody has added is NotImplemented.</summary>
    /// <param name="message">DiagnosticsStatusNotification, FirmwareStatusNotification, SignedFirmwareStatusNotification,
    /// LogStatusNotification or SignCertificate; at most six.</param>
    public void Add(ITriggeredMessage message) => _others[_otherCount++] = message;

    /// <summary>Reads a request, has the message sent behind the answer, and writes the answer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="confirmation">Receives the answer.</param>
    /// <param name="names">What may be asked for.</param>
    /// <param name="actions">The messages of these names, each at the index of its name.</param>
    /// <returns>What is wrong with the request, or null.</returns>
    internal CallError? Handle(Fields request, JsonWriter confirmation, string[] names, string[] actions)
    {
        bool named = false;
        int message = -1;
        int connectorId = -1;
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("requestedMessage"))
            {
                named = true;
                message = request.OneOfOrUnknown(names);
            }
            else if (request.Is("connectorId"))
            {
                connectorId = request.Integer(0);
            }
        }

        request.Require(named, "requestedMessage");
        if (request.Error != null) return request.Error;
        confirmation.StartObject();
        confirmation.Member("status", message < 0 ? "NotImplemented" : Trigger(actions[message], connectorId));
        confirmation.EndObject();
        return null;
    }

    /// <summary>Tells whether a message of another room is there.</summary>
    /// <param name="action">Its name in OCPP.</param>
    internal bool Has(string action) => Find(action) != null;

    private string Trigger(string action, int connectorId)
    {
        ITriggeredMessage? other = Find(action);
        bool known = other != null || action == "BootNotification" || action == "Heartbeat" || action == "MeterValues" || action == "StatusNotification";
        if (!known) return "NotImplemented";
        if (connectorId > _connectorCount) return "Rejected";
        switch (action)
        {
            case "BootNotification":
                _registration.Trigger();
                break;
            case "Heartbeat":
                _heartbeat.Trigger();
                break;
            case "MeterValues":
                if (connectorId == 0) return "Rejected"; // there is no main meter
                _meterValues.Trigger(connectorId);
                break;
            case "StatusNotification":
                _statuses.Trigger(connectorId);
                break;
            default:
                other!.Trigger();
                break;
        }

        return "Accepted";
    }

    private ITriggeredMessage? Find(string action)
    {
        for (int i = 0; i < _otherCount; i++)
        {
            if (_others[i]!.Action == action) return _others[i];
        }

        return null;
    }
}
