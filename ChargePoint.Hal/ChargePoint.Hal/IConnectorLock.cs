namespace ChargePoint.Hal;

/// <summary>Position of a connector lock, as its feedback reports it.</summary>
public enum LockState
{
    /// <summary>The plug can be pulled.</summary>
    Unlocked,

    /// <summary>The plug is held.</summary>
    Locked,

    /// <summary>The actuator was driven and did not reach its end position (OCPP 1.6: ConnectorLockFailure).</summary>
    Jammed,
}

/// <summary>Lock that holds the plug in the socket of one connector. A connector with an attached cable has none.</summary>
public interface IConnectorLock
{
    /// <summary>Present position.</summary>
    LockState State { get; }

    /// <summary>Starts to lock and returns at once; <see cref="State"/> tells the outcome.</summary>
    void Lock();

    /// <summary>Starts to unlock and returns at once; <see cref="State"/> tells the outcome.</summary>
    void Unlock();
}
