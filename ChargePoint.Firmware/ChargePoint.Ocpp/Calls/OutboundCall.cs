namespace ChargePoint.Ocpp;

/// <summary>Why a call did not get its confirmation.</summary>
public enum CallFailure
{
    /// <summary>The Central System answered with a CALLERROR.</summary>
    Refused,

    /// <summary>No answer came in time.</summary>
    TimedOut,

    /// <summary>The connection was lost before the answer; the Central System may or may not have got the call.</summary>
    LinkLost,

    /// <summary>The confirmation does not fit the action's schema.</summary>
    BadConfirmation,

    /// <summary>The request cannot be written: it does not fit into a frame, now or later.</summary>
    TooLong,
}

/// <summary>How much the charge point may send now (OCPP 1.6 section 4.2).</summary>
public enum SendPermission
{
    /// <summary>Nothing at all: rejected, and the interval is not over.</summary>
    Nothing,

    /// <summary>BootNotification, and what the Central System asked for by TriggerMessage.</summary>
    BootAndTriggered,

    /// <summary>Everything: the boot was accepted.</summary>
    Everything,
}

/// <summary>A call from the charge point to the Central System. Its owner makes it once and uses it again.</summary>
public abstract class OutboundCall
{
    /// <summary>Its name in OCPP, such as "BootNotification".</summary>
    public abstract string Action { get; }

    /// <summary>Message id that this call wants to have (36 characters at most), or null for a fresh one.</summary>
    public virtual string? MessageId => null;

    /// <summary>Writes the request's payload: one object.</summary>
    /// <param name="request">Receives it.</param>
    public abstract void WriteRequest(JsonWriter request);

    /// <summary>Takes the confirmation. Nothing takes effect when it is wrong.</summary>
    /// <param name="confirmation">Fields of the confirmation, before its object was entered.</param>
    /// <returns>What is wrong with it, or null; with an error, <see cref="OnFailure"/> follows.</returns>
    public abstract CallError? OnConfirmation(Fields confirmation);

    /// <summary>Takes the news that no (right) confirmation comes.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="detail">Error code and description for the log; may be empty.</param>
    public abstract void OnFailure(CallFailure failure, string detail);
}

/// <summary>
/// Where calls come from. Nothing is queued as a finished message: a source is asked for its next call when one can be sent,
/// and makes it from what is true then. So no stale status is ever sent after an outage.
/// </summary>
public interface ICallSource
{
    /// <summary>Gives the call that this source wants to send most.</summary>
    /// <param name="permission">What may be sent now: a call beyond it must not be given.</param>
    /// <returns>The call, or null when there is nothing to send now.</returns>
    OutboundCall? NextCall(SendPermission permission);
}
