namespace ChargePoint.Runtime;

/// <summary>
/// Something that other threads tell the event loop. Made once by whoever raises it and used again and again: while it
/// waits in the mailbox, posting it again changes nothing, so a source that floods the loop costs one place.
/// </summary>
public abstract class LoopEvent
{
    /// <summary>While it waits in the mailbox: the event behind it; behind the newest, the oldest. Guarded by the mailbox's lock.</summary>
    internal LoopEvent? Next;

    /// <summary>Handles the event, on the loop.</summary>
    public abstract void Handle();
}
