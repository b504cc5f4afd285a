using ChargePoint.Hal;
using ChargePoint.Hal.Parts;
using ChargePoint.VirtualBoard.Parts;

namespace ChargePoint.VirtualBoard.Tests.Parts;

/// <summary>Light, watchdog, contacts, and the duty-cycle table.</summary>
[TestClass]
public sealed class SmallPartsTests
{
    private static readonly Wire Red = new(30);
    private static readonly Wire Green = new(31);
    private static readonly Wire Blue = new(32, ActiveHigh: false);
    private static readonly Wire Buzzer = new(33);

    [TestMethod]
    [DataRow(Indication.Available)]
    [DataRow(Indication.Preparing)]
    [DataRow(Indication.Charging)]
    [DataRow(Indication.Suspended)]
    [DataRow(Indication.Finishing)]
    [DataRow(Indication.Reserved)]
    [DataRow(Indication.Unavailable)]
    [DataRow(Indication.Faulted)]
    public void Each_indication_can_be_told_from_the_others(Indication indication)
    {
        using Bench bench = new();
        (LedIndicator driver, VirtualLight light) = MakeLight(bench);
        bench.RunMs(driver.Poll, 500);
        Assert.AreEqual("dark", light.Colour);
        driver.Show(indication);
        bench.RunMs(driver.Poll, 3_020);
        for (int i = 0; i < 100; i++)
        {
            bench.Run(driver.Poll, 1);
            Assert.AreEqual(indication, light.Decode());
        }

        Assert.AreEqual(0, light.Beeps);
    }

    [TestMethod]
    public void Acknowledgement_flashes_and_beeps_and_gives_way_to_the_state()
    {
        using Bench bench = new();
        (LedIndicator driver, VirtualLight light) = MakeLight(bench);
        driver.Show(Indication.Available);
        bench.RunMs(driver.Poll, 200);
        driver.Acknowledge(true);
        bench.Run(driver.Poll, 1);
        Assert.AreEqual("white", light.Colour);
        bench.RunMs(driver.Poll, 1_000);
        Assert.AreEqual(("green", 1), (light.Colour, light.Beeps));
        driver.Acknowledge(false);
        bench.Run(driver.Poll, 1);
        Assert.AreEqual("red", light.Colour);
        bench.RunMs(driver.Poll, 1_000);
        Assert.AreEqual(("green", 4), (light.Colour, light.Beeps));
        Assert.IsFalse(bench.Controller.Pin(Buzzer.Pin).IsHigh);
    }

    [TestMethod]
    public void Light_without_any_part_does_nothing_and_polling_allocates_nothing()
    {
        using Bench bench = new();
        LedIndicator driver = new(bench.Clock, null, null, null, null);
        driver.Show(Indication.Faulted);
        driver.ShowText("text");
        driver.Acknowledge(false);
        Assert.AreEqual(0, bench.AllocatedBy(driver.Poll));
    }

    [TestMethod]
    [DataRow(false, 1)]
    [DataRow(true, 2)]
    public void Each_feeding_gives_an_edge(bool isPulse, int edges)
    {
        using Bench bench = new();
        Wire wire = new(34);
        GpioWatchdog driver = new(bench.Output(wire), isPulse);
        int seen = 0;
        wire.OnDriven(bench.Controller, () => seen++);
        for (int i = 1; i <= 5; i++)
        {
            driver.Feed();
            Assert.AreEqual(i * edges, seen);
        }
    }

    [TestMethod]
    public void Watchdog_resets_a_board_that_does_not_feed_it()
    {
        using Bench bench = new();
        VirtualWatchdog chip = new(bench.Controller, 34, 1_600, bench.Controller.Reset);
        bench.RunMs(chip.Look, 10_000);
        Assert.AreEqual(0, chip.Resets, "before the first edge it does not watch");
        GpioWatchdog driver = new(bench.Output(new Wire(34)));
        for (int i = 0; i < 20; i++)
        {
            driver.Feed();
            bench.RunMs(chip.Look, 1_000);
        }

        Assert.AreEqual(0, chip.Resets);
        bench.RunMs(chip.Look, 1_000);
        Assert.AreEqual(0, chip.Resets);
        bench.RunMs(chip.Look, 1_000);
        Assert.AreEqual(1, chip.Resets);
        Assert.IsFalse(bench.Controller.Pin(34).IsOutput);
        bench.RunMs(chip.Look, 10_000);
        Assert.AreEqual(1, chip.Resets, "it waits for the firmware to start");
    }

    [TestMethod]
    public void Watchdog_forgives_a_process_that_stood_still()
    {
        using Bench bench = new();
        VirtualWatchdog chip = new(bench.Controller, 34, 1_600, () => Assert.Fail("reset"));
        GpioWatchdog driver = new(bench.Output(new Wire(34)));
        driver.Feed();
        bench.Clock.Advance(3_600_000);
        chip.Look();
        driver.Feed();
        chip.Look();
        Assert.AreEqual(0, chip.Resets);
    }

    [TestMethod]
    public void Contact_is_debounced_in_both_directions()
    {
        using Bench bench = new();
        bool isPressed = false;
        Wire wire = new(35);
        VirtualContact chip = new(bench.Controller, wire, () => isPressed) { Bounces = 4 };
        InputContact contact = new(bench.Input(wire), 2, 5);
        Assert.IsFalse(contact.IsActive);
        isPressed = true;
        int periods = bench.PeriodsUntil(contact.Sample, () => contact.IsActive);
        Assert.IsTrue(periods is >= 2 and <= 6, $"{periods}");
        isPressed = false;
        periods = bench.PeriodsUntil(contact.Sample, () => !contact.IsActive);
        Assert.IsTrue(periods is >= 5 and <= 9, $"{periods}");
        chip.IsDisconnected = true;
        bench.Run(contact.Sample, 2);
        Assert.IsTrue(contact.IsActive, "a broken wire counts as pressed");
    }

    [TestMethod]
    public void Contact_that_is_active_at_the_start_is_so_at_once()
    {
        using Bench bench = new();
        Wire wire = new(35);
        _ = new VirtualContact(bench.Controller, wire, () => true);
        Assert.IsTrue(new InputContact(bench.Input(wire)).IsActive);
    }

    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(299, 0)]
    [DataRow(500, 0)]
    [DataRow(799, 0)]
    [DataRow(800, 6_000)]
    [DataRow(999, 6_000)]
    [DataRow(1_000, 6_000)]
    [DataRow(5_000, 30_000)]
    [DataRow(8_500, 51_000)]
    [DataRow(8_501, 52_525)]
    [DataRow(9_600, 80_000)]
    [DataRow(9_700, 80_000)]
    [DataRow(9_701, 0)]
    [DataRow(10_000, 0)]
    public void Vehicle_reads_the_duty_cycle_by_the_table(int hundredths, int milliamps) =>
        Assert.AreEqual(milliamps, PilotDutyCycle.ToMilliamps(hundredths));

    private static (LedIndicator Driver, VirtualLight Light) MakeLight(Bench bench)
    {
        VirtualLight light = new(bench.Controller, Red, Green, Blue, Buzzer);
        return (new LedIndicator(bench.Clock, bench.Output(Red), bench.Output(Green), bench.Output(Blue), bench.Output(Buzzer)), light);
    }
}
