using ChargePoint.Hal;
using ChargePoint.Hal.Meters;
using ChargePoint.Hal.Simulated;
using ChargePoint.VirtualBoard.Meters;

namespace ChargePoint.VirtualBoard.Tests.Meters;

/// <summary>Meters of all known types, over a serial line, byte by byte.</summary>
[TestClass]
public sealed class ModbusMeterTests
{
    [TestMethod]
    [DataRow("SDM120", 1)]
    [DataRow("SDM230", 1)]
    [DataRow("SDM630", 3)]
    [DataRow("B21", 1)]
    [DataRow("B23", 3)]
    public void Measurement_is_published_as_the_meter_made_it(string type, int phases)
    {
        using MeterBench bench = new();
        WorldMeter world = new(phases);
        ModbusMeter meter = bench.Add(type, 7, world);
        MeterReading reading = new();
        Assert.IsFalse(meter.TryRead(reading));
        bench.Run(3000);
        Assert.IsTrue(meter.TryRead(reading));
        Assert.AreEqual(phases, meter.Phases);
        Assert.IsTrue(world.Equals(reading), $"{reading.EnergyWh} Wh {reading.PowerW} W {reading.CurrentMilliamps[0]} mA {reading.VoltageMillivolts[0]} mV");
        Assert.AreEqual("12345678", meter.SerialNumber);
        Assert.AreEqual(0, meter.Refused);
        Assert.AreEqual(0, bench.Bus.TimeOuts + bench.Bus.BadAnswers + bench.Bus.Exceptions);
    }

    [TestMethod]
    public void Energy_of_a_session_is_followed_twice_a_second()
    {
        using MeterBench bench = new();
        SimulatedBoard board = new(bench.Clock, new SeededRandom(1), new MemoryFlash(), null, new SimulatedBoardOptions { Phases = 3 });
        SimulatedConnector connector = board.Connector(1);
        ModbusMeter meter = bench.Add("SDM630", 1, connector.Meter);
        bench.Run(2000);
        connector.Plug();
        connector.Pilot.OfferedMilliamps = 16000;
        connector.Contactor.Close();
        MeterReading reading = new();
        long worstWh = 0;
        bench.Run(600_000, () =>
        {
            Assert.IsTrue(meter.TryRead(reading));
            worstWh = Math.Max(worstWh, connector.Meter.EnergyWh - reading.EnergyWh);
        });
        Assert.IsGreaterThan(1800, reading.EnergyWh); // 11 kW for ten minutes
        Assert.IsLessThanOrEqualTo(4, worstWh); // 11 kW makes 3 Wh in a second
        Assert.AreEqual(11040, reading.PowerW, 1);
        CollectionAssert.AreEqual(new[] { 16000, 16000, 16000 }, reading.CurrentMilliamps);
        Assert.AreEqual(0, meter.Refused);
    }

    [TestMethod]
    public void Older_meter_without_serial_number_is_read_all_the_same()
    {
        using MeterBench bench = new();
        WorldMeter world = new(1);
        bench.Line.Attach(new VirtualEastronMeter(1, world, tellsSerial: false));
        ModbusMeter meter = new(bench.Bus, 1, MeterBench.Map("SDM120"));
        bench.Run(10_000);
        Assert.IsNull(meter.SerialNumber);
        Assert.IsTrue(meter.TryRead(new MeterReading()));
        Assert.AreEqual(3, bench.Bus.Exceptions);
    }

    [TestMethod]
    public void Meters_share_a_line_and_a_dead_one_does_not_starve_the_others()
    {
        using MeterBench bench = new();
        WorldMeter[] worlds = [new(3), new(1), new(3)];
        ModbusMeter[] meters = [bench.Add("SDM630", 1, worlds[0]), bench.Add("SDM120", 2, worlds[1]), bench.Add("B23", 9, worlds[2])];
        worlds[1].EnergyWh = 777000;
        worlds[2].EnergyWh = 888880;
        bench.Line[2].IsDead = true;
        bench.Run(10_000);
        MeterReading reading = new();
        Assert.IsFalse(meters[1].TryRead(reading));
        long last = 0;
        long longestMs = 0;
        long sinceMs = bench.Clock.MonotonicMs;
        bench.Run(20_000, () =>
        {
            worlds[0].EnergyWh = 123450 + ((bench.Clock.MonotonicMs - 10_000) / 100); // a Wh every 100 ms
            Assert.IsTrue(meters[0].TryRead(reading));
            if (reading.EnergyWh != last)
            {
                longestMs = Math.Max(longestMs, bench.Clock.MonotonicMs - sinceMs);
                sinceMs = bench.Clock.MonotonicMs;
            }

            last = reading.EnergyWh;
        });
        Console.WriteLine($"longest time without a new measurement beside a dead meter: {longestMs} ms");
        Assert.IsLessThan(1500, longestMs);
        Assert.IsTrue(meters[2].TryRead(reading));
        Assert.AreEqual(888880, reading.EnergyWh);
        bench.Line[2].IsDead = false;
        bench.Run(6000);
        Assert.IsTrue(meters[1].TryRead(reading));
        Assert.AreEqual(777000, reading.EnergyWh);
    }

    [TestMethod]
    public void Dead_meter_is_silent_after_its_limit_and_comes_back()
    {
        using MeterBench bench = new();
        ModbusMeter meter = bench.Add("SDM630", 1, new WorldMeter(3));
        bench.Run(2000);
        bench.Line[1].IsDead = true;
        bench.Run(4500);
        Assert.IsTrue(meter.TryRead(new MeterReading()));
        bench.Run(2000);
        Assert.IsFalse(meter.TryRead(new MeterReading()));
        Assert.IsTrue(meter.IsSilent);
        Assert.IsGreaterThan(0, bench.Bus.TimeOuts);
        bench.Line[1].IsDead = false;
        bench.Run(3000);
        Assert.IsTrue(meter.TryRead(new MeterReading()));
    }

    [TestMethod]
    public void Cut_line_silences_all_and_mended_one_brings_all_back()
    {
        using MeterBench bench = new();
        ModbusMeter one = bench.Add("SDM120", 1, new WorldMeter(1));
        ModbusMeter two = bench.Add("SDM120", 2, new WorldMeter(1));
        bench.Run(3000);
        bench.Line.IsCut = true;
        bench.Run(10_000);
        Assert.IsTrue(one.IsSilent && two.IsSilent);
        bench.Line.IsCut = false;
        bench.Run(8000);
        Assert.IsFalse(one.IsSilent || two.IsSilent);
    }

    [TestMethod]
    [DataRow(10)]
    [DataRow(3)]
    [DataRow(2)]
    public void Wrong_checksums_are_made_up_for_by_retries(int every)
    {
        using MeterBench bench = new();
        WorldMeter world = new(3);
        ModbusMeter meter = bench.Add("SDM630", 1, world);
        bench.Line[1].CrcErrorEvery = every;
        bench.Run(5000);
        MeterReading reading = new();
        bench.Run(30_000, () => Assert.IsTrue(meter.TryRead(reading)));
        Assert.IsTrue(world.Equals(reading));
        Assert.IsGreaterThan(5, bench.Bus.BadAnswers);
    }

    [TestMethod]
    public void Answers_of_another_unit_are_nobodys()
    {
        using MeterBench bench = new();
        ModbusMeter one = bench.Add("SDM120", 1, new WorldMeter(1));
        ModbusMeter two = bench.Add("SDM120", 2, new WorldMeter(1) { EnergyWh = 5 });
        bench.Line[1].WrongUnit = 2;
        bench.Run(20_000);
        Assert.IsTrue(one.IsSilent);
        MeterReading reading = new();
        Assert.IsTrue(two.TryRead(reading));
        Assert.AreEqual(5, reading.EnergyWh);
    }

    [TestMethod]
    public void Exceptions_silence_a_meter_without_waiting_for_a_time_out()
    {
        using MeterBench bench = new();
        ModbusMeter meter = bench.Add("B23", 1, new WorldMeter(3));
        bench.Run(2000);
        bench.Line[1].ExceptionCode = 6;
        bench.Run(7000);
        Assert.IsTrue(meter.IsSilent);
        Assert.IsGreaterThan(5, bench.Bus.Exceptions);
        Assert.AreEqual(0, bench.Bus.TimeOuts);
    }

    [TestMethod]
    public void Noise_before_answers_and_an_echo_do_no_harm()
    {
        using MeterBench bench = new();
        WorldMeter world = new(3);
        ModbusMeter meter = bench.Add("SDM630", 1, world);
        bench.Line.Echoes = true;
        bench.Line[1].NoiseBefore = [0, 1, 4, 36, 0xFF, 1];
        bench.Run(5000);
        MeterReading reading = new();
        Assert.IsTrue(meter.TryRead(reading));
        Assert.IsTrue(world.Equals(reading));
        Assert.AreEqual(0, bench.Bus.BadAnswers + bench.Bus.TimeOuts);
    }

    [TestMethod]
    public void Truncated_answers_are_none()
    {
        using MeterBench bench = new();
        ModbusMeter meter = bench.Add("SDM630", 1, new WorldMeter(3));
        for (int length = 0; length < 41; length += 5)
        {
            bench.Line[1].TruncateTo = length;
            bench.Run(2000);
            Assert.IsTrue(meter.IsSilent);
        }
    }

    [TestMethod]
    public void Slow_meter_is_waited_for()
    {
        using MeterBench bench = new();
        ModbusMeter meter = bench.Add("SDM630", 1, new WorldMeter(3));
        bench.Line[1].DelayMs = 290;
        bench.Run(20_000);
        Assert.IsFalse(meter.IsSilent);
        Assert.AreEqual(0, bench.Bus.TimeOuts);
    }

    [TestMethod]
    [DataRow(400)]
    [DataRow(500)]
    [DataRow(700)]
    [DataRow(1000)]
    public void Answer_that_comes_too_late_is_never_taken_for_that_to_another_request(int delayMs)
    {
        using MeterBench bench = new();
        WorldMeter one = new(3);
        WorldMeter two = new(3) { EnergyWh = 999990 };
        ModbusMeter[] meters = [bench.Add("SDM630", 1, one), bench.Add("B23", 2, two)];
        bench.Line[1].DelayMs = delayMs;
        bench.Line[2].DelayMs = delayMs;
        MeterReading reading = new();
        bench.Run(60_000, () =>
        {
            if (meters[0].TryRead(reading)) Assert.IsTrue(one.Equals(reading));
            if (meters[1].TryRead(reading)) Assert.IsTrue(two.Equals(reading));
        });
        Assert.AreEqual(0, meters[0].Refused + meters[1].Refused);
    }

    [TestMethod]
    public void Caller_that_stood_still_makes_no_fault()
    {
        using MeterBench bench = new();
        ModbusMeter meter = bench.Add("SDM630", 1, new WorldMeter(3));
        bench.Run(3000);
        for (int i = 0; i < 200; i++)
        {
            bench.Run(20 * (i % 40));
            bench.Clock.Advance(60_000);
            bench.Bus.Poll();
            Assert.IsTrue(meter.TryRead(new MeterReading()), $"after stall {i}");
        }

        Assert.AreEqual(0, bench.Bus.TimeOuts + bench.Bus.BadAnswers);
    }

    [TestMethod]
    public void Time_in_which_nobody_polled_is_not_the_meters_silence()
    {
        using MeterBench bench = new();
        ModbusMeter meter = bench.Add("SDM630", 1, new WorldMeter(3));
        bench.Run(3000);
        bench.Line[1].IsDead = true;
        bench.Run(1500);
        bench.Clock.Advance(60_000);
        bench.Run(2000);
        Assert.IsFalse(meter.IsSilent);
        bench.Run(4000);
        Assert.IsTrue(meter.IsSilent);
    }

    [TestMethod]
    public void Babbling_line_is_survived()
    {
        using MeterBench bench = new();
        ModbusMeter meter = bench.Add("SDM630", 1, new WorldMeter(3));
        bench.Run(2000);
        byte[] noise = new byte[40];
        Random random = new(1);
        bench.Run(20_000, () =>
        {
            random.NextBytes(noise);
            bench.Line.Noise(noise, bench.Clock.MonotonicMs);
        });
        Assert.IsTrue(meter.IsSilent);
        bench.Run(45_000); // what queued up at the virtual port goes by
        Assert.IsFalse(meter.IsSilent);
    }

    [TestMethod]
    public void A_poll_sends_one_request_at_most_and_none_of_them_takes_50_ms()
    {
        foreach (int baud in new[] { 2400, 9600, 115200 })
        {
            using MeterBench bench = new(new ModbusBusOptions { BaudRate = baud });
            for (int unit = 1; unit <= ModbusBus.MaximumMeters; unit++) bench.Add("SDM630", unit, new WorldMeter(3));
            bench.Run(30_000);
            double ms = bench.MostRequestsInAPoll * 8 * 11 * 1000.0 / baud;
            Console.WriteLine($"{baud} baud: longest poll sends {bench.MostRequestsInAPoll} request, {ms:F1} ms");
            Assert.AreEqual(1, bench.MostRequestsInAPoll);
            Assert.IsLessThan(50, ms);
            Assert.AreEqual(0, bench.Bus.TimeOuts);
        }
    }

    [TestMethod]
    public void Ninth_meter_and_second_of_a_unit_are_refused()
    {
        using MeterBench bench = new();
        for (int unit = 1; unit <= ModbusBus.MaximumMeters; unit++) bench.Add("SDM120", unit, new WorldMeter(1));
        Assert.ThrowsExactly<ArgumentException>(() => new ModbusMeter(bench.Bus, 100, MeterBench.Map("SDM120")));
        using MeterBench other = new();
        other.Add("SDM120", 5, new WorldMeter(1));
        Assert.ThrowsExactly<ArgumentException>(() => new ModbusMeter(other.Bus, 5, MeterBench.Map("SDM120")));
        Assert.ThrowsExactly<ArgumentException>(() => new ModbusMeter(other.Bus, 248, MeterBench.Map("SDM120")));
        Assert.ThrowsExactly<ArgumentException>(() => new ModbusMeter(other.Bus, 0, MeterBench.Map("SDM120")));
    }
}
