using ChargePoint.Simulator.CentralSystem;
using static ChargePoint.Simulator.Tests.Conformance.Expected;

namespace ChargePoint.Simulator.Tests.Conformance;

/// <summary>What happens while the Central System cannot be reached.</summary>
[TestClass]
public sealed class OfflineCases : ConformanceTest
{
    [TestMethod]
    public async Task TC_036_CS_Connection_loss_during_transaction()
    {
        ConformanceStation station = await StartAsync();
        await station.ConfigureAsync("MeterValueSampleInterval", "60");
        int transactionId = await station.ChargeAsync();
        DateTimeOffset lost = station.CentralSystem.Now;
        await OfflineAsync(station);
        await station.SkipAsync(190);
        await OnlineAsync(station);
        List<DateTimeOffset> times = [];
        for (int i = 0; i < 3; i++)
        {
            ConformanceMessage values = await station.ExpectAsync(MeterValues(1, "Sample.Periodic"));
            Assert.AreEqual($"{transactionId}", values["transactionId"]);
            times.Add(values.Request.Items("meterValue").Single().Time("timestamp")!.Value);
        }

        for (int i = 0; i < 3; i++) Assert.AreEqual((i + 1) * 60, (times[i] - lost).TotalSeconds, 5, "sampled while offline");
        await station.Simulator.ChargingAsync();
        station.PassOver("MeterValues");
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_037_1_CS_Offline_start_transaction_valid_idTag()
    {
        ConformanceStation station = await StartForOfflineAsync();
        await ChargeOfflineAsync(station, "CARD1");
        await OnlineAsync(station);
        await station.ExpectChargingAsync();
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_037_2_CS_Offline_start_transaction_invalid_idTag_StopTransactionOnInvalidId_false()
    {
        ConformanceStation station = await StartForOfflineAsync();
        await station.ConfigureAsync("StopTransactionOnInvalidId", "false");
        await station.ConfigureAsync("MaxEnergyOnInvalidId", "0");
        await ChargeOfflineAsync(station, "INVALID1");
        await OnlineAsync(station);
        await station.ExpectAsync(Start(1, "INVALID1", "Invalid"));
        await station.ExpectAsync(Status(1, "SuspendedEVSE"));
        await station.QuietAsync(10);
        await station.ContactorOpenAsync();
        Assert.IsNotNull((await station.Simulator.StatusAsync())[1].TransactionId);
    }

    [TestMethod]
    public async Task TC_037_3_CS_Offline_start_transaction_invalid_idTag_StopTransactionOnInvalidId_true()
    {
        ConformanceStation station = await StartForOfflineAsync();
        await station.ConfigureAsync("StopTransactionOnInvalidId", "true");
        await ChargeOfflineAsync(station, "INVALID1");
        await OnlineAsync(station);
        ConformanceMessage start = await station.ExpectAsync(Start(1, "INVALID1", "Invalid"));
        ConformanceMessage[] both = await station.ExpectAllAsync(Stop("DeAuthorized", null), Status(1, "Finishing"));
        Assert.AreEqual(start.Reply.Text("transactionId"), both[0]["transactionId"]);
        await station.NothingMoreAsync();
        await station.ContactorOpenAsync();
    }

    [TestMethod]
    public async Task TC_038_CS_Offline_stop_transaction()
    {
        ConformanceStation station = await StartAsync();
        int transactionId = await station.ChargeAsync();
        await OfflineAsync(station);
        await station.SimAsync("tap CARD1");
        await station.Simulator.UntilAsync("Finishing");
        await OnlineAsync(station);
        ConformanceMessage[] both = await station.ExpectAllAsync(Stop("Local", "CARD1"), Status(1, "Finishing"));
        Assert.AreEqual($"{transactionId}", both[0]["transactionId"]);
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_039_CS_Offline_transaction()
    {
        ConformanceStation station = await StartForOfflineAsync();
        station.PassOver("MeterValues");
        await ChargeOfflineAsync(station, "CARD1");
        await station.SkipAsync(600);
        await station.SimAsync("tap CARD1");
        await station.Simulator.UntilAsync("Finishing");
        await station.SimAsync("unplug 1");
        await station.Simulator.UntilAsync("Available");
        await OnlineAsync(station);
        ConformanceMessage start = await station.ExpectAsync(Start(1, "CARD1"));
        ConformanceMessage stop = await station.ExpectAsync(Stop("Local", "CARD1"));
        Assert.AreEqual(start.Reply.Text("transactionId"), stop["transactionId"]);
        Assert.AreEqual(600, (stop.Request.Time("timestamp")!.Value - start.Request.Time("timestamp")!.Value).TotalSeconds, 10);
        Assert.AreEqual(230 * 32 * 600 / 3600, stop.Request.Whole("meterStop")!.Value - start.Request.Whole("meterStart")!.Value, 30);
        await station.NothingMoreAsync();
    }

    private async Task<ConformanceStation> StartForOfflineAsync()
    {
        ConformanceStation station = await StartAsync();
        await station.ConfigureAsync("LocalAuthorizeOffline", "true");
        await station.ConfigureAsync("LocalAuthListEnabled", "true");
        await station.ConfigureAsync("AuthorizationCacheEnabled", "true");
        await station.ConfigureAsync("AllowOfflineTxForUnknownId", "true");
        await station.CallAsync(
            "SendLocalList", new { listVersion = 1, updateType = "Full", localAuthorizationList = new[] { new { idTag = "CARD1", idTagInfo = new { status = "Accepted" } } } }, "Accepted");
        return station;
    }

    // A vehicle charges of which the Central System knows nothing yet.
    private static async Task ChargeOfflineAsync(ConformanceStation station, string idTag)
    {
        await OfflineAsync(station);
        await station.SimAsync("plug 1");
        await station.SimAsync("tap " + idTag);
        await station.Simulator.UntilAsync("Charging");
    }

    private static async Task OfflineAsync(ConformanceStation station)
    {
        await station.SimAsync("link down");
        await station.Simulator.UntilAsync("offline", status => !status.Online);
    }

    // Time passes until the charge point has connected again.
    private static async Task OnlineAsync(ConformanceStation station)
    {
        await station.SimAsync("link up");
        for (int i = 0; i < 30 && !(await station.Simulator.StatusAsync()).Online; i++)
        {
            await station.Simulator.DoAsync("sim skip 10");
            station.CentralSystem.Skip(10);
        }

        await station.Simulator.OnlineAsync();
    }
}
