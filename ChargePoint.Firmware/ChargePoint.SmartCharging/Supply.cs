namespace ChargePoint.SmartCharging;

/// <summary>
/// Amperes and watts (OCPP 1.6 section 7.12): amperes are those of each phase, watts those of all phases together, and between them stands
/// the voltage that the area is set for, not the one that is measured. Currents are whole milliamperes, rounded down: never above the limit.
/// <para>The phases of the connector share the watts, whatever a profile's numberPhases says: an outlet that cannot switch phases off
/// (ConnectorSwitch3to1PhaseSupported is false) offers all of them, and a vehicle may take what it is offered.</para>
/// </summary>
public static class Supply
{
    /// <summary>Voltage of each phase against neutral that the area is set for, in volts.</summary>
    public const int LineVolts = 230;

    /// <summary>Lowest current that a vehicle can be offered, in milliamperes (IEC 61851-1).</summary>
    public const int LowestMilliamps = 6_000;

    /// <summary>Current of a limit.</summary>
    /// <param name="limitTenths">Limit in tenths of its unit, 0 to <see cref="ChargingProfile.LargestLimit"/>.</param>
    /// <param name="isPower">True for watts.</param>
    /// <param name="phases">Phases of the connector.</param>
    /// <returns>Milliamperes of each phase.</returns>
    public static int ToMilliamps(int limitTenths, bool isPower, int phases) =>
        isPower ? (int)(limitTenths * 100L / (LineVolts * phases)) : limitTenths * 100;

    /// <summary>A current as tenths of a unit.</summary>
    /// <param name="milliamps">Milliamperes of each phase.</param>
    /// <param name="isPower">True for watts.</param>
    /// <param name="phases">Phases of the connector.</param>
    public static long ToTenths(long milliamps, bool isPower, int phases) => isPower ? milliamps * LineVolts * phases / 100 : milliamps / 100;
}
