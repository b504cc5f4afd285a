using ChargePoint.Simulator.CentralSystem;

namespace ChargePoint.Simulator.Tests.Conformance;

/// <summary>A message that a case waits for.</summary>
internal sealed record Expected(string Action, string What, Func<ConformanceMessage, bool> Match)
{
    public static Expected Status(int connector, string status, string error = "NoError") =>
        new("StatusNotification", $"{connector} {status} {error}", m => m["connectorId"] == $"{connector}" && m["status"] == status && m["errorCode"] == error);

    public static Expected Authorize(string idTag, string status = "Accepted") =>
        new("Authorize", $"{idTag} = {status}", m => m["idTag"] == idTag && IdTagStatus(m) == status);

    /// <summary>StartTransaction; a connector that nobody has reserved starts without reservationId.</summary>
    public static Expected Start(int connector, string idTag, string status = "Accepted", int? reservation = null) =>
        new("StartTransaction", $"{connector} {idTag} = {status}", m => m["connectorId"] == $"{connector}" && m["idTag"] == idTag && IdTagStatus(m) == status
            && m.Request.Whole("meterStart") >= 0 && m.Request.Whole("reservationId") == reservation);

    /// <summary>StopTransaction; without a reason it is Local (OCPP 1.6 §6.49). An idTag of null is one that must not be there, "" is any.</summary>
    public static Expected Stop(string reason, string? idTag = "") =>
        new("StopTransaction", $"{reason} {idTag}", m => (m["reason"].Length == 0 ? "Local" : m["reason"]) == reason
            && (idTag is "" || m["idTag"] == (idTag ?? "")) && m.Request.Whole("meterStop") >= 0);

    public static Expected MeterValues(int connector, string context) =>
        new("MeterValues", $"{connector} {context}", m => m["connectorId"] == $"{connector}" && m.Contexts == context);

    public static Expected Boot(string status = "Accepted") => new("BootNotification", "= " + status, m => m.Reply.Text("status") == status);

    /// <summary>Any message of an action, or one with a status.</summary>
    public static Expected Of(string action, string status = "") => new(action, status, m => status.Length == 0 || m["status"] == status);

    public bool IsMetBy(ConformanceMessage message) => message.FromChargePoint && message.Action == Action && Match(message);

    public override string ToString() => $"{Action} {What}".TrimEnd();

    private static string IdTagStatus(ConformanceMessage message) => message.Reply.Member("idTagInfo").Text("status");
}
