using ChargePoint.Features;
using ChargePoint.Ocpp;

namespace ChargePoint.Maintenance;

/// <summary>
/// GetLog (security whitepaper, use case N01): like GetDiagnostics, but for the diagnostics or the security log as was asked for, and told
/// by LogStatusNotification with the number of the request. Rules where the whitepaper is open:
/// <list type="bullet">
/// <item>Those of <see cref="FileDelivery"/>. What is told at the end is the outcome of the last attempt.</item>
/// <item>A request while a delivery is under way takes its place (AcceptedCanceled); the one before is not told of any more.</item>
/// <item>A request is Rejected if nothing is available of its time, or there is no such log.</item>
/// <item>A location with a protocol that is none of ours is told as NotSupportedOperation, a malformed one as BadMessage.</item>
/// </list>
/// </summary>
public sealed class GetLog : ICallHandler, IDeliveryListener
{
    private static string[] Types => ["DiagnosticsLog", "SecurityLog"];

    private readonly ChargingRoom _room;
    private readonly FileTransfer _transfer;
    private FileDelivery? _delivery; // made for the first request
    private readonly IReport _diagnostics;
    private readonly StageNotifier _stages;
    private int _requestId;

    /// <summary>Makes the operation.</summary>
    /// <param name="room">What connectors share.</param>
    /// <param name="transfer">Delivers the file.</param>
    /// <param name="diagnostics">The diagnostics file.</param>
    /// <param name="stages">Tells the stages (LogStatusNotification).</param>
    public GetLog(ChargingRoom room, FileTransfer transfer, IReport diagnostics, StageNotifier stages)
    {
        _diagnostics = diagnostics;
        _stages = stages;
        _room = room;
        _transfer = transfer;
    }

    /// <inheritdoc/>
    public string Action => "GetLog";

    /// <summary>The security log, or null: then it is Rejected.</summary>
    public IReport? SecurityLog { get; set; }

    /// <summary>True while a file is delivered, or is going to be.</summary>
    public bool IsUnderWay => _delivery != null && _delivery.IsUnderWay;

    private FileDelivery Delivery => _delivery ??= new FileDelivery(_room.Loop, _transfer, _room.Board.Link, _room.Clock, _room.Log, this);

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        int type = -1;
        int requestId = 0;
        bool numbered = false;
        bool located = false;
        DeliveryOrder order = new();
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("logType"))
            {
                type = request.OneOf(Types);
            }
            else if (request.Is("requestId"))
            {
                requestId = request.Integer();
                numbered = true;
            }
            else if (request.Is("retries"))
            {
                order.Retries = request.Integer(0);
            }
            else if (request.Is("retryInterval"))
            {
                order.RetrySeconds = request.Integer(0);
            }
            else if (request.Is("log"))
            {
                located = ReadLog(request, order);
            }
        }

        request.Require(type >= 0, "logType");
        request.Require(numbered, "requestId");
        request.Require(located, "log.remoteLocation");
        if (request.Error != null) return request.Error;
        Answer(type == 0 ? _diagnostics : SecurityLog, type == 0 ? "diagnostics" : "security", requestId, order, confirmation);
        return null;
    }

    void IDeliveryListener.OnDelivered(TransferEnd end) => _stages.Tell(NameOf(end), true, _requestId);

    private static bool ReadLog(Fields request, DeliveryOrder order)
    {
        bool located = false;
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("remoteLocation"))
            {
                order.Location = request.Text(FileAddress.LongestUrl);
                located = true;
            }
            else if (request.Is("oldestTimestamp"))
            {
                order.FromUnixMs = request.Timestamp();
            }
            else if (request.Is("latestTimestamp"))
            {
                order.ToUnixMs = request.Timestamp();
            }
        }

        return located;
    }

    private static string NameOf(TransferEnd end) => end switch
    {
        TransferEnd.Done => "Uploaded",
        TransferEnd.Denied => "PermissionDenied",
        TransferEnd.WrongMethod => "NotSupportedOperation",
        TransferEnd.Malformed => "BadMessage",
        _ => "UploadFailure",
    };

    private void Answer(IReport? report, string kind, int requestId, DeliveryOrder order, JsonWriter confirmation)
    {
        bool accepted = report != null && Delivery.IsAvailable(order);
        bool replaces = IsUnderWay;
        if (accepted)
        {
            _requestId = requestId;
            Delivery.Begin(order, report!, kind);
            _stages.Tell("Uploading", false, requestId);
        }

        confirmation.StartObject();
        confirmation.Member("status", !accepted ? "Rejected" : replaces ? "AcceptedCanceled" : "Accepted");
        if (accepted) confirmation.Member("filename", Delivery.FileName);
        confirmation.EndObject();
    }
}
