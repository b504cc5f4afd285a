namespace ChargePoint.Hal.OpenEvse;

/// <summary>The requests of RAPI that are used.</summary>
public enum RapiCommand
{
    /// <summary>$GV: version of firmware and protocol.</summary>
    GetVersion,

    /// <summary>$GS: state, session time, pilot state, flags.</summary>
    GetState,

    /// <summary>$G0: is a vehicle connected? For firmware whose $GS has no flags.</summary>
    GetConnected,

    /// <summary>$GE: current in amperes, flags of the settings.</summary>
    GetSettings,

    /// <summary>$GC: lowest, highest, present and configured current in amperes.</summary>
    GetCapacity,

    /// <summary>$GG: charging current in milliamperes, voltage in millivolts.</summary>
    GetCurrent,

    /// <summary>$GU: watt-seconds of the session, watt-hours of all sessions that have ended.</summary>
    GetEnergy,

    /// <summary>$GP: three temperatures in tenths of a degree Celsius.</summary>
    GetTemperature,

    /// <summary>$GF: counters of faults.</summary>
    GetFaults,

    /// <summary>$SC: current in amperes, V for until the next restart.</summary>
    SetCurrent,

    /// <summary>$SB: ends the lock that some controllers have after a restart.</summary>
    ClearBootLock,

    /// <summary>$SY: supervision of this module by the controller.</summary>
    Supervise,

    /// <summary>$SY without parameters: this module is alive.</summary>
    Pulse,

    /// <summary>$SY 165: acknowledges a missed pulse.</summary>
    AcknowledgeMissedPulse,

    /// <summary>$SV: voltage in millivolts for controllers that do not measure it.</summary>
    SetVoltage,

    /// <summary>$FE: enable.</summary>
    Enable,

    /// <summary>$FS: sleep, the relay opening as soon as the vehicle draws no current, after 3 seconds at the latest.</summary>
    Sleep,

    /// <summary>$FD: disable, the relay opening at once, and the pilot at -12 V.</summary>
    Disable,
}

/// <summary>The letters of the requests.</summary>
internal static class RapiCommands
{
    public static string Text(RapiCommand command) => command switch
    {
        RapiCommand.GetVersion => "GV",
        RapiCommand.GetState => "GS",
        RapiCommand.GetConnected => "G0",
        RapiCommand.GetSettings => "GE",
        RapiCommand.GetCapacity => "GC",
        RapiCommand.GetCurrent => "GG",
        RapiCommand.GetEnergy => "GU",
        RapiCommand.GetTemperature => "GP",
        RapiCommand.GetFaults => "GF",
        RapiCommand.SetCurrent => "SC",
        RapiCommand.ClearBootLock => "SB",
        RapiCommand.Supervise or RapiCommand.Pulse or RapiCommand.AcknowledgeMissedPulse => "SY",
        RapiCommand.SetVoltage => "SV",
        RapiCommand.Enable => "FE",
        RapiCommand.Sleep => "FS",
        _ => "FD",
    };
}
