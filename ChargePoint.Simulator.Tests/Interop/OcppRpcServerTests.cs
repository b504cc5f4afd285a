using System.Diagnostics;
using System.Text.Json.Nodes;
using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.Tests.CentralSystem;

namespace ChargePoint.Simulator.Tests.Interop;

[TestClass]
public sealed class OcppRpcServerTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    [TestMethod]
    public async Task A_valid_session_raises_no_validation_error()
    {
        await using var server = await OcppRpcServer.StartAsync();
        await using var client = await TestClient.ConnectAsync(server.Url, "CP1");

        var boot = await client.CallAsync("BootNotification", """{"chargePointVendor":"Acme","chargePointModel":"One"}""");
        Assert.AreEqual("Accepted", boot.Payload.Text("status"));
        await client.CallAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Available"}""");
        var start = await client.CallAsync(
            "StartTransaction", """{"connectorId":1,"idTag":"AB12","meterStart":0,"timestamp":"2026-01-01T00:00:00Z"}""");
        Assert.AreEqual(1, start.Payload.Whole("transactionId"));
        await client.CallAsync(
            "StopTransaction", """{"transactionId":1,"meterStop":5,"timestamp":"2026-01-01T00:01:00Z","reason":"Local"}""");

        await server.Calls.WaitForAsync(call => call is { ChargePointId: "CP1", Action: "StopTransaction" }, Deadline);
        CollectionAssert.AreEqual(
            new[] { "BootNotification", "StatusNotification", "StartTransaction", "StopTransaction" },
            server.Calls.Snapshot().Select(call => call.Action).ToArray());
        Assert.IsEmpty(server.ValidationErrors.Snapshot());
        Assert.IsEmpty(server.BadFrames.Snapshot());
    }

    [TestMethod]
    public async Task An_invalid_message_is_seen()
    {
        await using var server = await OcppRpcServer.StartAsync();
        await using var client = await TestClient.ConnectAsync(server.Url, "CP1");

        var answer = await client.CallAsync("Authorize", """{"idTag":"123456789012345678901"}""");

        Assert.AreEqual(FrameKind.CallError, answer.Kind);
        var failure = await server.ValidationErrors.WaitForAsync(_ => true, Deadline);
        Assert.AreEqual("Authorize", failure.Action);
        Assert.IsFalse(failure.Outbound);
        Assert.Contains("idTag", failure.Reason);
    }

    [TestMethod]
    [DataRow("ocpp-ts-server.mjs")]
    [DataRow("ts-ocpp-server.mjs")]
    public async Task An_invalid_message_is_seen_by_the_other_packages_too(string script)
    {
        await using var server = await OcppRpcServer.StartAsync(script);
        await using var client = await TestClient.ConnectAsync(server.Url, "CP1");

        var answer = await client.CallAsync("Authorize", """{"idTag":"123456789012345678901"}""");

        Assert.AreEqual(FrameKind.CallError, answer.Kind);
        var failure = await server.ValidationErrors.WaitForAsync(_ => true, Deadline);
        Assert.IsFalse(failure.Outbound);
        Assert.Contains("idTag", failure.Reason);
    }

    [TestMethod]
    [DataRow("ocpp-rpc-server.mjs")]
    [DataRow("ts-ocpp-server.mjs")]
    public async Task An_invalid_answer_of_the_charge_point_is_seen(string script)
    {
        await using var server = await OcppRpcServer.StartAsync(script);
        await using var client = await TestClient.ConnectAsync(server.Url, "CP1");

        var calling = server.CallAsync("Reset", new JsonObject { ["type"] = "Soft" }, Deadline);
        var call = await client.ReceiveAsync();
        await client.SendAsync(OcppFrame.Result(call.MessageId, """{"status":"Perhaps"}"""));

        var failure = await server.ValidationErrors.WaitForAsync(_ => true, Deadline);
        Assert.AreEqual("Reset", failure.Action);
        await calling;
    }

    [TestMethod]
    public async Task The_server_calls_the_charge_point_and_gives_its_answer()
    {
        await using var server = await OcppRpcServer.StartAsync();
        await using var client = await TestClient.ConnectAsync(server.Url, "CP1");

        var calling = server.CallAsync("RemoteStartTransaction", new JsonObject { ["connectorId"] = 1, ["idTag"] = "AB12" }, Deadline);
        var call = await client.ReceiveAsync();
        Assert.AreEqual("RemoteStartTransaction", call.Name);
        Assert.AreEqual("AB12", call.Payload.Text("idTag"));
        await client.SendAsync(OcppFrame.Result(call.MessageId, """{"status":"Accepted"}"""));
        Assert.AreEqual("Accepted", (await calling).Result.Text("status"));

        calling = server.CallAsync("ClearCache", [], Deadline, "CP1");
        call = await client.ReceiveAsync();
        await client.SendAsync(OcppFrame.Error(call.MessageId, ErrorCodes.NotImplemented, "not here"));
        var refused = await calling;
        Assert.AreEqual("NotImplemented", refused.ErrorCode);
        Assert.AreEqual("not here", refused.ErrorMessage);
    }

    [TestMethod]
    [DataRow("ocpp-rpc-server.mjs")]
    [DataRow("ocpp-ts-server.mjs")]
    [DataRow("ts-ocpp-server.mjs")]
    public async Task A_frame_that_is_no_OCPP_is_seen(string script)
    {
        await using var server = await OcppRpcServer.StartAsync(script);
        await using var client = await TestClient.ConnectAsync(server.Url, "CP1");
        await client.SendAsync("nonsense");
        await server.BadFrames.WaitForAsync(_ => true, Deadline);
    }

    [TestMethod]
    public async Task Boot_answers_can_be_set_and_connections_dropped()
    {
        await using var server = await OcppRpcServer.StartAsync();
        await server.AnswerBootsAsync("Pending", 7);
        await using var client = await TestClient.ConnectAsync(server.Url, "CP1");
        var boot = await client.CallAsync("BootNotification", """{"chargePointVendor":"Acme","chargePointModel":"One"}""");
        Assert.AreEqual("Pending", boot.Payload.Text("status"));
        Assert.AreEqual(7, boot.Payload.Whole("interval"));

        await server.DropConnectionsAsync();
        var gone = await server.Disconnections.WaitForAsync(_ => true, Deadline);
        Assert.AreEqual("CP1", gone.ChargePointId);
    }

    [TestMethod]
    public void A_missing_program_says_what_to_install()
    {
        var failure = Assert.ThrowsExactly<InvalidOperationException>(
            () => NpmFolder.Start(new ProcessStartInfo("no-such-program"), "no-such-program"));
        Assert.Contains("need Node.js 18 or later with npm", failure.Message);
    }
}
