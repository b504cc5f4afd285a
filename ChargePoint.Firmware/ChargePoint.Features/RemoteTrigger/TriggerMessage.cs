using ChargePoint.Ocpp;

namespace ChargePoint.Features;

/// <summary>TriggerMessage (OCPP 1.6 section 5.17): the answer goes first, then what was asked for.</summary>
public sealed class TriggerMessage : ICallHandler
{
    private static string[] Names => ["BootNotification", "Heartbeat", "MeterValues", "StatusNotification", "DiagnosticsStatusNotification", "FirmwareStatusNotification"];

    private readonly TriggeredMessages _messages;

    /// <summary>Makes the operation.</summary>
    /// <param name="messages">What may be asked for.</param>
    public TriggerMessage(TriggeredMessages messages) => _messages = messages;

    /// <inheritdoc/>
    public string Action => "TriggerMessage";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation) => _messages.Handle(request, confirmation, Names, Names);
}
