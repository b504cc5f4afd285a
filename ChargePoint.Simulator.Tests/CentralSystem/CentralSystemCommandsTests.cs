using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.CentralSystem.Schemas;

namespace ChargePoint.Simulator.Tests.CentralSystem;

[TestClass]
public sealed class CentralSystemCommandsTests
{
    private const string Start = """{"connectorId":CONNECTOR,"idTag":"AB12","meterStart":100,"timestamp":"2026-01-31T11:00:00Z"}""";

    [TestMethod]
    [DataRow("cs remote-start 1 AB12", "RemoteStartTransaction", """{"connectorId":1,"idTag":"AB12"}""", """{"status":"Accepted"}""", "accepted")]
    [DataRow("remote-start 2 X", "RemoteStartTransaction", """{"connectorId":2,"idTag":"X"}""", """{"status":"Rejected"}""", "rejected")]
    [DataRow("cs reset soft", "Reset", """{"type":"Soft"}""", """{"status":"Accepted"}""", "accepted")]
    [DataRow("cs reset hard", "Reset", """{"type":"Hard"}""", """{"status":"Accepted"}""", "accepted")]
    [DataRow("cs trigger StatusNotification 1", "TriggerMessage", """{"requestedMessage":"StatusNotification","connectorId":1}""", """{"status":"NotImplemented"}""", "not implemented")]
    [DataRow("cs trigger Heartbeat", "TriggerMessage", """{"requestedMessage":"Heartbeat"}""", """{"status":"Accepted"}""", "accepted")]
    [DataRow("cs trigger LogStatusNotification", "ExtendedTriggerMessage", """{"requestedMessage":"LogStatusNotification"}""", """{"status":"Accepted"}""", "accepted")]
    [DataRow("cs get", "GetConfiguration", "{}", """{"configurationKey":[{"key":"A","readonly":true,"value":"1"},{"key":"B","readonly":false}]}""", "A = 1  (read-only)\nB = ")]
    [DataRow("cs get A C", "GetConfiguration", """{"key":["A","C"]}""", """{"configurationKey":[{"key":"A","readonly":false,"value":"1"}],"unknownKey":["C"]}""", "A = 1\nC is not known")]
    [DataRow("cs set HeartbeatInterval 60", "ChangeConfiguration", """{"key":"HeartbeatInterval","value":"60"}""", """{"status":"RebootRequired"}""", "reboot required")]
    [DataRow("cs set Name two  words", "ChangeConfiguration", """{"key":"Name","value":"two  words"}""", """{"status":"NotSupported"}""", "not supported")]
    [DataRow("cs call UnlockConnector {\"connectorId\": 1}", "UnlockConnector", """{"connectorId": 1}""", """{"status":"Unlocked"}""", "{\"status\":\"Unlocked\"}")]
    [DataRow("cs call ClearCache", "ClearCache", "{}", """{"status":"Accepted"}""", "{\"status\":\"Accepted\"}")]
    [DataRow("cs call ClearCache {\"x\":1}", "ClearCache", """{"x":1}""", """{"status":"Accepted"}""", "{\"status\":\"Accepted\"}\nour request broke OCPP 1.6: x is no field of this message")]
    [DataRow("cs call ClearCache {}", "ClearCache", "{}", """{"status":"Done"}""", "{\"status\":\"Done\"}\nthe answer broke OCPP 1.6: status has a value that is not in its list")]
    public async Task A_command_sends_a_call_and_shows_the_answer(string line, string action, string request, string reply, string expected)
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();

        var running = central.System.Commands.ExecuteAsync(line);
        var call = await client.ReceiveAsync();
        Assert.AreEqual(action, call.Name);
        Assert.AreEqual(request, call.Payload.GetRawText());
        await client.SendAsync(OcppFrame.Result(call.MessageId, reply));

        var (lines, error) = await running;
        Assert.IsNull(error);
        Assert.AreEqual(expected, string.Join('\n', lines));
    }

    [TestMethod]
    [DataRow("cs remote-start", "usage: cs remote-start C TAG")]
    [DataRow("cs remote-start one TAG", "usage: cs remote-start C TAG")]
    [DataRow("cs remote-start 1 TAG more", "usage: cs remote-start C TAG")]
    [DataRow("cs remote-start -1 TAG", "usage: cs remote-start C TAG")]
    [DataRow("cs remote-stop", "no transaction is running")]
    [DataRow("cs remote-stop 7", "no transaction is running with id or at connector 7")]
    [DataRow("cs remote-stop x", "usage: cs remote-stop [TRANSACTION | C]")]
    [DataRow("cs reset", "usage: cs reset soft | hard")]
    [DataRow("cs reset warm", "usage: cs reset soft | hard")]
    [DataRow("cs trigger", "usage: cs trigger MESSAGE [C]")]
    [DataRow("cs trigger Heartbeat x", "usage: cs trigger MESSAGE [C]")]
    [DataRow("cs trigger Nothing", "'Nothing' cannot be triggered; one of: BootNotification, DiagnosticsStatusNotification, FirmwareStatusNotification, Heartbeat, MeterValues, StatusNotification, LogStatusNotification, SignChargePointCertificate")]
    [DataRow("cs set", "usage: cs set KEY VALUE")]
    [DataRow("cs set KEY", "usage: cs set KEY VALUE")]
    [DataRow("cs call", "usage: cs call ACTION JSON")]
    [DataRow("cs call Reset []", "the payload of a call is a JSON object")]
    [DataRow("cs send", "usage: cs send TEXT")]
    [DataRow("cs boot", "usage: cs boot accepted | pending | rejected [SECONDS]")]
    [DataRow("cs boot maybe", "usage: cs boot accepted | pending | rejected [SECONDS]")]
    [DataRow("cs boot pending soon", "usage: cs boot accepted | pending | rejected [SECONDS]")]
    [DataRow("cs transactions all", "usage: cs transactions")]
    [DataRow("cs violations all", "usage: cs violations")]
    [DataRow("cs help me", "usage: cs help")]
    [DataRow("cs use nobody", "nobody is not connected")]
    [DataRow("cs dance", "unknown command 'cs dance'; try 'cs help'")]
    public async Task A_wrong_command_is_one_line_and_changes_nothing(string line, string expected)
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();

        var (lines, error) = await central.System.Commands.ExecuteAsync(line);

        Assert.AreEqual(expected, error);
        Assert.IsEmpty(lines);
        Assert.AreEqual(new BootAnswer("Accepted", 300), central.System.Responder.Boot);
        Assert.AreEqual(FrameKind.CallResult, (await client.CallAsync("Heartbeat", "{}")).Kind, "nothing was sent before");
    }

    [TestMethod]
    public async Task Broken_JSON_is_an_error_of_one_line()
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();
        var (_, error) = await central.System.Commands.ExecuteAsync("cs call Reset {\"type\":");
        Assert.StartsWith("not JSON: ", error!);
        Assert.DoesNotContain("\n", error!);
    }

    [TestMethod]
    public async Task A_CALLERROR_and_silence_are_errors()
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();
        var running = central.System.Commands.ExecuteAsync("cs reset soft");
        await client.SendAsync(OcppFrame.Error((await client.ReceiveAsync()).MessageId, "NotSupported", "never"));
        Assert.AreEqual("the charge point answered NotSupported: never", (await running).Error);

        central.System.Commands.AnswerTimeout = TimeSpan.FromMilliseconds(20);
        Assert.AreEqual("no answer within 0.02 s", (await central.System.Commands.ExecuteAsync("cs reset soft")).Error);
    }

    [TestMethod]
    public async Task Remote_stop_finds_the_transaction()
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();
        await client.CallAsync("StartTransaction", Start.Replace("CONNECTOR", "5", StringComparison.Ordinal));
        await StopsAsync("cs remote-stop", 1);
        await StopsAsync("cs remote-stop 1", 1);
        await StopsAsync("cs remote-stop 5", 1);

        await client.CallAsync("StartTransaction", Start.Replace("CONNECTOR", "6", StringComparison.Ordinal));
        Assert.AreEqual("several transactions are running: say which", (await central.System.Commands.ExecuteAsync("cs remote-stop")).Error);
        await StopsAsync("cs remote-stop 6", 2);

        async Task StopsAsync(string line, int transactionId)
        {
            var running = central.System.Commands.ExecuteAsync(line);
            var call = await client.ReceiveAsync();
            Assert.AreEqual("RemoteStopTransaction", call.Name);
            Assert.AreEqual(transactionId, call.Payload.Whole("transactionId"));
            await client.SendAsync(OcppFrame.Result(call.MessageId, """{"status":"Accepted"}"""));
            Assert.IsNull((await running).Error);
        }
    }

    [TestMethod]
    public async Task Transactions_are_listed()
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();
        await LineIsAsync("no transaction yet");
        await client.CallAsync("StartTransaction", Start.Replace("CONNECTOR", "1", StringComparison.Ordinal));
        await LineIsAsync("1  CP1  connector 1  card AB12  since 11:00:00  running");
        await client.CallAsync(
            "MeterValues", """{"connectorId":1,"transactionId":1,"meterValue":[{"timestamp":"2026-01-31T11:30:00Z","sampledValue":[{"value":"3800"}]}]}""");
        await LineIsAsync("1  CP1  connector 1  card AB12  since 11:00:00  running  3.700 kWh");
        await client.CallAsync("StopTransaction", """{"transactionId":1,"meterStop":7500,"timestamp":"2026-01-31T12:00:00Z","reason":"Remote"}""");
        await LineIsAsync("1  CP1  connector 1  card AB12  11:00:00 to 12:00:00  7.400 kWh  Remote");

        async Task LineIsAsync(string expected) =>
            Assert.AreEqual(expected, (await central.System.Commands.ExecuteAsync("cs transactions")).Lines.Single());
    }

    [TestMethod]
    public async Task Violations_are_listed()
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();
        Assert.AreEqual("no violation", (await central.System.Commands.ExecuteAsync("cs violations")).Lines.Single());
        await client.CallAsync("Authorize", "{}");
        Assert.AreEqual(
            "12:00:00  CP1  Authorize.req: idTag is missing (OccurenceConstraintViolation)",
            (await central.System.Commands.ExecuteAsync("cs violations")).Lines.Single());
        Assert.HasCount(1, central.System.Validator.ViolationsOf(Sender.ChargePoint));
        Assert.IsEmpty(central.System.Validator.ViolationsOf(Sender.CentralSystem));
    }

    [TestMethod]
    public async Task Boot_sets_how_following_boots_are_answered()
    {
        await using var central = await Fixture.StartAsync();
        var (lines, _) = await central.System.Commands.ExecuteAsync("cs boot pending 10");
        Assert.AreEqual("following BootNotifications are pending, interval 10 s", lines.Single());
        Assert.AreEqual(new BootAnswer("Pending", 10), central.System.Responder.Boot);
        await central.System.Commands.ExecuteAsync("cs boot rejected");
        Assert.AreEqual(new BootAnswer("Rejected", 10), central.System.Responder.Boot);
    }

    [TestMethod]
    public async Task Send_sends_text_as_it_is()
    {
        await using var central = await Fixture.StartAsync();
        await using var client = await central.ConnectAsync();
        var (lines, error) = await central.System.Commands.ExecuteAsync("cs send [2,  \"broken");
        Assert.IsNull(error);
        Assert.AreEqual("sent 12 characters to CP1", lines.Single());
        Assert.AreEqual("[2,  \"broken", await client.ReceiveTextAsync());
    }

    [TestMethod]
    public async Task With_several_charge_points_one_is_chosen()
    {
        await using var central = await Fixture.StartAsync();
        Assert.AreEqual("no charge point is connected", (await central.System.Commands.ExecuteAsync("cs reset soft")).Error);
        await using var first = await central.ConnectAsync("CP1");
        await using var second = await central.ConnectAsync("CP2");
        Assert.AreEqual(
            "several charge points are connected: choose with 'cs use IDENTITY'", (await central.System.Commands.ExecuteAsync("cs send x")).Error);
        CollectionAssert.AreEqual(new[] { "  CP1", "* CP2" }, (await central.System.Commands.ExecuteAsync("cs use CP2")).Lines.ToArray());
        await central.System.Commands.ExecuteAsync("cs send x");
        Assert.AreEqual("x", await second.ReceiveTextAsync());
    }

    [TestMethod]
    [DataRow("cs help")]
    [DataRow("cs")]
    [DataRow("")]
    public async Task Help_lists_the_commands(string line)
    {
        await using var central = await Fixture.StartAsync();
        var (lines, error) = await central.System.Commands.ExecuteAsync(line);
        Assert.IsNull(error);
        Assert.StartsWith("cs remote-start C TAG ", lines[0]);
        Assert.HasCount(13, lines);
    }
}
