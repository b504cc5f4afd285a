namespace ChargePoint.Simulator.CentralSystem;

/// <summary>The error codes of a CALLERROR, OCPP-J 1.6 §4.2.3, in its own spelling.</summary>
public static class ErrorCodes
{
    /// <summary>The action is not known.</summary>
    public const string NotImplemented = "NotImplemented";

    /// <summary>The action is known but not for this receiver.</summary>
    public const string NotSupported = "NotSupported";

    /// <summary>The receiver failed.</summary>
    public const string InternalError = "InternalError";

    /// <summary>The payload is incomplete.</summary>
    public const string ProtocolError = "ProtocolError";

    /// <summary>The sender may not send this now.</summary>
    public const string SecurityError = "SecurityError";

    /// <summary>The frame or the payload has the wrong structure.</summary>
    public const string FormationViolation = "FormationViolation";

    /// <summary>A value is out of its range.</summary>
    public const string PropertyConstraintViolation = "PropertyConstraintViolation";

    /// <summary>A field is missing, or there are too few or too many.</summary>
    public const string OccurrenceConstraintViolation = "OccurenceConstraintViolation";

    /// <summary>A value has the wrong type.</summary>
    public const string TypeConstraintViolation = "TypeConstraintViolation";
}
