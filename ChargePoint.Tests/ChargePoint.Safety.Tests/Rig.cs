using System;

namespace ChargePoint.Safety.Tests;

/// <summary>A supervisor on hardware that a test commands, stepped every 20 ms while the loop is alive.</summary>
public sealed class Rig : ISafetyListener
{
    public Rig(TestHardware? hardware = null)
    {
        Hardware = hardware ?? new TestHardware();
        Safety = new SafetySupervisor(Hardware);
        Safety.Listen(this);
    }

    public TestHardware Hardware { get; }

    public SafetySupervisor Safety { get; }

    /// <summary>How often the listener was told of a change.</summary>
    public int Changes { get; private set; }

    /// <summary>True while the event loop is dead.</summary>
    public bool LoopIsDead { get; set; }

    /// <summary>A charge point that gives energy.</summary>
    public static Rig Closed(TestHardware? hardware = null)
    {
        Rig rig = new(hardware);
        rig.Safety.Permit(1, true);
        rig.Pass(500);
        if (!rig.Hardware.Commanded) throw new InvalidOperationException("not closed at first");
        return rig;
    }

    public void Pass(int milliseconds)
    {
        for (int i = 0; i < milliseconds; i += SafetySupervisor.PeriodMs) Step(SafetySupervisor.PeriodMs);
    }

    public void Step(int milliseconds)
    {
        Hardware.Time.Advance(milliseconds);
        if (!LoopIsDead) Safety.LoopIsAlive();
        Safety.Step();
    }

    /// <summary>How long it takes until a fault is there, in milliseconds; -1 if it is not within the limit.</summary>
    public int UntilActive(SafetyFault fault, int limitMs)
    {
        for (int passed = 0; passed <= limitMs; passed += SafetySupervisor.PeriodMs)
        {
            if (Has(fault)) return passed;
            Step(SafetySupervisor.PeriodMs);
        }

        return -1;
    }

    /// <summary>How long it takes until the contactor opens, in milliseconds; -1 if it does not within the limit.</summary>
    public int UntilOpen(int limitMs)
    {
        for (int passed = 0; passed <= limitMs; passed += SafetySupervisor.PeriodMs)
        {
            if (!Hardware.Commanded) return passed;
            Step(SafetySupervisor.PeriodMs);
        }

        return -1;
    }

    public bool Has(SafetyFault fault) => (Safety.Active(1) & FaultTable.Bit(fault)) != 0;

    public void OnSafetyChanged() => Changes++;
}
