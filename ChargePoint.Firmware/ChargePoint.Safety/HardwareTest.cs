using ChargePoint.Hal;

namespace ChargePoint.Safety;

/// <summary>How far the test of a contactor is.</summary>
public enum HardwareTestStage
{
    /// <summary>The residual-current monitor is being tested, or the vehicle has not been away for long enough yet.</summary>
    Preparing,

    /// <summary>The contactor is closed.</summary>
    Closed,

    /// <summary>The contactor was told to open.</summary>
    Opening,

    /// <summary>The contactor has closed and opened as it was told.</summary>
    Passed,

    /// <summary>The contactor did not close.</summary>
    NotClosing,

    /// <summary>The contactor did not open: it is welded.</summary>
    NotOpening,

    /// <summary>Something forbids the test or has changed meanwhile; the contactor is told to open.</summary>
    Aborted,
}

/// <summary>
/// Closes a contactor once, for <see cref="ClosedMs"/>, where no vehicle is: the only way in which one is closed without a session. It begins
/// when the residual-current monitor has passed its self test and the pilot has been in state A for <see cref="ClearMs"/>, with an empty socket, nobody who
/// may charge, and no fault; in the step in which any of these changes, the contactor is opened. A loop that is silent does not keep it closed, and where everything has stood still,
/// the first step after it opens: steps count no more than a part of such a time, but what is closed for long enough is so by the clock.
/// Made by <see cref="SafetySupervisor.BeginTest"/> and stepped by the supervisor.
/// </summary>
public sealed class HardwareTest
{
    /// <summary>How long the contactor is closed, in milliseconds.</summary>
    public const int ClosedMs = 500;

    /// <summary>How long no vehicle must have been seen, in milliseconds.</summary>
    public const int ClearMs = 1_000;

    /// <summary>Longest time until the contactor is closed, in milliseconds.</summary>
    public const int PrepareMs = 8_000;

    private int _ms;
    private long _closedAtMs;
    private int _clearMs;
    private bool _followed;
    private bool _cancelled;

    internal HardwareTest()
    {
    }

    /// <summary>How far it is.</summary>
    public HardwareTestStage Stage { get; private set; }

    /// <summary>True if the residual-current monitor has passed its self test, or there is none.</summary>
    public bool MonitorPassed { get; private set; }

    /// <summary>True once it is over.</summary>
    public bool IsOver => Stage >= HardwareTestStage.Passed;

    /// <summary>Ends it before its time: the contactor opens with the next step.</summary>
    public void Cancel() => _cancelled = true;

    /// <summary>Looks at everything once, on the supervisor's thread.</summary>
    /// <param name="contactor">The contactor.</param>
    /// <param name="isClear">True while everything allows the test.</param>
    /// <param name="monitorPassed">True once the monitor has passed its self test.</param>
    /// <param name="isSeenOpen">True while the contactor has been seen open for long enough.</param>
    /// <param name="elapsedMs">Time since the step before, as far as it counts.</param>
    /// <param name="nowMs">Monotonic time.</param>
    /// <returns>True if something has changed.</returns>
    internal bool Step(IContactor contactor, bool isClear, bool monitorPassed, bool isSeenOpen, int elapsedMs, long nowMs)
    {
        HardwareTestStage before = Stage;
        _ms += elapsedMs;
        isClear &= !_cancelled;
        if (Stage == HardwareTestStage.Preparing) Prepare(contactor, isClear, monitorPassed, isSeenOpen, elapsedMs, nowMs);
        else if (Stage == HardwareTestStage.Closed) WatchClosed(contactor, isClear, nowMs);
        else if (Stage == HardwareTestStage.Opening) WatchOpening(contactor);
        return Stage != before;
    }

    private void Prepare(IContactor contactor, bool isClear, bool monitorPassed, bool isSeenOpen, int elapsedMs, long nowMs)
    {
        MonitorPassed |= monitorPassed;
        _clearMs += elapsedMs;
        if (!isClear || _ms >= PrepareMs)
        {
            Go(HardwareTestStage.Aborted);
        }
        else if (monitorPassed && isSeenOpen && _clearMs >= ClearMs)
        {
            contactor.Close();
            _closedAtMs = nowMs;
            Go(HardwareTestStage.Closed);
        }
    }

    private void WatchClosed(IContactor contactor, bool isClear, long nowMs)
    {
        _followed |= contactor.Feedback;
        if (isClear && nowMs - _closedAtMs < ClosedMs) return;
        contactor.Open();
        if (_followed) Go(isClear ? HardwareTestStage.Opening : HardwareTestStage.Aborted);
        else Go(_ms >= SafetySupervisor.ContactorTimeMs ? HardwareTestStage.NotClosing : HardwareTestStage.Aborted);
    }

    private void WatchOpening(IContactor contactor)
    {
        if (!contactor.Feedback) Go(HardwareTestStage.Passed);
        else if (_ms >= 2 * SafetySupervisor.ContactorTimeMs) Go(HardwareTestStage.NotOpening);
    }

    private void Go(HardwareTestStage stage)
    {
        Stage = stage;
        _ms = 0;
    }
}
