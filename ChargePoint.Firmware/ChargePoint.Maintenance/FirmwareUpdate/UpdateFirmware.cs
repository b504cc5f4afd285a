using ChargePoint.Ocpp;

namespace ChargePoint.Maintenance;

/// <summary>
/// UpdateFirmware (OCPP 1.6 section 5.19). Its confirmation is empty; what happens is told by FirmwareStatusNotification. Rules where OCPP
/// is open:
/// <list type="bullet">
/// <item>retries is the number of attempts (0 counts as 1; without it, <see cref="DefaultAttempts"/>). One that brought at least 1 KiB
/// more of the image does not count; while the network is away none is made. DownloadFailed is told after the last.</item>
/// <item>retrieveDate waits for a clock that is set.</item>
/// <item>A location that cannot be used (not http or https) is answered like any other, and then told as DownloadFailed.</item>
/// <item>A request takes the place of one that is under way; from the activation of an image until its outcome is known it is refused
/// (InternalError).</item>
/// <item>A board that cannot install anything refuses (NotSupported), and so does one with SignedFirmwareOnly.</item>
/// </list>
/// </summary>
public sealed class UpdateFirmware : ICallHandler
{
    /// <summary>Attempts if the Central System names no number.</summary>
    public const int DefaultAttempts = 5;

    /// <summary>Seconds between two attempts if the Central System names none.</summary>
    public const int DefaultRetrySeconds = 60;

    private readonly FirmwareUpdater? _updater;

    /// <summary>Makes the operation.</summary>
    /// <param name="updater">Carries it out, or null for a board that cannot install anything.</param>
    public UpdateFirmware(FirmwareUpdater? updater) => _updater = updater;

    /// <inheritdoc/>
    public string Action => "UpdateFirmware";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        string? location = null;
        long retrieveDate = long.MinValue;
        int retries = -1;
        int retryInterval = -1;
        bool dated = false;
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("location"))
            {
                location = request.Text(FileAddress.LongestUrl);
            }
            else if (request.Is("retrieveDate"))
            {
                retrieveDate = request.Timestamp();
                dated = true;
            }
            else if (request.Is("retries"))
            {
                retries = request.Integer(0);
            }
            else if (request.Is("retryInterval"))
            {
                retryInterval = request.Integer(0);
            }
        }

        request.Require(location != null, "location");
        request.Require(dated, "retrieveDate");
        if (request.Error != null) return request.Error;
        if (_updater == null) return CallError.NotSupported("this board cannot install firmware");
        if (_updater.TakesSignedOnly) return CallError.NotSupported("this charge point installs signed firmware only");
        if (_updater.IsActivated) return CallError.Internal("an installation is under way");
        UpdateOrder order = new(location!) { RetrieveUnixMs = retrieveDate };
        order.Retry(retries, retryInterval);
        if (!_updater.Begin(order)) return CallError.Internal("the update could not be stored");
        confirmation.StartObject();
        confirmation.EndObject();
        return null;
    }
}
