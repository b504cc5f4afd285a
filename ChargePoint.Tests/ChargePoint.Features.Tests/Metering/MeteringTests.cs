using System.Text;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.Features.Tests;

[TestClass]
public class MeteringTests
{
    [TestMethod]
    [DataRow(0L, 0, "0")]
    [DataRow(-7L, 0, "-7")]
    [DataRow(0L, 3, "0")]
    [DataRow(16050L, 3, "16.05")]
    [DataRow(16000L, 3, "16")]
    [DataRow(5L, 3, "0.005")]
    [DataRow(-5L, 3, "-0.005")]
    [DataRow(-16050L, 3, "-16.05")]
    [DataRow(-1000L, 3, "-1")]
    [DataRow(100L, 2, "1")]
    [DataRow(1L, 9, "0.000000001")]
    [DataRow(9223372036854775807L, 9, "9223372036.854775807")]
    [DataRow(-9223372036854775807L, 0, "-9223372036854775807")]
    public void A_number_is_written_without_superfluous_zeros(long unscaled, int decimals, string expected) => Assert.AreEqual(expected, FixedPoint.ToText(unscaled, decimals));

    [TestMethod]
    public void The_smallest_number_is_written_exactly()
    {
        Assert.AreEqual("-9223372036854775808", FixedPoint.ToText(long.MinValue, 0));
        Assert.AreEqual("-9223372036.854775808", FixedPoint.ToText(long.MinValue, 9));
    }

    [TestMethod]
    public void A_moment_before_the_clock_was_known_gets_its_time_later()
    {
        ManualClock time = new(5_000);
        WallClock clock = new(time);
        Moment moment = Moment.Now(time.MonotonicMs, clock);
        time.Advance(60_000);
        clock.Set(1_767_225_600_000);
        Assert.AreEqual(1_767_225_540_000L, moment.UnixMs(clock));
    }

    [TestMethod]
    public void A_moment_once_fixed_does_not_follow_the_clock()
    {
        ManualClock time = new(5_000);
        WallClock clock = new(time);
        Moment early = Moment.Now(time.MonotonicMs, clock);
        clock.Set(1_767_225_600_000);
        Moment late = Moment.Now(time.MonotonicMs, clock);
        Assert.AreEqual(1_767_225_600_000L, early.UnixMs(clock));
        clock.Set(1_800_000_000_000);
        Assert.AreEqual(1_767_225_600_000L, early.UnixMs(clock));
        Assert.AreEqual(1_767_225_600_000L, late.UnixMs(clock));
    }

    [TestMethod]
    public void A_sample_keeps_what_the_meter_said_then()
    {
        MeterReading reading = Reading();
        MeterSample sample = Sample(reading, 3, ReadingContext.SamplePeriodic);
        reading.EnergyWh = 99;
        reading.PowerW = 99;
        reading.CurrentMilliamps[0] = 99;
        reading.VoltageMillivolts[2] = 99;
        Assert.AreEqual(123_456L, sample.EnergyWh);
        Assert.AreEqual(11_000, sample.PowerW);
        Assert.AreEqual(16_050, sample.CurrentMilliamps(0));
        Assert.AreEqual(229_900, sample.VoltageMillivolts(2));
    }

    [TestMethod]
    public void Each_measurand_has_its_unit_and_phases()
    {
        Assert.AreEqual(
            "{\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"sampledValue\":[{\"value\":\"123456\",\"context\":\"Transaction.Begin\",\"measurand\":\"Energy.Active.Import.Register\",\"location\":\"Outlet\",\"unit\":\"Wh\"}]}",
            Write("Energy.Active.Import.Register", 3, ReadingContext.TransactionBegin));
        Assert.AreEqual(
            "{\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"sampledValue\":[{\"value\":\"16.05\",\"context\":\"Sample.Periodic\",\"measurand\":\"Current.Import\",\"phase\":\"L1\",\"location\":\"Outlet\",\"unit\":\"A\"}]}",
            Write("Current.Import", 1, ReadingContext.SamplePeriodic));
        string voltages = Write("Voltage", 3, ReadingContext.Trigger);
        Assert.Contains("{\"value\":\"230\",\"context\":\"Trigger\",\"measurand\":\"Voltage\",\"phase\":\"L1-N\",\"location\":\"Outlet\",\"unit\":\"V\"},{\"value\":\"231.5\"", voltages);
        Assert.Contains("{\"value\":\"229.9\",\"context\":\"Trigger\",\"measurand\":\"Voltage\",\"phase\":\"L3-N\"", voltages);
        Assert.Contains("{\"value\":\"11000\",\"context\":\"Transaction.End\",\"measurand\":\"Power.Active.Import\",\"location\":\"Outlet\",\"unit\":\"W\"}", Write("Power.Active.Import", 3, ReadingContext.TransactionEnd));
        Assert.Contains("{\"value\":\"32\",\"context\":\"Trigger\",\"measurand\":\"Current.Offered\",\"location\":\"Outlet\",\"unit\":\"A\"}", Write("Current.Offered", 3, ReadingContext.Trigger));
    }

    [TestMethod]
    public void A_value_is_never_longer_than_promised()
    {
        MeterReading longest = new() { EnergyWh = long.MaxValue, PowerW = int.MinValue };
        for (int i = 0; i < 3; i++)
        {
            longest.CurrentMilliamps[i] = int.MinValue;
            longest.VoltageMillivolts[i] = int.MinValue;
        }

        for (int set = 0; set < 1 << Measurands.Count; set++)
        {
            JsonWriter writer = new(new byte[4096]);
            MeterValueWriter.Write(writer, new MeterSample(Moment.Now(0, Clock()), ReadingContext.TransactionBegin, longest, 3, int.MinValue), set, Clock());
            Assert.IsTrue(writer.Length <= MeterValueWriter.LongestBytes(3, set), $"{set}: {writer.Length}");
        }
    }

    [TestMethod]
    [DataRow("Card1", "CARD1", true)]
    [DataRow("", "", true)]
    [DataRow("azAZ09-_", "AZaz09-_", true)]
    [DataRow("a", "b", false)]
    [DataRow("a", "aa", false)]
    [DataRow("a", "", false)]
    [DataRow("@", "`", false)]
    [DataRow("[", "{", false)]
    [DataRow("Z", "[", false)]
    public void Letter_case_of_ascii_does_not_matter(string a, string b, bool equal)
    {
        Assert.AreEqual(equal, CiString.Equals(a, b));
        Assert.AreEqual(equal, CiString.Equals(b, a));
    }

    private static MeterReading Reading()
    {
        MeterReading reading = new() { EnergyWh = 123_456, PowerW = 11_000 };
        reading.CurrentMilliamps[0] = 16_050;
        reading.CurrentMilliamps[1] = 16_000;
        reading.CurrentMilliamps[2] = 15_999;
        reading.VoltageMillivolts[0] = 230_000;
        reading.VoltageMillivolts[1] = 231_500;
        reading.VoltageMillivolts[2] = 229_900;
        return reading;
    }

    private static MeterSample Sample(MeterReading reading, int phases, ReadingContext context) => new(Moment.Now(0, Clock()), context, reading, phases, 32_000);

    private static WallClock Clock()
    {
        WallClock clock = new(new ManualClock());
        clock.Set(1_767_225_600_000);
        return clock;
    }

    private static string Write(string measurands, int phases, ReadingContext context)
    {
        JsonWriter writer = new(new byte[2048]);
        MeterValueWriter.Write(writer, Sample(Reading(), phases, context), Measurands.SetOf(measurands), Clock());
        return Encoding.UTF8.GetString(writer.Buffer, 0, writer.Length);
    }
}
