using ChargePoint.Features;
using ChargePoint.Ocpp;

namespace ChargePoint.Maintenance;

/// <summary>
/// GetDiagnostics (OCPP 1.6 section 5.9): names the file in its confirmation, delivers it, and tells the stages. Rules where OCPP is open:
/// <list type="bullet">
/// <item>Those of <see cref="FileDelivery"/>. UploadFailed is told after the last attempt.</item>
/// <item>A location that cannot be used (not http, https or ftp) is answered like any other, and then told as UploadFailed.</item>
/// <item>A request while a delivery is under way takes its place.</item>
/// <item>The confirmation is empty if nothing is available.</item>
/// </list>
/// </summary>
public sealed class GetDiagnostics : ICallHandler, IDeliveryListener
{
    private readonly ChargingRoom _room;
    private readonly FileTransfer _transfer;
    private FileDelivery? _delivery; // made for the first request
    private readonly DiagnosticsReport _report;
    private readonly StageNotifier _stages;

    /// <summary>Makes the operation.</summary>
    /// <param name="room">What connectors share.</param>
    /// <param name="transfer">Delivers the file.</param>
    /// <param name="report">The file.</param>
    /// <param name="stages">Tells the stages (DiagnosticsStatusNotification).</param>
    public GetDiagnostics(ChargingRoom room, FileTransfer transfer, DiagnosticsReport report, StageNotifier stages)
    {
        _report = report;
        _stages = stages;
        _room = room;
        _transfer = transfer;
    }

    /// <inheritdoc/>
    public string Action => "GetDiagnostics";

    private FileDelivery Delivery => _delivery ??= new FileDelivery(_room.Loop, _transfer, _room.Board.Link, _room.Clock, _room.Log, this);

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        bool located = false;
        DeliveryOrder order = new();
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("location"))
            {
                order.Location = request.Text(FileAddress.LongestUrl);
                located = true;
            }
            else if (request.Is("retries"))
            {
                order.Retries = request.Integer(0);
            }
            else if (request.Is("retryInterval"))
            {
                order.RetrySeconds = request.Integer(0);
            }
            else if (request.Is("startTime"))
            {
                order.FromUnixMs = request.Timestamp();
            }
            else if (request.Is("stopTime"))
            {
                order.ToUnixMs = request.Timestamp();
            }
        }

        request.Require(located, "location");
        if (request.Error != null) return request.Error;
        bool available = Delivery.IsAvailable(order);
        if (available)
        {
            Delivery.Begin(order, _report, "diagnostics");
            _stages.Tell("Uploading", false);
        }

        confirmation.StartObject();
        if (available) confirmation.Member("fileName", Delivery.FileName);
        confirmation.EndObject();
        return null;
    }

    void IDeliveryListener.OnDelivered(TransferEnd end) => _stages.Tell(end == TransferEnd.Done ? "Uploaded" : "UploadFailed", true);
}
