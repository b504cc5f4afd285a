using System.Buffers.Binary;
using ChargePoint.Hal;
using ChargePoint.Hal.Meters;

namespace ChargePoint.VirtualBoard.Tests.Meters;

/// <summary>What a meter says is believed only if it can be true.</summary>
[TestClass]
public sealed class MeterPlausibilityTests
{
    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NegativeInfinity)]
    [DataRow(-1f)]
    [DataRow(1e30f)]
    [DataRow(1000f)]
    [DataRow(100f)]
    public void Energy_that_cannot_be_is_refused(float kilowattHours)
    {
        using MeterBench bench = new();
        WorldMeter world = new(3);
        ModbusMeter meter = bench.Add("SDM630", 1, world);
        bench.Run(3000);
        bench.Line[1].MutateRegisters = registers =>
        {
            if (registers.Length == 4) BinaryPrimitives.WriteSingleBigEndian(registers, kilowattHours);
        };
        MeterReading reading = new();
        bench.Run(4000, () => Assert.IsTrue(!meter.TryRead(reading) || world.Equals(reading)));
        Assert.IsGreaterThan(3, meter.Refused);
        bench.Run(4000);
        Assert.IsFalse(meter.TryRead(reading));
        bench.Line[1].MutateRegisters = null;
        bench.Run(3000);
        Assert.IsTrue(meter.TryRead(reading));
        Assert.IsTrue(world.Equals(reading));
    }

    [TestMethod]
    [DataRow(0, float.NaN)] // voltage
    [DataRow(0, 501f)]
    [DataRow(0, -5f)]
    [DataRow(12, float.PositiveInfinity)] // current
    [DataRow(12, 201f)]
    [DataRow(24, float.NaN)] // power
    [DataRow(24, 1e9f)]
    public void Value_that_cannot_be_refuses_the_whole_measurement(int offset, float value)
    {
        using MeterBench bench = new();
        WorldMeter world = new(3);
        ModbusMeter meter = bench.Add("SDM630", 1, world);
        bench.Run(3000);
        bench.Line[1].MutateRegisters = registers =>
        {
            if (registers.Length > 24) BinaryPrimitives.WriteSingleBigEndian(registers.AsSpan(offset), value);
        };
        MeterReading reading = new();
        bench.Run(7000, () => Assert.IsTrue(!meter.TryRead(reading) || world.Equals(reading)));
        Assert.IsTrue(meter.IsSilent);
    }

    [TestMethod]
    public void Exported_power_counts_as_none_and_reversed_current_by_its_size()
    {
        using MeterBench bench = new();
        ModbusMeter meter = bench.Add("SDM120", 1, new WorldMeter(1));
        bench.Line[1].MutateRegisters = registers =>
        {
            if (registers.Length < 24) return;
            BinaryPrimitives.WriteSingleBigEndian(registers.AsSpan(12), -10f);
            BinaryPrimitives.WriteSingleBigEndian(registers.AsSpan(24), -2300f);
        };
        bench.Run(3000);
        MeterReading reading = new();
        Assert.IsTrue(meter.TryRead(reading));
        Assert.AreEqual(0, reading.PowerW);
        Assert.AreEqual(10_000, reading.CurrentMilliamps[0]);
    }

    [TestMethod]
    public void Register_never_runs_backwards()
    {
        using MeterBench bench = new();
        WorldMeter world = new(1);
        ModbusMeter meter = bench.Add("SDM120", 1, world);
        bench.Run(3000);
        world.EnergyWh -= 10;
        bench.Run(8000);
        Assert.IsTrue(meter.IsSilent);
        world.EnergyWh += 10;
        bench.Run(3000);
        Assert.IsFalse(meter.IsSilent);
    }

    [TestMethod]
    public void Wrong_first_register_is_not_believed()
    {
        using MeterBench bench = new();
        WorldMeter world = new(1);
        ModbusMeter meter = bench.Add("SDM120", 1, world);
        int energies = 0;
        bench.Line[1].MutateRegisters = registers =>
        {
            if (registers.Length == 4 && energies++ == 0) BinaryPrimitives.WriteSingleBigEndian(registers, 999_999f);
        };
        MeterReading reading = new();
        bench.Run(5000, () => Assert.IsTrue(!meter.TryRead(reading) || world.Equals(reading)));
        Assert.IsFalse(meter.IsSilent);
        Assert.AreEqual(1, meter.Refused);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(16_000_000)]
    [DataRow(130_000_000)]
    [DataRow(999_000_000)]
    public void Rounding_of_single_precision_never_refuses_a_true_register(int startWh)
    {
        using MeterBench bench = new();
        WorldMeter world = new(1) { EnergyWh = startWh };
        ModbusMeter meter = bench.Add("SDM230", 1, world);
        MeterReading reading = new();
        Random random = new(2);
        bench.Run(3000);
        bench.Run(120_000, () =>
        {
            world.EnergyWh += random.Next(2) * random.Next(2);
            Assert.IsTrue(meter.TryRead(reading));
            Assert.IsLessThanOrEqualTo(32 + 60, Math.Abs(world.EnergyWh - reading.EnergyWh));
        });
        Assert.AreEqual(0, meter.Refused);
    }

    [TestMethod]
    public void What_an_ABB_meter_does_not_measure_is_zero_unless_it_is_needed()
    {
        using MeterBench bench = new();
        ModbusMeter meter = new(bench.Bus, 1, MeterBench.Map("B23"));
        bench.Line.Attach(new VirtualBoard.Meters.VirtualAbbMeter(1, new WorldMeter(1)));
        bench.Run(3000);
        MeterReading reading = new();
        Assert.IsTrue(meter.TryRead(reading));
        CollectionAssert.AreEqual(new[] { 16010, 0, 0 }, reading.CurrentMilliamps);
        CollectionAssert.AreEqual(new[] { 230100, 0, 0 }, reading.VoltageMillivolts);
        bench.Line[1].MutateRegisters = registers =>
        {
            if (registers.Length == 8) registers.AsSpan().Fill(0xFF);
        };
        bench.Run(8000);
        Assert.IsTrue(meter.IsSilent);
    }

    [TestMethod]
    public void Ten_thousand_mutated_answers_publish_nothing_wrong()
    {
        MeterReading reading = new();
        int mutated = 0;
        int published = 0;
        for (int seed = 1; mutated < 10_000; seed++)
        {
            using MeterBench bench = new();
            WorldMeter[] worlds = [new(3), new(3) { EnergyWh = 5550 }];
            ModbusMeter[] meters = [bench.Add("SDM630", 1, worlds[0]), bench.Add("B23", 2, worlds[1])];
            Random random = new(seed);
            Func<byte[], byte[]?> mutate = answer =>
            {
                if (random.Next(4) == 0) return answer;
                mutated++;
                return Mutation.Of(answer, random);
            };
            bench.Line[1].Mutate = mutate;
            bench.Line[2].Mutate = mutate;
            bench.Run(60_000, () =>
            {
                for (int i = 0; i < 2; i++)
                {
                    if (!meters[i].TryRead(reading)) continue;
                    published++;
                    Assert.IsTrue(worlds[i].Equals(reading), $"seed {seed}");
                }
            });
        }

        Console.WriteLine($"{mutated} mutated answers, {published} times a (right) measurement stood");
        Assert.IsGreaterThan(0, published);
    }
}

/// <summary>Ways in which a frame is spoilt on a line.</summary>
internal static class Mutation
{
    public static byte[]? Of(byte[] frame, Random random)
    {
        List<byte> bytes = [.. frame];
        for (int i = random.Next(3); i >= 0; i--)
        {
            int at = random.Next(Math.Max(bytes.Count, 1));
            switch (random.Next(7))
            {
                case 0 when bytes.Count > 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when bytes.Count > 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2 when bytes.Count > 0:
                    bytes.RemoveAt(at);
                    break;
                case 3:
                    bytes.Insert(Math.Min(at, bytes.Count), (byte)random.Next(256));
                    break;
                case 4 when bytes.Count > 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 5:
                    bytes.InsertRange(0, frame[..random.Next(frame.Length)]);
                    break;
                default:
                    return null;
            }
        }

        return [.. bytes];
    }
}
