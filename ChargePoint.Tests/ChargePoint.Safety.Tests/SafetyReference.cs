using ChargePoint.Hal;

namespace ChargePoint.Safety.Tests;

/// <summary>
/// What may never be, said without anything that a supervisor remembers: how long each thing may last with a closed contactor, and what has
/// to have been before a contactor closes. Time during which nobody could look (the controller stood still) does not count, but for the
/// three seconds of the vehicle.
/// </summary>
public sealed class SafetyReference
{
    private const int AtOnce = 0;
    private const int Withdrawn = 1;
    private const int Count = 11;

    // The step that is the first to see something counts; meters and temperatures are looked at in every fifth.
    private const int StepMs = SafetySupervisor.PeriodMs;
    private const int LookMs = SafetySupervisor.MeasurePeriodMs + SafetySupervisor.PeriodMs;

    private static readonly string[] Names =
    [
        "an input that forbids it", "no permission or offer", "a silent meter", "10 % too much current", "25 % too much current", "too high a voltage",
        "too low a voltage", "too high a temperature", "a dead loop", "contacts that do not follow", "no permission, and no current any more",
    ];

    private static readonly int[] LongestMs =
    [
        0, 3_000, LookMs, 7_000 + LookMs, 1_000 + LookMs, 1_000 + LookMs, 3_000 + LookMs, 2_000 + LookMs, 15_000 + StepMs, 200 + StepMs, LookMs,
    ];

    private readonly bool[] _is = new bool[Count];
    private readonly bool[] _was = new bool[Count];
    private readonly int[] _lastsMs = new int[Count];
    private readonly int[] _offers = new int[12];
    private long _offersMs;
    private long _stepMs;
    private int _openMs = -1;
    private int _tests;
    private bool _isTesting;
    private bool _hasPassed;
    private bool _isEnding;
    private bool _wasCommanded;

    /// <summary>True while the contactor has to be open after the next step, whatever was before.</summary>
    public static bool MustOpen(TestHardware hardware)
        => !hardware.MainsPresent || hardware.EmergencyStop || SafetySupervisor.ForbidsEnergy(hardware.ConnectorFault) || SafetySupervisor.ForbidsEnergy(hardware.BoardFault)
            || hardware.PilotFault != PilotFault.None || !(hardware.Pilot == PilotState.C || (hardware.Pilot == PilotState.D && hardware.IsVentilated))
            || (hardware.HasLock && hardware.Locked != LockState.Locked) || hardware.Monitor!.Tripped;

    /// <summary>The permission is withdrawn, for however short a time.</summary>
    public void Withdraw()
    {
        _isEnding = true;
        _hasPassed = false;
    }

    /// <summary>The inputs as the supervisor is about to see them.</summary>
    public void Before(TestHardware hardware, bool permitted, bool loopIsAlive)
    {
        long nowMs = hardware.Time.MonotonicMs;
        int elapsedMs = (int)(nowMs - _stepMs);
        _stepMs = nowMs;
        _wasCommanded = hardware.Commanded;
        if (!_wasCommanded) _isEnding = false;
        if (!permitted || hardware.Monitor!.Tripped) _hasPassed = false;
        Look(hardware, permitted && !_isEnding, loopIsAlive, HighestOffer(hardware, nowMs));
        for (int i = 0; i < Count; i++)
        {
            bool goesOn = _is[i] && _was[i] && _wasCommanded;
            _was[i] = _is[i];
            _lastsMs[i] = !goesOn ? 0 : i == Withdrawn || elapsedMs <= StepMs ? _lastsMs[i] + elapsedMs : _lastsMs[i];
        }

        bool isOpen = !hardware.Commanded && !hardware.Feedback;
        _openMs = !isOpen ? -1 : _openMs < 0 ? 0 : _openMs + (elapsedMs < 100 ? elapsedMs : 100);
    }

    /// <summary>What is wrong with the contactor after the step; "" if nothing is.</summary>
    public string After(TestHardware hardware)
    {
        TestMonitor monitor = hardware.Monitor!;
        if (monitor.Tests != _tests && _wasCommanded) return "a self test with a closed contactor";
        _isTesting |= monitor.Tests != _tests;
        _tests = monitor.Tests;
        if (_isTesting && monitor.Outcome != SelfTest.Running)
        {
            _isTesting = false;
            _hasPassed = monitor.Outcome == SelfTest.Passed;
        }

        if (!hardware.Commanded) return "";
        _is[AtOnce] = MustOpen(hardware); // a trip that the supervisor has reset, as it may, is none any more
        for (int i = 0; i < Count; i++)
        {
            if (_is[i] && _lastsMs[i] >= LongestMs[i]) return $"closed with {Names[i]} for {_lastsMs[i]} ms";
        }

        if (_wasCommanded) return "";
        if (!_hasPassed) return "closed without a self test passed since the permission";
        if (_openMs < SafetySupervisor.WeldCheckMs - 1) return $"closed though it was seen open for {_openMs} ms only";
        return _is[Withdrawn] ? "closed without permission or offer" : "";
    }

    private void Look(TestHardware hardware, bool permitted, bool loopIsAlive, int offer)
    {
        int highest = 0;
        bool over = false;
        bool under = false;
        for (int phase = 0; phase < 3; phase++)
        {
            if (hardware.Milliamps[phase] > highest) highest = hardware.Milliamps[phase];
            over |= hardware.Millivolts[phase] > 264_500;
            under |= hardware.Millivolts[phase] >= 46_000 && hardware.Millivolts[phase] < 195_500;
        }

        bool measures = !hardware.MeterSilent;
        bool isWithdrawn = !permitted || hardware.OfferedMilliamps < 6_000;
        _is[AtOnce] = MustOpen(hardware);
        _is[Withdrawn] = isWithdrawn;
        _is[2] = hardware.MeterSilent;
        _is[3] = measures && highest > offer + (offer / 10) + 500;
        _is[4] = measures && highest > offer + (offer < 2_000 ? 500 : offer / 4);
        _is[5] = measures && over;
        _is[6] = measures && under;
        _is[7] = hardware.DeciCelsius >= 850 && !hardware.TemperatureBroken;
        _is[8] = !loopIsAlive;
        _is[9] = hardware.Commanded != hardware.Feedback;
        _is[10] = isWithdrawn && measures && highest < 1_000;
    }

    // A vehicle has 5 s to follow, and what it had to follow may have been lowered 5 s before: the highest of the last 11 s counts here.
    private int HighestOffer(TestHardware hardware, long nowMs)
    {
        while (nowMs - _offersMs >= 1_000)
        {
            _offersMs += 1_000;
            for (int i = _offers.Length - 1; i > 0; i--) _offers[i] = _offers[i - 1];
            _offers[0] = hardware.OfferedMilliamps;
        }

        if (hardware.OfferedMilliamps > _offers[0]) _offers[0] = hardware.OfferedMilliamps;
        int highest = 0;
        foreach (int offer in _offers) highest = offer > highest ? offer : highest;
        return highest;
    }
}
