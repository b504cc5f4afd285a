namespace ChargePoint.Hal;

/// <summary>
/// What is wrong with the hardware, in the words of OCPP 1.6's ChargePointErrorCode (section 7.6), so that nothing is
/// lost in translation on its way to the Central System.
/// </summary>
public enum HardwareFault
{
    /// <summary>Nothing is wrong.</summary>
    NoError,

    /// <summary>The connector lock did not reach its position.</summary>
    ConnectorLockFailure,

    /// <summary>Communication with the vehicle failed (control pilot).</summary>
    EVCommunicationError,

    /// <summary>The ground-fault circuit interrupter or residual-current monitor tripped.</summary>
    GroundFailure,

    /// <summary>The temperature is too high.</summary>
    HighTemperature,

    /// <summary>An error inside the hardware or software of the charge point.</summary>
    InternalError,

    /// <summary>Any other error; described by the vendor's error code.</summary>
    OtherError,

    /// <summary>More current than offered flows.</summary>
    OverCurrentFailure,

    /// <summary>The supply voltage is too high.</summary>
    OverVoltage,

    /// <summary>The energy meter does not answer or answers nonsense.</summary>
    PowerMeterFailure,

    /// <summary>The contactor did not follow its command (stuck or welded).</summary>
    PowerSwitchFailure,

    /// <summary>The RFID reader does not answer.</summary>
    ReaderFailure,

    /// <summary>A reset could not be carried out.</summary>
    ResetFailure,

    /// <summary>The supply voltage is too low.</summary>
    UnderVoltage,

    /// <summary>The wireless signal is weak.</summary>
    WeakSignal,
}
