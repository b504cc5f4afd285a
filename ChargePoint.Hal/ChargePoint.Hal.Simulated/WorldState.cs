namespace ChargePoint.Hal.Simulated;

/// <summary>
/// The outside world of a simulated board as plain data: what stays as it is while the charge point has no supply. Made by
/// <see cref="SimulatedBoard.ExportWorld"/>, taken by <see cref="SimulatedBoard.ImportWorld"/>.
/// </summary>
public sealed class WorldState
{
    /// <summary>Makes the world of a factory-new charge point: nothing plugged, nothing broken.</summary>
    /// <param name="connectorCount">Number of connectors, 1 to 8.</param>
    public WorldState(int connectorCount)
    {
        Connectors = new ConnectorWorld[connectorCount];
        for (int i = 0; i < connectorCount; i++) Connectors[i] = new ConnectorWorld();
    }

    /// <summary>Fault of the charge point as a whole.</summary>
    public HardwareFault Fault { get; set; }

    /// <summary>Voltage of each phase against neutral, in millivolts; 0 for that of the board's options.</summary>
    public int SupplyMillivolts { get; set; }

    /// <summary>The card reader does not answer.</summary>
    public bool ReaderDead { get; set; }

    /// <summary>The emergency stop is pressed.</summary>
    public bool EmergencyStop { get; set; }

    /// <summary>The world at each connector; element 0 is connector 1.</summary>
    public ConnectorWorld[] Connectors { get; }
}

/// <summary>The outside world at one connector as plain data.</summary>
public sealed class ConnectorWorld
{
    /// <summary>A plug is in the socket.</summary>
    public bool CableInSocket { get; set; }

    /// <summary>The plug leaves the socket as soon as the lock lets it go.</summary>
    public bool RemovalPending { get; set; }

    /// <summary>A vehicle is at the other end of the cable.</summary>
    public bool VehicleConnected { get; set; }

    /// <summary>The vehicle does not ask for energy.</summary>
    public bool VehicleSuspended { get; set; }

    /// <summary>The vehicle asks for ventilation while it charges (pilot state D).</summary>
    public bool VehicleNeedsVentilation { get; set; }

    /// <summary>Highest current that the vehicle takes per phase, in milliamperes.</summary>
    public int VehicleMaximumMilliamps { get; set; } = SimulatedVehicle.DefaultMaximumMilliamps;

    /// <summary>Phases that the vehicle's charger uses: 1 or 3.</summary>
    public int VehiclePhases { get; set; } = SimulatedVehicle.DefaultPhases;

    /// <summary>Energy register of the meter, in watt-hours.</summary>
    public long EnergyWh { get; set; }

    /// <summary>Energy beyond the register, in nanojoules: 0 to 3,600,000,000,000 - 1 (1 Wh is 3,600 J).</summary>
    public long EnergyRemainderNanojoules { get; set; }

    /// <summary>The meter does not answer.</summary>
    public bool MeterSilent { get; set; }

    /// <summary>The lock's bolt holds the plug.</summary>
    public bool LockHolds { get; set; }

    /// <summary>The lock's actuator does not move.</summary>
    public bool LockStuck { get; set; }

    /// <summary>The contactor's contacts are welded: closed whatever is commanded.</summary>
    public bool ContactorWelded { get; set; }

    /// <summary>The contactor does not pull in: open whatever is commanded.</summary>
    public bool ContactorStuckOpen { get; set; }

    /// <summary>The pilot wire is shorted to earth (pilot state E).</summary>
    public bool PilotShorted { get; set; }

    /// <summary>The vehicle's pilot diode is missing.</summary>
    public bool DiodeMissing { get; set; }

    /// <summary>Current that flows in addition to what the vehicle was offered, per phase, in milliamperes.</summary>
    public int ExcessMilliamps { get; set; }

    /// <summary>A residual current flows that the monitor has to notice.</summary>
    public bool Leaking { get; set; }

    /// <summary>The residual-current monitor does not trip, whatever flows.</summary>
    public bool MonitorBroken { get; set; }

    /// <summary>Temperature in the housing, in tenths of a degree Celsius.</summary>
    public int DeciCelsius { get; set; } = SimulatedTemperature.RoomDeciCelsius;

    /// <summary>The temperature sensor is broken.</summary>
    public bool TemperatureBroken { get; set; }

    /// <summary>Current that the cable in the socket carries, in milliamperes.</summary>
    public int CableMilliamps { get; set; } = SimulatedConnector.DefaultCableMilliamps;

    /// <summary>Fault of the connector's hardware.</summary>
    public HardwareFault Fault { get; set; }
}
