using System;

namespace ChargePoint.Hal.Parts;

/// <summary>
/// Lock of a socket, moved by a motor or a solenoid.
/// <para>
/// Wiring: two outputs for a motor or a bistable solenoid on an H-bridge, a pulse for each direction and never both at once; or one output for
/// a solenoid that holds the plug while it is energized.
/// </para>
/// <para>
/// The contact is active while the bolt holds the plug. Without it the bolt counts as moved when it was driven, which nobody checks, and a lock
/// that nobody has driven yet counts as locked, so that it gets driven open. A power cut must free the plug or leave it with a mechanical
/// release: that is a matter of the hardware. The runtime may stand still for some seconds in the middle of a pulse (TLS handshake), so the
/// actuator or its driver has to bear that, for instance with a PTC fuse.
/// </para>
/// </summary>
public sealed class MotorLock : IConnectorLock
{
    private const int CoolingFactor = 10;

    private readonly IClock _clock;
    private readonly DigitalOutput _lockOutput;
    private readonly DigitalOutput? _unlockOutput;
    private readonly InputContact? _feedback;
    private readonly MotorLockOptions _options;
    private Phase _phase;
    private bool _isPending;
    private bool _wanted;
    private bool _target;
    private bool _holds;
    private bool _isJammed;
    private int _attempt;
    private long _dueMs;

    /// <summary>Makes a lock that stays where it is.</summary>
    /// <param name="clock">Clock.</param>
    /// <param name="lockOutput">Drives the bolt into the plug.</param>
    /// <param name="unlockOutput">Drives it out; null for a solenoid that holds the plug while the other output is active.</param>
    /// <param name="feedback">Contact, active while locked, or null.</param>
    /// <param name="options">Times; kept, not to be changed later.</param>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public MotorLock(IClock clock, DigitalOutput lockOutput, DigitalOutput? unlockOutput, DigitalInput? feedback, MotorLockOptions options)
    {
        if (options.PulseMs < 20 || options.PulseMs > 5_000 || options.SettleMs < 0 || options.SettleMs > 5_000) throw new ArgumentException("times of the lock");
        if (options.Attempts < 1 || options.Attempts > 10 || options.RestMs < 0 || options.RestMs > 60_000) throw new ArgumentException("attempts of the lock");
        _clock = clock;
        _lockOutput = lockOutput;
        _unlockOutput = unlockOutput;
        _options = options;

        // Without a contact: a motor's bolt is where it was left, and counts as locked until it was driven; a solenoid without supply holds nothing.
        _holds = unlockOutput != null;
        if (feedback == null) return;
        _feedback = new InputContact(feedback, 2, 2);
        _holds = _feedback.IsActive;
    }

    private enum Phase
    {
        Idle,
        Driving,
        Settling,
        Resting,
        Cooling,
    }

    /// <summary>
    /// Present position. While the bolt is on its way: where it was before. <see cref="LockState.Jammed"/> stays until the bolt is where it was
    /// sent last.
    /// </summary>
    public LockState State => _isJammed ? LockState.Jammed : _holds ? LockState.Locked : LockState.Unlocked;

    /// <summary>Drives the bolt in. What is under way is finished before; of several commands the newest counts.</summary>
    public void Lock() => Command(true);

    /// <summary>Drives the bolt out. What is under way is finished before; of several commands the newest counts.</summary>
    public void Unlock() => Command(false);

    /// <summary>Goes on with what is under way; to be called every 20 ms.</summary>
    public void Poll()
    {
        long nowMs = _clock.MonotonicMs;
        _feedback?.Sample();
        if (_phase == Phase.Settling) Settle(nowMs);
        else if (_phase != Phase.Idle && nowMs >= _dueMs) GoOn(nowMs);
        bool mayBegin = _phase == Phase.Idle || (_wanted != _target && (_phase == Phase.Resting || _phase == Phase.Cooling));
        if (_isPending && mayBegin)
        {
            _isPending = false;
            _target = _wanted;
            _attempt = 0;
            Drive(nowMs);
        }

        if (_feedback == null) return;
        _holds = _feedback.IsActive;
        if (_holds == _target) _isJammed = false;
    }

    // A command that repeats what is under way changes nothing, but takes back one that came between.
    private void Command(bool locked)
    {
        bool isUnderWay = _phase == Phase.Driving || _phase == Phase.Settling || _phase == Phase.Resting;
        if (isUnderWay && _target == locked)
        {
            _isPending = false;
            return;
        }

        _wanted = locked;
        _isPending = true;
    }

    private void GoOn(long nowMs)
    {
        switch (_phase)
        {
            case Phase.Driving:
                Release(_unlockOutput == null && _target);
                Enter(Phase.Settling, nowMs + _options.SettleMs);
                break;
            case Phase.Resting:
                Drive(nowMs);
                break;
            default:
                _phase = Phase.Idle;
                break;
        }
    }

    private void Drive(long nowMs)
    {
        _attempt++;
        if (_target)
        {
            _unlockOutput?.Set(false);
            _lockOutput.Set(true);
        }
        else
        {
            _lockOutput.Set(false);
            _unlockOutput?.Set(true);
        }

        Enter(Phase.Driving, nowMs + _options.PulseMs);
    }

    // The contact is looked at before the clock: a caller that was late must not make a jam.
    private void Settle(long nowMs)
    {
        if (_feedback == null ? nowMs >= _dueMs : _feedback.IsActive == _target)
        {
            _holds = _target;
            _isJammed = false;
            _phase = Phase.Idle;
            return;
        }

        if (nowMs < _dueMs || (_feedback != null && _feedback.IsRawActive == _target)) return;
        Release(false);
        if (_isPending && _wanted != _target)
        {
            _phase = Phase.Idle;
        }
        else if (_attempt < _options.Attempts)
        {
            Enter(Phase.Resting, nowMs + _options.RestMs);
        }
        else
        {
            _isJammed = true;
            Enter(Phase.Cooling, nowMs + (_options.RestMs * CoolingFactor));
        }
    }

    private void Release(bool keepLocking)
    {
        _unlockOutput?.Set(false);
        if (!keepLocking) _lockOutput.Set(false);
    }

    private void Enter(Phase phase, long dueMs)
    {
        _phase = phase;
        _dueMs = dueMs;
    }
}
