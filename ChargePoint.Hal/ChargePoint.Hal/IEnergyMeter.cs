namespace ChargePoint.Hal;

/// <summary>Energy meter of one connector.</summary>
public interface IEnergyMeter
{
    /// <summary>Number of phases that the meter measures: 1 or 3.</summary>
    int Phases { get; }

    /// <summary>Copies the newest measurement.</summary>
    /// <param name="reading">Receives the measurement; left as it was when there is none.</param>
    /// <returns>False while the meter is silent (never answered, or not for longer than its driver's time limit).</returns>
    bool TryRead(MeterReading reading);
}

/// <summary>One measurement of an energy meter. The receiver owns and reuses it.</summary>
public sealed class MeterReading
{
    /// <summary>Imported active energy register, in watt-hours. Never decreases.</summary>
    public long EnergyWh { get; set; }

    /// <summary>Imported active power, in watts, all phases together.</summary>
    public int PowerW { get; set; }

    /// <summary>Current of phases L1 to L3, in milliamperes; phases that the meter lacks stay 0.</summary>
    public int[] CurrentMilliamps { get; } = new int[3];

    /// <summary>Voltage of phases L1 to L3 against neutral, in millivolts; phases that the meter lacks stay 0.</summary>
    public int[] VoltageMillivolts { get; } = new int[3];
}
