using System.Globalization;
using System.Text.Json.Nodes;
using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.Tests.Interop;

namespace ChargePoint.Simulator.Tests.EndToEnd;

/// <summary>Sessions with npm's ocpp-rpc in strict mode, ocpp-ts and @voltbras/ts-ocpp: Central Systems that others wrote.</summary>
[TestClass]
public sealed class OcppRpcSessionTests
{
    [TestMethod]
    [DataRow("ocpp-rpc-server.mjs")]
    [DataRow("ocpp-ts-server.mjs")]
    [DataRow("ts-ocpp-server.mjs")]
    public async Task Three_sessions_in_a_row_raise_no_validation_error(string centralSystem)
    {
        await using OcppRpcServer server = await OcppRpcServer.StartAsync(centralSystem);
        await using SimulatorProcess simulator = SimulatorProcess.Start("--central-system", server.Url.ToString().TrimEnd('/'), "--id", "INTEROP1");
        await simulator.OnlineAsync();

        // By card
        await simulator.DoAllAsync("sim plug 1", "sim tap CARD1");
        await simulator.ChargingAsync();
        await simulator.DoAllAsync("sim skip 180", "sim tap CARD1", "sim unplug 1");
        await StoppedAsync(simulator, server, 1);

        // By the Central System
        await simulator.DoAsync("sim plug 1");
        await AcceptedAsync(server, "RemoteStartTransaction", new JsonObject { ["connectorId"] = 1, ["idTag"] = "REMOTE1" });
        StatusReport charging = await simulator.ChargingAsync();
        await simulator.DoAsync("sim skip 180");
        await AcceptedAsync(server, "RemoteStopTransaction", new JsonObject { ["transactionId"] = charging[1].TransactionId });
        await simulator.UntilAsync("Finishing");
        await simulator.DoAsync("sim unplug 1");
        await StoppedAsync(simulator, server, 2);

        // Card first, stopped by unplugging
        await simulator.DoAsync("sim tap CARD3");
        await simulator.UntilAsync("Preparing");
        await simulator.DoAsync("sim plug 1");
        await simulator.ChargingAsync();
        await simulator.DoAllAsync("sim skip 180", "sim unplug 1");
        await StoppedAsync(simulator, server, 3);

        CollectionAssert.AreEqual(
            new[] { "Local", "Remote", "EVDisconnected" },
            server.Calls.Snapshot().Where(call => call.Action == "StopTransaction").Select(call => Reason(call)).ToArray());
        await AcceptedAsync(server, "TriggerMessage", new JsonObject { ["requestedMessage"] = "MeterValues", ["connectorId"] = 1 });
        CallAnswer configuration = await server.CallAsync("GetConfiguration", [], SimulatorProcess.Deadline);
        Assert.IsGreaterThan(15, configuration.Result.Items("configurationKey").Count());
        await simulator.DoAsync("sim skip 300");
        await simulator.QuitAsync();
        AssertNoComplaint(server);
        Assert.HasCount(1, server.Connections.Snapshot(), string.Join('\n', simulator.Errors.Split('\n').Where(line => line.Contains(" link "))));
    }

    [TestMethod]
    [DataRow("ocpp-rpc-server.mjs")]
    [DataRow("ocpp-ts-server.mjs")]
    [DataRow("ts-ocpp-server.mjs")]
    public async Task Every_operation_of_the_Central_System_is_answered_as_it_expects(string centralSystem)
    {
        await using OcppRpcServer server = await OcppRpcServer.StartAsync(centralSystem);
        await using SimulatorProcess simulator = SimulatorProcess.Start("--central-system", server.Url.ToString().TrimEnd('/'), "--id", "INTEROP2");
        await simulator.OnlineAsync();
        string later = DateTime.UtcNow.AddMinutes(10).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        (string Action, string Parameters, string Status)[] calls =
        [
            ("ChangeConfiguration", """{"key":"HeartbeatInterval","value":"600"}""", "Accepted"),
            ("GetConfiguration", """{"key":["HeartbeatInterval","Nonsense"]}""", ""),
            ("ClearCache", "{}", "Accepted"),
            ("SendLocalList", """{"listVersion":3,"updateType":"Full","localAuthorizationList":[{"idTag":"CARD1","idTagInfo":{"status":"Accepted"}}]}""", "Accepted"),
            ("GetLocalListVersion", "{}", ""),
            ("ReserveNow", $$"""{"connectorId":1,"idTag":"CARD1","reservationId":1,"expiryDate":"{{later}}"}""", "Accepted"),
            ("CancelReservation", """{"reservationId":1}""", "Accepted"),
            ("ChangeAvailability", """{"connectorId":0,"type":"Operative"}""", "Accepted"),
            ("DataTransfer", """{"vendorId":"org.example","messageId":"Hello","data":"there"}""", "UnknownVendorId"),
            ("SetChargingProfile", """{"connectorId":0,"csChargingProfiles":{"chargingProfileId":1,"stackLevel":0,"chargingProfilePurpose":"ChargePointMaxProfile","chargingProfileKind":"Absolute","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16.5}]}}}""", "Accepted"),
            ("GetCompositeSchedule", """{"connectorId":1,"duration":600,"chargingRateUnit":"A"}""", "Accepted"),
            ("ClearChargingProfile", "{}", "Accepted"),
            ("UnlockConnector", """{"connectorId":1}""", "Unlocked"),
            ("GetDiagnostics", """{"location":"ftp://127.0.0.1:1/x","retries":0}""", ""),
            ("UpdateFirmware", $$"""{"location":"http://127.0.0.1:1/x","retrieveDate":"{{later}}"}""", ""),
            ("RemoteStartTransaction", """{"idTag":"CARD1","connectorId":1}""", "Accepted"),
            ("RemoteStopTransaction", """{"transactionId":77}""", "Rejected"),
            ("TriggerMessage", """{"requestedMessage":"StatusNotification"}""", "Accepted"),
            ("Reset", """{"type":"Soft"}""", "Accepted"),
        ];
        foreach ((string action, string parameters, string status) in calls)
        {
            CallAnswer answer = await server.CallAsync(action, JsonNode.Parse(parameters)!.AsObject(), SimulatorProcess.Deadline);
            Assert.IsNull(answer.ErrorCode, $"{action}: {answer.ErrorMessage}");
            if (status.Length > 0) Assert.AreEqual(status, answer.Result.Text("status"), action);
        }

        await simulator.OnlineAsync();
        await simulator.QuitAsync();
        AssertNoComplaint(server);
    }

    private static void AssertNoComplaint(OcppRpcServer server)
    {
        Assert.IsEmpty(server.ValidationErrors.Snapshot(), string.Join('\n', server.ValidationErrors.Snapshot()));
        Assert.IsEmpty(server.BadFrames.Snapshot(), string.Join('\n', server.BadFrames.Snapshot()));
    }

    // StopTransaction may leave the reason out when it is Local, OCPP 1.6 section 6.45.
    private static string Reason(ReceivedCall call) => call.Params.Text("reason") is { Length: > 0 } reason ? reason : "Local";

    private static async Task AcceptedAsync(OcppRpcServer server, string action, JsonObject parameters)
    {
        CallAnswer answer = await server.CallAsync(action, parameters, SimulatorProcess.Deadline);
        Assert.IsNull(answer.ErrorCode, answer.ErrorMessage);
        Assert.AreEqual("Accepted", answer.Result.Text("status"), action);
    }

    private static async Task StoppedAsync(SimulatorProcess simulator, OcppRpcServer server, int transactionId)
    {
        await simulator.UntilAsync("Available");
        await server.Calls.WaitForAsync(
            call => call.Action == "StopTransaction" && call.Params.Whole("transactionId") == transactionId, SimulatorProcess.Deadline);
        Assert.IsTrue(server.Calls.Snapshot().Any(
            call => call.Action == "MeterValues" && call.Params.Whole("transactionId") == transactionId));
    }
}
