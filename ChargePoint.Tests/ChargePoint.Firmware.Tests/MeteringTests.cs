using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

/// <summary>Sampled and clock-aligned meter values, in MeterValues and in StopTransaction (OCPP 1.6 sections 3.16 and 4.7).</summary>
[TestClass]
public class MeteringTests
{
    [TestMethod]
    public void StopTransaction_tells_the_samples_that_StopTxnSampledData_names()
    {
        Station station = Configured("StopTxnSampledData", "Energy.Active.Import.Register,Voltage", "MeterValueSampleInterval", "30");
        Charge(station, 100_000);
        string stop = station.CentralSystem.Last("StopTransaction");
        Assert.Contains("\"transactionData\":[{\"timestamp\":", stop);
        Assert.AreEqual(2, Count(stop, "\"context\":\"Transaction.Begin\""), stop);
        Assert.AreEqual(2 * 3, Count(stop, "\"context\":\"Sample.Periodic\""), stop);
        Assert.AreEqual(2, Count(stop, "\"context\":\"Transaction.End\""), stop);
        Assert.AreEqual(5, Count(stop, "\"measurand\":\"Voltage\""), stop);
        Assert.AreEqual(3, station.CentralSystem.Count("MeterValues"), "and MeterValues are told as before");
    }

    [TestMethod]
    public void An_interval_of_0_leaves_only_the_ends()
    {
        Station station = Configured("StopTxnSampledData", "Energy.Active.Import.Register", "MeterValueSampleInterval", "0");
        Charge(station, 100_000);
        string stop = station.CentralSystem.Last("StopTransaction");
        Assert.AreEqual(2, Count(stop, "\"context\""), stop);
        Assert.AreEqual(0, station.CentralSystem.Count("MeterValues"));
    }

    [TestMethod]
    public void Samples_for_the_stop_can_be_taken_while_none_are_told()
    {
        Station station = Configured("StopTxnSampledData", "Energy.Active.Import.Register", "MeterValuesSampledData", "");
        Charge(station, 130_000);
        Assert.AreEqual(0, station.CentralSystem.Count("MeterValues"));
        Assert.AreEqual(2, Count(station.CentralSystem.Last("StopTransaction"), "\"context\":\"Sample.Periodic\""));
    }

    [TestMethod]
    public void Aligned_values_come_at_the_full_interval_of_the_day_in_a_transaction_and_without()
    {
        Station station = new Station(2).Boot();
        Configure(station, "ClockAlignedDataInterval", "900");
        Configure(station, "MeterValuesAlignedData", "Energy.Active.Import.Register");
        Configure(station, "MeterValueSampleInterval", "0");
        station.Plug(1);
        station.Tap("CARD1");
        station.Run(890_000 - (int)station.Clock.MonotonicMs);
        Assert.AreEqual(0, station.CentralSystem.Count("MeterValues"));
        station.Run(20_000);
        Assert.AreEqual(2, station.CentralSystem.Count("MeterValues"), "one for each connector");
        string one = First(station, "\"connectorId\":1");
        string two = First(station, "\"connectorId\":2");
        Assert.Contains("\"transactionId\":", one);
        Assert.IsTrue(two.IndexOf("transactionId") < 0, two);
        Assert.Contains("\"context\":\"Sample.Clock\"", one);
        Assert.Contains("\"timestamp\":\"2026-01-01T00:15:00.", one);
        Assert.Contains("\"timestamp\":\"2026-01-01T00:15:00.", two);
        station.Run(900_000);
        Assert.AreEqual(4, station.CentralSystem.Count("MeterValues"));
        Configure(station, "ClockAlignedDataInterval", "0");
        station.Run(1_800_000);
        Assert.AreEqual(4, station.CentralSystem.Count("MeterValues"));
    }

    [TestMethod]
    public void An_interval_that_does_not_divide_the_day_begins_anew_at_midnight()
    {
        Station station = new();
        station.CentralSystem.StartUnixMs = FakeCentralSystem.BootTimeUnixMs + 86_400_000 - 600_000; // 23:50
        station.Boot();
        Configure(station, "ClockAlignedDataInterval", "25000"); // last one of the day at 20:50
        Configure(station, "MeterValuesAlignedData", "Energy.Active.Import.Register");
        station.Run(590_000 - (int)station.Clock.MonotonicMs);
        Assert.AreEqual(0, station.CentralSystem.Count("MeterValues"));
        station.Run(15_000);
        Assert.AreEqual(1, station.CentralSystem.Count("MeterValues"));
        Assert.Contains("\"timestamp\":\"2026-01-02T00:00:00.", station.CentralSystem.Last("MeterValues"));
    }

    [TestMethod]
    public void StopTransaction_tells_the_aligned_values_that_StopTxnAlignedData_names()
    {
        Station station = Configured("ClockAlignedDataInterval", "60", "StopTxnAlignedData", "Energy.Active.Import.Register");
        Configure(station, "MeterValueSampleInterval", "0");
        Charge(station, 185_000);
        Assert.AreEqual(3, Count(station.CentralSystem.Last("StopTransaction"), "\"context\":\"Sample.Clock\""), station.CentralSystem.Last("StopTransaction"));
        Assert.AreEqual(0, station.CentralSystem.Count("MeterValues"));
    }

    [TestMethod]
    public void Offline_aligned_values_of_a_transaction_are_told_later_and_others_are_not()
    {
        Station station = new Station(2).Boot();
        Configure(station, "ClockAlignedDataInterval", "60");
        Configure(station, "MeterValuesAlignedData", "Energy.Active.Import.Register");
        Configure(station, "MeterValueSampleInterval", "0");
        station.Plug(1);
        station.Tap("CARD1");
        station.CentralSystem.Reachable = false;
        station.CentralSystem.Break();
        int before = station.CentralSystem.Count("MeterValues");
        station.Run(301_000);
        station.CentralSystem.Reachable = true;
        int told = station.CentralSystem.Count("MeterValues");
        Assert.AreEqual(before, told);
        for (int i = 0; i < 600 && station.ChargePoint.Transactions.Waiting > 0; i++) station.Run(1_000);
        int withTransaction = 0;
        foreach (string frame in station.CentralSystem.Received)
        {
            if (FakeCentralSystem.ActionOf(frame) == "MeterValues" && frame.IndexOf("transactionId") > 0) withTransaction++;
        }

        Assert.IsTrue(withTransaction >= 5, withTransaction.ToString());
        Assert.IsTrue(station.CentralSystem.Count("MeterValues") - withTransaction <= 12, "of connector 2 only those since the connection is back");
    }

    [TestMethod]
    public void A_stop_with_many_samples_and_phases_still_fits_into_a_frame()
    {
        Station station = Configured("StopTxnSampledData", "Energy.Active.Import.Register,Power.Active.Import,Current.Import,Current.Offered,Voltage", "MeterValueSampleInterval", "1");
        Charge(station, 300_000);
        string stop = station.CentralSystem.Last("StopTransaction");
        Assert.IsTrue(stop.Length < ChargePoint.LongestMessage, stop.Length.ToString());
        Assert.IsTrue(Count(stop, "\"timestamp\"") > 5, stop);
        Assert.Contains("Transaction.Begin", stop);
        Assert.Contains("Transaction.End", stop);
        Assert.AreEqual(0, station.ChargePoint.Transactions.Exhausted);
    }

    private static Station Configured(string key, string value, string otherKey, string otherValue)
    {
        Station station = new Station().Boot();
        Configure(station, key, value);
        Configure(station, otherKey, otherValue);
        return station;
    }

    private static void Configure(Station station, string key, string value)
        => Assert.Contains("Accepted", station.Call("ChangeConfiguration", "{\"key\":\"" + key + "\",\"value\":\"" + value + "\"}"));

    private static void Charge(Station station, int milliseconds)
    {
        station.Plug(1);
        station.Tap("CARD1");
        station.Run(milliseconds);
        station.Tap("CARD1");
        station.Run(1_000);
    }

    private static string First(Station station, string text)
    {
        foreach (string frame in station.CentralSystem.Received)
        {
            if (FakeCentralSystem.ActionOf(frame) == "MeterValues" && frame.IndexOf(text) > 0) return frame;
        }

        return "";
    }

    private static int Count(string text, string part)
    {
        int count = 0;
        for (int at = text.IndexOf(part); at >= 0; at = text.IndexOf(part, at + part.Length)) count++;
        return count;
    }
}
