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

    /// <summary>ChargePointErrorCode (OCPP 1.6 section 7.6). Of Hardware and ChargePoint the board says it.</summary>
    /// <param name="fault">The fault.</param>
    public static HardwareFault Code(SafetyFault fault) => fault switch
    {
        SafetyFault.ResidualCurrent => HardwareFault.GroundFailure,
        SafetyFault.ContactorWelded or SafetyFault.CurrentWhileOpen or SafetyFault.ContactorNotClosing => HardwareFault.PowerSwitchFailure,
        SafetyFault.EmergencyStop or SafetyFault.TemperatureSensor => HardwareFault.OtherError,
        SafetyFault.OverCurrent => HardwareFault.OverCurrentFailure,
        SafetyFault.PilotDiode or SafetyFault.PilotShorted or SafetyFault.PilotOutOfRange => HardwareFault.EVCommunicationError,
        SafetyFault.HighTemperature => HardwareFault.HighTemperature,
        SafetyFault.OverVoltage => HardwareFault.OverVoltage,
        SafetyFault.LockJammed or SafetyFault.LockNotHolding => HardwareFault.ConnectorLockFailure,
        SafetyFault.MeterSilent => HardwareFault.PowerMeterFailure,
        SafetyFault.UnderVoltage or SafetyFault.NoMains => HardwareFault.UnderVoltage,
        _ => HardwareFault.InternalError,
    };

    /// <summary>vendorErrorCode of StatusNotification (OCPP 1.6 section 6.47), at most 50 characters; "" for none.</summary>
    /// <param name="fault">The fault.</param>
    public static string VendorErrorCode(SafetyFault fault) => fault switch
    {
        SafetyFault.ResidualCurrent => "RCM-TRIP",
        SafetyFault.ContactorWelded => "CONTACTOR-WELDED",
        SafetyFault.CurrentWhileOpen => "CURRENT-WHILE-OPEN",
        SafetyFault.EmergencyStop => "EMERGENCY-STOP",
        SafetyFault.OverCurrent => "OVERCURRENT",
        SafetyFault.PilotDiode => "PILOT-DIODE",
        SafetyFault.PilotShorted => "PILOT-SHORTED",
        SafetyFault.PilotOutOfRange => "PILOT-OUT-OF-RANGE",
        SafetyFault.HighTemperature => "TEMPERATURE",
        SafetyFault.OverVoltage => "OVERVOLTAGE",
        SafetyFault.ContactorNotClosing => "CONTACTOR-NOT-CLOSING",
        SafetyFault.ResidualSelfTest => "RCM-SELFTEST",
        SafetyFault.LockJammed => "LOCK-JAMMED",
        SafetyFault.LockNotHolding => "LOCK-NOT-HOLDING",
        SafetyFault.MeterSilent => "METER-SILENT",
        SafetyFault.UnderVoltage => "UNDERVOLTAGE",
        SafetyFault.NoMains => "NO-MAINS",
        SafetyFault.LoopSilent => "LOOP-SILENT",
        SafetyFault.TemperatureSensor => "TEMPERATURE-SENSOR",
        _ => "",
    };

    /// <summary>What it means, for people: info of StatusNotification, at most 50 characters.</summary>
    /// <param name="fault">The fault.</param>
    public static string Info(SafetyFault fault) => fault switch
    {
        SafetyFault.ResidualCurrent => "residual current, unplug the vehicle",
        SafetyFault.ContactorWelded => "contactor does not open",
        SafetyFault.CurrentWhileOpen => "current flows through the open contactor",
        SafetyFault.EmergencyStop => "emergency stop is pressed",
        SafetyFault.OverCurrent => "more current than offered",
        SafetyFault.PilotDiode => "diode of the vehicle is missing",
        SafetyFault.PilotShorted => "control pilot is shorted",
        SafetyFault.PilotOutOfRange => "control pilot between its states",
        SafetyFault.HighTemperature => "too hot",
        SafetyFault.OverVoltage => "supply voltage is too high",
        SafetyFault.ContactorNotClosing => "contactor does not close",
        SafetyFault.ResidualSelfTest => "residual-current monitor failed its self test",
        SafetyFault.LockJammed => "lock did not reach its position",
        SafetyFault.LockNotHolding => "lock does not hold the plug",
        SafetyFault.MeterSilent => "energy meter does not answer",
        SafetyFault.UnderVoltage => "supply voltage is too low",
        SafetyFault.NoMains => "no mains",
        SafetyFault.LoopSilent => "event loop does not answer",
        SafetyFault.ChargePoint => "fault of the charge point",
        SafetyFault.TemperatureSensor => "temperature sensor is broken, 16 A at most",
        _ => "fault of the hardware",
    };

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
