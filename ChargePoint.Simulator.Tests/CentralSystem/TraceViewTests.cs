using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.CentralSystem.Schemas;

namespace ChargePoint.Simulator.Tests.CentralSystem;

[TestClass]
public sealed class TraceViewTests
{
    private static readonly TimeSpan FourMilliseconds = TimeSpan.FromMilliseconds(4);

    [TestMethod]
    [DataRow("BootNotification", """{"chargePointVendor":"Acme","chargePointModel":"One","firmwareVersion":"0.1"}""", """{"status":"Accepted","currentTime":"x","interval":300}""",
        "12:00:00 → BootNotification       Acme One  firmware 0.1  ← accepted, heartbeat every 300 s  (4 ms)")]
    [DataRow("BootNotification", """{"chargePointVendor":"Acme","chargePointModel":"One"}""", """{"status":"Pending","currentTime":"x","interval":10}""",
        "12:00:00 → BootNotification       Acme One  ← pending, again in 10 s  (4 ms)")]
    [DataRow("Heartbeat", "{}", """{"currentTime":"2026-01-31T12:00:00.000Z"}""",
        "12:00:00 → Heartbeat              ← 2026-01-31T12:00:00.000Z  (4 ms)")]
    [DataRow("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Charging"}""", "{}",
        "12:00:00 → StatusNotification     connector 1  Charging  ← ✓  (4 ms)")]
    [DataRow("StatusNotification", """{"connectorId":0,"errorCode":"GroundFailure","status":"Faulted","info":"RCD"}""", "{}",
        "12:00:00 → StatusNotification     charge point  Faulted  GroundFailure  RCD  ← ✓  (4 ms)")]
    [DataRow("Authorize", """{"idTag":"BLOCKED1"}""", """{"idTagInfo":{"status":"Blocked"}}""",
        "12:00:00 → Authorize              card BLOCKED1  ← blocked  (4 ms)")]
    [DataRow("StartTransaction", """{"connectorId":1,"idTag":"DEADBEEF","meterStart":0,"timestamp":"x"}""", """{"idTagInfo":{"status":"Accepted"},"transactionId":17}""",
        "12:00:00 → StartTransaction       connector 1  card DEADBEEF  meter 0 Wh  ← accepted, transaction 17  (4 ms)")]
    [DataRow("StopTransaction", """{"transactionId":17,"meterStop":7400,"reason":"EVDisconnected"}""", "{}",
        "12:00:00 → StopTransaction        transaction 17  meter 7400 Wh  EVDisconnected  ← ✓  (4 ms)")]
    [DataRow("MeterValues", """{"connectorId":1,"transactionId":17,"meterValue":[{"sampledValue":[{"value":"1"}]},{"sampledValue":[{"value":"1234"},{"value":"7.4","measurand":"Power.Active.Import","unit":"kW"},{"value":"16.0","measurand":"Current.Import","phase":"L1","unit":"A"},{"value":"55","measurand":"SoC","unit":"Percent"}]}]}""", "{}",
        "12:00:00 → MeterValues            connector 1  transaction 17  energy 1234 Wh  power 7.4 kW  current L1 16.0 A  state of charge 55 %  and 1 earlier reading  ← ✓  (4 ms)")]
    [DataRow("FirmwareStatusNotification", """{"status":"InstallationFailed"}""", "{}",
        "12:00:00 → FirmwareStatusNotification installation failed  ← ✓  (4 ms)")]
    public void A_call_of_the_charge_point_is_one_line(string action, string request, string reply, string expected) =>
        Assert.AreEqual(expected, Lines(view => view.Show(Exchange(Sender.ChargePoint, action, request, Result(reply)))).Single());

    [TestMethod]
    [DataRow("RemoteStartTransaction", """{"connectorId":1,"idTag":"AB12"}""", """{"status":"Accepted"}""",
        "12:00:00 ← RemoteStartTransaction connector 1  card AB12  → accepted  (4 ms)")]
    [DataRow("ChangeConfiguration", """{"key":"HeartbeatInterval","value":"60"}""", """{"status":"RebootRequired"}""",
        "12:00:00 ← ChangeConfiguration    HeartbeatInterval = 60  → reboot required  (4 ms)")]
    [DataRow("ChangeConfiguration", """{"key":"AuthorizationKey","value":"secret"}""", """{"status":"Accepted"}""",
        "12:00:00 ← ChangeConfiguration    AuthorizationKey = (hidden)  → accepted  (4 ms)")]
    [DataRow("GetConfiguration", "{}", """{"configurationKey":[{"key":"A","readonly":true}],"unknownKey":["B","C"]}""",
        "12:00:00 ← GetConfiguration       every key  → 1 key, unknown: B, C  (4 ms)")]
    [DataRow("Reset", """{"type":"Soft"}""", """{"status":"Accepted"}""",
        "12:00:00 ← Reset                  soft  → accepted  (4 ms)")]
    [DataRow("UnlockConnector", """{"connectorId":2}""", """{"status":"UnlockFailed"}""",
        "12:00:00 ← UnlockConnector        connectorId 2  → unlock failed  (4 ms)")]
    public void A_call_to_the_charge_point_is_one_line(string action, string request, string reply, string expected) =>
        Assert.AreEqual(expected, Lines(view => view.Show(Exchange(Sender.CentralSystem, action, request, Result(reply)))).Single());

    [TestMethod]
    public void What_failed_says_why()
    {
        Assert.AreEqual(
            "12:00:00 ← ClearCache             → ✗ NotImplemented: no cache  (4 ms)",
            Lines(view => view.Show(Exchange(Sender.CentralSystem, "ClearCache", "{}", new CallOutcome(CallEnd.Error, default, "NotImplemented", "no cache", FourMilliseconds)))).Single());
        Assert.AreEqual(
            "12:00:00 ← ClearCache             → ✗ no answer within 30 s",
            Lines(view => view.Show(Exchange(Sender.CentralSystem, "ClearCache", "{}", CallOutcome.None(CallEnd.Timeout, "no answer within 30 s", FourMilliseconds)))).Single());
        Assert.AreEqual(
            "12:00:00 ✗ violation              StartTransaction.req: idTag is missing (OccurenceConstraintViolation)",
            Lines(view => view.Show(new Violation(Fixture.Noon, "CP1", Sender.ChargePoint, "StartTransaction.req", "OccurenceConstraintViolation", "idTag is missing"))).Single());
        Assert.AreEqual(
            "12:00:00 ○ disconnected           CP1: the connection was lost",
            Lines(view => view.Show(new ConnectionEvent(Fixture.Noon, "CP1", false, "the connection was lost"))).Single());
        Assert.AreEqual(
            "12:00:00 ● connected              CP1",
            Lines(view => view.Show(new ConnectionEvent(Fixture.Noon, "CP1", true, "connected"))).Single());
    }

    [TestMethod]
    public void The_identity_is_shown_when_asked_for() =>
        Assert.AreEqual("12:00:00 CP1 → Heartbeat              ← x  (4 ms)", Lines(view =>
        {
            view.ShowsIdentity = true;
            view.Show(Exchange(Sender.ChargePoint, "Heartbeat", "{}", Result("""{"currentTime":"x"}""")));
        }).Single());

    [TestMethod]
    [DataRow("DataTransfer", """{"vendorId":"A\u001b[31m\n","data":"x\u202ey"}""")]
    [DataRow("Dance\u001b]0;\u0007", """{"x\u001b":["\u0007"]}""")]
    [DataRow("Authorize", """{"idTag":"\ud800"}""")]
    [DataRow("MeterValues", "[1,2]")]
    [DataRow("StatusNotification", "null")]
    [DataRow("GetConfiguration", """{"key":[{"a":1},null]}""")]
    public void Text_of_others_can_do_no_harm(string action, string request)
    {
        var line = Lines(view => view.Show(Exchange(Sender.ChargePoint, action, request, Result("7")))).Single();
        Assert.IsFalse(line.Any(character => char.IsControl(character) || character == '\u202e'), line);
    }

    [TestMethod]
    public void On_a_terminal_there_is_colour_and_no_text_is_taken_for_markup()
    {
        var writer = new StringWriter();
        var view = new TraceView(writer, isTerminal: true);
        view.Show(Exchange(Sender.ChargePoint, "Authorize", """{"idTag":"[red]AB[/]"}""", Result("""{"idTagInfo":{"status":"Accepted"}}""")));
        view.Show(Exchange(Sender.ChargePoint, "MeterValues", """{"connectorId":1,"transactionId":17,"meterValue":[{"sampledValue":[{"value":"1"}]},{"sampledValue":[{"value":"1234"},{"value":"7.4","measurand":"Power.Active.Import","unit":"kW"},{"value":"16.0","measurand":"Current.Import","phase":"L1","unit":"A"},{"value":"55","measurand":"SoC","unit":"Percent"}]}]}""", Result("{}")));
        view.Show(new Receipt(Transaction, new ChargePointRecord("[CP]")));
        var text = writer.ToString();
        Assert.Contains("\u001b[", text);
        Assert.Contains("[red]AB[/]", text);
        Assert.Contains("7.400 kWh", text);
    }

    [TestMethod]
    public void A_receipt_is_a_box()
    {
        var lines = Lines(view => view.Show(new Receipt(Transaction, new ChargePointRecord("CP1") { Vendor = "Acme", Model = "One" })));
        CollectionAssert.AreEqual(
            new[]
            {
                "┌─ Receipt · transaction 17 ─────────────┐",
                "│ Charge point   CP1 (Acme One)          │",
                "│ Connector      1                       │",
                "│ Card           DEADBEEF                │",
                "│ Start          2026-01-31 12:00:00 UTC │",
                "│ End            2026-01-31 13:00:00 UTC │",
                "│ Duration       1 h 0 min 0 s           │",
                "│ Energy         7.400 kWh               │",
                "│ Average power  7.40 kW                 │",
                "│ Reason         Local                   │",
                "└────────────────────────────────────────┘",
            },
            lines);
    }

    [TestMethod]
    public void A_receipt_says_what_is_not_known()
    {
        var rows = new Receipt(new TransactionRecord(5, "CP1", 0, "") { StoppedAt = Fixture.Noon, MeterStopWh = 5 }, new ChargePointRecord("CP1")).Rows
            .ToDictionary(row => row.Label, row => row.Value);
        Assert.AreEqual("unknown", rows["Energy"]);
        Assert.AreEqual("unknown", rows["Connector"]);
        Assert.AreEqual("unknown", rows["Average power"]);
        rows = new Receipt(Transaction with { StoppedAt = Fixture.Noon, MeterStopWh = 99 }, new ChargePointRecord("CP1")).Rows
            .ToDictionary(row => row.Label, row => row.Value);
        Assert.AreEqual("-0.001 kWh", rows["Energy"]);
        Assert.AreEqual("-", rows["Average power"]);
    }

    [TestMethod]
    public async Task A_session_is_shown_with_one_receipt()
    {
        var writer = new StringWriter();
        await using var central = await Fixture.StartAsync(trace: new TraceView(TextWriter.Synchronized(writer), isTerminal: false));
        await using var client = await central.ConnectAsync();
        await client.CallAsync("StartTransaction", """{"connectorId":1,"idTag":"AB","meterStart":0,"timestamp":"2026-01-31T11:00:00Z"}""");
        for (var i = 0; i < 2; i++)
            await client.CallAsync("StopTransaction", """{"transactionId":1,"meterStop":7400,"timestamp":"2026-01-31T12:00:00Z"}""");
        await client.CallAsync("Dance", "{}");

        var text = writer.ToString();
        Assert.Contains("● connected", text);
        Assert.Contains("→ StartTransaction", text);
        Assert.HasCount(2, text.Split("Receipt · transaction 1 "));
        Assert.Contains("✗ violation              Dance.req: Dance is no action of OCPP 1.6 (NotImplemented)", text);
    }

    private static TransactionRecord Transaction => new(17, "CP1", 1, "DEADBEEF")
    {
        MeterStartWh = 100,
        StartedAt = Fixture.Noon,
        MeterStopWh = 7500,
        StoppedAt = Fixture.Noon.AddHours(1),
        Reason = "Local",
    };

    private static string[] Lines(Action<TraceView> show)
    {
        var writer = new StringWriter();
        show(new TraceView(writer, isTerminal: false));
        return writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    private static CallOutcome Result(string payload) => new(CallEnd.Result, Fixture.Json(payload), "", "", FourMilliseconds);

    private static Exchange Exchange(Sender from, string action, string request, CallOutcome outcome) =>
        new(Fixture.Noon, "CP1", from, "id", action, Fixture.Json(request), outcome);
}
