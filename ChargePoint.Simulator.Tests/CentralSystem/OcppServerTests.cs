using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.CentralSystem.Schemas;

namespace ChargePoint.Simulator.Tests.CentralSystem;

[TestClass]
public sealed class OcppServerTests
{
    private const string Boot = """{"chargePointVendor":"Acme","chargePointModel":"One"}""";

    [TestMethod]
    public async Task A_session_is_answered_and_kept_in_the_ledger()
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();
        Assert.AreEqual("ocpp1.6", client.Socket.SubProtocol);

        var boot = await client.CallAsync("BootNotification", Boot);
        Assert.AreEqual("""{"status":"Accepted","currentTime":"2026-01-31T12:00:00.000Z","interval":300}""", boot.Payload.GetRawText());
        Assert.AreEqual("2026-01-31T12:00:00.000Z", (await client.CallAsync("Heartbeat", "{}")).Payload.Text("currentTime"));
        await client.CallAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Preparing"}""");
        Assert.AreEqual("Accepted", (await client.CallAsync("Authorize", """{"idTag":"AB12"}""")).Payload.Member("idTagInfo").Text("status"));
        var start = await client.CallAsync(
            "StartTransaction", """{"connectorId":1,"idTag":"AB12","meterStart":100,"timestamp":"2026-01-31T11:00:00Z"}""");
        Assert.AreEqual("""{"idTagInfo":{"status":"Accepted"},"transactionId":1}""", start.Payload.GetRawText());
        await client.CallAsync(
            "MeterValues", """{"connectorId":1,"transactionId":1,"meterValue":[{"timestamp":"2026-01-31T11:30:00Z","sampledValue":[{"value":"3800"}]}]}""");
        await client.CallAsync(
            "StopTransaction", """{"transactionId":1,"meterStop":7500,"timestamp":"2026-01-31T12:00:00Z","reason":"EVDisconnected"}""");

        var transaction = central.Ledger.Transactions.Single();
        Assert.AreEqual(7400, transaction.EnergyWh);
        Assert.AreEqual(TimeSpan.FromHours(1), transaction.Duration);
        Assert.AreEqual("EVDisconnected", transaction.Reason);
        Assert.AreEqual("3800", transaction.Samples.Single().Value);
        Assert.AreEqual("Preparing", central.Ledger.ChargePoint("CP1").Connectors[1].Status);
        Assert.AreEqual("Acme", central.Ledger.ChargePoint("CP1").Vendor);
        Assert.IsEmpty(central.Violations);
    }

    [TestMethod]
    [DataRow("nonsense", "-1")]
    [DataRow("", "-1")]
    [DataRow("{}", "-1")]
    [DataRow("[]", "-1")]
    [DataRow("[2]", "-1")]
    [DataRow("[5,\"a\",{}]", "a")]
    [DataRow("[\"2\",\"a\",\"Heartbeat\",{}]", "a")]
    [DataRow("[2,\"a\",\"Heartbeat\"]", "a")]
    [DataRow("[2,\"a\",\"Heartbeat\",{},1]", "a")]
    [DataRow("[2,\"a\",7,{}]", "a")]
    [DataRow("[2,7,\"Heartbeat\",{}]", "-1")]
    [DataRow("[2,\"\",\"Heartbeat\",{}]", "-1")]
    [DataRow("[2,\"1234567890123456789012345678901234567\",\"Heartbeat\",{}]", "-1")]
    [DataRow("[2,\"a\",\"Heartbeat\",{\"x\":1,\"x\":2}]", "-1")]
    [DataRow("[2,\"a\",\"\\ud800\",{}]", "a")]
    public async Task A_malformed_frame_is_answered_with_FormationViolation(string text, string id)
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();

        await client.SendAsync(text);

        var answer = await client.ReceiveAsync();
        Assert.AreEqual(FrameKind.CallError, answer.Kind);
        Assert.AreEqual("FormationViolation", answer.Name);
        Assert.AreEqual(id, answer.MessageId);
        Assert.AreEqual("frame", central.Violations.Single().Subject);
        Assert.AreEqual(FrameKind.CallResult, (await client.CallAsync("Heartbeat", "{}")).Kind, "the session goes on");
    }

    [TestMethod]
    [DataRow("Dance", "{}", "NotImplemented")]
    [DataRow("Reset", "{\"type\":\"Soft\"}", "NotSupported")]
    [DataRow("Heartbeat", "[]", "TypeConstraintViolation")]
    [DataRow("Heartbeat", "null", "TypeConstraintViolation")]
    [DataRow("Heartbeat", "{\"x\":1}", "FormationViolation")]
    [DataRow("Authorize", "{}", "OccurenceConstraintViolation")]
    [DataRow("Authorize", "{\"idTag\":7}", "TypeConstraintViolation")]
    [DataRow("Authorize", "{\"idTag\":\"123456789012345678901\"}", "PropertyConstraintViolation")]
    [DataRow("StatusNotification", "{\"connectorId\":99999999999,\"errorCode\":\"NoError\",\"status\":\"Available\"}", "PropertyConstraintViolation")]
    [DataRow("StopTransaction", "{\"transactionId\":99999999999999999999999,\"meterStop\":1,\"timestamp\":\"2026-01-31T12:00:00Z\"}", "PropertyConstraintViolation")]
    public async Task A_wrong_call_is_answered_with_the_CALLERROR_that_fits(string action, string payload, string code)
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();

        var answer = await client.CallAsync(action, payload);

        Assert.AreEqual(FrameKind.CallError, answer.Kind);
        Assert.AreEqual(code, answer.Name);
        var violation = central.Violations.Single();
        Assert.AreEqual(action + ".req", violation.Subject);
        Assert.AreEqual(Sender.ChargePoint, violation.Origin);
        Assert.AreEqual(code, violation.ErrorCode);
    }

    [TestMethod]
    public async Task A_binary_frame_is_refused()
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();
        await client.Socket.SendAsync("[2,\"a\",\"Heartbeat\",{}]"u8.ToArray(), WebSocketMessageType.Binary, true, CancellationToken.None);
        Assert.AreEqual("FormationViolation", (await client.ReceiveAsync()).Name);
        await central.ViolationAsync("binary");
    }

    [TestMethod]
    public async Task Text_that_is_no_UTF_8_closes_the_connection()
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();
        await client.Socket.SendAsync(new byte[] { 0x5B, 0xFF, 0x5D }, WebSocketMessageType.Text, true, CancellationToken.None);
        await Assert.ThrowsAsync<WebSocketException>(client.ReceiveTextAsync);
        await central.ViolationAsync("RFC 6455");
    }

    [TestMethod]
    public async Task A_frame_of_a_mebibyte_is_read_and_one_byte_more_closes_with_1009()
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();
        const string Head = "[2,\"a\",\"DataTransfer\",{\"vendorId\":\"A\",\"data\":\"";
        const string Tail = "\"}]";
        var filling = new string('x', (1024 * 1024) - Head.Length - Tail.Length);

        await client.SendAsync(Head + filling + Tail);
        Assert.AreEqual(FrameKind.CallResult, (await client.ReceiveAsync()).Kind);

        await client.SendAsync(Head + filling + "x" + Tail);
        await Assert.ThrowsExactlyAsync<WebSocketException>(client.ReceiveTextAsync);
        Assert.AreEqual(WebSocketCloseStatus.MessageTooBig, client.Socket.CloseStatus);
        await central.ViolationAsync("1 MiB");
    }

    [TestMethod]
    public async Task A_message_id_used_twice_is_a_violation()
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync(OcppFrame.Call("same", "Heartbeat", "{}"));
            Assert.AreEqual(FrameKind.CallResult, (await client.ReceiveAsync()).Kind);
        }

        Assert.Contains("same was used before", central.Violations.Single().Reason);
    }

    [TestMethod]
    public async Task An_answer_that_nobody_asked_is_a_violation_and_is_not_answered()
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();
        await client.SendAsync(OcppFrame.Result("foreign", "{}"));
        await client.SendAsync("[3,\"short\"]");
        Assert.AreEqual(FrameKind.CallResult, (await client.CallAsync("Heartbeat", "{}")).Kind, "the first frame that comes back");
        Assert.HasCount(2, central.Violations);
    }

    [TestMethod]
    public async Task Calls_are_sent_one_at_a_time_in_order()
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();

        var calls = Enumerable.Range(1, 20)
            .Select(i => central.Server.CallAsync("CP1", "UnlockConnector", $$"""{"connectorId":{{i}}}""", Fixture.Deadline)).ToArray();
        for (var i = 1; i <= 20; i++)
        {
            var call = await client.ReceiveAsync();
            Assert.AreEqual(i, call.Payload.Whole("connectorId"));

            // Whatever was sent before this frame's answer would arrive before the answer to this heartbeat.
            Assert.AreEqual(FrameKind.CallResult, (await client.CallAsync("Heartbeat", "{}")).Kind);
            await client.SendAsync(OcppFrame.Result(call.MessageId, """{"status":"Unlocked"}"""));
        }

        foreach (var outcome in await Task.WhenAll(calls))
            Assert.AreEqual("Unlocked", outcome.Status);
        Assert.IsEmpty(central.Violations);
    }

    [TestMethod]
    public async Task A_CALLERROR_and_a_wrong_answer_are_given_to_the_caller()
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();

        var calling = central.Server.CallAsync("CP1", "ClearCache", "{}", Fixture.Deadline);
        await client.SendAsync(OcppFrame.Error((await client.ReceiveAsync()).MessageId, "NotSupported", "no cache"));
        var outcome = await calling;
        Assert.AreEqual((CallEnd.Error, "NotSupported", "no cache"), (outcome.End, outcome.ErrorCode, outcome.ErrorDescription));

        calling = central.Server.CallAsync("CP1", "ClearCache", "{}", Fixture.Deadline);
        await client.SendAsync(OcppFrame.Result((await client.ReceiveAsync()).MessageId, """{"status":"Done"}"""));
        outcome = await calling;
        Assert.AreEqual(CallEnd.Result, outcome.End);
        Assert.AreEqual("PropertyConstraintViolation", outcome.ReplyFinding?.ErrorCode);
        Assert.AreEqual("ClearCache.conf", central.Violations.Single().Subject);
    }

    [TestMethod]
    public async Task A_call_without_answer_ends_with_its_timeout_and_a_late_answer_is_dropped()
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();

        var outcome = await central.Server.CallAsync("CP1", "ClearCache", "{}", TimeSpan.FromMilliseconds(50));
        Assert.AreEqual(CallEnd.Timeout, outcome.End);

        var late = await client.ReceiveAsync();
        var next = central.Server.CallAsync("CP1", "GetLocalListVersion", "{}", Fixture.Deadline);
        await client.SendAsync(OcppFrame.Result(late.MessageId, """{"status":"Accepted"}"""));
        await client.SendAsync(OcppFrame.Result((await client.ReceiveAsync()).MessageId, """{"listVersion":3}"""));
        Assert.AreEqual(3, (await next).Payload.Whole("listVersion"));
        Assert.IsEmpty(central.Violations);
    }

    [TestMethod]
    public async Task A_cancelled_call_makes_way_for_the_next()
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();
        using var cancel = new CancellationTokenSource();

        var cancelled = central.Server.CallAsync("CP1", "ClearCache", "{}", Fixture.Deadline, cancel.Token);
        await client.ReceiveAsync();
        var next = central.Server.CallAsync("CP1", "GetLocalListVersion", "{}", Fixture.Deadline);
        await cancel.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => cancelled);
        await client.SendAsync(OcppFrame.Result((await client.ReceiveAsync()).MessageId, """{"listVersion":3}"""));
        Assert.AreEqual(CallEnd.Result, (await next).End);
    }

    [TestMethod]
    public async Task Calls_end_when_the_connection_does()
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();
        var calls = new[]
        {
            central.Server.CallAsync("CP1", "ClearCache", "{}", Fixture.Deadline),
            central.Server.CallAsync("CP1", "ClearCache", "{}", Fixture.Deadline),
        };
        await client.ReceiveAsync();
        client.Socket.Abort();

        foreach (var outcome in await Task.WhenAll(calls))
            Assert.AreEqual(CallEnd.NotConnected, outcome.End);
        await central.Ledger.WaitUntilAsync(ledger => !ledger.ChargePoint("CP1").Connected, Fixture.Deadline);
        Assert.AreEqual(CallEnd.NotConnected, (await central.Server.CallAsync("CP1", "ClearCache", "{}", Fixture.Deadline)).End);
    }

    [TestMethod]
    public async Task Raw_text_goes_out_as_it_is_and_its_answer_is_no_violation()
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();

        Assert.IsTrue(await central.Server.SendRawAsync("CP1", "[2, broken"));
        Assert.AreEqual("[2, broken", await client.ReceiveTextAsync());
        await client.SendAsync(OcppFrame.Error("-1", "FormationViolation", "what?"));

        var frame = await central.Server.Frames.WaitForAsync(seen => seen is { From: Sender.ChargePoint, IsRaw: true }, Fixture.Deadline);
        Assert.Contains("what?", frame.Text);
        Assert.AreEqual(FrameKind.CallResult, (await client.CallAsync("Heartbeat", "{}")).Kind);
        Assert.IsEmpty(central.Violations);
        Assert.IsFalse(await central.Server.SendRawAsync("nobody", "x"));
    }

    [TestMethod]
    public async Task A_second_connection_replaces_the_first()
    {
        await using var central = await Fixture.StartAsync();
        await using var first = await central.ConnectAsync();
        await using var second = await central.ConnectAsync();

        await Assert.ThrowsAsync<WebSocketException>(first.ReceiveTextAsync);
        await central.Server.Connections.WaitForAsync(seen => !seen.Connected, Fixture.Deadline);
        Assert.AreEqual(FrameKind.CallResult, (await second.CallAsync("Heartbeat", "{}")).Kind);
        Assert.IsTrue(central.Ledger.ChargePoint("CP1").Connected);
    }

    [TestMethod]
    public async Task Without_the_subprotocol_the_connection_is_closed()
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await TestClient.ConnectAsync(central.Server.Url, "CP1", subprotocol: null);
        await Assert.ThrowsAsync<WebSocketException>(client.ReceiveTextAsync);
        Assert.AreEqual(WebSocketCloseStatus.ProtocolError, client.Socket.CloseStatus);
        Assert.Contains("ocpp1.6", central.Server.Connections.Snapshot().Single().Detail);
    }

    [TestMethod]
    [DataRow("/ocpp/", 404)]
    [DataRow("/ocpp/a/b", 404)]
    [DataRow("/elsewhere", 404)]
    [DataRow("/ocpp/CP1", 426)]
    public async Task What_is_no_charge_point_is_refused(string path, int status)
    {
        await using var central = await Fixture.StartAsync();
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri($"http://127.0.0.1:{central.Server.Url.Port}{path}"));
        Assert.AreEqual(status, (int)response.StatusCode);
    }

    [TestMethod]
    public async Task A_password_can_be_asked_for()
    {
        await using var central = await Fixture.StartAsync(new OcppServerOptions { Refuse = (_, password) => password == "s:cret" ? null : 401 });
        var wrong = await Assert.ThrowsAsync<WebSocketException>(() => TestClient.ConnectAsync(central.Server.Url, "CP1"));
        Assert.Contains("401", wrong.Message);
        var credentials = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("CP1:s:cret"));
        await using var client = await TestClient.ConnectAsync(central.Server.Url, "CP1", authorization: credentials);
        Assert.AreEqual(FrameKind.CallResult, (await client.CallAsync("Heartbeat", "{}")).Kind);
    }

    [TestMethod]
    public async Task With_a_certificate_it_speaks_wss()
    {
        using var key = RSA.Create(2048);
        using var made = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        await using var central = await Fixture.StartAsync(new OcppServerOptions { Certificate = certificate });
        Assert.AreEqual("wss", central.Server.Url.Scheme);

        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("ocpp1.6");
        socket.Options.RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == certificate.GetCertHashString();
        using var deadline = new CancellationTokenSource(Fixture.Deadline);
        await socket.ConnectAsync(new Uri(central.Server.Url.AbsoluteUri + "/CP1"), deadline.Token);
        await central.Server.WaitForConnectionAsync("CP1", Fixture.Deadline);
        socket.Abort();
    }

    [TestMethod]
    public async Task A_given_port_is_used_and_a_taken_one_is_an_error()
    {
        await using var central = await Fixture.StartAsync();
        await Assert.ThrowsAsync<IOException>(() => Fixture.StartAsync(new OcppServerOptions { Port = central.Server.Url.Port }));

        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        await using var other = await Fixture.StartAsync(new OcppServerOptions { Port = port });
        Assert.AreEqual(port, other.Server.Url.Port);
    }

    [TestMethod]
    public async Task Ending_says_goodbye_with_1001()
    {
        var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();
        var receiving = client.ReceiveTextAsync();
        var ending = central.DisposeAsync();
        await Assert.ThrowsAsync<WebSocketException>(() => receiving);
        Assert.AreEqual(WebSocketCloseStatus.EndpointUnavailable, client.Socket.CloseStatus);
        await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await ending;
    }

    [TestMethod]
    public async Task Random_frames_never_end_the_session_without_an_answer()
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();
        var random = new Random(20260131);
        const string Valid = """[2,"m","StartTransaction",{"connectorId":1,"idTag":"AB12","meterStart":100,"timestamp":"2026-01-31T11:00:00Z"}]""";
        for (var i = 0; i < 500; i++)
        {
            var text = Valid.ToCharArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                text[random.Next(2, text.Length)] = (char)random.Next(32, 127);
            await client.SendAsync(new string(text));
            Assert.AreNotEqual(FrameKind.Call, (await client.ReceiveAsync()).Kind);
        }
    }
}
