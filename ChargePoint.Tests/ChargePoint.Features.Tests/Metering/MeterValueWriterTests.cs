using System.Text;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.Features.Tests;

[TestClass]
public class MeterValueWriterTests
{
    private static string Write(string measurands)
    {
        WallClock clock = new(new ManualClock());
        clock.Set(0);
        MeterReading reading = new() { EnergyWh = 1234, PowerW = 3690 };
        reading.CurrentMilliamps[0] = 16050;
        reading.VoltageMillivolts[0] = 230000;
        MeterSample sample = new(Moment.Now(0, clock), ReadingContext.Trigger, reading, 1, 6500);
        JsonWriter writer = new(new byte[2048]);
        MeterValueWriter.Write(writer, sample, Measurands.SetOf(measurands), clock);
        Assert.IsFalse(writer.Overflowed);
        return Encoding.UTF8.GetString(writer.Buffer, 0, writer.Length);
    }

    [TestMethod]
    public void Measurands_are_written_in_their_own_order()
    {
        string text = Write("Voltage,Current.Import,Energy.Active.Import.Register,Current.Offered,Power.Active.Import");
        int voltage = text.IndexOf("{\"value\":\"230\",\"context\":\"Trigger\",\"measurand\":\"Voltage\",\"phase\":\"L1-N\",\"location\":\"Outlet\",\"unit\":\"V\"}");
        int current = text.IndexOf("{\"value\":\"16.05\",\"context\":\"Trigger\",\"measurand\":\"Current.Import\",\"phase\":\"L1\",\"location\":\"Outlet\",\"unit\":\"A\"}");
        int energy = text.IndexOf("{\"value\":\"1234\",\"context\":\"Trigger\",\"measurand\":\"Energy.Active.Import.Register\",\"location\":\"Outlet\",\"unit\":\"Wh\"}");
        int offered = text.IndexOf("{\"value\":\"6.5\",\"context\":\"Trigger\",\"measurand\":\"Current.Offered\",\"location\":\"Outlet\",\"unit\":\"A\"}");
        int power = text.IndexOf("{\"value\":\"3690\",\"context\":\"Trigger\",\"measurand\":\"Power.Active.Import\",\"location\":\"Outlet\",\"unit\":\"W\"}");
        Assert.IsTrue(energy > 0 && energy < power && power < current && current < offered && offered < voltage, text);
    }

    [TestMethod]
    public void One_measurand_stands_alone() => Assert.AreEqual(
        "{\"timestamp\":\"1970-01-01T00:00:00.000Z\",\"sampledValue\":[{\"value\":\"3690\",\"context\":\"Trigger\",\"measurand\":\"Power.Active.Import\",\"location\":\"Outlet\",\"unit\":\"W\"}]}",
        Write("Power.Active.Import"));

    [TestMethod]
    public void A_name_that_is_not_measured_is_left_out() => Assert.AreEqual(
        "{\"timestamp\":\"1970-01-01T00:00:00.000Z\",\"sampledValue\":[]}",
        Write("Voltagf"));
}
