using System.Text;
using ChargePoint.Ocpp;
using nanoFramework.TestFramework;

namespace ChargePoint.Pricing.Tests;

[TestClass]
public class RunningCostTests
{
    private const long Noon = 1_767_268_800_000; // 2026-01-01T12:00:00Z
    private const long Hour = 3_600_000;
    private const string Start = "{\"transactionId\":7,\"timestamp\":\"2026-01-01T12:00:00Z\",\"meterValue\":1000,\"cost\":1.00,";

    [TestMethod]
    public void Energy_and_time_are_added_to_what_the_Central_System_has_named()
    {
        RunningCost cost = Read(Start + "\"state\":\"Charging\",\"chargingPrice\":{\"kWhPrice\":0.123,\"hourPrice\":2.00,\"flatFee\":42}}");
        Assert.AreEqual(7, cost.TransactionId);
        Assert.AreEqual(100_000L, cost.At(Noon, 1000));
        Assert.AreEqual(100_000L + 123_000 + 100_000, cost.At(Noon + (Hour / 2), 11_000));
        Assert.AreEqual(100_000L, cost.At(Noon - Hour, 500), "never below");
    }

    [TestMethod]
    public void Idle_time_counts_behind_the_grace_and_energy_does_not()
    {
        RunningCost cost = Read(Start + "\"state\":\"Idle\",\"chargingPrice\":{\"kWhPrice\":9},\"idlePrice\":{\"graceMinutes\":30,\"hourPrice\":1.00}}");
        Assert.AreEqual(100_000L, cost.At(Noon + (Hour / 2), 9000));
        Assert.AreEqual(200_000L, cost.At(Noon + (Hour * 3 / 2), 9000));
        cost.IdleSinceUnixMs = Noon - Hour;
        Assert.AreEqual(200_000L, cost.At(Noon + Hour, 9000), "the grace was over before");
    }

    [TestMethod]
    public void The_next_prices_apply_from_their_time_on()
    {
        RunningCost cost = Read(Start + "\"state\":\"Charging\",\"chargingPrice\":{\"hourPrice\":1},\"nextPeriod\":{\"atTime\":\"2026-01-01T13:00:00Z\",\"chargingPrice\":{\"hourPrice\":10}}}");
        cost.Advance(Noon + (Hour / 2), 1000);
        Assert.AreEqual(150_000L, cost.At(Noon + (Hour / 2), 1000));
        cost.Advance(Noon + (2 * Hour), 1000);
        Assert.AreEqual(1_200_000L, cost.At(Noon + (2 * Hour), 1000));
    }

    [TestMethod]
    public void Triggers_are_read()
    {
        RunningCost cost = Read(Start + "\"state\":\"Charging\",\"triggerMeterValue\":{\"atTime\":\"2026-01-01T13:00:00Z\",\"atEnergykWh\":50.0,\"atPowerkW\":0.1,\"atCPStatus\":[\"SuspendedEV\",\"SuspendedEVSE\"]}}");
        Assert.AreEqual(Noon + Hour, cost.TriggerUnixMs);
        Assert.AreEqual(50_000L, cost.TriggerEnergyWh);
        Assert.AreEqual(100, cost.TriggerPowerW);
        Assert.AreEqual(0b11000, cost.TriggerStatuses);
    }

    [TestMethod]
    public void Very_large_amounts_do_not_run_over()
    {
        RunningCost cost = Read("{\"transactionId\":7,\"timestamp\":\"2026-01-01T12:00:00Z\",\"meterValue\":0,\"cost\":1e12,\"state\":\"Charging\",\"chargingPrice\":{\"kWhPrice\":999999999999,\"hourPrice\":1e12}}");
        Assert.AreEqual(UnitPrices.Largest, cost.Cost);
        Assert.IsTrue(cost.At(Noon + (1_000_000 * Hour), 2_000_000_000_000) > UnitPrices.Largest);
    }

    [TestMethod]
    [DataRow("{}")]
    [DataRow("")]
    [DataRow("[]")]
    [DataRow("{\"transactionId\":7")]
    [DataRow("{\"timestamp\":\"2026-01-01T12:00:00Z\",\"meterValue\":1,\"cost\":1,\"state\":\"Idle\"}")]
    [DataRow("{\"transactionId\":7,\"meterValue\":1,\"cost\":1,\"state\":\"Idle\"}")]
    [DataRow("{\"transactionId\":7,\"timestamp\":\"2026-01-01T12:00:00Z\",\"cost\":1,\"state\":\"Idle\"}")]
    [DataRow("{\"transactionId\":7,\"timestamp\":\"2026-01-01T12:00:00Z\",\"meterValue\":1,\"state\":\"Idle\"}")]
    [DataRow("{\"transactionId\":7,\"timestamp\":\"2026-01-01T12:00:00Z\",\"meterValue\":1,\"cost\":1}")]
    [DataRow("{\"transactionId\":7,\"timestamp\":\"2026-01-01T12:00:00Z\",\"meterValue\":1,\"cost\":-1,\"state\":\"Idle\"}")]
    [DataRow("{\"transactionId\":7,\"timestamp\":\"2026-01-01T12:00:00Z\",\"meterValue\":1,\"cost\":\"1\",\"state\":\"Idle\"}")]
    [DataRow("{\"transactionId\":7,\"timestamp\":\"2026-01-01T12:00:00Z\",\"meterValue\":1,\"cost\":1,\"state\":\"Sleeping\"}")]
    [DataRow("{\"transactionId\":7,\"timestamp\":\"2026-01-01T12:00:00Z\",\"meterValue\":1,\"cost\":1,\"state\":\"Idle\",\"nextPeriod\":{}}")]
    [DataRow("{\"transactionId\":7,\"timestamp\":\"2026-01-01T12:00:00Z\",\"meterValue\":1,\"cost\":1,\"state\":\"Idle\",\"triggerMeterValue\":{\"atCPStatus\":[\"Asleep\"]}}")]
    public void What_is_not_as_the_extension_says_is_refused(string data) => Assert.IsFalse(new RunningCost().Read(Fields(data)));

    private static RunningCost Read(string data)
    {
        RunningCost cost = new();
        Assert.IsTrue(cost.Read(Fields(data)));
        return cost;
    }

    private static Fields Fields(string data)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(data);
        Fields fields = new(new JsonReader());
        fields.Reset(bytes, 0, bytes.Length);
        return fields;
    }
}
