using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;

namespace ChargePoint.Safety.Tests;

/// <summary>
/// A random walk over inputs and times. After each step of the supervisor the contactor is held against <see cref="SafetyReference"/>,
/// which knows nothing of how the supervisor works: it only says how long each thing may last with a closed contactor, and what has to have
/// been before the contactor closes.
/// </summary>
public sealed class SafetyWalk
{
    private static readonly PilotState[] Pilots = [PilotState.A, PilotState.B, PilotState.D, PilotState.E, PilotState.F];

    private readonly SeededRandom _random;
    private readonly Rig _rig = new();
    private readonly SafetyReference _reference = new();
    private int _calmSteps;
    private bool _permitted;

    public SafetyWalk(uint seed) => _random = new SeededRandom(seed);

    /// <summary>Longest time from a cause that opens at once to the open contactor, in milliseconds.</summary>
    public int LongestToOpenMs { get; private set; }

    /// <summary>How often it took up to 5, 10, 15 and 20 ms, and longer.</summary>
    public int[] ToOpen { get; } = new int[5];

    /// <summary>How often the contactor was closed.</summary>
    public int Closings { get; private set; }

    /// <summary>Steps with a closed contactor.</summary>
    public int ClosedSteps { get; private set; }

    /// <summary>How often the contactor had to open at once.</summary>
    public int Openings { get; private set; }

    /// <summary>Faults that were raised, as a mask.</summary>
    public int Raised { get; private set; }

    /// <summary>What was wrong, which ends the walk; "" if nothing was.</summary>
    public string Wrong { get; private set; } = "";

    /// <summary>Walks on.</summary>
    public void Walk(int steps)
    {
        for (int i = 0; i < steps && Wrong.Length == 0; i++) Step();
    }

    /// <summary>One line for people.</summary>
    public string Report() => $"{Closings} closings, {ClosedSteps} steps closed, {Openings} forced openings; time to open: at most {LongestToOpenMs} ms "
        + $"(up to 5 ms {ToOpen[0]}, 10 ms {ToOpen[1]}, 15 ms {ToOpen[2]}, 20 ms {ToOpen[3]}, longer {ToOpen[4]})";

    private int Random(int below) => _random.Next(below);

    private void Step()
    {
        TestHardware hardware = _rig.Hardware;

        // The world changes at some moment between two steps; now and then the whole controller stands still for a while.
        int before = 1 + Random(SafetySupervisor.PeriodMs);
        int after = SafetySupervisor.PeriodMs - before;
        if (Random(500) == 0) after += Random(3_000);
        hardware.Time.Advance(before);
        bool wasClosed = hardware.Commanded;
        bool hadToOpen = SafetyReference.MustOpen(hardware);
        long changedMs = hardware.Time.MonotonicMs;
        Change();
        hardware.Time.Advance(after);
        if (!_rig.LoopIsDead) _rig.Safety.LoopIsAlive();
        _reference.Before(hardware, _permitted, !_rig.LoopIsDead);
        _rig.Safety.Step();
        Raised |= _rig.Safety.Active(1);
        string wrong = _reference.After(hardware);
        if (wrong.Length > 0) Wrong = $"{wrong} at {hardware.Time.MonotonicMs} ms; active {_rig.Safety.Active(1)}";
        if (hardware.Commanded) ClosedSteps++;
        if (hardware.Commanded && !wasClosed) Closings++;
        if (wasClosed && !hardware.Commanded && !hadToOpen && SafetyReference.MustOpen(hardware) && after <= SafetySupervisor.PeriodMs) CountOpening((int)(hardware.Time.MonotonicMs - changedMs));
    }

    private void CountOpening(int milliseconds)
    {
        Openings++;
        if (milliseconds > LongestToOpenMs) LongestToOpenMs = milliseconds;
        int bucket = (milliseconds - 1) / 5;
        ToOpen[bucket < 0 ? 0 : bucket > 4 ? 4 : bucket]++;
    }

    private void Change()
    {
        TestHardware hardware = _rig.Hardware;
        if (_calmSteps > 0)
        {
            _calmSteps--;
            return;
        }

        _calmSteps = Random(12) == 0 ? Random(900) : Random(20);
        if (Random(3) > 0) Mend(hardware);
        else Break(hardware);
    }

    // Most changes make things good again: else nothing would ever be closed.
    private void Mend(TestHardware hardware)
    {
        hardware.MainsPresent = true;
        hardware.EmergencyStop = false;
        hardware.ConnectorFault = HardwareFault.NoError;
        hardware.BoardFault = HardwareFault.NoError;
        hardware.PilotFault = PilotFault.None;
        hardware.MeterSilent = false;
        hardware.TemperatureBroken = false;
        hardware.DeciCelsius = 250;
        hardware.Monitor!.FailsTest = false;
        hardware.Monitor.TestLooks = Random(20);
        hardware.Monitor.Leaking = false;
        hardware.IsVentilated = Random(2) == 0;
        hardware.HasLock = Random(4) > 0;
        hardware.Locked = LockState.Locked;
        hardware.Follows = true;
        hardware.Feedback = hardware.Commanded;
        hardware.OfferedMilliamps = 6_000 + (1_000 * Random(27));
        for (int phase = 0; phase < 3; phase++)
        {
            hardware.Millivolts[phase] = 200_000 + (1_000 * Random(60));
            hardware.Milliamps[phase] = hardware.Commanded ? Random(hardware.OfferedMilliamps + 400) : 0;
        }

        _rig.LoopIsDead = false;
        Permit(Random(8) > 0);
        if (Random(4) == 0) _rig.Safety.Acknowledge(1);
        hardware.Pilot = Random(5) == 0 ? PilotState.A : PilotState.C;
    }

    private void Break(TestHardware hardware)
    {
        switch (Random(19))
        {
            case 0: hardware.MainsPresent = false; break;
            case 1: hardware.EmergencyStop = true; break;
            case 2: hardware.ConnectorFault = (HardwareFault)Random(15); break;
            case 3: hardware.BoardFault = (HardwareFault)Random(15); break;
            case 4: hardware.PilotFault = (PilotFault)(1 + Random(3)); break;
            case 5: hardware.MeterSilent = true; break;
            case 6: hardware.DeciCelsius = 550 + Random(400); break;
            case 7: hardware.TemperatureBroken = true; break;
            case 8: hardware.Monitor!.FailsTest = true; break;
            case 9: hardware.Monitor!.Leak(true); break;
            case 10: hardware.Locked = (LockState)(Random(2) * 2); break;
            case 11: hardware.Follows = false; break;
            case 12: hardware.Feedback = !hardware.Feedback; break;
            case 13: hardware.OfferedMilliamps = Random(32_001); break;
            case 14: hardware.Millivolts[Random(3)] = Random(320_000); break;
            case 15: hardware.Milliamps[Random(3)] = Random(60_000); break;
            case 16: _rig.LoopIsDead = true; break;
            case 17: Permit(!_permitted); break;
            default: hardware.Pilot = Pilots[Random(Pilots.Length)]; break;
        }
    }

    private void Permit(bool permitted)
    {
        _permitted = permitted;
        _rig.Safety.Permit(1, permitted);
        if (!permitted) _reference.Withdraw();
    }
}
