using nanoFramework.TestFramework;

namespace ChargePoint.Firmware.Tests;

/// <summary>Price and cost as the OCA's extension (org.openchargealliance.costmsg) has them, shown at a whole charge point.</summary>
[TestClass]
public class PriceTests
{
    [TestMethod]
    public void The_default_price_is_shown_while_nobody_charges_and_another_while_offline()
    {
        Station station = new Station().Boot();
        Assert.AreEqual("", Shown(station));
        station.Call("ChangeConfiguration", "{\"key\":\"DefaultPrice\",\"value\":\"{\\\"priceText\\\":\\\"0.15 $/kWh\\\",\\\"priceTextOffline\\\":\\\"free\\\"}\"}");
        station.Run(1_100);
        Assert.AreEqual("0.15 $/kWh", Shown(station));
        station.CentralSystem.Reachable = false;
        station.CentralSystem.Break();
        station.Run(1_100);
        Assert.AreEqual("free", Shown(station));
    }

    [TestMethod]
    public void A_user_sees_his_price_the_running_cost_and_the_final_cost()
    {
        Station station = new Station().Boot();
        Assert.AreEqual("Accepted", Send(station, "SetUserPrice", "{\\\"idToken\\\":\\\"A\\\",\\\"priceText\\\":\\\"0.12 for you\\\",\\\"priceTextExtra\\\":[{\\\"language\\\":\\\"nl\\\",\\\"content\\\":\\\"voor u\\\"}]}"));
        Assert.AreEqual("", Shown(station), "nobody is there yet");
        station.Tap("A");
        Assert.AreEqual("0.12 for you", Shown(station));
        station.Plug(1);
        Assert.AreEqual("Charging", station.Status(1));
        int id = station.Connector(1).Transaction!.Id;
        Assert.AreEqual("Accepted", Send(station, "RunningCost", Running(id, "Charging", ",\\\"chargingPrice\\\":{\\\"kWhPrice\\\":0.5}")));
        Assert.AreEqual("Cost 1.000", Shown(station));
        station.Run(3_600_000);
        Assert.AreEqual("Cost 4.680", Shown(station), "32 A, 230 V, an hour");
        station.Tap("A");
        Assert.AreEqual("Finishing", station.Status(1));
        Assert.AreEqual("Accepted", Send(station, "FinalCost", $"{{\\\"transactionId\\\":{id},\\\"cost\\\":4.685,\\\"priceText\\\":\\\"thank you\\\",\\\"qrCodeText\\\":\\\"https://x.example/1\\\"}}"));
        Assert.AreEqual("Total 4.685: thank you https://x.example/1", Shown(station));
        station.Unplug(1);
        Assert.AreEqual("", Shown(station));
        Assert.AreEqual(0, station.CentralSystem.Count("DataTransfer"), "CustomIdleFeeAfterStop is false");
    }

    [TestMethod]
    public void A_user_sees_his_price_in_the_language_of_the_charge_point()
    {
        Station station = new Station().Boot();
        station.Call("ChangeConfiguration", "{\"key\":\"Language\",\"value\":\"nl\"}");
        station.Tap("A");
        Send(station, "SetUserPrice", "{\\\"idToken\\\":\\\"A\\\",\\\"priceText\\\":\\\"for you\\\",\\\"priceTextExtra\\\":[{\\\"format\\\":\\\"UTF8\\\",\\\"language\\\":\\\"nl\\\",\\\"content\\\":\\\"voor u\\\"}]}");
        Assert.AreEqual("voor u", Shown(station));
    }

    [TestMethod]
    public void A_price_for_a_card_that_does_not_plug_in_goes_with_it()
    {
        Station station = new Station().Boot();
        station.Tap("A");
        Send(station, "SetUserPrice", "{\\\"idToken\\\":\\\"A\\\",\\\"priceText\\\":\\\"for A\\\"}");
        Assert.AreEqual("for A", Shown(station));
        station.Run(61_000);
        Assert.AreEqual("", Shown(station));
    }

    [TestMethod]
    public void Idle_cost_is_shown_and_what_belongs_to_no_transaction_is_rejected()
    {
        Station station = Charging(out int id);
        Assert.AreEqual("Accepted", Send(station, "RunningCost", Running(id, "Idle", ",\\\"idlePrice\\\":{\\\"hourPrice\\\":6}")));
        station.Run(600_000);
        Assert.StartsWith("Idle, cost 2.0", Shown(station));
        Assert.AreEqual("Rejected", Send(station, "RunningCost", Running(id + 1, "Idle", "")));
        Assert.AreEqual("Rejected", Send(station, "FinalCost", $"{{\\\"transactionId\\\":{id + 1},\\\"cost\\\":1}}"));
        Assert.AreEqual("Rejected", Send(station, "FinalCost", $"{{\\\"transactionId\\\":{id}}}"));
        Assert.AreEqual("Rejected", Send(station, "RunningCost", "no JSON"));
        Assert.AreEqual("Rejected", Send(station, "SetUserPrice", "{\\\"idToken\\\":\\\"A\\\"}"));
        Assert.AreEqual("UnknownMessageId", Send(station, "Discount", "{}"));
        Assert.StartsWith("Idle, cost 2.0", Shown(station));
    }

    [TestMethod]
    public void A_meter_value_is_sent_when_it_is_wanted()
    {
        Station station = Charging(out int id);
        station.Call("ChangeConfiguration", "{\"key\":\"MeterValueSampleInterval\",\"value\":\"0\"}");
        int before = station.CentralSystem.Count("MeterValues");
        Send(station, "RunningCost", Running(id, "Charging", ",\\\"triggerMeterValue\\\":{\\\"atEnergykWh\\\":1.0,\\\"atPowerkW\\\":2.0,\\\"atCPStatus\\\":[\\\"SuspendedEV\\\"]}"));
        station.Run(400_000);
        Assert.AreEqual(before, station.CentralSystem.Count("MeterValues"));
        station.Run(120_000);
        Assert.AreEqual(before + 1, station.CentralSystem.Count("MeterValues"), "1 kWh at 7.36 kW");
        Assert.AreEqual("Trigger", FakeCentralSystem.Text(station.CentralSystem.Last("MeterValues"), "context"));
        Assert.AreEqual((long)id, FakeCentralSystem.Number(station.CentralSystem.Last("MeterValues"), "transactionId"));
        station.Board.Connector(1).Vehicle.Suspend();
        station.Run(5_000);
        Assert.AreEqual(before + 2, station.CentralSystem.Count("MeterValues"), "status and power at once");
        station.Board.Connector(1).Vehicle.Resume();
        station.Run(5_000);
        Assert.AreEqual(before + 3, station.CentralSystem.Count("MeterValues"), "the power has come back");
        station.Run(600_000);
        Assert.AreEqual(before + 3, station.CentralSystem.Count("MeterValues"), "once");
    }

    [TestMethod]
    public void The_end_of_the_occupation_is_told_if_the_configuration_says_so()
    {
        Station station = Charging(out int id);
        station.Call("ChangeConfiguration", "{\"key\":\"CustomIdleFeeAfterStop\",\"value\":\"true\"}");
        station.Tap("A");
        station.CentralSystem.Reachable = false;
        station.CentralSystem.Break();
        station.Unplug(1);
        station.CentralSystem.Reachable = true;
        station.Run(400_000);
        string told = station.CentralSystem.Last("DataTransfer");
        Assert.Contains("\"vendorId\":\"org.openchargealliance.costmsg\",\"messageId\":\"ConnectorUnplugged\",\"data\":\"{\\\"transactionId\\\":" + id + ",\\\"timestamp\\\":\\\"2026-01-01T", told);
        Assert.AreEqual(1, station.CentralSystem.Count("DataTransfer"));
    }

    [TestMethod]
    public void Decimals_are_as_configured()
    {
        Station station = Charging(out int id);
        station.Call("ChangeConfiguration", "{\"key\":\"NumberOfDecimalsForCostValues\",\"value\":\"2\"}");
        Send(station, "RunningCost", $"{{\\\"transactionId\\\":{id},\\\"timestamp\\\":\\\"2026-01-01T00:00:00Z\\\",\\\"meterValue\\\":0,\\\"cost\\\":0.045,\\\"state\\\":\\\"Charging\\\"}}");
        Assert.AreEqual("Cost 0.05", Shown(station));
        station.Call("ChangeConfiguration", "{\"key\":\"NumberOfDecimalsForCostValues\",\"value\":\"0\"}");
        station.Run(1_100);
        Assert.AreEqual("Cost 0", Shown(station));
    }

    private static Station Charging(out int id)
    {
        Station station = new Station().Boot();
        station.Plug(1);
        station.Tap("A");
        station.Run(5_000);
        id = station.Connector(1).Transaction!.Id;
        return station;
    }

    private static string Shown(Station station) => station.Board.Connector(1).Indicator.Text;

    private static string Running(int id, string state, string more) =>
        $"{{\\\"transactionId\\\":{id},\\\"timestamp\\\":\\\"2026-01-01T00:00:00Z\\\",\\\"meterValue\\\":0,\\\"cost\\\":1.00,\\\"state\\\":\\\"{state}\\\"{more}}}";

    private static string Send(Station station, string messageId, string data) =>
        FakeCentralSystem.Text(station.Call("DataTransfer", $"{{\"vendorId\":\"org.openchargealliance.costmsg\",\"messageId\":\"{messageId}\",\"data\":\"{data}\"}}"), "status");
}
