using System.Text.Json;
using ChargePoint.Simulator.CentralSystem;

namespace ChargePoint.Simulator.Tests.Conformance;

/// <summary>A call as it went over the socket, with its answer once there is one.</summary>
internal sealed class ConformanceMessage(bool fromChargePoint, string id, string action, JsonElement request)
{
    public bool FromChargePoint => fromChargePoint;

    public string Id => id;

    public string Action => action;

    public JsonElement Request => request;

    /// <summary>Payload of the CALLRESULT, undefined while there is none or with a CALLERROR.</summary>
    public JsonElement Reply { get; private set; }

    /// <summary>Code of the CALLERROR, or empty.</summary>
    public string ErrorCode { get; private set; } = "";

    public bool IsAnswered { get; private set; }

    public string this[string field] => request.Text(field);

    /// <summary>The message in short, for the table and for failures.</summary>
    public string Short
    {
        get
        {
            string words = string.Join(' ', ShortFields().Where(word => word.Length > 0));
            string name = fromChargePoint ? action : $"_{action}_";
            return (words.Length == 0 ? name : $"{name} {words}") + ShortReply();
        }
    }

    public void Answer(OcppFrame frame)
    {
        if (frame.Kind == FrameKind.CallResult) Reply = frame.Payload;
        else ErrorCode = frame.Name;
        IsAnswered = true;
    }

    /// <summary>Contexts of the values of MeterValues or of a StopTransaction's data, each once.</summary>
    public string Contexts => string.Join(' ', Samples().Select(sample => sample.Text("context")).Distinct());

    /// <summary>All sampled values of MeterValues or of a StopTransaction's data.</summary>
    public IEnumerable<JsonElement> Samples() =>
        request.Items(action == "StopTransaction" ? "transactionData" : "meterValue").SelectMany(value => value.Items("sampledValue"));

    private string[] ShortFields() => action switch
    {
        "StatusNotification" => [this["connectorId"], this["status"], this["errorCode"] == "NoError" ? "" : this["errorCode"]],
        "Authorize" => [this["idTag"]],
        "StartTransaction" => [this["connectorId"], this["idTag"], this["reservationId"].Length == 0 ? "" : "reservation " + this["reservationId"]],
        "StopTransaction" => [this["idTag"], this["reason"].Length == 0 ? "Local" : this["reason"], Contexts],
        "MeterValues" => [this["connectorId"], Contexts],
        "DiagnosticsStatusNotification" or "FirmwareStatusNotification" or "LogStatusNotification" or "SignedFirmwareStatusNotification" => [this["status"]],
        "SecurityEventNotification" => [this["type"]],
        "BootNotification" => [this["firmwareVersion"]],
        "ChangeConfiguration" => [this["key"] + "=" + (this["key"] == "AuthorizationKey" ? "(secret)" : this["value"])],
        "GetConfiguration" => [string.Join(',', request.Items("key"))],
        "RemoteStartTransaction" or "UnlockConnector" or "ReserveNow" or "SetChargingProfile" or "GetCompositeSchedule" =>
            [this["connectorId"], this["idTag"], request.Member("csChargingProfiles").Text("chargingProfilePurpose"), request.Member("chargingProfile").Text("chargingProfilePurpose")],
        "ChangeAvailability" => [this["connectorId"], this["type"]],
        "Reset" => [this["type"]],
        "SendLocalList" => [this["updateType"], this["listVersion"]],
        "TriggerMessage" or "ExtendedTriggerMessage" => [this["requestedMessage"], this["connectorId"]],
        "InstallCertificate" or "GetInstalledCertificateIds" => [this["certificateType"]],
        "GetLog" => [this["logType"]],
        "DataTransfer" => [this["vendorId"]],
        _ => [],
    };

    private string ShortReply()
    {
        if (!IsAnswered) return " (not answered)";
        if (ErrorCode.Length > 0) return " = " + ErrorCode;
        string status = action is "Authorize" or "StartTransaction" ? Reply.Member("idTagInfo").Text("status") : Reply.Text("status");
        if (action == "GetLocalListVersion") status = Reply.Text("listVersion");
        return status.Length == 0 ? "" : " = " + status;
    }
}
