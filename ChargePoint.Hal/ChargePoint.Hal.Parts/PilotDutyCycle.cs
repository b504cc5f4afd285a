namespace ChargePoint.Hal.Parts;

/// <summary>
/// Duty cycle of the control pilot and the current that it offers, IEC 61851-1 Annex A, tables A.7 (charge point) and A.8 (vehicle).
/// Duty cycles are in hundredths of a percent: 1,000 is 10 %.
/// </summary>
public static class PilotDutyCycle
{
    /// <summary>Lowest current that can be offered, in milliamperes.</summary>
    public const int LowestMilliamps = 6_000;

    /// <summary>Highest current that can be offered, in milliamperes.</summary>
    public const int HighestMilliamps = 80_000;

    /// <summary>Duty cycle of a steady high level: no offer.</summary>
    public const int Steady = 10_000;

    /// <summary>Duty cycle that a charge point sets to offer a current.</summary>
    /// <param name="milliamps">Current; below 6,000 nothing can be offered, above 80,000 it is 80,000.</param>
    /// <returns>1,000 to 9,600, never more than offers the current; <see cref="Steady"/> for no offer.</returns>
    public static int Of(int milliamps)
    {
        if (milliamps < LowestMilliamps) return Steady;
        if (milliamps > HighestMilliamps) milliamps = HighestMilliamps;
        return milliamps <= 51_000 ? milliamps / 6 : (milliamps / 25) + 6_400;
    }

    /// <summary>Current that a vehicle may take at a duty cycle.</summary>
    /// <param name="hundredths">0 to 10,000.</param>
    /// <returns>Milliamperes; 0 where the table allows no charging, or digital communication would be needed (3 to 7 %).</returns>
    public static int ToMilliamps(int hundredths)
    {
        if (hundredths < 800 || hundredths > 9_700) return 0;
        if (hundredths < 1_000) return LowestMilliamps;
        if (hundredths <= 8_500) return hundredths * 6;
        return hundredths <= 9_600 ? (hundredths - 6_400) * 25 : HighestMilliamps;
    }
}
