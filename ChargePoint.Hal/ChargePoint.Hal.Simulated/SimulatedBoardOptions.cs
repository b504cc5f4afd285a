namespace ChargePoint.Hal.Simulated;

/// <summary>What kind of board is simulated.</summary>
public sealed class SimulatedBoardOptions
{
    /// <summary>Number of connectors, 1 to 8.</summary>
    public int ConnectorCount { get; set; } = 1;

    /// <summary>True for attached cables: no socket and no lock.</summary>
    public bool FixedCable { get; set; }

    /// <summary>True for a ventilated place: vehicles that ask for ventilation get energy.</summary>
    public bool Ventilated { get; set; }

    /// <summary>Highest current of each connector per phase, in milliamperes: 6,000 to 80,000.</summary>
    public int MaximumMilliamps { get; set; } = 32000;

    /// <summary>Phases of the supply: 1 or 3.</summary>
    public int Phases { get; set; } = 1;

    /// <summary>True if the contactors can connect one phase or three.</summary>
    public bool PhaseSwitching { get; set; }

    /// <summary>Voltage of each phase against neutral, in millivolts: 100,000 to 300,000.</summary>
    public int VoltageMillivolts { get; set; } = 230000;

    /// <summary>What the charge point tells about itself.</summary>
    public BoardIdentity Identity { get; set; } = new BoardIdentity
    {
        Vendor = "ChargePoint",
        Model = "Simulator",
        FirmwareVersion = "0.1.0",
        MeterType = "Simulated",
    };
}
