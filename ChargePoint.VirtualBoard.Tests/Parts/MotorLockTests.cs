using ChargePoint.Hal;
using ChargePoint.Hal.Parts;
using ChargePoint.VirtualBoard.Parts;

namespace ChargePoint.VirtualBoard.Tests.Parts;

[TestClass]
public sealed class MotorLockTests
{
    private static readonly Wire In = new(10);
    private static readonly Wire Out = new(11);
    private static readonly Wire Contact = new(12, ActiveHigh: false);

    [TestMethod]
    public void Lock_and_unlock_move_the_bolt_and_switch_the_motor_off()
    {
        using Bench bench = new();
        (MotorLock driver, VirtualLock chip) = Make(bench);
        Assert.AreEqual(LockState.Unlocked, driver.State);
        driver.Lock();
        Assert.AreEqual(LockState.Unlocked, driver.State);
        bench.PeriodsUntil(driver.Poll, () => driver.State == LockState.Locked, 30);
        bench.RunMs(driver.Poll, 1_000);
        Assert.AreEqual((LockState.Locked, LockState.Locked), (driver.State, bench.World.Lock!.State));
        Assert.IsFalse(IsDriven(bench));
        driver.Unlock();
        bench.PeriodsUntil(driver.Poll, () => driver.State == LockState.Unlocked, 30);
        bench.RunMs(driver.Poll, 1_000);
        Assert.AreEqual((LockState.Unlocked, LockState.Unlocked), (driver.State, bench.World.Lock!.State));
        Assert.AreEqual((2, false), (chip.Pulses, chip.WasShorted));
        Assert.IsFalse(IsDriven(bench));
    }

    [TestMethod]
    public void Pulse_is_as_long_as_said()
    {
        using Bench bench = new();
        (MotorLock driver, _) = Make(bench, new MotorLockOptions { PulseMs = 600 });
        driver.Lock();
        bench.Run(driver.Poll, 1);
        Assert.IsTrue(bench.Controller.Pin(In.Pin).IsHigh);
        Assert.AreEqual(600 / Bench.PeriodMs, bench.PeriodsUntil(driver.Poll, () => !IsDriven(bench)));
    }

    [TestMethod]
    public void Stuck_bolt_is_jammed_after_all_attempts_and_the_motor_then_rests()
    {
        using Bench bench = new();
        (MotorLock driver, VirtualLock chip) = Make(bench);
        bench.World.Lock!.Stuck = true;
        driver.Lock();
        bench.PeriodsUntil(driver.Poll, () => driver.State == LockState.Jammed, 200);
        Assert.AreEqual(3, chip.Pulses);
        Assert.IsFalse(IsDriven(bench));
        for (int i = 0; i < 145; i++)
        {
            driver.Lock(); // a firmware that insists
            bench.Run(driver.Poll, 1);
            Assert.AreEqual(LockState.Jammed, driver.State);
            Assert.AreEqual(3, chip.Pulses);
        }

        bench.Run(driver.Poll, 10);
        Assert.AreEqual(4, chip.Pulses);
    }

    [TestMethod]
    public void Freed_bolt_obeys_the_next_command_and_is_jammed_no_more()
    {
        using Bench bench = new();
        (MotorLock driver, _) = Make(bench);
        bench.World.Lock!.Stuck = true;
        driver.Lock();
        bench.PeriodsUntil(driver.Poll, () => driver.State == LockState.Jammed, 200);
        bench.World.Lock!.Stuck = false;
        bench.RunMs(driver.Poll, 5_000);
        Assert.AreEqual(LockState.Jammed, driver.State);
        driver.Lock();
        Assert.AreEqual(LockState.Jammed, driver.State);
        bench.PeriodsUntil(driver.Poll, () => driver.State == LockState.Locked, 30);
    }

    [TestMethod]
    public void Jam_while_locking_ends_when_the_bolt_is_sent_back()
    {
        using Bench bench = new();
        (MotorLock driver, _) = Make(bench);
        bench.World.Lock!.Stuck = true;
        driver.Lock();
        bench.PeriodsUntil(driver.Poll, () => driver.State == LockState.Jammed, 200);
        driver.Unlock();
        bench.RunMs(driver.Poll, 1_000);
        Assert.AreEqual(LockState.Unlocked, driver.State);
    }

    [TestMethod]
    public void Bolt_that_moves_at_the_second_attempt_is_no_jam()
    {
        using Bench bench = new();
        (MotorLock driver, VirtualLock chip) = Make(bench);
        bench.World.Lock!.Stuck = true;
        driver.Lock();
        bench.PeriodsUntil(driver.Poll, () => chip.Pulses == 2, 100);
        bench.World.Lock!.Stuck = false;
        bench.RunMs(driver.Poll, 1_000);
        Assert.AreEqual(LockState.Locked, driver.State);
        Assert.AreEqual(2, chip.Pulses);
    }

    [TestMethod]
    public void Newest_of_the_commands_during_a_motion_wins()
    {
        using Bench bench = new();
        (MotorLock driver, VirtualLock chip) = Make(bench);
        driver.Lock();
        bench.Run(driver.Poll, 3);
        driver.Unlock();
        driver.Lock();
        driver.Unlock();
        bench.Run(driver.Poll, 3);
        Assert.IsTrue(bench.Controller.Pin(In.Pin).IsHigh, "the motion is finished first");
        bench.RunMs(driver.Poll, 2_000);
        Assert.AreEqual((LockState.Unlocked, 2), (driver.State, chip.Pulses));
        driver.Lock();
        bench.Run(driver.Poll, 3);
        driver.Unlock();
        driver.Lock();
        bench.RunMs(driver.Poll, 2_000);
        Assert.AreEqual((LockState.Locked, 3), (driver.State, chip.Pulses));
        Assert.IsFalse(chip.WasShorted);
    }

    [TestMethod]
    public void Stall_of_the_caller_is_no_jam()
    {
        using Bench bench = new();
        (MotorLock driver, VirtualLock chip) = Make(bench);
        driver.Lock();
        bench.Run(driver.Poll, 1);
        for (int i = 0; i < 10; i++)
        {
            bench.Clock.Advance(5_000);
            driver.Poll();
            Assert.AreNotEqual(LockState.Jammed, driver.State);
        }

        Assert.AreEqual((LockState.Locked, 1), (driver.State, chip.Pulses));
    }

    [TestMethod]
    public void Without_contact_the_bolt_counts_as_moved_and_begins_as_locked()
    {
        using Bench bench = new();
        _ = new VirtualLock(bench.Controller, bench.World, In, Out, null);
        MotorLock driver = new(bench.Clock, bench.Output(In), bench.Output(Out), null, new MotorLockOptions());
        Assert.AreEqual(LockState.Locked, driver.State);
        driver.Unlock();
        bench.RunMs(driver.Poll, 1_000);
        Assert.AreEqual(LockState.Unlocked, driver.State);
        driver.Lock();
        bench.RunMs(driver.Poll, 1_000);
        Assert.AreEqual((LockState.Locked, LockState.Locked), (driver.State, bench.World.Lock!.State));
    }

    [TestMethod]
    public void Disconnected_contact_is_a_jam_when_locking()
    {
        using Bench bench = new();
        (MotorLock driver, VirtualLock chip) = Make(bench);
        chip.FeedbackDisconnected = true;
        driver.Lock();
        bench.PeriodsUntil(driver.Poll, () => driver.State == LockState.Jammed, 200);
    }

    [TestMethod]
    public void Position_follows_a_bolt_that_somebody_moved_by_hand()
    {
        using Bench bench = new();
        (MotorLock driver, _) = Make(bench);
        driver.Lock();
        bench.RunMs(driver.Poll, 1_000);
        bench.World.Lock!.Unlock();
        bench.Run(driver.Poll, 3);
        Assert.AreEqual(LockState.Unlocked, driver.State);
    }

    [TestMethod]
    public void Solenoid_holds_while_locked_and_is_off_else()
    {
        using Bench bench = new();
        _ = new VirtualLock(bench.Controller, bench.World, In, null, Contact);
        MotorLock driver = new(bench.Clock, bench.Output(In), null, bench.Input(Contact), new MotorLockOptions());
        driver.Lock();
        bench.RunMs(driver.Poll, 5_000);
        Assert.AreEqual(LockState.Locked, driver.State);
        Assert.IsTrue(bench.Controller.Pin(In.Pin).IsHigh);
        driver.Unlock();
        bench.RunMs(driver.Poll, 1_000);
        Assert.AreEqual(LockState.Unlocked, driver.State);
        Assert.IsFalse(bench.Controller.Pin(In.Pin).IsHigh);
        bench.World.Lock!.Stuck = true;
        driver.Lock();
        bench.PeriodsUntil(driver.Poll, () => driver.State == LockState.Jammed, 200);
        Assert.IsFalse(bench.Controller.Pin(In.Pin).IsHigh, "a jammed solenoid must not burn");
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void Whatever_happens_both_directions_are_never_driven_and_the_last_command_is_reached(int seed)
    {
        using Bench bench = new();
        (MotorLock driver, VirtualLock chip) = Make(bench);
        Random random = new(seed);
        bool isLocked = false;
        for (int i = 0; i < 5_000; i++)
        {
            switch (random.Next(20))
            {
                case 0: driver.Lock(); isLocked = true; break;
                case 1: driver.Unlock(); isLocked = false; break;
                case 2: bench.World.Lock!.Stuck = random.Next(2) == 0; break;
                case 3: bench.Clock.Advance(random.Next(3_000)); break;
                default: break;
            }

            bench.Run(driver.Poll, random.Next(10));
            Assert.IsFalse(chip.WasShorted);
        }

        bench.World.Lock!.Stuck = false;
        if (isLocked) driver.Lock();
        else driver.Unlock();
        bench.RunMs(driver.Poll, 8_000);
        Assert.AreEqual(isLocked ? LockState.Locked : LockState.Unlocked, driver.State);
        Assert.AreEqual(driver.State, bench.World.Lock!.State);
        Assert.IsFalse(IsDriven(bench));
    }

    [TestMethod]
    public void Options_outside_their_ranges_are_refused()
    {
        using Bench bench = new();
        MotorLockOptions[] bad =
        [
            new() { PulseMs = 19 }, new() { PulseMs = 5_001 }, new() { SettleMs = -1 }, new() { SettleMs = 5_001 },
            new() { Attempts = 0 }, new() { Attempts = 11 }, new() { RestMs = -1 }, new() { RestMs = 60_001 },
        ];
        DigitalOutput output = bench.Output(In);
        foreach (MotorLockOptions options in bad) Assert.ThrowsExactly<ArgumentException>(() => new MotorLock(bench.Clock, output, null, null, options));
    }

    [TestMethod]
    public void Polling_allocates_nothing()
    {
        using Bench bench = new();
        MotorLock driver = new(bench.Clock, bench.Output(In), bench.Output(Out), bench.Input(Contact), new MotorLockOptions());
        driver.Lock();
        Assert.AreEqual(0, bench.AllocatedBy(driver.Poll));
    }

    private static bool IsDriven(Bench bench) => bench.Controller.Pin(In.Pin).IsHigh || bench.Controller.Pin(Out.Pin).IsHigh;

    private static (MotorLock Driver, VirtualLock Chip) Make(Bench bench, MotorLockOptions? options = null)
    {
        VirtualLock chip = new(bench.Controller, bench.World, In, Out, Contact);
        return (new MotorLock(bench.Clock, bench.Output(In), bench.Output(Out), bench.Input(Contact), options ?? new MotorLockOptions()), chip);
    }
}
