namespace ChargePoint.Ocpp;

/// <summary>Why a call is refused: the CALLERROR of OCPP-J 1.6 section 4.2.3, with its error code.</summary>
public sealed class CallError
{
    /// <summary>Longest description that OCPP-J allows, in characters.</summary>
    public const int LongestDescription = 255;

    private CallError(string code, string description)
    {
        Code = code;
        Description = description;
    }

    /// <summary>Error code as it stands in the frame.</summary>
    public string Code { get; }

    /// <summary>What is wrong and where, for the operator's log; may be empty.</summary>
    public string Description { get; }

    /// <summary>True if the call itself is wrong, and not only what it asks for.</summary>
    public bool IsViolation => Code.EndsWith("Violation");

    /// <summary>The action is not known to this charge point.</summary>
    /// <param name="action">The action that was asked for.</param>
    public static CallError NotImplemented(string action) => new("NotImplemented", $"unknown action {action}");

    /// <summary>The action is known but not offered here.</summary>
    /// <param name="description">Why not.</param>
    public static CallError NotSupported(string description) => new("NotSupported", description);

    /// <summary>Something went wrong inside the charge point.</summary>
    /// <param name="description">What, without internals that an attacker could use.</param>
    public static CallError Internal(string description) => new("InternalError", description);

    /// <summary>The frame or payload is not what OCPP-J or the action's schema asks for.</summary>
    /// <param name="description">What is wrong.</param>
    public static CallError Formation(string description) => new("FormationViolation", description);

    /// <summary>A field has the right type and an impossible value.</summary>
    /// <param name="description">Which field and why.</param>
    public static CallError PropertyConstraint(string description) => new("PropertyConstraintViolation", description);

    /// <summary>A required field is missing, or there is too much of something.</summary>
    /// <param name="description">Which field.</param>
    public static CallError Occurrence(string description) => new("OccurrenceConstraintViolation", description);

    /// <summary>A field has the wrong JSON type.</summary>
    /// <param name="description">Which field, and what is expected.</param>
    public static CallError TypeConstraint(string description) => new("TypeConstraintViolation", description);
}
