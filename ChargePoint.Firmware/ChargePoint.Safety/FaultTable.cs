using ChargePoint.Hal;

namespace ChargePoint.Safety;

/// <summary>
/// What there is to know of each fault:
/// <code>
/// fault                OCPP code             vendorErrorCode        found                            ends when its cause is gone, and
/// Hardware             what the board says   (none)                 at once                          at once
/// ResidualCurrent      GroundFailure         RCM-TRIP               at once                          unplugged; then it is reset and has to pass its self test
/// ContactorWelded      PowerSwitchFailure    CONTACTOR-WELDED       200 ms after its command         acknowledged, or restart
/// CurrentWhileOpen     PowerSwitchFailure    CURRENT-WHILE-OPEN     see <see cref="CurrentCheck"/>                 acknowledged, or restart
/// EmergencyStop        OtherError            EMERGENCY-STOP         at once                          at once
/// OverCurrent          OverCurrentFailure    OVERCURRENT            see <see cref="CurrentCheck"/>                 tried again after 60 s, twice; then unplugged
/// PilotDiode           EVCommunicationError  PILOT-DIODE            at once (debounced by driver)    unplugged: without an offer it is not seen
/// PilotShorted         EVCommunicationError  PILOT-SHORTED          at once (debounced by driver)    for 1 s
/// PilotOutOfRange      EVCommunicationError  PILOT-OUT-OF-RANGE     at once (debounced by driver)    for 1 s
/// HighTemperature      HighTemperature       TEMPERATURE            see <see cref="TemperatureCheck"/>             10 K cooler
/// OverVoltage          OverVoltage           OVERVOLTAGE            see <see cref="SupplyCheck"/>                  for 10 s
/// ContactorNotClosing  PowerSwitchFailure    CONTACTOR-NOT-CLOSING  200 ms after its command         tried again after 60 s, three times; or the session ends
/// ResidualSelfTest     InternalError         RCM-SELFTEST           failed, or not over after 5 s    tried again after 10 s, three times; then acknowledged, or restart
/// LockJammed           ConnectorLockFailure  LOCK-JAMMED            at once                          at once
/// LockNotHolding       ConnectorLockFailure  LOCK-NOT-HOLDING       5 s after the permission         at once
/// MeterSilent          PowerMeterFailure     METER-SILENT           its driver's time limit          at once
/// UnderVoltage         UnderVoltage          UNDERVOLTAGE           see <see cref="SupplyCheck"/>                  for 10 s
/// NoMains              UnderVoltage          NO-MAINS               at once                          at once
/// LoopSilent           InternalError         LOOP-SILENT            after 15 s                       at once
/// ChargePoint          what the board says   (none)                 at once                          at once
/// TemperatureSensor    OtherError            TEMPERATURE-SENSOR     2 s; forbids nothing             for 2 s
/// </code>
/// An acknowledgement ends every fault whose cause is gone. Attempts are counted anew when a vehicle leaves (those of the self test: when it passes).
/// </summary>
public static class FaultTable
{
    /// <summary>Number of faults.</summary>
    public const int Count = 21;

    /// <summary>Mask of the faults that forbid energy: all but the temperature sensor.</summary>
    public const int Forbidding = (1 << (int)SafetyFault.TemperatureSensor) - 1;

    private static readonly string[] VendorErrorCodes =
    [
        "", "RCM-TRIP", "CONTACTOR-WELDED", "CURRENT-WHILE-OPEN", "EMERGENCY-STOP", "OVERCURRENT", "PILOT-DIODE", "PILOT-SHORTED",
        "PILOT-OUT-OF-RANGE", "TEMPERATURE", "OVERVOLTAGE", "CONTACTOR-NOT-CLOSING", "RCM-SELFTEST", "LOCK-JAMMED", "LOCK-NOT-HOLDING",
        "METER-SILENT", "UNDERVOLTAGE", "NO-MAINS", "LOOP-SILENT", "", "TEMPERATURE-SENSOR",
    ];

    private static readonly string[] Infos =
    [
        "fault of the hardware", "residual current, unplug the vehicle", "contactor does not open", "current flows through the open contactor", "emergency stop is pressed",
        "more current than offered", "diode of the vehicle is missing", "control pilot is shorted", "control pilot between its states",
        "too hot", "supply voltage is too high", "contactor does not close", "residual-current monitor failed its self test",
        "lock did not reach its position", "lock does not hold the plug", "energy meter does not answer", "supply voltage is too low", "no mains",
        "event loop does not answer", "fault of the charge point", "temperature sensor is broken, 16 A at most",
    ];

    private static readonly byte[] Codes =
    [
        (byte)HardwareFault.InternalError, (byte)HardwareFault.GroundFailure, (byte)HardwareFault.PowerSwitchFailure, (byte)HardwareFault.PowerSwitchFailure,
        (byte)HardwareFault.OtherError, (byte)HardwareFault.OverCurrentFailure, (byte)HardwareFault.EVCommunicationError, (byte)HardwareFault.EVCommunicationError,
        (byte)HardwareFault.EVCommunicationError, (byte)HardwareFault.HighTemperature, (byte)HardwareFault.OverVoltage, (byte)HardwareFault.PowerSwitchFailure,
        (byte)HardwareFault.InternalError, (byte)HardwareFault.ConnectorLockFailure, (byte)HardwareFault.ConnectorLockFailure, (byte)HardwareFault.PowerMeterFailure,
        (byte)HardwareFault.UnderVoltage, (byte)HardwareFault.UnderVoltage, (byte)HardwareFault.InternalError, (byte)HardwareFault.InternalError, (byte)HardwareFault.OtherError,
    ];

    /// <summary>ChargePointErrorCode (OCPP 1.6 section 7.6). Of Hardware and ChargePoint the board says it.</summary>
    /// <param name="fault">The fault.</param>
    public static HardwareFault Code(SafetyFault fault) => (HardwareFault)Codes[(int)fault];

    /// <summary>vendorErrorCode of StatusNotification (OCPP 1.6 section 6.47), at most 50 characters; "" for none.</summary>
    /// <param name="fault">The fault.</param>
    public static string VendorErrorCode(SafetyFault fault) => VendorErrorCodes[(int)fault];

    /// <summary>What it means, for people: info of StatusNotification, at most 50 characters.</summary>
    /// <param name="fault">The fault.</param>
    public static string Info(SafetyFault fault) => Infos[(int)fault];

    /// <summary>What ends it.</summary>
    /// <param name="fault">The fault.</param>
    public static FaultRelease Release(SafetyFault fault) => fault switch
    {
        SafetyFault.ContactorWelded or SafetyFault.CurrentWhileOpen or SafetyFault.ResidualSelfTest => FaultRelease.Acknowledged,
        SafetyFault.ResidualCurrent or SafetyFault.OverCurrent or SafetyFault.PilotDiode => FaultRelease.Unplugged,
        SafetyFault.ContactorNotClosing => FaultRelease.Permission,
        _ => FaultRelease.Time,
    };

    /// <summary>How long the cause has to be gone until the fault ends, or until it is tried again, in milliseconds.</summary>
    /// <param name="fault">The fault.</param>
    public static int HoldMs(SafetyFault fault) => fault switch
    {
        SafetyFault.OverCurrent or SafetyFault.ContactorNotClosing => 60_000,
        SafetyFault.ResidualSelfTest or SafetyFault.OverVoltage or SafetyFault.UnderVoltage => 10_000,
        SafetyFault.TemperatureSensor => 2_000,
        SafetyFault.PilotShorted or SafetyFault.PilotOutOfRange => 1_000,
        _ => 0,
    };

    /// <summary>How often it is tried again before it needs its <see cref="Release"/>.</summary>
    /// <param name="fault">The fault.</param>
    public static int Retries(SafetyFault fault) => fault switch
    {
        SafetyFault.ContactorNotClosing or SafetyFault.ResidualSelfTest => 3,
        SafetyFault.OverCurrent => 2,
        _ => 0,
    };

    /// <summary>Mask of one fault.</summary>
    /// <param name="fault">The fault.</param>
    public static int Bit(SafetyFault fault) => 1 << (int)fault;

    /// <summary>Finds the gravest fault of a mask.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="fault">The gravest.</param>
    /// <returns>False if the mask is empty.</returns>
    public static bool TryGravest(int mask, out SafetyFault fault)
    {
        fault = SafetyFault.Hardware;
        for (int i = 0; i < Count; i++)
        {
            if ((mask & (1 << i)) == 0) continue;
            fault = (SafetyFault)i;
            return true;
        }

        return false;
    }
}
