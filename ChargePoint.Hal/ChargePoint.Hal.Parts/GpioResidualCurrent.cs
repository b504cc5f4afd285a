using System;

namespace ChargePoint.Hal.Parts;

/// <summary>
/// Residual-current monitor module (6 mA DC, IEC 62955 or IEC 62752) on a trip input and a test output, such as Western Automation RCM14 or
/// Bender RCMB; a second input takes a separate 30 mA AC output.
/// <para>
/// Wiring: the module's fault output also has to cut the coil of the contactor, in hardware, and to keep it cut until the firmware has released
/// the coil: the runtime may stand still when it trips, and the current that it trips on ends with the contactor. Many outputs are open
/// collector with a pull-up; 12 V outputs need a divider. Choose the level so that a broken wire counts as tripped. The firmware notices a
/// trip that lasts for 20 ms.
/// </para>
/// </summary>
public sealed class GpioResidualCurrent : IResidualCurrentMonitor
{
    /// <summary>Samples in a row that must be quiet before a self test begins.</summary>
    public const int QuietSamples = 2;

    private readonly IClock _clock;
    private readonly DigitalInput _trip;
    private readonly DigitalInput? _secondTrip;
    private readonly DigitalOutput? _test;
    private readonly ResidualCurrentOptions _options;
    private Phase _phase = Phase.Starting;
    private bool _isActive;
    private bool _isBegun;
    private bool _isLate;
    private bool _isSignalOn;
    private int _quiet;
    private long _signalMs;
    private long _dueMs;

    /// <summary>Makes a monitor.</summary>
    /// <param name="clock">Clock.</param>
    /// <param name="trip">Input that is active while a residual current flows.</param>
    /// <param name="test">
    /// Output that makes the module trip; null for a module that tests itself and shows a failure as a trip: a quiet input then is a test passed.
    /// </param>
    /// <param name="secondTrip">Second input that means the same (30 mA AC), or null.</param>
    /// <param name="options">Times; kept, not to be changed later.</param>
    /// <exception cref="ArgumentException">A time is outside its range.</exception>
    public GpioResidualCurrent(IClock clock, DigitalInput trip, DigitalOutput? test, DigitalInput? secondTrip, ResidualCurrentOptions options)
    {
        if (!IsTime(options.TripWithinMs) || !IsTime(options.ReleaseWithinMs)) throw new ArgumentException("times of the self test");
        if (options.TestPulseMs != 0 && !IsTime(options.TestPulseMs)) throw new ArgumentException("length of the test signal");
        if (options.StartupMs < 0 || options.StartupMs > 10_000) throw new ArgumentException("time to start of the residual-current monitor");
        _clock = clock;
        _trip = trip;
        _test = test;
        _secondTrip = secondTrip;
        _options = options;
        _dueMs = clock.MonotonicMs + options.StartupMs;
    }

    private enum Phase
    {
        Starting,
        Watching,
        Quiet,
        Tripping,
        Releasing,
    }

    /// <inheritdoc/>
    public bool Tripped { get; private set; }

    /// <inheritdoc/>
    public SelfTest SelfTest { get; private set; }

    /// <inheritdoc/>
    public void BeginSelfTest()
    {
        SelfTest = SelfTest.Running;
        _isBegun = true;
    }

    /// <inheritdoc/>
    public void Reset() => Tripped = _isActive && _phase == Phase.Watching;

    /// <summary>
    /// Reads the inputs; to be called every 20 ms. A trip counts at once. A time-out of the self test is declared only if the sample after the
    /// limit, too, shows nothing: a caller that was late must not make a failure.
    /// </summary>
    public void Sample()
    {
        long nowMs = _clock.MonotonicMs;
        bool isTripActive = _trip.IsActive;
        _isActive = isTripActive || (_secondTrip != null && _secondTrip.IsActive);
        if (_phase == Phase.Starting)
        {
            if (nowMs < _dueMs) return;
            _phase = Phase.Watching;
        }

        if (_isBegun)
        {
            _isBegun = false;
            EndSignal();
            _quiet = 0;
            _phase = Phase.Quiet;
        }

        if (_isSignalOn && _options.TestPulseMs > 0 && nowMs - _signalMs >= _options.TestPulseMs) EndSignal();
        switch (_phase)
        {
            case Phase.Quiet:
                AwaitQuiet(nowMs);
                break;
            case Phase.Tripping:
                AwaitTrip(nowMs, isTripActive);
                break;
            case Phase.Releasing:
                AwaitRelease(nowMs);
                break;
            default:
                if (_isActive) Tripped = true;
                break;
        }
    }

    private static bool IsTime(int milliseconds) => milliseconds >= 20 && milliseconds <= 10_000;

    private void AwaitQuiet(long nowMs)
    {
        if (_isActive)
        {
            Tripped = true;
            End(SelfTest.Failed);
            return;
        }

        if (++_quiet < QuietSamples) return;
        if (_test == null)
        {
            End(SelfTest.Passed);
            return;
        }

        _test.Set(true);
        _isSignalOn = true;
        _signalMs = nowMs;
        Enter(Phase.Tripping, nowMs + _options.TripWithinMs);
    }

    private void AwaitTrip(long nowMs, bool isTripActive)
    {
        if (isTripActive)
        {
            if (_options.TestPulseMs == 0) EndSignal();
            int signalLeftMs = _isSignalOn ? _options.TestPulseMs - (int)(nowMs - _signalMs) : 0;
            Enter(Phase.Releasing, nowMs + signalLeftMs + _options.ReleaseWithinMs);
        }
        else if (IsLate(nowMs))
        {
            End(SelfTest.Failed);
        }
    }

    private void AwaitRelease(long nowMs)
    {
        if (!_isActive && !_isSignalOn) End(SelfTest.Passed);
        else if (IsLate(nowMs)) End(SelfTest.Failed);
    }

    private bool IsLate(long nowMs)
    {
        if (nowMs < _dueMs) return false;
        bool isSecondLook = _isLate;
        _isLate = true;
        return isSecondLook;
    }

    private void Enter(Phase phase, long dueMs)
    {
        _phase = phase;
        _dueMs = dueMs;
        _isLate = false;
    }

    private void End(SelfTest outcome)
    {
        EndSignal();
        _phase = Phase.Watching;

        // A test that was ordered meanwhile has not been made yet.
        if (!_isBegun) SelfTest = outcome;
    }

    private void EndSignal()
    {
        if (!_isSignalOn) return;
        _test!.Set(false);
        _isSignalOn = false;
    }
}
