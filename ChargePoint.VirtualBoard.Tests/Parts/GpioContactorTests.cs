using ChargePoint.Hal.Parts;
using ChargePoint.VirtualBoard.Parts;

namespace ChargePoint.VirtualBoard.Tests.Parts;

[TestClass]
public sealed class GpioContactorTests
{
    private static readonly Wire Coil = new(1);
    private static readonly Wire Auxiliary = new(2, ActiveHigh: false);
    private static readonly Wire SecondCoil = new(3);
    private static readonly Wire SecondAuxiliary = new(4, ActiveHigh: false);

    [TestMethod]
    public void Feedback_follows_the_command_after_the_time_of_the_poles()
    {
        using Bench bench = new();
        (GpioContactor contactor, _) = Single(bench);
        Assert.IsFalse(contactor.Commanded || contactor.Feedback);
        contactor.Close();
        Assert.IsTrue(contactor.Commanded);
        Assert.IsFalse(contactor.Feedback);
        Assert.AreEqual(1, bench.PeriodsUntil(contactor.Sample, () => contactor.Feedback));
        Assert.IsTrue(bench.World.Contactor.Commanded);
        contactor.Open();
        Assert.IsFalse(bench.World.Contactor.Commanded);
        Assert.AreEqual(1, bench.PeriodsUntil(contactor.Sample, () => !contactor.Feedback));
    }

    [TestMethod]
    public void Slow_contactor_reports_late()
    {
        using Bench bench = new();
        (GpioContactor contactor, VirtualContactor chip) = Single(bench);
        chip.ClosingMs = 70;
        chip.OpeningMs = 50;
        contactor.Close();
        Assert.AreEqual(4, bench.PeriodsUntil(contactor.Sample, () => contactor.Feedback));
        contactor.Open();
        Assert.AreEqual(3, bench.PeriodsUntil(contactor.Sample, () => !contactor.Feedback));
    }

    [TestMethod]
    public void Active_low_coil_is_released_by_a_reset()
    {
        using Bench bench = new();
        Wire coil = new(1, ActiveHigh: false);
        _ = new VirtualContactor(bench.Controller, bench.World, coil, null);
        GpioContactor contactor = new(bench.Output(coil), null);
        Assert.IsFalse(bench.World.Contactor.Commanded);
        contactor.Close();
        Assert.IsTrue(bench.World.Contactor.Commanded);
        bench.Controller.Reset();
        Assert.IsFalse(bench.World.Contactor.Commanded);
    }

    [TestMethod]
    public void Welded_contactor_keeps_its_feedback_after_opening_and_shows_before_closing()
    {
        using Bench bench = new();
        (GpioContactor contactor, _) = Single(bench);
        contactor.Close();
        bench.Run(contactor.Sample, 5);
        bench.World.Contactor.Welded = true;
        contactor.Open();
        bench.Run(contactor.Sample, 50);
        Assert.IsTrue(contactor.Feedback);
        bench.World.Contactor.Welded = false;
        bench.Run(contactor.Sample, 1);
        Assert.IsFalse(contactor.Feedback);
        bench.World.Contactor.Welded = true;
        bench.Run(contactor.Sample, GpioContactor.ContradictingSamples);
        Assert.IsTrue(contactor.Feedback);
    }

    [TestMethod]
    public void Welded_contactor_shows_at_once_after_a_restart_within_two_samples()
    {
        using Bench bench = new();
        bench.World.Contactor.Welded = true;
        (GpioContactor contactor, _) = Single(bench);
        bench.Run(contactor.Sample, 1);
        Assert.IsTrue(contactor.Feedback);
    }

    [TestMethod]
    public void Contactor_that_does_not_pull_in_or_drops_out_shows_no_feedback()
    {
        using Bench bench = new();
        (GpioContactor contactor, _) = Single(bench);
        bench.World.Contactor.StuckOpen = true;
        contactor.Close();
        bench.Run(contactor.Sample, 50);
        Assert.IsFalse(contactor.Feedback);
        bench.World.Contactor.StuckOpen = false;
        bench.Run(contactor.Sample, 1);
        Assert.IsTrue(contactor.Feedback);
        bench.Board.EmergencyStop = true;
        Assert.AreEqual(2, bench.PeriodsUntil(contactor.Sample, () => !contactor.Feedback));
    }

    [TestMethod]
    public void One_contradicting_sample_is_no_fault()
    {
        using Bench bench = new();
        (GpioContactor contactor, VirtualContactor chip) = Single(bench);
        contactor.Close();
        bench.Run(contactor.Sample, 5);
        for (int i = 0; i < 20; i++)
        {
            chip.AuxiliaryDisconnected = true;
            bench.Run(contactor.Sample, 1);
            Assert.IsTrue(contactor.Feedback);
            chip.AuxiliaryDisconnected = false;
            bench.Run(contactor.Sample, 1);
        }

        chip.AuxiliaryDisconnected = true;
        bench.Run(contactor.Sample, 2);
        Assert.IsFalse(contactor.Feedback);
    }

    [TestMethod]
    public void Without_auxiliary_contact_the_command_is_the_feedback()
    {
        using Bench bench = new();
        GpioContactor contactor = new(bench.Output(Coil), null, 3);
        contactor.Close();
        Assert.IsTrue(contactor.Feedback);
        contactor.Open();
        Assert.IsFalse(contactor.Feedback);
        Assert.AreEqual(3, contactor.Phases);
        Assert.IsFalse(contactor.CanSwitchPhases);
    }

    [TestMethod]
    public void Phases_are_chosen_while_open_only()
    {
        using Bench bench = new(3, phaseSwitching: true);
        (GpioContactor contactor, _) = Pair(bench);
        Assert.IsTrue(contactor.CanSwitchPhases);
        Assert.AreEqual(3, contactor.Phases);
        contactor.Phases = 2;
        Assert.AreEqual(3, contactor.Phases);
        contactor.Phases = 1;
        contactor.Close();
        bench.Run(contactor.Sample, 2);
        Assert.IsTrue(contactor.Feedback);
        Assert.AreEqual(1, bench.World.Contactor.Phases);
        Assert.IsFalse(bench.Controller.Pin(SecondCoil.Pin).IsHigh);
        contactor.Phases = 3;
        Assert.AreEqual(1, contactor.Phases);
        contactor.Open();
        contactor.Phases = 3;
        contactor.Close();
        bench.Run(contactor.Sample, 2);
        Assert.AreEqual(3, bench.World.Contactor.Phases);
        Assert.IsTrue(contactor.Feedback);
        contactor.Open();
        bench.Run(contactor.Sample, 2);
        Assert.IsFalse(contactor.Feedback);
        Assert.IsFalse(bench.Controller.Pin(SecondCoil.Pin).IsHigh);
    }

    [TestMethod]
    public void Second_contactor_that_welds_or_does_not_pull_in_is_noticed()
    {
        using Bench bench = new(3, phaseSwitching: true);
        (GpioContactor contactor, VirtualContactor chip) = Pair(bench);
        chip.SecondStuckOpen = true;
        contactor.Close();
        bench.Run(contactor.Sample, 10);
        Assert.IsFalse(contactor.Feedback);
        Assert.AreEqual(1, bench.World.Contactor.Phases);
        contactor.Open();
        bench.Run(contactor.Sample, 10);
        Assert.IsFalse(contactor.Feedback);
        chip.SecondWelded = true;
        bench.Run(contactor.Sample, 2);
        Assert.IsTrue(contactor.Feedback);
    }

    [TestMethod]
    public void Opening_wins_whatever_thread_it_comes_from()
    {
        using Bench bench = new();
        GpioContactor contactor = new(bench.Output(Coil), null, 3, bench.Output(SecondCoil));
        for (int i = 0; i < 2_000; i++)
        {
            using Barrier barrier = new(2);
            Thread other = new(() =>
            {
                barrier.SignalAndWait();
                contactor.Open();
            });
            other.Start();
            barrier.SignalAndWait();
            contactor.Close();
            other.Join();
            bool isOn = bench.Controller.Pin(Coil.Pin).IsHigh;
            Assert.AreEqual(contactor.Commanded, isOn);
            Assert.AreEqual(isOn, bench.Controller.Pin(SecondCoil.Pin).IsHigh);
            contactor.Open();
        }
    }

    [TestMethod]
    public void Sampling_allocates_nothing()
    {
        using Bench bench = new(3, phaseSwitching: true);
        (GpioContactor contactor, _) = Pair(bench);
        Assert.AreEqual(0, bench.AllocatedBy(contactor.Sample));
    }

    private static (GpioContactor Driver, VirtualContactor Chip) Single(Bench bench)
    {
        VirtualContactor chip = new(bench.Controller, bench.World, Coil, Auxiliary);
        return (new GpioContactor(bench.Output(Coil), bench.Input(Auxiliary)), chip);
    }

    private static (GpioContactor Driver, VirtualContactor Chip) Pair(Bench bench)
    {
        VirtualContactor chip = new(bench.Controller, bench.World, Coil, Auxiliary, SecondCoil, SecondAuxiliary);
        return (new GpioContactor(bench.Output(Coil), bench.Input(Auxiliary), 3, bench.Output(SecondCoil), bench.Input(SecondAuxiliary)), chip);
    }
}
