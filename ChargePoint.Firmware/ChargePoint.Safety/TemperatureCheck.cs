using ChargePoint.Hal;

namespace ChargePoint.Safety;

/// <summary>
/// Keeps the charge point cool: less current first, none at last.
/// <code>
/// up to 60 °C       what the hardware carries
/// 60 °C to 80 °C    falls in a straight line to 6 A, the lowest that a pilot can offer, in whole amperes; rises again 2 K lower
/// 85 °C for 2 s     HighTemperature, until it is below 75 °C (contactors and terminals are made for 85 °C to 105 °C, IEC 60947-1)
/// sensor broken     16 A at most (what household wiring carries for hours), told as TemperatureSensor after 2 s
/// </code>
/// </summary>
internal sealed class TemperatureCheck
{
    public const int DerateFromDeciCelsius = 600;

    public const int DerateToDeciCelsius = 800;

    public const int HighDeciCelsius = 850;

    public const int CoolDeciCelsius = 750;

    public const int HighMs = 2_000;

    public const int BrokenMs = 2_000;

    /// <summary>Limit without a sensor to rely on, in milliamperes.</summary>
    public const int BlindMilliamps = 16_000;

    /// <summary>What is left at the end, in milliamperes.</summary>
    public const int LowestMilliamps = 6_000;

    private const int HysteresisDeciCelsius = 20;

    private int _highMs;
    private int _brokenMs;
    private bool _isHigh;

    /// <summary>Highest current that may be offered, in milliamperes of each phase; int.MaxValue for no limit.</summary>
    public int LimitMilliamps { get; private set; } = int.MaxValue;

    /// <summary>Looks at the sensor.</summary>
    /// <param name="sensor">The sensor, or null.</param>
    /// <param name="maximumMilliamps">What the hardware carries while it is cool.</param>
    /// <param name="elapsedMs">Time since the look before.</param>
    /// <returns>Mask of the faults whose cause is there.</returns>
    public int Look(ITemperatureSensor? sensor, int maximumMilliamps, int elapsedMs)
    {
        if (sensor == null) return 0;
        bool known = sensor.TryRead(out int deciCelsius);
        _brokenMs = Evidence.Add(_brokenMs, !known, elapsedMs);
        if (!known)
        {
            // Whether it was too hot is what was known last.
            if (_brokenMs < BrokenMs) return _isHigh ? FaultTable.Bit(SafetyFault.HighTemperature) : 0;
            if (LimitMilliamps > BlindMilliamps) LimitMilliamps = BlindMilliamps;
            return FaultTable.Bit(SafetyFault.TemperatureSensor) | (_isHigh ? FaultTable.Bit(SafetyFault.HighTemperature) : 0);
        }

        int limit = At(deciCelsius, maximumMilliamps);
        int cautious = At(deciCelsius + HysteresisDeciCelsius, maximumMilliamps);
        if (limit < LimitMilliamps) LimitMilliamps = limit;
        else if (cautious > LimitMilliamps) LimitMilliamps = cautious;
        _highMs = Evidence.Add(_highMs, deciCelsius >= HighDeciCelsius, elapsedMs);
        if (_highMs >= HighMs) _isHigh = true;
        else if (deciCelsius < CoolDeciCelsius) _isHigh = false;
        return _isHigh ? FaultTable.Bit(SafetyFault.HighTemperature) : 0;
    }

    private static int At(int deciCelsius, int maximumMilliamps)
    {
        if (deciCelsius <= DerateFromDeciCelsius) return int.MaxValue;
        if (deciCelsius >= DerateToDeciCelsius || maximumMilliamps <= LowestMilliamps) return LowestMilliamps;
        int less = (maximumMilliamps - LowestMilliamps) * (deciCelsius - DerateFromDeciCelsius) / (DerateToDeciCelsius - DerateFromDeciCelsius);
        return (maximumMilliamps - less) / 1_000 * 1_000;
    }
}
