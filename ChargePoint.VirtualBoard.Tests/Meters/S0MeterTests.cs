using ChargePoint.Hal;
using ChargePoint.Hal.Meters;
using ChargePoint.Hal.Simulated;
using ChargePoint.NanoHost;
using ChargePoint.VirtualBoard.Meters;

namespace ChargePoint.VirtualBoard.Tests.Meters;

/// <summary>Pulses at a pin, and what becomes of them over restarts.</summary>
[TestClass]
public sealed class S0MeterTests
{
    [TestMethod]
    public void Pulses_are_energy_and_the_time_between_them_is_power()
    {
        using Bench bench = new();
        MeterReading reading = new();
        Assert.IsTrue(bench.Meter.TryRead(reading));
        Assert.AreEqual(0, reading.EnergyWh);
        Assert.AreEqual(230_000, reading.VoltageMillivolts[0]);
        bench.Charge(16_000);
        bench.Run(600_000);
        Assert.IsTrue(bench.Meter.TryRead(reading));
        Assert.AreEqual(613, reading.EnergyWh, 1); // 3,680 W for ten minutes
        Assert.AreEqual(3680, reading.PowerW, 100);
        Assert.AreEqual(16_000, reading.CurrentMilliamps[0], 500);
        bench.World.Contactor.Open();
        bench.Run(60_000);
        bench.Meter.TryRead(reading);
        Assert.IsLessThan(70, reading.PowerW);
    }

    [TestMethod]
    public void Pulses_are_counted_while_the_caller_stands_still()
    {
        using Bench bench = new();
        bench.Charge(32_000);
        bench.Run(10_000);
        bench.Clock.Advance(3_600_000);
        bench.Run(2000);
        MeterReading reading = new();
        Assert.IsTrue(bench.Meter.TryRead(reading));
        Assert.AreEqual(bench.World.Meter.EnergyWh, reading.EnergyWh, 3);
        Assert.AreEqual(0, bench.Meter.NoisePulses);
    }

    [TestMethod]
    public void Register_goes_on_after_a_restart_and_a_sudden_one_costs_less_than_the_stated_pulses()
    {
        Store store = new();
        long shown;
        using (Bench bench = new(store))
        {
            bench.Charge(32_000);
            bench.Run(300_000);
            bench.Meter.TryRead(bench.Reading);
            shown = bench.Reading.EnergyWh;
            Assert.IsLessThanOrEqualTo((shown / 50) + 1, store.Saves);
        }

        using (Bench bench = new(store))
        {
            bench.Meter.TryRead(bench.Reading);
            Assert.IsLessThan(50 + 9, shown - bench.Reading.EnergyWh);
            Assert.IsGreaterThanOrEqualTo(bench.Reading.EnergyWh, shown);
            bench.Charge(32_000);
            bench.Run(20_000);
            bench.Meter.Flush();
            bench.Meter.TryRead(bench.Reading);
            shown = bench.Reading.EnergyWh;
        }

        using (Bench bench = new(store))
        {
            bench.Meter.TryRead(bench.Reading);
            Assert.AreEqual(shown, bench.Reading.EnergyWh);
        }
    }

    [TestMethod]
    public void Register_that_cannot_be_stored_is_tried_again_and_loses_nothing_meanwhile()
    {
        Store store = new() { Broken = true };
        using Bench bench = new(store);
        bench.Charge(32_000);
        bench.Run(120_000);
        bench.Meter.TryRead(bench.Reading);
        Assert.AreEqual(0, store.Saves);
        Assert.AreEqual(bench.World.Meter.EnergyWh, bench.Reading.EnergyWh, 3);
        store.Broken = false;
        bench.Run(2000);
        Assert.AreEqual(1, store.Saves);
    }

    [TestMethod]
    public void Hum_on_an_open_wire_is_no_energy_and_silences_the_meter()
    {
        using Bench bench = new();
        bench.Run(3000);
        bench.Run(10_000, () => bench.Pulses.Noise++); // 50 Hz
        Assert.IsFalse(bench.Meter.TryRead(bench.Reading));
        Assert.IsGreaterThan(400, bench.Meter.NoisePulses);
        bench.Run(4000);
        Assert.IsFalse(bench.Meter.TryRead(bench.Reading));
        bench.Run(3000);
        Assert.IsTrue(bench.Meter.TryRead(bench.Reading));
        Assert.IsLessThan(30, bench.Reading.EnergyWh);
    }

    [TestMethod]
    public void Register_at_the_end_of_its_range_does_not_overflow()
    {
        Store store = new() { Pulses = 1_000_000_000_000 };
        using Bench bench = new(store);
        bench.Meter.TryRead(bench.Reading);
        Assert.AreEqual(1_000_000_000_000, bench.Reading.EnergyWh);
    }

    [TestMethod]
    public void Options_outside_their_ranges_are_refused()
    {
        using Bench bench = new();
        Action<S0MeterOptions>[] wrong =
        [
            o => o.PulsesPerKwh = 0, o => o.PulsesPerKwh = 100_001, o => o.MinimumPulseNanoseconds = 12_788, o => o.Phases = 2,
            o => o.NominalMillivolts = 99_999, o => o.MaximumWatts = 999, o => o.SaveEveryPulses = 0,
        ];
        foreach (Action<S0MeterOptions> change in wrong)
        {
            S0MeterOptions options = new() { Pin = 5 };
            change(options);
            Assert.ThrowsExactly<ArgumentException>(() => new S0Meter(bench.Clock, options, new Store()));
        }
    }

    private sealed class Store : IPulseStore
    {
        public long Pulses { get; set; }

        public int Saves { get; private set; }

        public bool Broken { get; set; }

        public long Load() => Pulses;

        public bool Save(long pulses)
        {
            if (Broken) return false;
            Assert.IsGreaterThanOrEqualTo(Pulses, pulses);
            Pulses = pulses;
            Saves++;
            return true;
        }
    }

    private sealed class Bench : IDisposable
    {
        private readonly IDisposable _use;

        public Bench(Store? store = null)
        {
            VirtualEsp32 controller = new(() => Clock.MonotonicMs);
            _use = VirtualEsp32.Use(controller);
            World = new SimulatedBoard(Clock, new SeededRandom(1), new MemoryFlash()).Connector(1);
            Pulses = new VirtualPulseMeter(controller.Pin(4), World.Meter, 1000);
            Meter = new S0Meter(Clock, new S0MeterOptions { Pin = 4, SaveEveryPulses = 50 }, store ?? new Store());
        }

        public ManualClock Clock { get; } = new(1000);

        public SimulatedConnector World { get; }

        public VirtualPulseMeter Pulses { get; }

        public S0Meter Meter { get; }

        public MeterReading Reading { get; } = new();

        public void Charge(int milliamps)
        {
            World.Plug();
            World.Pilot.OfferedMilliamps = milliamps;
            World.Contactor.Close();
        }

        public void Run(long ms, Action? each = null)
        {
            for (long end = Clock.MonotonicMs + ms; Clock.MonotonicMs < end;)
            {
                Clock.Advance(20);
                each?.Invoke();
                Meter.Poll();
            }
        }

        public void Dispose() => _use.Dispose();
    }
}
