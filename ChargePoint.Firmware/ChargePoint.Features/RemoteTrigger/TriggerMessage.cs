using ChargePoint.Ocpp;

namespace ChargePoint.Features;

/// <summary>TriggerMessage (OCPP 1.6 section 5.17): the answer goes first, then what was asked for.</summary>
public sealed class TriggerMessage : ICallHandler
{
    private static string[] Messages => ["BootNotification", "Heartbeat", "MeterValues", "StatusNotification", "DiagnosticsStatusNotification", "FirmwareStatusNotification"];

    private const int FirstOther = 4;
    private const int MostOthers = 2;

    private readonly Registration _registration;
    private readonly Heartbeat _heartbeat;
    private readonly SingleMeterValues _meterValues;
    private readonly StatusNotifier _statuses;
    private readonly int _connectorCount;
    private readonly ITriggeredMessage?[] _others = new ITriggeredMessage?[MostOthers];

    /// <summary>Makes the operation.</summary>
    /// <param name="registration">Sends BootNotification.</param>
    /// <param name="heartbeat">Sends Heartbeat.</param>
    /// <param name="meterValues">Sends MeterValues.</param>
    /// <param name="statuses">Sends StatusNotification.</param>
    /// <param name="connectorCount">Number of connectors.</param>
    public TriggerMessage(Registration registration, Heartbeat heartbeat, SingleMeterValues meterValues, StatusNotifier statuses, int connectorCount)
    {
        _registration = registration;
        _heartbeat = heartbeat;
        _meterValues = meterValues;
        _statuses = statuses;
        _connectorCount = connectorCount;
    }

    /// <summary>Adds a message of another room. One that nobody has added is NotImplemented.</summary>
    /// <param name="message">DiagnosticsStatusNotification or FirmwareStatusNotification.</param>
    public void Add(ITriggeredMessage message)
    {
        for (int i = 0; i < MostOthers; i++)
        {
            if (Messages[FirstOther + i] == message.Action) _others[i] = message;
        }
    }

    /// <inheritdoc/>
    public string Action => "TriggerMessage";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
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
                message = request.OneOfOrUnknown(Messages);
            }
            else if (request.Is("connectorId"))
            {
                connectorId = request.Integer(0);
            }
        }

        request.Require(named, "requestedMessage");
        if (request.Error != null) return request.Error;
        confirmation.StartObject();
        confirmation.Member("status", Trigger(message, connectorId));
        confirmation.EndObject();
        return null;
    }

    private string Trigger(int message, int connectorId)
    {
        if (message < 0 || (message >= FirstOther && _others[message - FirstOther] == null)) return "NotImplemented";
        if (connectorId > _connectorCount) return "Rejected";
        switch (message)
        {
            case 0:
                _registration.Trigger();
                break;
            case 1:
                _heartbeat.Trigger();
                break;
            case 2:
                if (connectorId == 0) return "Rejected"; // there is no main meter
                _meterValues.Trigger(connectorId);
                break;
            case 3:
                _statuses.Trigger(connectorId);
                break;
            default:
                _others[message - FirstOther]!.Trigger();
                break;
        }

        return "Accepted";
    }
}
