namespace ChargePoint.Hal.Simulated;

/// <summary>Residual-current monitor of a simulated connector: trips at once, and its self test is over at once.</summary>
public sealed class SimulatedResidualCurrent : IResidualCurrentMonitor
{
    private readonly SimulatedConnector _connector;
    private bool _leaking;
    private bool _broken;
    private bool _tripped;
    private SelfTest _selfTest;

    internal SimulatedResidualCurrent(SimulatedConnector connector) => _connector = connector;

    /// <inheritdoc/>
    public bool Tripped
    {
        get
        {
            lock (_connector.Board.Gate) return _tripped;
        }
    }

    /// <inheritdoc/>
    public SelfTest SelfTest
    {
        get
        {
            lock (_connector.Board.Gate) return _selfTest;
        }
    }

    /// <summary>True while a residual current flows; set it to inject that.</summary>
    public bool Leaking
    {
        get
        {
            lock (_connector.Board.Gate) return _leaking;
        }

        set => Change(value, _broken);
    }

    /// <summary>True while the monitor does not trip, whatever flows; set it to inject that.</summary>
    public bool Broken
    {
        get
        {
            lock (_connector.Board.Gate) return _broken;
        }

        set => Change(_leaking, value);
    }

    /// <inheritdoc/>
    public void BeginSelfTest()
    {
        lock (_connector.Board.Gate) _selfTest = _broken || _leaking ? SelfTest.Failed : SelfTest.Passed;
    }

    /// <inheritdoc/>
    public void Reset()
    {
        lock (_connector.Board.Gate) _tripped = _leaking && !_broken;
    }

    internal void PowerOff()
    {
        _tripped = _leaking && !_broken;
        _selfTest = SelfTest.None;
    }

    internal void Export(ConnectorWorld world)
    {
        world.Leaking = _leaking;
        world.MonitorBroken = _broken;
    }

    internal void Import(ConnectorWorld world)
    {
        _leaking = world.Leaking;
        _broken = world.MonitorBroken;
        _tripped |= _leaking && !_broken;
    }

    private void Change(bool leaking, bool broken)
    {
        lock (_connector.Board.Gate)
        {
            if (_leaking == leaking && _broken == broken) return;
            _leaking = leaking;
            _broken = broken;
            _tripped |= leaking && !broken;
        }

        _connector.Board.NotifyWorld();
    }
}
