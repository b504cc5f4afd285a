namespace ChargePoint.Hal.OpenEvse;

/// <summary>What a board with an OpenEVSE controller is told about the station.</summary>
public sealed class OpenEvseOptions
{
    /// <summary>Highest current of the wiring, per phase, in milliamperes: 6,000 to 80,000. The controller's own limit holds as well.</summary>
    public int MaximumMilliamps { get; set; } = 32_000;

    /// <summary>Phases of the supply: 1, or 3 with a controller whose firmware was built for three phases.</summary>
    public int Phases { get; set; } = 1;

    /// <summary>
    /// Voltage of the supply in millivolts, 100,000 to 300,000, for controllers that do not measure it: they count energy with it. 0 leaves
    /// the controller's own value (240 V).
    /// </summary>
    public int VoltageMillivolts { get; set; }

    /// <summary>True if the controller has a temperature sensor (DS3231, MCP9808 or TMP007).</summary>
    public bool HasTemperature { get; set; } = true;

    /// <summary>
    /// True to charge even though the self test of the controller's ground-fault interrupter was switched off by its owner ($FF F 0). Only
    /// for stations behind a residual-current device of their own.
    /// </summary>
    public bool AllowUntestedGroundFault { get; set; }
}
