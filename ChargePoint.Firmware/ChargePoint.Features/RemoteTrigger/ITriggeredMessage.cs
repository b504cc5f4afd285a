namespace ChargePoint.Features;

/// <summary>A message that the Central System may ask for by TriggerMessage or ExtendedTriggerMessage.</summary>
public interface ITriggeredMessage
{
    /// <summary>Its name in OCPP, such as "FirmwareStatusNotification".</summary>
    string Action { get; }

    /// <summary>Sends it, also while Pending.</summary>
    void Trigger();
}
