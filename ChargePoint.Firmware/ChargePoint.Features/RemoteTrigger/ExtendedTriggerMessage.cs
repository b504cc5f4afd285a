using ChargePoint.Ocpp;

namespace ChargePoint.Features;

/// <summary>
/// ExtendedTriggerMessage (security whitepaper): as TriggerMessage, with the messages of the whitepaper. FirmwareStatusNotification stands
/// for SignedFirmwareStatusNotification here, and SignChargePointCertificate for SignCertificate. On a charge point that takes no signed
/// firmware, the state of an unsigned update is what it has to tell.
/// </summary>
public sealed class ExtendedTriggerMessage : ICallHandler
{
    private const int Firmware = 2;
    private const int Signature = 5;

    private static string[] Names => ["BootNotification", "LogStatusNotification", "FirmwareStatusNotification", "Heartbeat", "MeterValues", "SignChargePointCertificate", "StatusNotification"];

    private readonly TriggeredMessages _messages;

    /// <summary>Makes the operation.</summary>
    /// <param name="messages">What may be asked for.</param>
    public ExtendedTriggerMessage(TriggeredMessages messages) => _messages = messages;

    /// <inheritdoc/>
    public string Action => "ExtendedTriggerMessage";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        string[] actions = Names;
        actions[Signature] = "SignCertificate";
        if (_messages.Has("SignedFirmwareStatusNotification")) actions[Firmware] = "SignedFirmwareStatusNotification";
        return _messages.Handle(request, confirmation, Names, actions);
    }
}
