using ChargePoint.Hal;

namespace ChargePoint.Safety;

/// <summary>
/// Looks after the residual-current monitor: it has to pass its self test before every session (IEC 62955), and again after a trip.
/// A trip is reset only when somebody may have removed its cause: when no vehicle is connected, or on acknowledgement.
/// </summary>
internal sealed class ResidualCheck
{
    /// <summary>Longest that a self test may take, in milliseconds.</summary>
    public const int TestMs = 5_000;

    /// <summary>How long is waited between two attempts to reset a trip, in milliseconds.</summary>
    public const int ResetPauseMs = 1_000;

    private readonly IResidualCurrentMonitor? _monitor;
    private bool _isRunning;
    private bool _hasTripped;
    private int _runningMs;
    private int _pauseMs;

    public ResidualCheck(IResidualCurrentMonitor? monitor) => _monitor = monitor;

    /// <summary>True if the self test of this session is passed, or there is no monitor.</summary>
    public bool IsPassed { get; private set; }

    /// <summary>Looks at the monitor. Called in every step.</summary>
    /// <param name="isOpen">True while the contactor is open.</param>
    /// <param name="isWanted">True while a session waits for its self test; false forgets the test before.</param>
    /// <param name="mayReset">True while a trip may be reset.</param>
    /// <param name="elapsedMs">Time since the step before.</param>
    /// <returns>Mask of the faults whose cause is there.</returns>
    public int Look(bool isOpen, bool isWanted, bool mayReset, int elapsedMs)
    {
        if (_monitor == null)
        {
            IsPassed = true;
            return 0;
        }

        if (!isWanted) IsPassed = false;
        if (_monitor.Tripped)
        {
            _hasTripped = true;
            IsPassed = false;
            _isRunning = false;
        }

        if (_pauseMs > 0) _pauseMs -= elapsedMs;
        if (!_isRunning && isOpen)
        {
            if (_hasTripped && mayReset && _pauseMs <= 0) Reset();
            else if (!_hasTripped && isWanted && !IsPassed) Begin();
        }

        int causes = _isRunning ? Outcome(isWanted, elapsedMs) : 0;
        return _hasTripped ? causes | FaultTable.Bit(SafetyFault.ResidualCurrent) : causes;
    }

    private void Reset()
    {
        _pauseMs = ResetPauseMs;
        _monitor!.Reset();
        if (!_monitor.Tripped) Begin();
    }

    private void Begin()
    {
        _isRunning = true;
        _runningMs = 0;
        _monitor!.BeginSelfTest();
    }

    private int Outcome(bool isWanted, int elapsedMs)
    {
        SelfTest outcome = _monitor!.SelfTest;
        _runningMs += elapsedMs;
        if (outcome == SelfTest.Passed)
        {
            _isRunning = false;
            _hasTripped = false;
            IsPassed = isWanted; // one that ends before the session begins is not of this session
            return 0;
        }

        if (outcome != SelfTest.Failed && _runningMs < TestMs) return 0;
        _isRunning = false;
        _pauseMs = FaultTable.HoldMs(SafetyFault.ResidualSelfTest);
        return FaultTable.Bit(SafetyFault.ResidualSelfTest);
    }
}
