using System.Device.Gpio;
using ChargePoint.Hal;
using ChargePoint.Hal.Parts;
using ChargePoint.VirtualBoard.Parts;

namespace ChargePoint.VirtualBoard.Tests.Parts;

[TestClass]
public sealed class GpioResidualCurrentTests
{
    private static readonly Wire Trip = new(20);
    private static readonly Wire Test = new(21);
    private static readonly Wire SecondTrip = new(22);

    [TestMethod]
    public void Leak_trips_within_one_sample_and_stays_until_reset()
    {
        using Bench bench = new();
        (GpioResidualCurrent monitor, _) = Make(bench);
        bench.Run(monitor.Sample, 5);
        Assert.IsFalse(monitor.Tripped);
        bench.World.ResidualCurrent.Leaking = true;
        bench.Run(monitor.Sample, 1);
        Assert.IsTrue(monitor.Tripped);
        monitor.Reset();
        Assert.IsTrue(monitor.Tripped, "the current still flows");
        bench.World.ResidualCurrent.Leaking = false;
        bench.Run(monitor.Sample, 10);
        Assert.IsTrue(monitor.Tripped);
        monitor.Reset();
        Assert.IsFalse(monitor.Tripped);
        bench.Run(monitor.Sample, 10);
        Assert.IsFalse(monitor.Tripped);
    }

    [TestMethod]
    public void Self_test_passes_without_a_trip()
    {
        using Bench bench = new();
        (GpioResidualCurrent monitor, _) = Make(bench);
        Assert.AreEqual(SelfTest.None, monitor.SelfTest);
        monitor.BeginSelfTest();
        Assert.AreEqual(SelfTest.Running, monitor.SelfTest);
        int periods = bench.PeriodsUntil(monitor.Sample, () => monitor.SelfTest != SelfTest.Running);
        Assert.AreEqual(SelfTest.Passed, monitor.SelfTest);
        Assert.IsTrue(periods <= 10, $"{periods}");
        bench.Run(monitor.Sample, 50);
        Assert.IsFalse(monitor.Tripped);
        Assert.IsFalse(bench.Controller.Pin(Test.Pin).IsHigh);
    }

    [TestMethod]
    public void Broken_module_fails_its_test_after_the_limit()
    {
        using Bench bench = new();
        (GpioResidualCurrent monitor, _) = Make(bench);
        bench.World.ResidualCurrent.Broken = true;
        monitor.BeginSelfTest();
        int periods = bench.PeriodsUntil(monitor.Sample, () => monitor.SelfTest != SelfTest.Running);
        Assert.AreEqual(SelfTest.Failed, monitor.SelfTest);
        Assert.IsTrue(periods is >= 50 and <= 54, $"{periods}");
        Assert.IsFalse(bench.Controller.Pin(Test.Pin).IsHigh);
        Assert.IsFalse(monitor.Tripped);
    }

    [TestMethod]
    public void Module_that_does_not_release_fails_and_counts_as_tripped()
    {
        using Bench bench = new();
        (GpioResidualCurrent monitor, VirtualResidualCurrent chip) = Make(bench);
        chip.NeverReleases = true;
        monitor.BeginSelfTest();
        bench.PeriodsUntil(monitor.Sample, () => monitor.SelfTest != SelfTest.Running);
        Assert.AreEqual(SelfTest.Failed, monitor.SelfTest);
        bench.Run(monitor.Sample, 1);
        Assert.IsTrue(monitor.Tripped);
    }

    [TestMethod]
    public void Leak_during_the_test_fails_it_and_is_a_trip()
    {
        using Bench bench = new();
        (GpioResidualCurrent monitor, _) = Make(bench);
        monitor.BeginSelfTest();
        bench.Run(monitor.Sample, 4);
        bench.World.ResidualCurrent.Leaking = true;
        bench.PeriodsUntil(monitor.Sample, () => monitor.SelfTest != SelfTest.Running);
        Assert.AreEqual(SelfTest.Failed, monitor.SelfTest);
        bench.Run(monitor.Sample, 1);
        Assert.IsTrue(monitor.Tripped);
    }

    [TestMethod]
    public void Test_does_not_begin_while_the_input_is_not_quiet()
    {
        using Bench bench = new();
        (GpioResidualCurrent monitor, _) = Make(bench);
        bench.World.ResidualCurrent.Leaking = true;
        monitor.BeginSelfTest();
        bench.Run(monitor.Sample, 1);
        Assert.AreEqual((SelfTest.Failed, true), (monitor.SelfTest, monitor.Tripped));
        Assert.IsFalse(bench.Controller.Pin(Test.Pin).IsHigh);
    }

    [TestMethod]
    public void Trip_right_after_a_test_is_a_trip()
    {
        using Bench bench = new();
        (GpioResidualCurrent monitor, _) = Make(bench);
        monitor.BeginSelfTest();
        bench.PeriodsUntil(monitor.Sample, () => monitor.SelfTest == SelfTest.Passed);
        bench.World.ResidualCurrent.Leaking = true;
        bench.Run(monitor.Sample, 1);
        Assert.IsTrue(monitor.Tripped);
        Assert.AreEqual(SelfTest.Passed, monitor.SelfTest);
    }

    [TestMethod]
    public void Stall_of_the_caller_fails_no_test()
    {
        using Bench bench = new();
        (GpioResidualCurrent monitor, _) = Make(bench);
        monitor.BeginSelfTest();
        for (int i = 0; i < 10 && monitor.SelfTest == SelfTest.Running; i++)
        {
            bench.Clock.Advance(20_000);
            monitor.Sample();
        }

        Assert.AreEqual(SelfTest.Passed, monitor.SelfTest);
    }

    [TestMethod]
    public void Test_that_is_begun_again_starts_over()
    {
        using Bench bench = new();
        (GpioResidualCurrent monitor, _) = Make(bench);
        monitor.BeginSelfTest();
        bench.Run(monitor.Sample, 3);
        Assert.IsTrue(bench.Controller.Pin(Test.Pin).IsHigh);
        monitor.BeginSelfTest();
        bench.Run(monitor.Sample, 1);
        Assert.IsFalse(bench.Controller.Pin(Test.Pin).IsHigh);
        bench.PeriodsUntil(monitor.Sample, () => monitor.SelfTest != SelfTest.Running);
        Assert.AreEqual(SelfTest.Passed, monitor.SelfTest);
    }

    [TestMethod]
    public void Test_signal_of_a_fixed_length_is_kept_and_the_release_counts_from_its_end()
    {
        using Bench bench = new();
        (GpioResidualCurrent monitor, _) = Make(bench, new ResidualCurrentOptions { TestPulseMs = 400, ReleaseWithinMs = 60 });
        monitor.BeginSelfTest();
        bench.Run(monitor.Sample, 2);
        Assert.AreEqual(20, bench.PeriodsUntil(monitor.Sample, () => !bench.Controller.Pin(Test.Pin).IsHigh));
        bench.PeriodsUntil(monitor.Sample, () => monitor.SelfTest != SelfTest.Running);
        Assert.AreEqual(SelfTest.Passed, monitor.SelfTest);
    }

    [TestMethod]
    public void Slow_module_passes_if_its_data_sheet_says_so()
    {
        using Bench bench = new();
        (GpioResidualCurrent monitor, VirtualResidualCurrent chip) = Make(bench, new ResidualCurrentOptions { TripWithinMs = 2_500, ReleaseWithinMs = 3_000 });
        chip.RespondMs = 2_000;
        chip.ReleaseMs = 2_500;
        monitor.BeginSelfTest();
        bench.PeriodsUntil(monitor.Sample, () => monitor.SelfTest != SelfTest.Running, 300);
        Assert.AreEqual(SelfTest.Passed, monitor.SelfTest);
    }

    [TestMethod]
    public void Second_input_trips_too()
    {
        using Bench bench = new();
        bool second = false;
        _ = new VirtualContact(bench.Controller, SecondTrip, () => second);
        _ = new VirtualResidualCurrent(bench.Controller, bench.World, Trip, Test);
        GpioResidualCurrent monitor = new(bench.Clock, bench.Input(Trip), bench.Output(Test), bench.Input(SecondTrip), new ResidualCurrentOptions());
        bench.Run(monitor.Sample, 1);
        Assert.IsFalse(monitor.Tripped);
        second = true;
        bench.Run(monitor.Sample, 1);
        Assert.IsTrue(monitor.Tripped);
    }

    [TestMethod]
    public void Module_without_test_input_passes_when_quiet()
    {
        using Bench bench = new();
        _ = new VirtualResidualCurrent(bench.Controller, bench.World, Trip, null);
        GpioResidualCurrent monitor = new(bench.Clock, bench.Input(Trip), null, null, new ResidualCurrentOptions());
        monitor.BeginSelfTest();
        bench.Run(monitor.Sample, 2);
        Assert.AreEqual(SelfTest.Passed, monitor.SelfTest);
        bench.World.ResidualCurrent.Leaking = true;
        monitor.BeginSelfTest();
        bench.Run(monitor.Sample, 1);
        Assert.AreEqual((SelfTest.Failed, true), (monitor.SelfTest, monitor.Tripped));
    }

    [TestMethod]
    public void Broken_wire_counts_as_tripped()
    {
        using Bench bench = new();
        (GpioResidualCurrent monitor, VirtualResidualCurrent chip) = Make(bench);
        chip.TripDisconnected = true;
        bench.Run(monitor.Sample, 1);
        Assert.IsTrue(monitor.Tripped);
    }

    [TestMethod]
    public void Module_that_tests_itself_at_the_start_is_left_alone()
    {
        using Bench bench = new();
        (GpioResidualCurrent monitor, _) = Make(bench, new ResidualCurrentOptions { StartupMs = 1_000 });
        bench.World.ResidualCurrent.Leaking = true;
        monitor.BeginSelfTest();
        bench.RunMs(monitor.Sample, 900);
        Assert.AreEqual((false, SelfTest.Running), (monitor.Tripped, monitor.SelfTest));
        bench.World.ResidualCurrent.Leaking = false;
        bench.PeriodsUntil(monitor.Sample, () => monitor.SelfTest != SelfTest.Running);
        Assert.AreEqual((false, SelfTest.Passed), (monitor.Tripped, monitor.SelfTest));
        bench.World.ResidualCurrent.Leaking = true;
        bench.Run(monitor.Sample, 1);
        Assert.IsTrue(monitor.Tripped);
    }

    [TestMethod]
    public void Options_outside_their_ranges_are_refused()
    {
        using Bench bench = new();
        ResidualCurrentOptions[] bad =
        [
            new() { TripWithinMs = 19 }, new() { TripWithinMs = 10_001 }, new() { ReleaseWithinMs = 0 }, new() { TestPulseMs = -1 }, new() { TestPulseMs = 10_001 },
            new() { StartupMs = -1 }, new() { StartupMs = 10_001 },
        ];
        DigitalInput trip = bench.Input(Trip);
        foreach (ResidualCurrentOptions options in bad) Assert.ThrowsExactly<ArgumentException>(() => new GpioResidualCurrent(bench.Clock, trip, null, null, options));
    }

    [TestMethod]
    public void Sampling_allocates_nothing()
    {
        using Bench bench = new();
        GpioResidualCurrent monitor = new(bench.Clock, bench.Input(Trip, PinMode.InputPullDown), bench.Output(Test), null, new ResidualCurrentOptions());
        monitor.BeginSelfTest();
        Assert.AreEqual(0, bench.AllocatedBy(monitor.Sample));
    }

    // Fault output active high with a pull-up: a broken wire is a trip.
    private static (GpioResidualCurrent Driver, VirtualResidualCurrent Chip) Make(Bench bench, ResidualCurrentOptions? options = null)
    {
        VirtualResidualCurrent chip = new(bench.Controller, bench.World, Trip, Test);
        return (new GpioResidualCurrent(bench.Clock, bench.Input(Trip), bench.Output(Test), null, options ?? new ResidualCurrentOptions()), chip);
    }
}
