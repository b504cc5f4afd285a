using System.Text.Json;
using System.Text.Json.Nodes;
using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.CentralSystem.Schemas;

namespace ChargePoint.Simulator.Tests.CentralSystem;

[TestClass]
public sealed class MessageValidatorTests
{
    private static readonly MessageValidator Validator = new();

    public static IEnumerable<object[]> Actions => Validator.Operations.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Actions))]
    public void Valid_messages_are_accepted(string action)
    {
        var operation = Validator.Operations[action];
        foreach (var withOptional in new[] { false, true })
        {
            Assert.IsNull(Request(operation, MinimalMessage.Of(operation.Request, withOptional)));
            Assert.IsNull(Reply(operation, MinimalMessage.Of(operation.Reply, withOptional)));
        }
    }

    [TestMethod]
    [DynamicData(nameof(Actions))]
    public void Each_field_is_checked(string action)
    {
        var operation = Validator.Operations[action];
        CheckFields(operation.Request, message => Request(operation, message));
        CheckFields(operation.Reply, message => Reply(operation, message));
    }

    private static void CheckFields(ObjectType type, Func<JsonObject, Finding?> check)
    {
        var unknown = MinimalMessage.Of(type);
        unknown["surplus"] = 1;
        AssertFinding(ErrorCodes.FormationViolation, check(unknown), "surplus");

        foreach (var field in type.Fields)
        {
            JsonObject With(JsonNode? value)
            {
                var message = MinimalMessage.Of(type, withOptional: true);
                message[field.Name] = value;
                return message;
            }

            AssertFinding(ErrorCodes.TypeConstraintViolation, check(With(null)), field.Name);
            AssertFinding(ErrorCodes.TypeConstraintViolation, check(With(field.Type is IntegerType or DecimalType ? "7" : 7)), field.Name);
            if (field.Required)
            {
                var missing = MinimalMessage.Of(type, withOptional: true);
                missing.Remove(field.Name);
                AssertFinding(ErrorCodes.OccurrenceConstraintViolation, check(missing), field.Name);
            }

            switch (field.Type)
            {
                case StringType { MaxLength: { } max }:
                    AssertFinding(ErrorCodes.PropertyConstraintViolation, check(With(new string('x', max + 1))), field.Name);
                    break;
                case StringType { Format: not null }:
                    AssertFinding(ErrorCodes.PropertyConstraintViolation, check(With("yesterday")), field.Name);
                    break;
                case EnumType:
                    AssertFinding(ErrorCodes.PropertyConstraintViolation, check(With("Elsewise")), field.Name);
                    break;
                case ListType { MinItems: 1 }:
                    AssertFinding(ErrorCodes.OccurrenceConstraintViolation, check(With(new JsonArray())), field.Name);
                    break;
                case ObjectType inner:
                    CheckFields(inner, value => check(With(value)));
                    break;
                case ListType { Item: ObjectType item }:
                    CheckFields(item, value => check(With(new JsonArray(MinimalMessage.Of(item), value))));
                    break;
                default:
                    break;
            }
        }
    }

    private static void AssertFinding(string errorCode, Finding? finding, string field)
    {
        Assert.IsNotNull(finding, field);
        Assert.AreEqual(errorCode, finding.ErrorCode, finding.Reason);
        Assert.Contains(field, finding.Reason);
    }

    [TestMethod]
    [DataRow("2026-01-31T10:11:12Z", true)]
    [DataRow("2026-01-31T10:11:12.5Z", true)]
    [DataRow("2026-01-31T10:11:12.123456789+02:00", true)]
    [DataRow("2024-02-29T23:59:60-11:30", true)]
    [DataRow("2026-02-29T00:00:00Z", false)]
    [DataRow("2026-13-01T00:00:00Z", false)]
    [DataRow("2026-01-01T24:00:00Z", false)]
    [DataRow("2026-01-31T10:11:12", false)]
    [DataRow("2026-01-31 10:11:12Z", false)]
    [DataRow("2026-01-31", false)]
    [DataRow("2026-1-31T10:11:12Z", false)]
    [DataRow("2026-01-31T10:11:12Z\n", false)]
    [DataRow("2026-01-31T10:11:12.Z", false)]
    [DataRow("31.01.2026 10:11", false)]
    [DataRow("", false)]
    public void A_date_and_time_is_that_of_RFC_3339(string text, bool valid)
    {
        var payload = new JsonObject { ["currentTime"] = text };
        Assert.AreEqual(valid, Validator.CheckReply("Heartbeat", Element(payload.ToJsonString())) is null);
    }

    [TestMethod]
    [DataRow("16.1", true)]
    [DataRow("0.3", true)]
    [DataRow("32", true)]
    [DataRow("7400000.7", true)]
    [DataRow("16.15", false)]
    [DataRow("0.05", false)]
    public void A_limit_has_one_decimal(string limit, bool valid)
    {
        const string Profile = """{"connectorId":1,"csChargingProfiles":{"chargingProfileId":1,"stackLevel":0,"chargingProfilePurpose":"TxProfile","chargingProfileKind":"Absolute","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":LIMIT}]}}}""";
        var finding = Validator.CheckRequest(
            "SetChargingProfile", Element(Profile.Replace("LIMIT", limit, StringComparison.Ordinal)), Sender.CentralSystem);
        Assert.AreEqual(valid, finding is null, finding?.Reason);
    }

    [TestMethod]
    [DataRow("1.5")]
    [DataRow("1.0")]
    [DataRow("1e400")]
    [DataRow("true")]
    public void A_meter_start_is_a_whole_number(string value)
    {
        var payload = """{"connectorId":1,"idTag":"A","timestamp":"2026-01-01T00:00:00Z","meterStart":""" + value + "}";
        Assert.IsNotNull(Validator.CheckRequest("StartTransaction", Element(payload), Sender.ChargePoint));
    }

    [TestMethod]
    [DataRow("[]")]
    [DataRow("null")]
    [DataRow("\"text\"")]
    [DataRow("7")]
    public void A_payload_is_an_object(string payload) =>
        Assert.AreEqual(ErrorCodes.TypeConstraintViolation, Validator.CheckRequest("Heartbeat", Element(payload), Sender.ChargePoint)?.ErrorCode);

    [TestMethod]
    public void Each_side_sends_its_own_actions_only()
    {
        var empty = Element("{}");
        Assert.AreEqual(ErrorCodes.NotImplemented, Validator.CheckRequest("Dance", empty, Sender.ChargePoint)?.ErrorCode);
        Assert.AreEqual(ErrorCodes.NotSupported, Validator.CheckRequest("ClearCache", empty, Sender.ChargePoint)?.ErrorCode);
        Assert.AreEqual(ErrorCodes.NotSupported, Validator.CheckRequest("Heartbeat", empty, Sender.CentralSystem)?.ErrorCode);
        Assert.IsNull(Validator.CheckRequest("ClearCache", empty, Sender.CentralSystem));
    }

    [TestMethod]
    public void A_reason_names_at_most_four_fields()
    {
        var finding = Validator.CheckRequest("ReserveNow", Element("""{"a":1,"b":2}"""), Sender.CentralSystem)!;
        Assert.EndsWith("and 2 more", finding.Reason);
    }

    private static Finding? Request(OcppOperation operation, JsonObject message) =>
        Validator.CheckRequest(operation.Name, Element(message.ToJsonString()), operation.Sender);

    private static Finding? Reply(OcppOperation operation, JsonObject message) =>
        Validator.CheckReply(operation.Name, Element(message.ToJsonString()));

    private static JsonElement Element(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
