namespace ChargePoint.Hal.Simulated;

/// <summary>
/// Lock of a simulated socket. The bolt moves at once, unless the actuator is stuck: then the bolt stays where it is, and a
/// command that would have moved it ends as <see cref="LockState.Jammed"/>.
/// </summary>
public sealed class SimulatedLock : IConnectorLock
{
    private readonly SimulatedConnector _connector;
    private bool _stuck;
    private bool _failed;

    internal SimulatedLock(SimulatedConnector connector) => _connector = connector;

    /// <inheritdoc/>
    public LockState State
    {
        get
        {
            lock (_connector.Board.Gate) return _failed ? LockState.Jammed : Holds ? LockState.Locked : LockState.Unlocked;
        }
    }

    /// <summary>
    /// True while the actuator is stuck; set it to inject that. A lock that is freed reports the position in which its bolt is,
    /// and obeys the next command.
    /// </summary>
    public bool Stuck
    {
        get
        {
            lock (_connector.Board.Gate) return _stuck;
        }

        set
        {
            lock (_connector.Board.Gate)
            {
                if (_stuck == value) return;
                _stuck = value;
                _failed = false;
            }

            _connector.Board.NotifyWorld();
        }
    }

    internal bool Holds { get; private set; }

    /// <inheritdoc/>
    public void Lock() => Drive(true);

    /// <inheritdoc/>
    public void Unlock() => Drive(false);

    // The bolt stays where it is without supply; that a command failed is known only to the electronics.
    internal void Forget() => _failed = false;

    internal void Export(ConnectorWorld world)
    {
        world.LockHolds = Holds;
        world.LockStuck = _stuck;
    }

    internal void Import(ConnectorWorld world)
    {
        Holds = world.LockHolds;
        _stuck = world.LockStuck;
        _failed = false;
    }

    private void Drive(bool hold)
    {
        lock (_connector.Board.Gate)
        {
            bool failed = _stuck && hold != Holds;
            bool holds = _stuck ? Holds : hold;
            if (failed == _failed && holds == Holds) return;
            _failed = failed;
            Holds = holds;
            _connector.PullReleasedPlug();
        }

        _connector.Board.NotifyWorld();
    }
}
