using System.Text.Json;
using ChargePoint.Simulator.CentralSystem;
using static ChargePoint.Simulator.Tests.Conformance.Expected;

namespace ChargePoint.Simulator.Tests.Conformance;

/// <summary>What the Central System starts, stops, unlocks, reads, sets and triggers.</summary>
[TestClass]
public sealed class RemoteCases : ConformanceTest
{
    [TestMethod]
    public async Task TC_010_CS_Remote_start_cable_plugged_in_first()
    {
        ConformanceStation station = await StartAsync();
        Assert.AreEqual("true", await ValueAsync(station, "AuthorizeRemoteTxRequests"));
        await station.PlugInAsync();
        await station.CallAsync("RemoteStartTransaction", new { idTag = "CARD1", connectorId = 1 }, "Accepted");
        await station.ExpectAsync(Authorize("CARD1"));
        await station.ExpectChargingAsync();
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_011_1_CS_Remote_start_remote_start_first()
    {
        ConformanceStation station = await StartAsync();
        Assert.AreEqual("true", await ValueAsync(station, "AuthorizeRemoteTxRequests"));
        await station.RemoteStartAsync("CARD1");
        await station.PlugInToChargeAsync();
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_011_2_CS_Remote_start_time_out()
    {
        ConformanceStation station = await StartAsync();
        await station.ConfigureAsync("ConnectionTimeOut", "120");
        await station.RemoteStartAsync("CARD1");
        await station.QuietAsync(90);
        await station.TimeOutAsync(31);
        await station.PlugInAsync();
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_012_CS_Remote_stop_charging_session()
    {
        ConformanceStation station = await StartAsync();
        int transactionId = await station.ChargeAsync();
        await station.CallAsync("RemoteStopTransaction", new { transactionId }, "Accepted");
        ConformanceMessage[] both = await station.ExpectAllAsync(Stop("Remote"), Status(1, "Finishing"));
        Assert.AreEqual($"{transactionId}", both[0]["transactionId"]);
        await station.Simulator.UntilAsync("contactor open", status => status[1] is { Contactor: false, Locked: false });
        await station.UnplugAsync();
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_017_1_CS_Unlock_connector_no_session_not_fixed_cable()
    {
        ConformanceStation station = await StartAsync();
        await station.CallAsync("UnlockConnector", new { connectorId = 1 }, "Unlocked");
        await station.NothingMoreAsync();
    }

    [TestMethod]
    [ConformanceRemark("board with an attached cable")]
    public async Task TC_017_2_CS_Unlock_connector_no_session_fixed_cable()
    {
        ConformanceStation station = await StartAsync("--fixed-cable");
        await station.CallAsync("UnlockConnector", new { connectorId = 1 }, "NotSupported");
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_018_1_CS_Unlock_connector_with_charging_session_not_fixed_cable()
    {
        ConformanceStation station = await StartAsync();
        await station.ChargeAsync();
        await station.CallAsync("UnlockConnector", new { connectorId = 1 }, "Unlocked");
        await station.ExpectAllAsync(Stop("UnlockCommand", null), Status(1, "Finishing"));
        await station.ContactorOpenAsync();
        await station.UnplugAsync();
        await station.NothingMoreAsync();
    }

    [TestMethod]
    [ConformanceRemark("board with an attached cable")]
    public async Task TC_018_2_CS_Unlock_connector_with_charging_session_fixed_cable()
    {
        ConformanceStation station = await StartAsync("--fixed-cable");
        int transactionId = await station.ChargeAsync();
        await station.CallAsync("UnlockConnector", new { connectorId = 1 }, "NotSupported");
        await station.QuietAsync(10);
        await station.AssertInTransactionAsync(transactionId);
    }

    [TestMethod]
    public async Task TC_019_CS_Retrieve_configuration()
    {
        ConformanceStation station = await StartAsync("--set", "AuthorizationKey=0123456789abcdef");
        string[] profiles = (await ValueAsync(station, "SupportedFeatureProfiles")).Split(',');
        CollectionAssert.IsSubsetOf((string[])["Core", "FirmwareManagement", "LocalAuthListManagement", "Reservation", "SmartCharging", "RemoteTrigger"], profiles);
        JsonElement all = await station.CallAsync("GetConfiguration", new { });
        Dictionary<string, bool> isReadOnly = all.Items("configurationKey").ToDictionary(entry => entry.Text("key"), entry => entry.Member("readonly").GetBoolean());
        foreach (string key in RequiredKeys.ReadWrite) Assert.IsFalse(isReadOnly[key], key);
        foreach (string key in RequiredKeys.ReadOnly) Assert.IsTrue(isReadOnly[key], key);
        Assert.IsTrue(isReadOnly.ContainsKey("AuthorizeRemoteTxRequests"));
        Assert.IsTrue(all.Items("configurationKey").Where(entry => entry.Text("key") == "AuthorizationKey").All(entry => entry.Text("value").Length == 0), "a secret");
        Assert.IsEmpty(all.Items("unknownKey"));
        Assert.IsTrue(isReadOnly.Count <= int.Parse(await ValueAsync(station, "GetConfigurationMaxKeys"), System.Globalization.CultureInfo.InvariantCulture));

        JsonElement one = await station.CallAsync("GetConfiguration", new { key = new[] { "NumberOfConnectors", "NoSuchKey" } });
        Assert.AreEqual("1", one.Items("configurationKey").Single().Text("value"));
        Assert.AreEqual("NoSuchKey", one.Items("unknownKey").Single().GetString());
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_021_CS_Change_configuration()
    {
        ConformanceStation station = await StartAsync();
        await station.ConfigureAsync("MeterValueSampleInterval", "30");
        Assert.AreEqual("30", await ValueAsync(station, "MeterValueSampleInterval"));
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_023_5_CS_Start_remote_charging_session_authorize_invalid()
    {
        ConformanceStation station = await StartAsync();
        await station.ConfigureAsync("AuthorizeRemoteTxRequests", "true");
        await station.CallAsync("RemoteStartTransaction", new { idTag = "INVALID1", connectorId = 1 }, "Accepted");
        await station.ExpectAsync(Authorize("INVALID1", "Invalid"));
        await station.PlugInAsync();
        await station.QuietAsync(30);
        await station.ContactorOpenAsync();
    }

    [TestMethod]
    public async Task TC_026_CS_Remote_start_rejected()
    {
        ConformanceStation station = await StartAsync();
        await station.ConfigureAsync("LocalPreAuthorize", "false");
        int transactionId = await station.ChargeAsync();
        await station.CallAsync("RemoteStartTransaction", new { idTag = "CARD2", connectorId = 1 }, "Rejected");
        await station.NothingMoreAsync();
        await station.AssertInTransactionAsync(transactionId);
    }

    [TestMethod]
    public async Task TC_027_CS_Remote_start_connector_id_shall_not_be_0()
    {
        ConformanceStation station = await StartAsync();
        await station.CallAsync("RemoteStartTransaction", new { idTag = "CARD1", connectorId = 0 }, "Rejected");
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_028_CS_Remote_stop_rejected()
    {
        ConformanceStation station = await StartAsync();
        int transactionId = await station.ChargeAsync();
        await station.CallAsync("RemoteStopTransaction", new { transactionId = transactionId + 1 }, "Rejected");
        await station.NothingMoreAsync();
        await station.AssertInTransactionAsync(transactionId);
    }

    [TestMethod]
    public async Task TC_030_CS_Unlock_connector_unlock_failure()
    {
        // Locked without a session: the cable was pulled at the vehicle, and its owner has not come back for it.
        ConformanceStation station = await StartAsync();
        await station.ConfigureAsync("UnlockConnectorOnEVSideDisconnect", "false");
        await station.ChargeAsync();
        await station.StopByUnpluggingVehicleAsync();
        await station.ContactorOpenAsync();
        await station.SimAsync("lock 1 jam");
        await station.CallAsync("UnlockConnector", new { connectorId = 1 }, "UnlockFailed");
        await station.ExpectAsync(Status(1, "Faulted", "ConnectorLockFailure"));
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_031_CS_Unlock_connector_unknown_connector()
    {
        ConformanceStation station = await StartAsync();
        await station.CallAsync("UnlockConnector", new { connectorId = 2 }, "NotSupported");
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_040_1_CS_Configuration_key_not_supported()
    {
        ConformanceStation station = await StartAsync();
        await station.CallAsync("ChangeConfiguration", new { key = "Testing", value = "true" }, "NotSupported");
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_040_2_CS_Configuration_key_invalid_value()
    {
        ConformanceStation station = await StartAsync();
        await station.CallAsync("ChangeConfiguration", new { key = "MeterValueSampleInterval", value = "-1" }, "Rejected");
        Assert.AreEqual("60", await ValueAsync(station, "MeterValueSampleInterval"));
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_054_CS_Trigger_message()
    {
        ConformanceStation station = await StartAsync();
        station.LookAt("Heartbeat");
        foreach ((string message, Expected answer) in new[]
        {
            ("MeterValues", MeterValues(1, "Trigger")),
            ("Heartbeat", Of("Heartbeat")),
            ("StatusNotification", Status(1, "Available")),
            ("DiagnosticsStatusNotification", Of("DiagnosticsStatusNotification", "Idle")),
            ("FirmwareStatusNotification", Of("FirmwareStatusNotification", "Idle")),
        })
        {
            object request = message is "MeterValues" or "StatusNotification" ? new { requestedMessage = message, connectorId = 1 } : new { requestedMessage = message };
            await station.CallAsync("TriggerMessage", request, "Accepted");
            await station.ExpectAsync(answer);
            await station.NothingMoreAsync();
        }

        await station.CallAsync("TriggerMessage", new { requestedMessage = "BootNotification" }, "Accepted");
        await station.ExpectAsync(Boot());
    }

    [TestMethod]
    public async Task TC_055_CS_Trigger_message_rejected()
    {
        ConformanceStation station = await StartAsync();
        await station.CallAsync("TriggerMessage", new { requestedMessage = "MeterValues", connectorId = 2 }, "Rejected");
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_062_CS_Data_transfer_to_a_charge_point()
    {
        ConformanceStation station = await StartAsync();
        await station.CallAsync("DataTransfer", new { vendorId = "org.example.unknown", messageId = "Message1", data = "Data1" }, "UnknownVendorId");
        await station.NothingMoreAsync();
    }

    private static async Task<string> ValueAsync(ConformanceStation station, string key)
    {
        JsonElement answer = await station.CallAsync("GetConfiguration", new { key = new[] { key } });
        Assert.IsEmpty(answer.Items("unknownKey"));
        JsonElement entry = answer.Items("configurationKey").Single();
        Assert.AreEqual(key, entry.Text("key"));
        return entry.Text("value");
    }
}
