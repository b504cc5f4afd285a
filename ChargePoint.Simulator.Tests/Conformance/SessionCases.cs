using ChargePoint.Simulator.CentralSystem;
using static ChargePoint.Simulator.Tests.Conformance.Expected;

namespace ChargePoint.Simulator.Tests.Conformance;

/// <summary>Charging sessions that are started and stopped at the charge point, and meter values.</summary>
[TestClass]
public sealed class SessionCases : ConformanceTest
{
    [TestMethod]
    public async Task TC_003_CS_Regular_charging_session_plugin_first()
    {
        ConformanceStation station = await StartAsync();
        await station.ChargeAsync();
        await station.Simulator.UntilAsync("energy flows", status => status[1] is { Contactor: true, Locked: true, DrawnMilliamps: 32_000 });
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_004_1_CS_Regular_charging_session_identification_first()
    {
        ConformanceStation station = await StartAsync();
        await station.IdentifyAsync("CARD1");
        await station.PlugInToChargeAsync();
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_004_2_CS_Regular_charging_session_identification_first_ConnectionTimeOut()
    {
        ConformanceStation station = await StartAsync();
        await station.ConfigureAsync("ConnectionTimeOut", "120");
        await station.IdentifyAsync("CARD1");
        await station.QuietAsync(90);
        await station.TimeOutAsync(31);
        await station.PlugInAsync();
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_005_1_CS_EV_side_disconnected_stop_true_unlock_true()
    {
        ConformanceStation station = await StartForVehicleSideAsync(stop: "true", unlock: "true");
        await station.ChargeAsync();
        await station.StopByUnpluggingVehicleAsync();
        await station.Simulator.UntilAsync("unlocked", status => status[1] is { Locked: false, Contactor: false });
        await station.UnplugAsync();
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_005_2_CS_EV_side_disconnected_stop_true_unlock_false()
    {
        ConformanceStation station = await StartForVehicleSideAsync(stop: "true", unlock: "false");
        await station.ChargeAsync();
        await station.StopByUnpluggingVehicleAsync();
        await station.SkipAsync(10);
        Assert.IsTrue((await station.Simulator.StatusAsync())[1].Locked);
        await station.CallAsync("UnlockConnector", new { connectorId = 1 }, "Unlocked");
        await station.UnplugAsync();
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_005_3_CS_EV_side_disconnected_stop_false()
    {
        ConformanceStation station = await StartForVehicleSideAsync(stop: "false", unlock: "false");
        int transactionId = await station.ChargeAsync();
        await station.SimAsync("unplug 1 ev");
        await station.ExpectAsync(Status(1, "SuspendedEV"));
        await station.QuietAsync(30);
        await station.AssertInTransactionAsync(transactionId);
        await station.CallAsync("RemoteStopTransaction", new { transactionId }, "Accepted");
        await station.ExpectAllAsync(Stop("Remote"), Status(1, "Finishing"));
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_023_4_CS_Start_local_charging_session_authorize_invalid()
    {
        ConformanceStation station = await StartAsync();
        await station.ConfigureAsync("MinimumStatusDuration", "10");
        await station.ConfigureAsync("LocalPreAuthorize", "true");
        await station.SimAsync("tap INVALID1");
        await station.ExpectAsync(Authorize("INVALID1", "Invalid"));
        await station.SimAsync("plug 1");
        await station.QuietAsync(5);
        await station.SkipAsync(6);
        await station.ExpectAsync(Status(1, "Preparing"));
        await station.QuietAsync(30);
        await station.ContactorOpenAsync();
    }

    [TestMethod]
    public async Task TC_024_CS_Start_charging_session_lock_failure()
    {
        ConformanceStation station = await StartAsync();
        await station.RemoteStartAsync("CARD1");
        await station.SimAsync("lock 1 jam");
        await station.SimAsync("plug 1");
        await station.ExpectAsync(Status(1, "Faulted", "ConnectorLockFailure"));
        await station.QuietAsync(10);
        await station.ContactorOpenAsync();
    }

    [TestMethod]
    public async Task TC_041_CS_Fault_behavior()
    {
        ConformanceStation station = await StartAsync();
        await station.SimAsync("fault 1 GroundFailure");
        await station.ExpectAsync(Status(1, "Faulted", "GroundFailure"));
        await station.SimAsync("plug 1");
        await station.SimAsync("tap CARD1");
        await station.SkipAsync(60);
        await station.CallAsync("RemoteStartTransaction", new { idTag = "CARD1", connectorId = 1 }, "Rejected");
        await station.NothingMoreAsync();
        await station.ContactorOpenAsync();
    }

    [TestMethod]
    public async Task TC_068_CS_Stop_transaction_idTag_matches_that_of_StartTransaction()
    {
        ConformanceStation station = await StartAsync();
        int transactionId = await station.ChargeAsync();
        await station.SimAsync("tap CARD2");
        await station.QuietAsync(5);
        await station.AssertInTransactionAsync(transactionId);
        await station.SimAsync("tap CARD1");
        await station.ExpectAllAsync(Stop("Local", "CARD1"), Status(1, "Finishing"));
        await station.NothingMoreAsync();
        await station.ContactorOpenAsync();
    }

    [TestMethod]
    public async Task TC_069_CS_Stop_transaction_parentIdTag_matches_that_of_StartTransaction()
    {
        ConformanceStation station = await StartAsync();
        station.CentralSystem.Cards.Register("CARD1", new Card("Accepted", "GROUP1"));
        station.CentralSystem.Cards.Register("CARD2", new Card("Accepted", "GROUP1"));
        await station.ChargeAsync();
        await station.SimAsync("tap CARD2");
        await station.ExpectAsync(Authorize("CARD2"));
        await station.ExpectAllAsync(Stop("Local", "CARD2"), Status(1, "Finishing"));
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_070_CS_Sampled_meter_values()
    {
        ConformanceStation station = await StartAsync();
        const string Measurands = "Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage";
        await station.ConfigureAsync("ClockAlignedDataInterval", "0");
        await station.ConfigureAsync("MeterValueSampleInterval", "60");
        await station.ConfigureAsync("MeterValuesSampledData", Measurands);
        await station.ChargeAsync();
        await station.PassAsync(185);
        await AssertValuesAsync(station, "Sample.Periodic", Measurands, 60, isAligned: false);
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_071_CS_Clock_aligned_meter_values()
    {
        ConformanceStation station = await StartAsync();
        const string Measurands = "Energy.Active.Import.Register,Current.Import";
        await station.ConfigureAsync("MeterValueSampleInterval", "0");
        await station.ConfigureAsync("MeterValuesAlignedData", Measurands);
        await station.ChargeAsync();
        await station.ConfigureAsync("ClockAlignedDataInterval", "60");
        await station.PassAsync(185);
        await AssertValuesAsync(station, "Sample.Clock", Measurands, 60, isAligned: true);
    }

    private async Task<ConformanceStation> StartForVehicleSideAsync(string stop, string unlock)
    {
        ConformanceStation station = await StartAsync();
        await station.ConfigureAsync("MinimumStatusDuration", "0");
        await station.ConfigureAsync("StopTransactionOnEVSideDisconnect", stop);
        await station.ConfigureAsync("UnlockConnectorOnEVSideDisconnect", unlock);
        return station;
    }

    // Three samples, each with all measurands, at the interval.
    private static async Task AssertValuesAsync(ConformanceStation station, string context, string measurands, int intervalSeconds, bool isAligned)
    {
        List<DateTimeOffset> times = [];
        for (int i = 0; i < 3; i++)
        {
            ConformanceMessage values = await station.ExpectAsync(MeterValues(1, context));
            times.Add(values.Request.Items("meterValue").Single().Time("timestamp")!.Value);
            string found = string.Join(',', values.Samples().Select(sample => sample.Text("measurand")).Distinct());
            Assert.AreEqual(measurands, found);
            Assert.IsTrue(values.Samples().All(sample => sample.Text("location") is "" or "Outlet"), values.Request.GetRawText());
        }

        for (int i = 1; i < 3; i++) Assert.AreEqual(intervalSeconds, (times[i] - times[i - 1]).TotalSeconds, 2);
        if (!isAligned) return;
        foreach (DateTimeOffset time in times) Assert.AreEqual(0, time.ToUnixTimeSeconds() % intervalSeconds, $"{time:O}");
    }
}
