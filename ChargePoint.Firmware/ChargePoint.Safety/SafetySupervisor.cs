using ChargePoint.Hal;

namespace ChargePoint.Safety;

/// <summary>Is told that the supervisor has moved a contactor or found a contactor fault.</summary>
public interface ISafetyListener
{
    /// <summary>Something has changed. Called from the supervisor's thread; must return at once.</summary>
    void OnSafetyChanged();
}

/// <summary>
/// The only one who moves contactors. Runs beside the event loop with a period of its own, reads inputs and permissions and
/// nothing else: it never waits for flash, network or JSON. A contactor is closed only while ALL of these hold:
/// <list type="bullet">
/// <item>the loop permits it (an authorized transaction that may take energy) and has shown that it is alive,</item>
/// <item>the pilot is in state C, or in D where there is ventilation, and offers 6 A or more,</item>
/// <item>the lock, if there is one, holds the plug,</item>
/// <item>the mains are present, and the emergency stop is not pressed,</item>
/// <item>neither the connector nor the charge point has a fault that forbids energy,</item>
/// <item>the contactor has followed its last command.</item>
/// </list>
/// On anything else it is opened in the same step.
/// </summary>
public sealed class SafetySupervisor
{
    /// <summary>Period of <see cref="Step"/> in milliseconds.</summary>
    public const int PeriodMs = 20;

    /// <summary>How long a contactor may take to follow its command, in milliseconds.</summary>
    public const int ContactorTimeMs = 200;

    /// <summary>How long the loop may be silent until its permissions end, in milliseconds. A TLS handshake takes a few seconds.</summary>
    public const int LoopSilentMs = 15_000;

    /// <summary>How long the loop may be silent until the watchdog is not fed any more, in milliseconds.</summary>
    public const int LoopDeadMs = 60_000;

    private readonly IBoard _board;
    private readonly bool[] _permitted;
    private readonly bool[] _stuck;
    private readonly bool[] _stuckOpen;
    private readonly long[] _disagreeSinceMs;
    private ISafetyListener? _listener;
    private long _loopAliveMs;

    /// <summary>Makes a supervisor that permits nothing.</summary>
    /// <param name="board">The board.</param>
    public SafetySupervisor(IBoard board)
    {
        _board = board;
        _loopAliveMs = board.Clock.MonotonicMs;
        int count = board.Connectors.Length;
        _permitted = new bool[count];
        _stuck = new bool[count];
        _stuckOpen = new bool[count];
        _disagreeSinceMs = new long[count];
        for (int i = 0; i < count; i++) _disagreeSinceMs[i] = -1;
    }

    /// <summary>Names who is told of changes.</summary>
    /// <param name="listener">The listener.</param>
    public void Listen(ISafetyListener listener) => _listener = listener;

    /// <summary>The event loop is alive. Called by it at least once a second.</summary>
    public void LoopIsAlive() => _loopAliveMs = _board.Clock.MonotonicMs;

    /// <summary>Permits or forbids energy on a connector. Takes effect with the next step.</summary>
    /// <param name="connectorId">1 to the number of connectors.</param>
    /// <param name="permitted">True only while an authorized transaction may take energy.</param>
    public void Permit(int connectorId, bool permitted) => _permitted[connectorId - 1] = permitted;

    /// <summary>
    /// True while the contactor of a connector does not follow its command: welded, until it lets go, or stuck open, until
    /// permission is withdrawn.
    /// </summary>
    /// <param name="connectorId">1 to the number of connectors.</param>
    public bool IsContactorStuck(int connectorId) => _stuck[connectorId - 1];

    /// <summary>Opens every contactor, whatever is permitted. For restarts.</summary>
    public void OpenAll()
    {
        for (int i = 0; i < _permitted.Length; i++)
        {
            _permitted[i] = false;
            _board.Connectors[i].Contactor.Open();
        }
    }

    /// <summary>Tells whether a fault forbids energy. The others are only reported.</summary>
    /// <param name="fault">The fault.</param>
    public static bool ForbidsEnergy(HardwareFault fault) => fault switch
    {
        HardwareFault.NoError or HardwareFault.WeakSignal or HardwareFault.ReaderFailure or HardwareFault.ResetFailure => false,
        _ => true,
    };

    /// <summary>Looks at every connector once, and opens or closes its contactor.</summary>
    public void Step()
    {
        _board.Sample();
        long silentMs = _board.Clock.MonotonicMs - _loopAliveMs;
        if (silentMs < LoopDeadMs) _board.Watchdog.Feed();
        bool changed = false;
        bool boardFault = ForbidsEnergy(_board.Fault) || !_board.MainsPresent || _board.EmergencyStop || silentMs >= LoopSilentMs;
        for (int i = 0; i < _permitted.Length; i++)
        {
            IConnectorHardware connector = _board.Connectors[i];
            bool close = !boardFault && !_stuck[i] && _permitted[i] && MayTakeEnergy(connector);
            if (close != connector.Contactor.Commanded)
            {
                if (close) connector.Contactor.Close();
                else connector.Contactor.Open();
                changed = true;
            }

            changed |= CheckFeedback(i, connector.Contactor);
        }

        if (changed) _listener?.OnSafetyChanged();
    }

    private static bool MayTakeEnergy(IConnectorHardware connector)
    {
        PilotState pilot = connector.Pilot.State;
        return (pilot == PilotState.C || (pilot == PilotState.D && connector.IsVentilated))
            && connector.Pilot.OfferedMilliamps >= 6000
            && (connector.Lock == null || connector.Lock.State == LockState.Locked)
            && !ForbidsEnergy(connector.Fault);
    }

    // A contactor that does not follow within its time is stuck. A welded one is until it lets go. One that did not close is opened
    // again, and tried anew only after permission was withdrawn: otherwise it would rattle five times a second.
    private bool CheckFeedback(int index, IContactor contactor)
    {
        long now = _board.Clock.MonotonicMs;
        bool was = _stuck[index];
        if (contactor.Commanded == contactor.Feedback)
        {
            _disagreeSinceMs[index] = -1;
            _stuckOpen[index] &= _permitted[index];
            _stuck[index] = _stuckOpen[index];
        }
        else if (_disagreeSinceMs[index] < 0)
        {
            _disagreeSinceMs[index] = now;
        }
        else if (now - _disagreeSinceMs[index] >= ContactorTimeMs)
        {
            _stuck[index] = true;
            _stuckOpen[index] = contactor.Commanded;
        }

        return was != _stuck[index];
    }
}
