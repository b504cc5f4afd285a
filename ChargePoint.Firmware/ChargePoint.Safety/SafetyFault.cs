namespace ChargePoint.Safety;

/// <summary>
/// What the safety supervisor finds wrong, the gravest first. A number is also the number of a bit in the masks of
/// <see cref="SafetySupervisor.Active"/>, and stands in flash: it is never given to another fault, and a new fault gets the next one.
/// What each means is said in <see cref="FaultTable"/>.
/// </summary>
public enum SafetyFault
{
    /// <summary>A fault of the connector's hardware that none of its parts tells by itself.</summary>
    Hardware,

    /// <summary>The residual-current monitor has tripped.</summary>
    ResidualCurrent,

    /// <summary>The contactor is closed though it was told to open.</summary>
    ContactorWelded,

    /// <summary>Current flows though the contactor reports to be open.</summary>
    CurrentWhileOpen,

    /// <summary>The emergency stop is pressed.</summary>
    EmergencyStop,

    /// <summary>The vehicle takes more than it was offered.</summary>
    OverCurrent,

    /// <summary>The vehicle's diode is missing or shorted.</summary>
    PilotDiode,

    /// <summary>The pilot is shorted, or its driver is broken.</summary>
    PilotShorted,

    /// <summary>The voltage of the pilot belongs to no state.</summary>
    PilotOutOfRange,

    /// <summary>The charge point is too hot even at the lowest current.</summary>
    HighTemperature,

    /// <summary>The supply has too high a voltage.</summary>
    OverVoltage,

    /// <summary>The contactor did not close, or fell off.</summary>
    ContactorNotClosing,

    /// <summary>The residual-current monitor did not pass its self test.</summary>
    ResidualSelfTest,

    /// <summary>The lock did not reach its position.</summary>
    LockJammed,

    /// <summary>The lock does not hold the plug though somebody is to charge.</summary>
    LockNotHolding,

    /// <summary>The energy meter does not answer.</summary>
    MeterSilent,

    /// <summary>The supply has too low a voltage.</summary>
    UnderVoltage,

    /// <summary>The mains are away.</summary>
    NoMains,

    /// <summary>The event loop does not say that it is alive.</summary>
    LoopSilent,

    /// <summary>A fault of the charge point as a whole.</summary>
    ChargePoint,

    /// <summary>The temperature sensor is broken: told, and the current is limited, but energy is not forbidden.</summary>
    TemperatureSensor,
}

/// <summary>What ends a fault whose cause is gone.</summary>
public enum FaultRelease
{
    /// <summary>Nothing more: the cause has been gone for the fault's time.</summary>
    Time,

    /// <summary>The permission is withdrawn: the session has ended.</summary>
    Permission,

    /// <summary>No vehicle is connected.</summary>
    Unplugged,

    /// <summary>Somebody has looked (<see cref="SafetySupervisor.Acknowledge"/>), or a restart.</summary>
    Acknowledged,
}
