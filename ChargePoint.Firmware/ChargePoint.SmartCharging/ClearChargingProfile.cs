using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.SmartCharging;

/// <summary>
/// ClearChargingProfile (OCPP 1.6 section 5.5): clears the profile with the given id, or else all that agree with connectorId, purpose and
/// stackLevel as far as they are given. Unknown if there is none.
/// </summary>
public sealed class ClearChargingProfile : ICallHandler
{
    private readonly ChargingLimits _limits;
    private readonly Log _log;

    /// <summary>Makes the operation.</summary>
    /// <param name="limits">Holds the profiles.</param>
    /// <param name="log">Log.</param>
    public ClearChargingProfile(ChargingLimits limits, Log log)
    {
        _limits = limits;
        _log = log;
    }

    /// <inheritdoc/>
    public string Action => "ClearChargingProfile";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        ProfileFilter filter = new();
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("id"))
            {
                filter.Id = request.Integer();
                filter.HasId = true;
            }
            else if (request.Is("connectorId"))
            {
                filter.ConnectorId = request.Integer(0);
            }
            else if (request.Is("chargingProfilePurpose"))
            {
                filter.Purpose = request.OneOf(ProfileReader.PurposeNames);
            }
            else if (request.Is("stackLevel"))
            {
                filter.StackLevel = request.Integer(0);
            }
        }

        if (request.Error != null) return request.Error;
        int cleared = _limits.Store.Clear(filter);
        if (cleared < 0) return CallError.Internal("the flash does not take it");
        if (cleared > 0)
        {
            _log.Info("smart", $"{cleared} charging profile(s) cleared");
            _limits.OnProfilesChanged();
        }

        confirmation.StartObject();
        confirmation.Member("status", cleared > 0 ? "Accepted" : "Unknown");
        confirmation.EndObject();
        return null;
    }
}
