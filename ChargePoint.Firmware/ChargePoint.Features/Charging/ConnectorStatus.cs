namespace ChargePoint.Features;

/// <summary>Status of a connector (OCPP 1.6 section 7.7).</summary>
public enum ConnectorStatus
{
    /// <summary>Free for a new user.</summary>
    Available,

    /// <summary>No longer free, no transaction yet: cable in, or card accepted.</summary>
    Preparing,

    /// <summary>The contactor is closed and the vehicle can take energy.</summary>
    Charging,

    /// <summary>In a transaction; the charge point offers no energy.</summary>
    SuspendedEVSE,

    /// <summary>In a transaction; the vehicle takes no energy although it is offered.</summary>
    SuspendedEV,

    /// <summary>The transaction is over, the connector is still occupied.</summary>
    Finishing,

    /// <summary>Reserved.</summary>
    Reserved,

    /// <summary>Out of service.</summary>
    Unavailable,

    /// <summary>An error forbids energy.</summary>
    Faulted,
}

/// <summary>
/// What is true of a connector at one moment. The status follows from it alone:
/// <code>
/// a fault that forbids energy                             Faulted
/// transaction   no energy permitted                       SuspendedEVSE
///               contactor closed, vehicle in C or D       Charging
///               vehicle had no time yet to react          Preparing
///               otherwise                                 SuspendedEV
/// no transaction  card accepted, not out of service       Preparing
///               one has ended here, still occupied        Finishing
///               out of service                            Unavailable
///               reserved                                  Reserved
///               occupied                                  Preparing
///               otherwise                                 Available
/// </code>
/// A connector that goes out of service while somebody's cable is still in it after a transaction is Finishing until the cable is
/// gone (F8). One that is reserved stays so, whatever is plugged, until the reservation's idTag comes (G2).
/// </summary>
public struct ConnectorFacts
{
    /// <summary>A fault forbids energy.</summary>
    public bool Faulted;

    /// <summary>A transaction runs.</summary>
    public bool Transaction;

    /// <summary>The transaction may take energy.</summary>
    public bool EnergyPermitted;

    /// <summary>The contactor is closed and the vehicle is in state C or D.</summary>
    public bool EnergyFlows;

    /// <summary>The transaction has just begun and the vehicle may still need a moment to close its switch.</summary>
    public bool Starting;

    /// <summary>An accepted card waits for the vehicle.</summary>
    public bool Authorized;

    /// <summary>A vehicle is connected, or a cable is in the socket.</summary>
    public bool Occupied;

    /// <summary>A transaction has ended, and the connector has been occupied since.</summary>
    public bool Finished;

    /// <summary>The Central System has taken the connector out of service.</summary>
    public bool Unavailable;

    /// <summary>Somebody has reserved the connector.</summary>
    public bool Reserved;

    /// <summary>Status that follows from these facts.</summary>
    public readonly ConnectorStatus Status
    {
        get
        {
            if (Faulted) return ConnectorStatus.Faulted;
            if (Transaction)
            {
                if (!EnergyPermitted) return ConnectorStatus.SuspendedEVSE;
                if (EnergyFlows) return ConnectorStatus.Charging;
                return Starting ? ConnectorStatus.Preparing : ConnectorStatus.SuspendedEV;
            }

            if (Authorized && !Unavailable) return ConnectorStatus.Preparing;
            if (Occupied && Finished) return ConnectorStatus.Finishing;
            if (Unavailable) return ConnectorStatus.Unavailable;
            if (Reserved) return ConnectorStatus.Reserved;
            return Occupied ? ConnectorStatus.Preparing : ConnectorStatus.Available;
        }
    }
}

/// <summary>The words of OCPP 1.6 for statuses and errors. As code they stay in flash; an array of them would be in the heap.</summary>
public static class StatusNames
{
    /// <summary>Status as OCPP writes it.</summary>
    /// <param name="status">The status.</param>
    public static string Of(ConnectorStatus status) => status switch
    {
        ConnectorStatus.Available => "Available",
        ConnectorStatus.Preparing => "Preparing",
        ConnectorStatus.Charging => "Charging",
        ConnectorStatus.SuspendedEVSE => "SuspendedEVSE",
        ConnectorStatus.SuspendedEV => "SuspendedEV",
        ConnectorStatus.Finishing => "Finishing",
        ConnectorStatus.Reserved => "Reserved",
        ConnectorStatus.Unavailable => "Unavailable",
        ConnectorStatus.Faulted => "Faulted",
        _ => throw new System.ArgumentOutOfRangeException(nameof(status)),
    };

    /// <summary>ChargePointErrorCode as OCPP writes it (section 7.6).</summary>
    /// <param name="fault">The fault.</param>
    public static string Of(Hal.HardwareFault fault) => fault switch
    {
        Hal.HardwareFault.NoError => "NoError",
        Hal.HardwareFault.ConnectorLockFailure => "ConnectorLockFailure",
        Hal.HardwareFault.EVCommunicationError => "EVCommunicationError",
        Hal.HardwareFault.GroundFailure => "GroundFailure",
        Hal.HardwareFault.HighTemperature => "HighTemperature",
        Hal.HardwareFault.InternalError => "InternalError",
        Hal.HardwareFault.OtherError => "OtherError",
        Hal.HardwareFault.OverCurrentFailure => "OverCurrentFailure",
        Hal.HardwareFault.OverVoltage => "OverVoltage",
        Hal.HardwareFault.PowerMeterFailure => "PowerMeterFailure",
        Hal.HardwareFault.PowerSwitchFailure => "PowerSwitchFailure",
        Hal.HardwareFault.ReaderFailure => "ReaderFailure",
        Hal.HardwareFault.ResetFailure => "ResetFailure",
        Hal.HardwareFault.UnderVoltage => "UnderVoltage",
        Hal.HardwareFault.WeakSignal => "WeakSignal",
        _ => throw new System.ArgumentOutOfRangeException(nameof(fault)),
    };
}
