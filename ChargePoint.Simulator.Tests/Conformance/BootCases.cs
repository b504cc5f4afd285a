using System.Text.Json;
using ChargePoint.Simulator.CentralSystem;
using static ChargePoint.Simulator.Tests.Conformance.Expected;

namespace ChargePoint.Simulator.Tests.Conformance;

/// <summary>Cold boot, reset, power failure.</summary>
[TestClass]
public sealed class BootCases : ConformanceTest
{
    [TestMethod]
    public async Task TC_001_CS_Cold_boot_charge_point()
    {
        ConformanceStation station = await PrepareAsync("--connectors", "2");
        station.LookAt("Heartbeat");
        station.CentralSystem.Boot = new BootAnswer("Rejected", 120);
        station.PowerOn();
        await station.ExpectAsync(Boot("Rejected"));
        await station.PassAsync(90);
        await station.NothingMoreAsync();
        station.CentralSystem.Boot = new BootAnswer("Accepted", 60);
        await station.PassAsync(30);
        await station.BootedAsync();
        await station.PassAsync(61);
        await station.ExpectAsync(Of("Heartbeat"));
        await station.PassAsync(61);
        await station.ExpectAsync(Of("Heartbeat"));
        await station.NothingMoreAsync();
        await station.Simulator.OnlineAsync();
    }

    [TestMethod]
    public async Task TC_002_CS_Cold_boot_charge_point_pending()
    {
        ConformanceStation station = await PrepareAsync();
        station.LookAt("Heartbeat");
        station.CentralSystem.Boot = new BootAnswer("Pending", 120);
        station.PowerOn();
        await station.ExpectAsync(Boot("Pending"));
        JsonElement configuration = await station.CallAsync("GetConfiguration", new { key = new[] { "MeterValueSampleInterval" } });
        Assert.AreEqual("60", configuration.Items("configurationKey").Single().Text("value"));
        await station.ConfigureAsync("MeterValueSampleInterval", "30");
        await station.CallAsync("RemoteStartTransaction", new { idTag = "CARD1", connectorId = 1 }, "Rejected");
        await station.PassAsync(90);
        await station.NothingMoreAsync();
        station.CentralSystem.Boot = new BootAnswer("Accepted", 60);
        await station.PassAsync(30);
        await station.BootedAsync();
        configuration = await station.CallAsync("GetConfiguration", new { key = new[] { "MeterValueSampleInterval" } });
        Assert.AreEqual("30", configuration.Items("configurationKey").Single().Text("value"));
        await station.PassAsync(61);
        await station.ExpectAsync(Of("Heartbeat"));
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_013_CS_Hard_reset_without_transaction() => await ResetAnUnavailableConnectorAsync("Hard");

    [TestMethod]
    public async Task TC_014_CS_Soft_reset_without_transaction() => await ResetAnUnavailableConnectorAsync("Soft");

    [TestMethod]
    public async Task TC_015_CS_Hard_reset_with_transaction() => await ResetChargingAsync("Hard");

    [TestMethod]
    public async Task TC_016_CS_Soft_reset_with_transaction() => await ResetChargingAsync("Soft");

    [TestMethod]
    public async Task TC_032_1_CS_Power_failure_stop_transactions_before_going_down()
    {
        ConformanceStation station = await StartAsync("--backup-power");
        int transactionId = await station.ChargeAsync();
        await station.SkipAsync(30);
        await station.SimAsync("mains off");
        ConformanceMessage[] both = await station.ExpectAllAsync(Stop("PowerLoss", null), Status(1, "Finishing"));
        Assert.AreEqual($"{transactionId}", both[0]["transactionId"]);
        await station.ContactorOpenAsync();
        await station.SimAsync("power-cycle");
        await station.BootedAsync("Preparing");
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_032_2_CS_Power_failure_stop_transactions_after_going_down()
    {
        ConformanceStation station = await StartAsync("--connectors", "2", "--set", "ChargePoint.ResumeTransactionAfterPowerLoss=false");
        int transactionId = await station.ChargeAsync();
        await station.SkipAsync(1800);
        station.PassOver("MeterValues");
        long energyWh = (await station.Simulator.StatusAsync())[1].EnergyWh;
        await station.SimAsync("power-cycle");
        ConformanceMessage boot = await station.ExpectAsync(Boot());
        ConformanceMessage[] told = await station.ExpectAllAsync(Stop("PowerLoss", null), Status(0, "Available"), Status(1, "Finishing"), Status(2, "Available"));
        Assert.AreEqual($"{transactionId}", told[0]["transactionId"]);
        long stoppedWh = told[0].Request.Whole("meterStop")!.Value;

        // 3 Wh a second flow on between the reading and the cut.
        Assert.IsTrue(stoppedWh <= energyWh + 60 && stoppedWh >= energyWh - 600, $"{stoppedWh} Wh of {energyWh} Wh");
        Assert.IsTrue(boot.IsAnswered);
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_034_CS_Power_failure_with_unavailable_status()
    {
        ConformanceStation station = await StartAsync("--connectors", "2");
        await station.CallAsync("ChangeAvailability", new { connectorId = 0, type = "Inoperative" }, "Accepted");
        await station.ExpectAllAsync(Status(0, "Unavailable"), Status(1, "Unavailable"), Status(2, "Unavailable"));
        await station.SimAsync("power-cycle");
        await station.BootedAsync("Unavailable", "Unavailable");
        await station.NothingMoreAsync();
    }

    private async Task ResetAnUnavailableConnectorAsync(string type)
    {
        ConformanceStation station = await StartAsync("--connectors", "2");
        await station.CallAsync("ChangeAvailability", new { connectorId = 1, type = "Inoperative" }, "Accepted");
        await station.ExpectAsync(Status(1, "Unavailable"));
        await station.CallAsync("Reset", new { type }, "Accepted");
        await station.ExpectAsync(Boot());
        await station.ExpectAllAsync(Status(0, "Available"), Status(1, "Unavailable"), Status(2, "Available"));
        await station.CallAsync("ChangeAvailability", new { connectorId = 1, type = "Operative" }, "Accepted");
        await station.ExpectAsync(Status(1, "Available"));
        await station.NothingMoreAsync();
    }

    private async Task ResetChargingAsync(string type)
    {
        ConformanceStation station = await StartAsync("--connectors", "2");
        int transactionId = await station.ChargeAsync();
        await station.SkipAsync(30);
        await station.CallAsync("Reset", new { type }, "Accepted");
        ConformanceMessage[] both = await station.ExpectAllAsync(Stop(type + "Reset", null), Status(1, "Finishing"));
        Assert.AreEqual($"{transactionId}", both[0]["transactionId"]);
        Assert.AreEqual(230 * 32 * 30 / 3600, both[0].Request.Whole("meterStop")!.Value, 5);
        await station.ExpectAsync(Boot());
        await station.ExpectAllAsync(Status(0, "Available"), Status(1, "Preparing"), Status(2, "Available"));
        await station.NothingMoreAsync();
    }
}
