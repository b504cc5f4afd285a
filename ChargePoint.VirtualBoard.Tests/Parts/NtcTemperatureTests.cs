using ChargePoint.Hal.Parts;
using ChargePoint.VirtualBoard.Parts;

namespace ChargePoint.VirtualBoard.Tests.Parts;

[TestClass]
public sealed class NtcTemperatureTests
{
    private const int Channel = 7;

    [TestMethod]
    [DataRow(10_000, 3_950, 10_000, false, 4_095)]
    [DataRow(10_000, 3_380, 10_000, true, 4_095)]
    [DataRow(10_000, 3_435, 4_700, false, 4_095)]
    [DataRow(100_000, 4_250, 47_000, false, 4_095)]
    public void Temperature_is_exact_to_half_a_degree(int ohms25, int beta, int divider, bool isToSupply, int supplySteps)
    {
        using Bench bench = new();
        NtcOptions options = new() { Ohms25 = ohms25, BetaKelvins = beta, DividerOhms = divider, IsToSupply = isToSupply, SupplySteps = supplySteps };
        _ = new VirtualNtc(bench.Controller, bench.World, Channel, options);
        int worst = 0;
        for (int deciCelsius = -200; deciCelsius <= 1_000; deciCelsius++)
        {
            bench.World.Temperature.DeciCelsius = deciCelsius;
            Assert.IsTrue(new NtcTemperature(bench.Adc, Channel, options).TryRead(out int measured));
            worst = Math.Max(worst, Math.Abs(measured - deciCelsius));
        }

        Console.WriteLine($"NTC {ohms25} Ohm, B {beta}, divider {divider} Ohm: at most {worst / 10.0} degrees off");
        Assert.IsTrue(worst <= 5, $"{worst}");
    }

    [TestMethod]
    [DataRow(-400)]
    [DataRow(1_250)]
    public void Ends_of_the_range_can_be_read(int deciCelsius)
    {
        using Bench bench = new();
        NtcTemperature sensor = Make(bench, deciCelsius, out _);
        Assert.IsTrue(sensor.TryRead(out int measured));
        Assert.AreEqual(deciCelsius, measured, 10);
    }

    [TestMethod]
    public void Broken_and_shorted_sensors_are_noticed_and_heal()
    {
        using Bench bench = new();
        NtcTemperature sensor = Make(bench, 250, out VirtualNtc chip);
        bench.World.Temperature.Broken = true;
        bench.RunMs(sensor.Poll, 1_000);
        Assert.IsFalse(sensor.TryRead(out _));
        bench.World.Temperature.Broken = false;
        bench.World.Temperature.DeciCelsius = 600;
        bench.RunMs(sensor.Poll, 400);
        Assert.IsTrue(sensor.TryRead(out int measured));
        Assert.AreEqual(600, measured, 5);
        chip.IsShorted = true;
        bench.RunMs(sensor.Poll, 1_000);
        Assert.IsFalse(sensor.TryRead(out _));
    }

    [TestMethod]
    public void Missing_sensor_is_invalid_from_the_start()
    {
        using Bench bench = new();
        Assert.IsFalse(new NtcTemperature(bench.Adc, Channel, new NtcOptions()).TryRead(out _));
    }

    [TestMethod]
    public void One_bad_reading_is_overlooked()
    {
        using Bench bench = new();
        NtcTemperature sensor = Make(bench, 400, out VirtualNtc chip);
        for (int i = 0; i < 20; i++)
        {
            chip.IsShorted = i % 2 == 0;
            bench.RunMs(sensor.Poll, 200);
            Assert.IsTrue(sensor.TryRead(out int measured));
            Assert.AreEqual(400, measured, 5);
        }
    }

    [TestMethod]
    public void Change_shows_within_some_seconds()
    {
        using Bench bench = new();
        NtcTemperature sensor = Make(bench, 250, out _);
        bench.World.Temperature.DeciCelsius = 800;
        bench.RunMs(sensor.Poll, 4_000);
        sensor.TryRead(out int measured);
        Assert.AreEqual(800, measured, 10);
    }

    [TestMethod]
    public void Options_outside_their_ranges_are_refused()
    {
        using Bench bench = new();
        NtcOptions[] bad =
        [
            new() { Ohms25 = 999 }, new() { Ohms25 = 1_000_001 }, new() { BetaKelvins = 1_999 }, new() { BetaKelvins = 6_001 },
            new() { DividerOhms = 99 }, new() { DividerOhms = 1_000_001 }, new() { SupplySteps = 999 }, new() { SupplySteps = 8_191 },
        ];
        foreach (NtcOptions options in bad) Assert.ThrowsExactly<ArgumentException>(() => new NtcTemperature(bench.Adc, Channel, options));
    }

    [TestMethod]
    public void Divider_that_hides_a_broken_sensor_is_refused()
    {
        using Bench bench = new();
        Assert.ThrowsExactly<ArgumentException>(() => new NtcTemperature(bench.Adc, Channel, new NtcOptions { Ohms25 = 1_000_000, DividerOhms = 1_000 }));
        Assert.ThrowsExactly<ArgumentException>(() => new NtcTemperature(bench.Adc, Channel, new NtcOptions { Ohms25 = 1_000, DividerOhms = 1_000_000, IsToSupply = true }));
    }

    [TestMethod]
    public void Saturated_converter_is_no_temperature()
    {
        using Bench bench = new();
        bench.Controller.AttachAdc(Channel, () => 4_095);
        Assert.IsFalse(new NtcTemperature(bench.Adc, Channel, new NtcOptions { SupplySteps = 6_000 }).TryRead(out _));
        Assert.IsFalse(new NtcTemperature(bench.Adc, Channel, new NtcOptions { SupplySteps = 6_000, IsToSupply = true }).TryRead(out _));
    }

    [TestMethod]
    public void Every_value_of_the_converter_is_in_range_or_refused_whatever_the_parts()
    {
        using Bench bench = new();
        int value = 0;
        bench.Controller.AttachAdc(Channel, () => value);
        foreach ((int ohms, int beta, int divider) in new[] { (1_000, 2_000, 100), (1_000_000, 3_000, 1_000_000), (1_000, 4_000, 3_000), (220_000, 2_000, 1_000_000), (10_000, 4_300, 30_000) })
        {
            foreach (int supply in new[] { 1_000, 4_095, 8_190 })
            {
                NtcOptions options = new() { Ohms25 = ohms, BetaKelvins = beta, DividerOhms = divider, IsToSupply = supply == 4_095, SupplySteps = supply };
                for (value = 0; value <= 4_095; value += 3)
                {
                    if (!new NtcTemperature(bench.Adc, Channel, options).TryRead(out int measured)) continue;
                    Assert.IsTrue(measured is >= -400 and <= 1_250, $"{measured}");
                }
            }
        }
    }

    [TestMethod]
    public void Polling_allocates_nothing()
    {
        using Bench bench = new();
        bench.Controller.AttachAdc(Channel, () => 2_000);
        Assert.AreEqual(0, bench.AllocatedBy(new NtcTemperature(bench.Adc, Channel, new NtcOptions()).Poll));
    }

    private static NtcTemperature Make(Bench bench, int deciCelsius, out VirtualNtc chip)
    {
        NtcOptions options = new();
        chip = new VirtualNtc(bench.Controller, bench.World, Channel, options);
        bench.World.Temperature.DeciCelsius = deciCelsius;
        return new NtcTemperature(bench.Adc, Channel, options);
    }
}
