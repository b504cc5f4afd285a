using ChargePoint.Hal;

namespace ChargePoint.Safety.Tests;

/// <summary>
/// All combinations of the supervisor's inputs, each put to a supervisor whose contactor is closed, and to one whose contactor is open. The
/// rule is written down here once more, as plainly as it can be said.
/// </summary>
public sealed class ClosingRule
{
    /// <summary>Inputs that are true or false.</summary>
    public const int Bits = 13;

    /// <summary>Number of combinations: with states of the pilot, faults of the pilot, and no lock or its positions.</summary>
    public const int Combinations = (1 << Bits) * 6 * 4 * 4;

    /// <summary>How many had to be closed.</summary>
    public int Closed { get; private set; }

    /// <summary>
    /// True for combinations with a dead loop and, besides, a pilot fault or a plug that is not held: it takes 15 s of steps until a loop
    /// counts as dead, and each of these inputs is tried with all others without it.
    /// </summary>
    public static bool IsRedundant(int combination)
    {
        int rest = combination / (1 << Bits);
        bool isHeld = rest / 24 == (int)LockState.Locked || rest / 24 == 3;
        return !Is(combination, 1) && (rest / 6 % 4 != 0 || !isHeld);
    }

    /// <summary>Tries one combination.</summary>
    /// <returns>What is wrong; "" if nothing is.</returns>
    public string Try(int combination)
    {
        int bits = combination % (1 << Bits);
        int rest = combination / (1 << Bits);
        PilotState pilot = (PilotState)(rest % 6);
        PilotFault pilotFault = (PilotFault)(rest / 6 % 4);
        int held = rest / 24;
        string wrong = FromClosed(bits, pilot, pilotFault, held);
        if (wrong.Length == 0) wrong = FromOpen(bits, pilot, pilotFault, held);
        return wrong.Length == 0 ? "" : $"combination {combination}: {wrong}";
    }

    private static bool Is(int bits, int bit) => (bits & (1 << bit)) != 0;

    // What holds at once, whatever was before.
    private static bool MayFlow(int bits, PilotState pilot, PilotFault pilotFault, int held)
    {
        bool permitted = Is(bits, 0);
        bool loopIsAlive = Is(bits, 1);
        bool offers = Is(bits, 2);
        bool mains = Is(bits, 3);
        bool emergencyStop = Is(bits, 4);
        bool connectorFault = Is(bits, 5);
        bool boardFault = Is(bits, 6);
        bool isVentilated = Is(bits, 7);
        bool tripped = Is(bits, 8);
        bool asks = pilot == PilotState.C || (pilot == PilotState.D && isVentilated);
        bool isHeld = held == 3 || held == (int)LockState.Locked;
        return permitted && loopIsAlive && offers && mains && !emergencyStop && !connectorFault && !boardFault && !tripped && asks && pilotFault == PilotFault.None && isHeld;
    }

    private static void Put(Rig rig, int bits, PilotState pilot, PilotFault pilotFault, int held)
    {
        TestHardware hardware = rig.Hardware;
        rig.Safety.Permit(1, Is(bits, 0));
        hardware.OfferedMilliamps = Is(bits, 2) ? 6_000 : 5_999;
        hardware.MainsPresent = Is(bits, 3);
        hardware.EmergencyStop = Is(bits, 4);
        hardware.ConnectorFault = Is(bits, 5) ? HardwareFault.GroundFailure : HardwareFault.NoError;
        hardware.BoardFault = Is(bits, 6) ? HardwareFault.InternalError : HardwareFault.NoError;
        hardware.IsVentilated = Is(bits, 7);
        hardware.Monitor!.Leak(Is(bits, 8));
        hardware.MeterSilent = Is(bits, 9);
        hardware.Pilot = pilot;
        hardware.PilotFault = pilotFault;
        hardware.HasLock = held != 3;
        if (held != 3) hardware.Locked = (LockState)held;
    }

    // The loop is silent for longer than it may be. Nothing else changes meanwhile.
    private static void LetTheLoopDie(Rig rig)
    {
        rig.LoopIsDead = true;
        for (int i = 0; i <= SafetySupervisor.LoopSilentMs; i += 100) rig.Step(100);
    }

    // The step that sees the inputs first decides, but for the meter, which is looked at every 100 ms.
    private string FromClosed(int bits, PilotState pilot, PilotFault pilotFault, int held)
    {
        Rig rig = new();
        rig.Safety.Permit(1, true);
        for (int i = 0; i < 8; i++) rig.Step(20);
        if (!rig.Hardware.Commanded) return "closed at first";
        if (!Is(bits, 1)) LetTheLoopDie(rig);
        Put(rig, bits, pilot, pilotFault, held);
        rig.Step(20);
        bool mayFlow = MayFlow(bits, pilot, pilotFault, held);
        if (rig.Hardware.Commanded && !mayFlow) return "still closed after one step";
        if (!rig.Hardware.Commanded && mayFlow && !Is(bits, 9)) return "opened without need";
        for (int i = 0; i < 5; i++) rig.Step(20);
        bool expected = mayFlow && !Is(bits, 9);
        if (rig.Hardware.Commanded != expected) return expected ? "opened without need" : "closed";
        if (expected) Closed++;
        return "";
    }

    // With all the time that its tests take.
    private string FromOpen(int bits, PilotState pilot, PilotFault pilotFault, int held)
    {
        bool isWelded = Is(bits, 10);
        bool failsTest = Is(bits, 11);
        bool isImplausible = Is(bits, 12);
        Rig rig = new();
        rig.Hardware.Monitor!.FailsTest = failsTest;
        rig.Hardware.Feedback = isWelded;
        rig.Hardware.Follows = !isWelded;
        if (isImplausible) rig.Hardware.Millivolts[2] = 195_499;
        if (!Is(bits, 1)) LetTheLoopDie(rig);
        Put(rig, bits, pilot, pilotFault, held);
        bool expected = MayFlow(bits, pilot, pilotFault, held) && !Is(bits, 9) && !isWelded && !failsTest && !isImplausible;
        for (int i = 0; i < 15; i++)
        {
            rig.Step(20);
            if (rig.Hardware.Commanded && !expected) return "was closed";
        }

        if (rig.Hardware.Commanded != expected) return "was not closed";
        if (expected) Closed++;
        return "";
    }
}
