namespace ChargePoint.Security;

/// <summary>
/// Takes what happened that matters to security (whitepaper "Improved security for OCPP 1.6-J", list of security events). Whoever notices
/// it raises it; where it is logged and whether the Central System is told is not for the one who raises it.
/// </summary>
public interface ISecurityEvents
{
    /// <summary>Something happened. Called on the event loop.</summary>
    /// <param name="type">The whitepaper's name of the event, such as "InvalidFirmwareSignature"; at most 50 characters.</param>
    /// <param name="techInfo">More about it for a technician, at most 255 characters, or null. Never holds a secret.</param>
    void Raise(string type, string? techInfo);
}
