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
}
