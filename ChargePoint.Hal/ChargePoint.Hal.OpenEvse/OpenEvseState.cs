namespace ChargePoint.Hal.OpenEvse;

/// <summary>
/// States of an OpenEVSE controller ($GS, $AT) and what they mean here:
/// <code>
///   0 unknown       1 A not connected   2 B connected     3 C charging         4 D ventilation required
///   5 diode check   6 ground fault      7 no earth        8 relay stuck        9 self test failed
///  10 temperature  11 over-current     12 pilot          13 temperature sensor 14 relay does not close
/// 254 sleeping    255 disabled
/// </code>
/// </summary>
internal static class OpenEvseState
{
    public const int Unknown = 0;
    public const int NotConnected = 1;
    public const int Connected = 2;
    public const int Charging = 3;
    public const int VentilationRequired = 4;
    public const int DiodeCheckFailed = 5;
    public const int GroundFault = 6;
    public const int NoEarth = 7;
    public const int RelayStuck = 8;
    public const int SelfTestFailed = 9;
    public const int OverTemperature = 10;
    public const int OverCurrent = 11;
    public const int PilotError = 12;
    public const int TemperatureSensor = 13;
    public const int RelayOpen = 14;
    public const int Sleeping = 254;
    public const int Disabled = 255;

    /// <summary>Flag of the state: the relay is closed.</summary>
    public const int FlagRelayClosed = 0x0040;

    /// <summary>Flag of the state: a vehicle is connected.</summary>
    public const int FlagConnected = 0x0100;

    /// <summary>Flag of the state: locked since the restart, until $SB.</summary>
    public const int FlagBootLock = 0x4000;

    /// <summary>Flag of the settings: the self test of the ground-fault interrupter is switched off.</summary>
    public const int FlagSelfTestOff = 0x0200;

    /// <summary>True for a number that a controller may report; anything else is noise.</summary>
    public static bool IsKnown(int state) => (state >= Unknown && state <= RelayOpen) || state == Sleeping || state == Disabled;

    /// <summary>True if $FS puts the controller to sleep without hiding a fault. In a fault it must not be sent.</summary>
    public static bool IsAwake(int state) => state >= Unknown && state <= Charging;

    /// <summary>Fault in the words of OCPP.</summary>
    public static HardwareFault Fault(int state) => state switch
    {
        DiodeCheckFailed or PilotError => HardwareFault.EVCommunicationError,
        GroundFault or NoEarth or SelfTestFailed => HardwareFault.GroundFailure,
        RelayStuck or RelayOpen => HardwareFault.PowerSwitchFailure,
        OverTemperature => HardwareFault.HighTemperature,
        OverCurrent => HardwareFault.OverCurrentFailure,
        TemperatureSensor => HardwareFault.OtherError,
        _ => HardwareFault.NoError,
    };

    /// <summary>What the fault is about, in up to 50 characters.</summary>
    public static string Detail(int state) => state switch
    {
        DiodeCheckFailed => "vehicle's diode is missing or shorted",
        GroundFault => "ground-fault interrupter has tripped",
        NoEarth => "no protective earth",
        RelayStuck => "relay does not open",
        SelfTestFailed => "ground-fault self test failed",
        OverTemperature => "controller is too hot",
        OverCurrent => "vehicle draws more than offered",
        PilotError => "control pilot failed its test",
        TemperatureSensor => "temperature sensor is broken",
        RelayOpen => "relay does not close",
        _ => "",
    };
}
