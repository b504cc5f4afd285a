using ChargePoint.Hal;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>BootNotification (OCPP 1.6 sections 4.2, 6.3 and 6.4).</summary>
internal sealed class BootNotification : OutboundCall
{
    private const int LongestIntervalSeconds = 604_800;

    private static string[] Statuses => ["Accepted", "Pending", "Rejected"];

    private readonly Registration _registration;
    private readonly BoardIdentity _identity;
    private readonly WallClock _clock;
    private readonly ConfigurationStore _configuration;

    public BootNotification(Registration registration, BoardIdentity identity, WallClock clock, ConfigurationStore configuration)
    {
        _registration = registration;
        _identity = identity;
        _clock = clock;
        _configuration = configuration;
    }

    public override string Action => "BootNotification";

    public override void WriteRequest(JsonWriter request)
    {
        _registration.OnSent();
        request.StartObject();
        request.Member("chargePointVendor", _identity.Vendor);
        request.Member("chargePointModel", _identity.Model);
        Optional(request, "chargePointSerialNumber", _identity.SerialNumber);
        Optional(request, "firmwareVersion", _identity.FirmwareVersion);
        Optional(request, "meterType", _identity.MeterType);
        Optional(request, "meterSerialNumber", _identity.MeterSerialNumber);
        request.EndObject();
    }

    public override CallError? OnConfirmation(Fields confirmation)
    {
        int status = -1;
        int interval = -1;
        long currentTime = -1;
        confirmation.BeginObject();
        while (confirmation.NextMember())
        {
            if (confirmation.Is("status")) status = confirmation.OneOf(Statuses);
            else if (confirmation.Is("interval")) interval = confirmation.Integer();
            else if (confirmation.Is("currentTime")) currentTime = confirmation.Timestamp();
        }

        confirmation.Require(status >= 0, "status");
        confirmation.Require(currentTime >= 0, "currentTime");
        if (confirmation.Error != null) return confirmation.Error;
        _clock.Set(currentTime);
        if (interval > LongestIntervalSeconds) interval = LongestIntervalSeconds;
        RegistrationStatus answer = status == 0 ? RegistrationStatus.Accepted : status == 1 ? RegistrationStatus.Pending : RegistrationStatus.Rejected;
        if (answer == RegistrationStatus.Accepted)
        {
            // 0 leaves the choice of the heartbeat interval to the charge point.
            if (interval > 0) _configuration.Set(Key.HeartbeatInterval, interval.ToString(), out _);
            _registration.OnAnswered(answer, _configuration.Integer(Key.HeartbeatInterval));
        }
        else
        {
            _registration.OnAnswered(answer, interval > 0 ? interval : Registration.DefaultRetrySeconds);
        }

        return null;
    }

    public override void OnFailure(CallFailure failure, string detail) => _registration.OnFailed(failure);

    private static void Optional(JsonWriter request, string name, string? value)
    {
        if (value != null && value.Length > 0) request.Member(name, value);
    }
}
