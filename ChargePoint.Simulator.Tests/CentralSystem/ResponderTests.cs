using ChargePoint.Simulator.CentralSystem;

namespace ChargePoint.Simulator.Tests.CentralSystem;

[TestClass]
public sealed class ResponderTests
{
    private readonly Ledger _ledger = new();
    private readonly MessageValidator _validator = new();
    private readonly Responder _responder;

    public ResponderTests() => _responder = new Responder(_ledger, () => Fixture.Noon);

    [TestMethod]
    public void Every_call_of_a_charge_point_has_a_valid_answer()
    {
        foreach (var operation in _validator.Operations.Values.Where(known => known.Sender.HasFlag(ChargePoint.Simulator.CentralSystem.Schemas.Sender.ChargePoint)))
        {
            foreach (var withOptional in new[] { false, true })
            {
                var answer = Ask(operation.Name, MinimalMessage.Of(operation.Request, withOptional).ToJsonString());
                Assert.IsNull(answer.Error, operation.Name);
                Assert.IsNull(_validator.CheckReply(operation.Name, Fixture.Json(answer.PayloadJson!)), operation.Name);
            }
        }
    }

    [TestMethod]
    public void An_action_of_the_other_side_is_not_implemented() =>
        Assert.AreEqual(ErrorCodes.NotImplemented, Ask("Reset", "{}").Error?.ErrorCode);

    [TestMethod]
    [DataRow("AB12", "Accepted")]
    [DataRow("BLOCKED1", "Blocked")]
    [DataRow("blocked", "Blocked")]
    [DataRow("EXPIRED", "Expired")]
    [DataRow("INVALID-9", "Invalid")]
    [DataRow("UNBLOCKED", "Accepted")]
    public void Cards_are_accepted_unless_their_name_says_otherwise(string idTag, string status) =>
        Assert.AreEqual($$$"""{"idTagInfo":{"status":"{{{status}}}"}}""", Ask("Authorize", $$"""{"idTag":"{{idTag}}"}""").PayloadJson);

    [TestMethod]
    public void Cards_can_be_registered()
    {
        _ledger.Cards.Others = new Card("Invalid");
        _ledger.Cards.Register("AB12", new Card("Accepted", "GROUP", Fixture.Noon));
        Assert.AreEqual(
            """{"idTagInfo":{"status":"Accepted","parentIdTag":"GROUP","expiryDate":"2026-01-31T12:00:00.000Z"}}""",
            Ask("Authorize", """{"idTag":"ab12"}""").PayloadJson);
        Assert.AreEqual("""{"idTagInfo":{"status":"Invalid"}}""", Ask("Authorize", """{"idTag":"OTHER"}""").PayloadJson);
    }

    [TestMethod]
    [DataRow("Pending")]
    [DataRow("Rejected")]
    public void Until_it_is_accepted_a_charge_point_may_only_boot(string status)
    {
        _responder.Boot = new BootAnswer(status, 7);
        Assert.AreEqual(
            $$"""{"status":"{{status}}","currentTime":"2026-01-31T12:00:00.000Z","interval":7}""", Boot().PayloadJson);
        Assert.AreEqual(ErrorCodes.SecurityError, Ask("Heartbeat", "{}").Error?.ErrorCode);

        _responder.Boot = new BootAnswer("Accepted", 300);
        Boot();
        Assert.IsNull(Ask("Heartbeat", "{}").Error);
        Assert.AreEqual(2, _ledger.ChargePoint("CP1").BootCount);
    }

    [TestMethod]
    public void While_pending_a_charge_point_may_send_what_it_was_asked_for()
    {
        _responder.Boot = new BootAnswer("Pending", 7);
        Boot();
        var services = new SessionServices(_validator, _responder, _ledger, () => Fixture.Noon);
        services.NoteAskedFor("CP1", "TriggerMessage", Fixture.Json("""{"requestedMessage":"Heartbeat"}"""));
        services.NoteAskedFor("CP1", "GetDiagnostics", Fixture.Json("{}"));
        services.NoteAskedFor("CP1", "ExtendedTriggerMessage", Fixture.Json("""{"requestedMessage":"SignChargePointCertificate"}"""));
        Assert.IsNull(Ask("Heartbeat", "{}").Error);
        Assert.IsNull(Ask("DiagnosticsStatusNotification", """{"status":"Idle"}""").Error);
        Assert.IsNull(Ask("SignCertificate", """{"csr":"x"}""").Error);
        Assert.IsNotNull(Ask("Authorize", """{"idTag":"A"}""").Error);

        Boot();
        Assert.IsNotNull(Ask("Heartbeat", "{}").Error, "a new boot starts anew");
    }

    [TestMethod]
    public void A_start_sent_again_is_the_same_transaction()
    {
        const string Start = """{"connectorId":1,"idTag":"A","meterStart":5,"timestamp":"2026-01-31T11:00:00Z"}""";
        var first = Ask("StartTransaction", Start).PayloadJson;
        Assert.AreEqual(first, Ask("StartTransaction", Start).PayloadJson);
        Assert.AreNotEqual(first, Ask("StartTransaction", Start.Replace("\"connectorId\":1", "\"connectorId\":2", StringComparison.Ordinal)).PayloadJson);
        Assert.HasCount(2, _ledger.Transactions);
    }

    [TestMethod]
    public void Transaction_ids_can_start_higher()
    {
        _ledger.NextTransactionId = 17;
        var start = Ask("StartTransaction", """{"connectorId":1,"idTag":"A","meterStart":5,"timestamp":"2026-01-31T11:00:00Z"}""");
        Assert.Contains("\"transactionId\":17", start.PayloadJson!);
        Assert.AreEqual(18, _ledger.NextTransactionId);
    }

    [TestMethod]
    public void A_stop_sent_again_changes_nothing()
    {
        var stops = 0;
        _ledger.TransactionStopped += _ => stops++;
        Ask("StartTransaction", """{"connectorId":1,"idTag":"A","meterStart":5,"timestamp":"2026-01-31T11:00:00Z"}""");
        Ask("StopTransaction", """{"transactionId":1,"meterStop":9,"timestamp":"2026-01-31T11:30:00Z"}""");
        Ask("StopTransaction", """{"transactionId":1,"meterStop":10,"timestamp":"2026-01-31T11:31:00Z"}""");
        var transaction = _ledger.Transactions.Single();
        Assert.AreEqual(4, transaction.EnergyWh);
        Assert.AreEqual("Local", transaction.Reason);
        Assert.AreEqual(1, stops);
    }

    [TestMethod]
    public void A_transaction_from_before_a_restart_is_taken_over_and_its_id_not_given_again()
    {
        Ask("MeterValues", """{"connectorId":2,"transactionId":41,"meterValue":[{"timestamp":"2026-01-31T11:00:00Z","sampledValue":[{"value":"1","unit":"kWh"}]}]}""");
        Assert.AreEqual(2, _ledger.Transaction(41)!.ConnectorId);
        Ask("StopTransaction", """{"transactionId":41,"meterStop":9,"timestamp":"2026-01-31T11:30:00Z"}""");
        Assert.IsNull(_ledger.Transaction(41)!.EnergyWh);
        var start = Ask("StartTransaction", """{"connectorId":1,"idTag":"A","meterStart":5,"timestamp":"2026-01-31T11:00:00Z"}""");
        Assert.Contains("\"transactionId\":42", start.PayloadJson!);
    }

    [TestMethod]
    [DataRow("""{"transactionId":1,"meterStop":4,"timestamp":"2026-01-31T11:30:00Z"}""", "below meterStart")]
    [DataRow("""{"transactionId":1,"meterStop":6,"timestamp":"2026-01-31T10:30:00Z"}""", "before it started")]
    public void A_stop_that_cannot_be_is_answered_and_remarked(string stop, string remark)
    {
        Ask("StartTransaction", """{"connectorId":1,"idTag":"A","meterStart":5,"timestamp":"2026-01-31T11:00:00Z"}""");
        var answer = Ask("StopTransaction", stop);
        Assert.AreEqual("{}", answer.PayloadJson);
        Assert.Contains(remark, answer.Remark!.Reason);
    }

    [TestMethod]
    public void Samples_keep_the_newest()
    {
        var values = string.Join(',', Enumerable.Range(0, TransactionRecord.MaxSamples + 1).Select(i => $$"""{"value":"{{i}}"}"""));
        Ask("MeterValues", $$$"""{"connectorId":1,"transactionId":1,"meterValue":[{"timestamp":"2026-01-31T11:00:00Z","sampledValue":[{{{values}}}]}]}""");
        var samples = _ledger.Transaction(1)!.Samples;
        Assert.HasCount(TransactionRecord.MaxSamples, samples);
        Assert.AreEqual("1", samples[0].Value);
        Assert.AreEqual("Energy.Active.Import.Register", samples[0].Measurand);
    }

    [TestMethod]
    public void A_data_transfer_can_be_answered_with_data()
    {
        _responder.OnDataTransfer = (vendor, message, data) => vendor + message + data;
        Assert.AreEqual("""{"status":"Accepted","data":"abc"}""", Ask("DataTransfer", """{"vendorId":"a","messageId":"b","data":"c"}""").PayloadJson);
    }

    private Answer Boot() => Ask("BootNotification", """{"chargePointVendor":"Acme","chargePointModel":"One"}""");

    private Answer Ask(string action, string payload) => _responder.Respond("CP1", action, Fixture.Json(payload));
}
