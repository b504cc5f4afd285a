using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChargePoint.Simulator.CentralSystem;

/// <summary>How BootNotifications are answered.</summary>
/// <param name="Status">Accepted, Pending or Rejected, OCPP 1.6 §7.37.</param>
/// <param name="IntervalSeconds">The heartbeat interval, or how long to wait before the next BootNotification.</param>
public sealed record BootAnswer(string Status, int IntervalSeconds);

/// <summary>The answer to a call.</summary>
/// <param name="PayloadJson">The payload of the CALLRESULT; null when it is a CALLERROR.</param>
/// <param name="Error">The CALLERROR; null when it is a CALLRESULT.</param>
/// <param name="Remark">What is wrong with a call that is answered all the same.</param>
public sealed record Answer(string? PayloadJson, Finding? Error = null, Finding? Remark = null);

/// <summary>Answers the calls of charge points, OCPP 1.6 §4. It sees only payloads that their schema allows.</summary>
public sealed class Responder(Ledger ledger, Func<DateTimeOffset> now)
{
    private static readonly Answer Empty = new("{}");

    /// <summary>How following BootNotifications are answered.</summary>
    public BootAnswer Boot { get; set; } = new("Accepted", 300);

    /// <summary>The status of the answer to a DataTransfer.</summary>
    public string DataTransferStatus { get; set; } = "Accepted";

    /// <summary>Called with vendorId, messageId and data of a DataTransfer; gives the data of the answer, or null.</summary>
    public Func<string, string, string, string?>? OnDataTransfer { get; set; }

    /// <summary>Answers a call.</summary>
    public Answer Respond(string id, string action, JsonElement payload)
    {
        ledger.Update(id, record => record with { LastSeen = now() });
        if (NotAllowedNow(id, action) is { } refusal)
            return new Answer(null, refusal);
        return action switch
        {
            "BootNotification" => BootNotification(id, payload),
            "Heartbeat" => Reply(new JsonObject { ["currentTime"] = Timestamp(now()) }),
            "StatusNotification" => StatusNotification(id, payload),
            "Authorize" => Reply(new JsonObject { ["idTagInfo"] = IdTagInfo(payload.Text("idTag")) }),
            "StartTransaction" => StartTransaction(id, payload),
            "MeterValues" => MeterValues(id, payload),
            "StopTransaction" => StopTransaction(id, payload),
            "DataTransfer" => DataTransfer(payload),
            "SignCertificate" => Reply(new JsonObject { ["status"] = "Accepted" }),
            "DiagnosticsStatusNotification" or "FirmwareStatusNotification" or "LogStatusNotification"
                or "SecurityEventNotification" or "SignedFirmwareStatusNotification" => Empty,
            _ => new Answer(null, new Finding(ErrorCodes.NotImplemented, $"{action} is not implemented")),
        };
    }

    // OCPP 1.6 §4.2: until it is accepted a charge point sends nothing but BootNotification; while Pending also what it was
    // asked for.
    private Finding? NotAllowedNow(string id, string action)
    {
        var record = ledger.ChargePoint(id);
        if (action == "BootNotification" || record.Registration is "" or "Accepted")
            return null;
        if (record.Registration == "Pending" && record.AskedFor.Contains(action))
            return null;
        return new Finding(ErrorCodes.SecurityError, $"{action} while the BootNotification was answered {record.Registration}");
    }

    private Answer BootNotification(string id, JsonElement payload)
    {
        var answer = Boot;
        ledger.Update(id, record => record with
        {
            Vendor = payload.Text("chargePointVendor"),
            Model = payload.Text("chargePointModel"),
            FirmwareVersion = payload.Text("firmwareVersion"),
            Registration = answer.Status,
            BootCount = record.BootCount + 1,
            AskedFor = [],
        });
        return Reply(new JsonObject
        {
            ["status"] = answer.Status,
            ["currentTime"] = Timestamp(now()),
            ["interval"] = answer.IntervalSeconds,
        });
    }

    private Answer StatusNotification(string id, JsonElement payload)
    {
        if (Number(payload, "connectorId") is not { } connectorId)
            return OutOfRange("connectorId");
        var at = payload.Time("timestamp") ?? now();
        ledger.SetConnector(
            id, connectorId, new ConnectorRecord(payload.Text("status"), payload.Text("errorCode"), payload.Text("info"), at));
        return Empty;
    }

    private Answer StartTransaction(string id, JsonElement payload)
    {
        if (Number(payload, "connectorId") is not { } connectorId)
            return OutOfRange("connectorId");
        if (payload.Whole("meterStart") is not { } meterStart)
            return OutOfRange("meterStart");
        var idTag = payload.Text("idTag");
        var transaction = ledger.Start(
            id, connectorId, idTag, meterStart, payload.Time("timestamp") ?? now(), ledger.Cards.Find(idTag).Status);
        return Reply(new JsonObject { ["idTagInfo"] = IdTagInfo(idTag), ["transactionId"] = transaction.TransactionId });
    }

    private Answer MeterValues(string id, JsonElement payload)
    {
        if (Number(payload, "connectorId") is not { } connectorId)
            return OutOfRange("connectorId");
        if (payload.Member("transactionId").ValueKind == JsonValueKind.Undefined)
            return Empty;
        if (Number(payload, "transactionId") is not { } transactionId)
            return OutOfRange("transactionId");
        ledger.AddSamples(id, connectorId, transactionId, payload.Items("meterValue"));
        return Empty;
    }

    private Answer StopTransaction(string id, JsonElement payload)
    {
        if (Number(payload, "transactionId") is not { } transactionId)
            return OutOfRange("transactionId");
        if (payload.Whole("meterStop") is not { } meterStop)
            return OutOfRange("meterStop");
        var known = ledger.Transaction(transactionId);
        if (payload.Items("transactionData").Any())
            ledger.AddSamples(id, known?.ConnectorId ?? 0, transactionId, payload.Items("transactionData"));
        var reason = payload.Text("reason");
        ledger.Stop(id, transactionId, meterStop, payload.Time("timestamp") ?? now(), reason.Length == 0 ? "Local" : reason);

        var reply = new JsonObject();
        if (payload.Text("idTag") is { Length: > 0 } idTag)
            reply["idTagInfo"] = IdTagInfo(idTag);
        return Reply(reply) with { Remark = RemarkOnStop(known, meterStop, payload.Time("timestamp")) };
    }

    private static Finding? RemarkOnStop(TransactionRecord? transaction, long meterStop, DateTimeOffset? stoppedAt)
    {
        if (meterStop < transaction?.MeterStartWh)
            return new Finding(ErrorCodes.PropertyConstraintViolation, $"meterStop {meterStop} is below meterStart {transaction.MeterStartWh}");
        if (stoppedAt < transaction?.StartedAt)
            return new Finding(ErrorCodes.PropertyConstraintViolation, "the transaction stopped before it started");
        return null;
    }

    private Answer DataTransfer(JsonElement payload)
    {
        var data = OnDataTransfer?.Invoke(payload.Text("vendorId"), payload.Text("messageId"), payload.Text("data"));
        var reply = new JsonObject { ["status"] = DataTransferStatus };
        if (data is not null)
            reply["data"] = data;
        return Reply(reply);
    }

    private JsonObject IdTagInfo(string idTag)
    {
        var card = ledger.Cards.Find(idTag);
        var info = new JsonObject { ["status"] = card.Status };
        if (card.ParentIdTag is not null)
            info["parentIdTag"] = card.ParentIdTag;
        if (card.ExpiryDate is { } expiryDate)
            info["expiryDate"] = Timestamp(expiryDate);
        return info;
    }

    private static Answer Reply(JsonObject payload) => new(payload.ToJsonString());

    private static Answer OutOfRange(string field) =>
        new(null, new Finding(ErrorCodes.PropertyConstraintViolation, $"{field} is out of range"));

    private static int? Number(JsonElement payload, string field) =>
        payload.Whole(field) is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : null;

    private static string Timestamp(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
