namespace ChargePoint.Hal.Simulated;

/// <summary>Temperature sensor of a simulated connector.</summary>
public sealed class SimulatedTemperature : ITemperatureSensor
{
    /// <summary>Temperature unless told otherwise, in tenths of a degree Celsius.</summary>
    public const int RoomDeciCelsius = 250;

    private readonly SimulatedConnector _connector;
    private int _deciCelsius = RoomDeciCelsius;
    private bool _broken;

    internal SimulatedTemperature(SimulatedConnector connector) => _connector = connector;

    /// <summary>Temperature in tenths of a degree Celsius: -400 to 1,250. Values outside are brought into the range.</summary>
    public int DeciCelsius
    {
        get
        {
            lock (_connector.Board.Gate) return _deciCelsius;
        }

        set => Change(Limited(value), _broken);
    }

    /// <summary>True while the sensor is broken; set it to inject that.</summary>
    public bool Broken
    {
        get
        {
            lock (_connector.Board.Gate) return _broken;
        }

        set => Change(_deciCelsius, value);
    }

    /// <inheritdoc/>
    public bool TryRead(out int deciCelsius)
    {
        lock (_connector.Board.Gate)
        {
            deciCelsius = _deciCelsius;
            return !_broken;
        }
    }

    internal void Export(ConnectorWorld world)
    {
        world.DeciCelsius = _deciCelsius;
        world.TemperatureBroken = _broken;
    }

    internal void Import(ConnectorWorld world)
    {
        _deciCelsius = Limited(world.DeciCelsius);
        _broken = world.TemperatureBroken;
    }

    private static int Limited(int deciCelsius) => deciCelsius < -400 ? -400 : deciCelsius > 1250 ? 1250 : deciCelsius;

    private void Change(int deciCelsius, bool broken)
    {
        lock (_connector.Board.Gate)
        {
            if (_deciCelsius == deciCelsius && _broken == broken) return;
            _deciCelsius = deciCelsius;
            _broken = broken;
        }

        _connector.Board.NotifyWorld();
    }
}
