using ChargePoint.Hal;
using ChargePoint.Safety;

namespace ChargePoint.Features;

/// <summary>What has become of letting a plug go.</summary>
public enum Release
{
    /// <summary>The contactor or the lock still moves.</summary>
    UnderWay,

    /// <summary>The lock reports that the plug can be pulled.</summary>
    Done,

    /// <summary>The contactor did not open, or the lock did not let go, in time.</summary>
    Failed,
}

/// <summary>
/// Holds the plug in a socket while somebody needs it held, and lets it go otherwise; never while it may carry current: a contactor that
/// has not opened yet, or is welded, keeps it locked. An attached cable has no lock and counts as held.
/// </summary>
internal sealed class PlugLock
{
    /// <summary>How long a release waits for the contactor to open once it is told to, in milliseconds.</summary>
    public const int ContactorTimeMs = 1_000;

    /// <summary>How long a release waits at most until the contactor is told to open: the vehicle has its time to stop, in milliseconds.</summary>
    public const int VehicleTimeMs = SafetySupervisor.EndingMs + 500;

    /// <summary>How long a release waits for the lock to report its position, in milliseconds.</summary>
    public const int MotorTimeMs = 3_000;

    /// <summary>How long a lock that jammed is left alone before it is driven again the first time, in milliseconds; twice as long each time.</summary>
    public const int FirstRetryMs = 10_000;

    private const long LongestRetryMs = 600_000;

    private readonly IConnectorHardware _hardware;
    private bool _driven;
    private long _deadlineMs;
    private long _lastDeadlineMs;
    private bool _hadPlug;
    private long _retryMs;
    private long _retryWaitMs = FirstRetryMs;

    public PlugLock(IConnectorHardware hardware) => _hardware = hardware;

    /// <summary>
    /// idTag for which the plug stays locked though nobody charges, or null: the vehicle's side was pulled, and the configuration says to
    /// keep the cable until its owner is back (UnlockConnectorOnEVSideDisconnect is false).
    /// </summary>
    public string? KeptFor { get; private set; }

    /// <summary>Group of <see cref="KeptFor"/>, or null.</summary>
    public string? KeptForParent { get; private set; }

    /// <summary>True from the beginning of a release to its outcome: nothing is locked meanwhile.</summary>
    public bool IsReleasing { get; private set; }

    /// <summary>True if there is a socket, and a plug in it.</summary>
    public bool HasPlug => _hardware.Lock != null && _hardware.CablePresent;

    /// <summary>True if there is a socket without a plug.</summary>
    public bool IsEmpty => _hardware.Lock != null && !_hardware.CablePresent;

    private bool MayCarryCurrent => _hardware.Contactor.Commanded || _hardware.Contactor.Feedback;

    /// <summary>Locks the plug if it is not locked.</summary>
    /// <returns>False while it is not held.</returns>
    public bool TryHold()
    {
        if (_hardware.Lock == null) return true;
        if (IsReleasing) return false;
        if (_hardware.Lock.State != LockState.Locked) _hardware.Lock.Lock();
        return _hardware.Lock.State == LockState.Locked;
    }

    /// <summary>Keeps the plug locked for its owner.</summary>
    /// <param name="idTag">The owner's idTag.</param>
    /// <param name="parentIdTag">Its group, or null.</param>
    public void Keep(string idTag, string? parentIdTag)
    {
        if (!HasPlug) return;
        KeptFor = idTag;
        KeptForParent = parentIdTag;
    }

    /// <summary>The plug need not be kept any more.</summary>
    public void Forget()
    {
        KeptFor = null;
        KeptForParent = null;
    }

    /// <summary>
    /// Lets a plug go that nobody needs held any more. A lock that jammed is driven again, at once when a plug came or went, else ever
    /// more seldom: a plug that stood under tension for a moment must not need a call to whoever operates the charge point.
    /// </summary>
    /// <param name="isNeeded">True while a transaction runs or is about to.</param>
    /// <param name="nowMs">Present monotonic time.</param>
    public void Tend(bool isNeeded, long nowMs)
    {
        if (KeptFor != null && !HasPlug) Forget();
        if (_hardware.Lock == null) return;
        LockState state = _hardware.Lock.State;
        bool plugChanged = HasPlug != _hadPlug;
        _hadPlug = HasPlug;
        if (state != LockState.Jammed || plugChanged)
        {
            _retryWaitMs = FirstRetryMs;
            _retryMs = plugChanged ? nowMs : nowMs + FirstRetryMs;
        }

        // A plug that is needed and not held any more (somebody has turned the bolt by hand): no energy flows until it is.
        if (isNeeded && HasPlug && !IsReleasing && state == LockState.Unlocked) _hardware.Lock.Lock();
        if (KeptFor != null || MayCarryCurrent || state == LockState.Unlocked || (isNeeded && state == LockState.Locked)) return;
        if (state == LockState.Jammed)
        {
            if (IsReleasing || nowMs < _retryMs) return;
            _retryMs = nowMs + _retryWaitMs;
            if (_retryWaitMs < LongestRetryMs) _retryWaitMs *= 2;
        }

        if (isNeeded) _hardware.Lock.Lock();
        else _hardware.Lock.Unlock();
    }

    /// <summary>Begins to let the plug go, whoever may need it held. There has to be a lock, and no transaction.</summary>
    /// <param name="nowMs">Present monotonic time.</param>
    public void BeginRelease(long nowMs)
    {
        Forget();
        IsReleasing = true;
        _driven = false;
        _deadlineMs = nowMs + ContactorTimeMs;
        _lastDeadlineMs = _deadlineMs + VehicleTimeMs;
    }

    /// <summary>Looks how far the release is. The lock is driven, even if it reports to be open, as soon as no current can flow.</summary>
    /// <param name="nowMs">Present monotonic time.</param>
    public Release LookAtRelease(long nowMs)
    {
        if (!_driven && _hardware.Contactor.Commanded) _deadlineMs = nowMs + ContactorTimeMs < _lastDeadlineMs ? nowMs + ContactorTimeMs : _lastDeadlineMs;
        if (!_driven && !MayCarryCurrent)
        {
            _hardware.Lock!.Unlock();
            _driven = true;
            _deadlineMs = nowMs + MotorTimeMs;
        }

        bool isOpen = _driven && _hardware.Lock!.State == LockState.Unlocked;
        if (!isOpen && nowMs < _deadlineMs) return Release.UnderWay;
        IsReleasing = false;
        return isOpen ? Release.Done : Release.Failed;
    }
}
