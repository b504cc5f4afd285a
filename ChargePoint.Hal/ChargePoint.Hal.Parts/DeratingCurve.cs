using System;

namespace ChargePoint.Hal.Parts;

/// <summary>
/// How the current is lowered with rising temperature: the full current up to a first temperature, in a straight line down to the lowest
/// current at a second one, and none above it. It has no memory: whoever opens a contactor above the second temperature waits for some degrees
/// less before closing it again.
/// </summary>
public sealed class DeratingCurve
{
    private readonly int _startDeciCelsius;
    private readonly int _endDeciCelsius;
    private readonly int _lowestMilliamps;

    /// <summary>Makes a curve.</summary>
    /// <param name="startDeciCelsius">Where lowering begins, in tenths of a degree Celsius: -400 to 1,250.</param>
    /// <param name="endDeciCelsius">Last temperature at which current is allowed, above the first and up to 1,250.</param>
    /// <param name="lowestMilliamps">Current at the last temperature, 0 to 80,000 mA; 6,000 is the lowest that can be offered.</param>
    /// <exception cref="ArgumentException">A value is outside its range.</exception>
    public DeratingCurve(int startDeciCelsius, int endDeciCelsius, int lowestMilliamps = 6_000)
    {
        if (startDeciCelsius < -400 || endDeciCelsius > 1_250 || endDeciCelsius <= startDeciCelsius) throw new ArgumentException("temperatures");
        if (lowestMilliamps < 0 || lowestMilliamps > 80_000) throw new ArgumentException("lowest current");
        _startDeciCelsius = startDeciCelsius;
        _endDeciCelsius = endDeciCelsius;
        _lowestMilliamps = lowestMilliamps;
    }

    /// <summary>Highest current at a temperature.</summary>
    /// <param name="deciCelsius">Temperature in tenths of a degree Celsius.</param>
    /// <param name="fullMilliamps">Current without derating, 0 to 80,000 mA.</param>
    /// <returns>0 to <paramref name="fullMilliamps"/>.</returns>
    public int Limit(int deciCelsius, int fullMilliamps)
    {
        if (deciCelsius > _endDeciCelsius) return 0;
        if (deciCelsius <= _startDeciCelsius || fullMilliamps <= _lowestMilliamps) return fullMilliamps;

        // At most 80,000 mA x 1,650 = 132 million: fits
        return fullMilliamps - ((fullMilliamps - _lowestMilliamps) * (deciCelsius - _startDeciCelsius) / (_endDeciCelsius - _startDeciCelsius));
    }
}
