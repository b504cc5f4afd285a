using ChargePoint.Hal;

namespace ChargePoint.Safety;

/// <summary>Is told that the supervisor has moved a contactor, or that something has changed of what it tells.</summary>
public interface ISafetyListener
{
    /// <summary>Something has changed. Called from the supervisor's thread; must return at once.</summary>
    void OnSafetyChanged();
}

/// <summary>
/// The only one who moves contactors. Runs beside the event loop with a period of its own, reads inputs and permissions and
/// nothing else: it never waits for flash, network or JSON, and allocates nothing. A contactor is closed only while ALL of these hold:
/// <list type="bullet">
/// <item>the loop permits it (an authorized transaction that may take energy) and has shown that it is alive,</item>
/// <item>the pilot is in state C, or in D where there is ventilation, and offers 6 A or more,</item>
/// <item>the lock, if there is one, holds the plug,</item>
/// <item>the mains are present, and the emergency stop is not pressed,</item>
/// <item>no fault of <see cref="FaultTable"/> is there but that of the temperature sensor,</item>
/// <item>to be closed: the residual-current monitor has passed its self test since the permission was given, the contactor has been
/// seen open for <see cref="WeldCheckMs"/>, the meter has answered, and the voltages that it tells are plausible.</item>
/// </list>
/// On anything else it is opened in the same step, with one exception. A session that ends in order (the permission or the offer is
/// withdrawn, and all else is well) leaves the vehicle up to <see cref="EndingMs"/> to stop (IEC 61851-1 Annex A: at most 3 s after the
/// signal has ended), so that contacts do not open under load without need: the contactor is opened as soon as the meter tells less
/// than <see cref="IdleMilliamps"/> or the pilot leaves C. The loop withdraws the offer together with its permission. A technician's test
/// closes a contactor for half a second where no vehicle is (<see cref="HardwareTest"/>).
/// </summary>
public sealed class SafetySupervisor
{
    /// <summary>Period of <see cref="Step"/> in milliseconds.</summary>
    public const int PeriodMs = 20;

    /// <summary>How often meters and temperatures are looked at, in milliseconds: their drivers have news once a second at most.</summary>
    public const int MeasurePeriodMs = 100;

    /// <summary>How long a contactor may take to follow its command, in milliseconds.</summary>
    public const int ContactorTimeMs = 200;

    /// <summary>How long a contactor must have been seen open until it may be closed, in milliseconds.</summary>
    public const int WeldCheckMs = 60;

    /// <summary>How long a vehicle has to stop when its session ends in order, in milliseconds (IEC 61851-1 Annex A).</summary>
    public const int EndingMs = 3_000;

    /// <summary>Current below which a contactor may open before that time is over, in milliamperes of each phase.</summary>
    public const int IdleMilliamps = 1_000;

    /// <summary>Lowest current that a pilot can offer, in milliamperes (IEC 61851-1 Table A.7).</summary>
    public const int LowestOfferMilliamps = 6_000;

    /// <summary>How long a lock may take to hold the plug after the permission, in milliseconds. Motors need up to 3 s.</summary>
    public const int LockTimeMs = 5_000;

    /// <summary>How long a meter may take for its first answer after the start, in milliseconds. Until then no contactor is closed.</summary>
    public const int FirstAnswerMs = 2_000;

    /// <summary>How long an acknowledgement waits for the causes to be gone, in milliseconds.</summary>
    public const int AcknowledgedMs = 15_000;

    /// <summary>How long the loop may be silent until its permissions end, in milliseconds. A TLS handshake takes a few seconds.</summary>
    public const int LoopSilentMs = 15_000;

    /// <summary>How long the loop may be silent until the watchdog is not fed any more, in milliseconds.</summary>
    public const int LoopDeadMs = 60_000;

    // Faults whose cause is asked for anew whenever somebody wants to know: bench and loop see them at once.
    private const int Immediate = (1 << (int)SafetyFault.Hardware) | (1 << (int)SafetyFault.EmergencyStop) | (1 << (int)SafetyFault.NoMains) | (1 << (int)SafetyFault.ChargePoint);

    private readonly IBoard _board;
    private readonly ConnectorGuard[] _guards;
    private ISafetyListener? _listener;
    private readonly StepFacts _facts = new();
    private long _loopAliveMs;
    private bool _loopIsAlive;
    private bool _boardIsReady;
    private int _loopSilentMs;
    private long _stepMs;
    private long _measureMs;

    /// <summary>Makes a supervisor that permits nothing.</summary>
    /// <param name="board">The board.</param>
    public SafetySupervisor(IBoard board)
    {
        _board = board;
        _stepMs = _loopAliveMs = board.Clock.MonotonicMs;
        _measureMs = _stepMs - MeasurePeriodMs;
        int nominal = board.NominalMillivolts;
        _facts.NominalMillivolts = nominal < 100_000 ? 100_000 : nominal > 300_000 ? 300_000 : nominal;
        _guards = new ConnectorGuard[board.Connectors.Length];
        for (int i = 0; i < _guards.Length; i++) _guards[i] = new ConnectorGuard(board.Connectors[i]);
    }

    /// <summary>Names who is told of changes.</summary>
    /// <param name="listener">The listener.</param>
    public void Listen(ISafetyListener listener) => _listener = listener;

    /// <summary>The event loop is alive. Called by it at least once a second.</summary>
    public void LoopIsAlive()
    {
        _loopAliveMs = _board.Clock.MonotonicMs;
        _loopIsAlive = true;
    }

    /// <summary>
    /// Permits or forbids energy on a connector. Takes effect with the next step. To forbid it is an end in order; whoever does so
    /// withdraws the pilot's offer as well.
    /// </summary>
    /// <param name="connectorId">1 to the number of connectors.</param>
    /// <param name="permitted">True only while an authorized transaction may take energy.</param>
    public void Permit(int connectorId, bool permitted) => _guards[connectorId - 1].Permit(permitted);

    /// <summary>True while a permission is given and the charge point has passed all its tests: the pilot may make its offer.</summary>
    /// <param name="connectorId">1 to the number of connectors.</param>
    public bool IsReady(int connectorId) => _guards[connectorId - 1].IsReady;

    /// <summary>True while the contactor is still closed because the vehicle has its time to stop.</summary>
    /// <param name="connectorId">1 to the number of connectors.</param>
    public bool IsEnding(int connectorId) => _guards[connectorId - 1].IsEnding;

    /// <summary>Highest current that may be offered because of the temperature, in milliamperes of each phase; int.MaxValue for no limit.</summary>
    /// <param name="connectorId">1 to the number of connectors.</param>
    public int LimitMilliamps(int connectorId) => _guards[connectorId - 1].LimitMilliamps;

    /// <summary>Mask of the faults that are there: bit n is the <see cref="SafetyFault"/> of number n.</summary>
    /// <param name="connectorId">1 to the number of connectors.</param>
    public int Active(int connectorId) => (_guards[connectorId - 1].Faults.Active & ~Immediate) | ImmediateCauses(connectorId);

    /// <summary>Mask of the faults whose cause is there. The other active ones wait for what ends them.</summary>
    /// <param name="connectorId">1 to the number of connectors.</param>
    public int Causes(int connectorId) => (_guards[connectorId - 1].Faults.Causes & ~Immediate) | ImmediateCauses(connectorId);

    /// <summary>How often a fault was raised since the start; 0 follows 255.</summary>
    /// <param name="connectorId">1 to the number of connectors.</param>
    /// <param name="fault">The fault.</param>
    public byte Raised(int connectorId, SafetyFault fault) => _guards[connectorId - 1].Faults.Raised((int)fault);

    /// <summary>
    /// Somebody has looked: faults whose cause is gone, or goes within <see cref="AcknowledgedMs"/>, end. A residual-current monitor is
    /// reset and has to pass its self test.
    /// </summary>
    /// <param name="connectorId">1 to the number of connectors, or 0 for all.</param>
    public void Acknowledge(int connectorId)
    {
        for (int i = 0; i < _guards.Length; i++)
        {
            if (connectorId == 0 || connectorId == i + 1) _guards[i].Acknowledge();
        }
    }

    /// <summary>Begins to test the contactor of a connector where no vehicle is: the only way in which one is closed without a session.</summary>
    /// <param name="connectorId">1 to the number of connectors.</param>
    /// <returns>The test, or null while there is another or somebody may charge, and where a contactor closes for a vehicle only.</returns>
    public HardwareTest? BeginTest(int connectorId) => _guards[connectorId - 1].BeginTest();

    /// <summary>Opens every contactor at once, whatever is permitted. For restarts.</summary>
    public void OpenAll()
    {
        foreach (ConnectorGuard guard in _guards) guard.Open();
    }

    /// <summary>Tells whether a fault that a board reports forbids energy. The others are only reported.</summary>
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
        long nowMs = _board.Clock.MonotonicMs;
        if (nowMs - _loopAliveMs < LoopDeadMs) _board.Watchdog.Feed();
        _facts.NowMs = nowMs;
        _facts.ElapsedMs = Counted(nowMs - _stepMs, Evidence.MostStepMs);
        _facts.IsMeasuring = nowMs - _measureMs >= MeasurePeriodMs;
        _facts.MeasuredMs = Counted(nowMs - _measureMs, Evidence.MostStepMs + MeasurePeriodMs);
        _loopSilentMs = Evidence.Add(_loopSilentMs, !_loopIsAlive, _facts.ElapsedMs);
        _loopIsAlive = false;
        _facts.Causes = BoardCauses() | (_loopSilentMs >= LoopSilentMs ? FaultTable.Bit(SafetyFault.LoopSilent) : 0);
        _stepMs = nowMs;
        if (_facts.IsMeasuring) _measureMs = nowMs;

        // Parts that have not told anything yet have no faults; what is open stays open.
        if (!_boardIsReady) _boardIsReady = _board.IsReady;
        if (!_boardIsReady) return;
        bool changed = false;
        for (int i = 0; i < _guards.Length; i++) changed |= _guards[i].Step(_facts);
        if (changed) _listener?.OnSafetyChanged();
    }

    private static int Counted(long elapsedMs, int mostMs) => elapsedMs < 0 ? 0 : elapsedMs > mostMs ? mostMs : (int)elapsedMs;

    private int BoardCauses()
    {
        int causes = _board.EmergencyStop ? FaultTable.Bit(SafetyFault.EmergencyStop) : 0;
        if (!_board.MainsPresent) causes |= FaultTable.Bit(SafetyFault.NoMains);
        if (ForbidsEnergy(_board.Fault)) causes |= FaultTable.Bit(SafetyFault.ChargePoint);
        return causes;
    }

    private int ImmediateCauses(int connectorId)
        => BoardCauses() | (ForbidsEnergy(_board.Connectors[connectorId - 1].Fault) ? FaultTable.Bit(SafetyFault.Hardware) : 0);
}
