namespace ChargePoint.Hal;

/// <summary>State of the control pilot (IEC 61851-1 Annex A).</summary>
public enum PilotState
{
    /// <summary>12 V: no vehicle connected.</summary>
    A,

    /// <summary>9 V: vehicle connected, not ready to take energy.</summary>
    B,

    /// <summary>6 V: vehicle ready, no ventilation required.</summary>
    C,

    /// <summary>3 V: vehicle ready, ventilation required.</summary>
    D,

    /// <summary>0 V: pilot shorted to earth, or the charge point is without supply.</summary>
    E,

    /// <summary>-12 V: the charge point is not available.</summary>
    F,
}

/// <summary>What is wrong with a control pilot.</summary>
public enum PilotFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The vehicle's diode is missing or shorted: the low half of the signal does not reach -12 V (IEC 61851-1 A.3).</summary>
    Diode,

    /// <summary>The voltages belong to no state, for longer than a change of state takes.</summary>
    OutOfRange,

    /// <summary>The pilot is shorted to earth or to the supply, or its driver is broken: it does not follow what is driven.</summary>
    Shorted,
}

/// <summary>Control pilot of one connector: what the vehicle says, and the current that the charge point offers to it.</summary>
public interface IControlPilot
{
    /// <summary>Present, debounced pilot state.</summary>
    PilotState State { get; }

    /// <summary>
    /// Current that the pilot offers per phase, in milliamperes: 0 (steady 12 V, no offer) or 6,000 to 80,000
    /// (duty cycle by IEC 61851-1 Table A.7). A value between 1 and 5,999 is treated as 0.
    /// </summary>
    int OfferedMilliamps { get; set; }

    /// <summary>What is wrong with the pilot; with a fault, <see cref="State"/> is E, or F for a steady -12 V.</summary>
    PilotFault Fault { get; }

    /// <summary>Voltage of the high half of the signal, in millivolts, as measured last; for technicians.</summary>
    int HighMillivolts { get; }

    /// <summary>Voltage of the low half of the signal, in millivolts, as measured last; that of the high half while the level is steady.</summary>
    int LowMillivolts { get; }
}
