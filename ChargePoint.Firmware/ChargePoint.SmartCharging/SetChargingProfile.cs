using ChargePoint.Features;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.SmartCharging;

/// <summary>
/// SetChargingProfile (OCPP 1.6 section 5.16). Rejected is what is well-formed and cannot be carried out: an unknown connector, a
/// ChargePointMaxProfile for a connector, a TxProfile without the transaction that it names, more than the configuration keys of smart charging
/// allow, or a flash that does not take it. The log says which.
/// </summary>
public sealed class SetChargingProfile : ICallHandler
{
    private readonly ProfileReader _reader;
    private readonly ChargingLimits _limits;
    private readonly WallClock _clock;
    private readonly Log _log;

    /// <summary>Makes the operation.</summary>
    /// <param name="reader">Reads profiles.</param>
    /// <param name="limits">Applies them.</param>
    /// <param name="clock">Time of day.</param>
    /// <param name="log">Log.</param>
    public SetChargingProfile(ProfileReader reader, ChargingLimits limits, WallClock clock, Log log)
    {
        _reader = reader;
        _limits = limits;
        _clock = clock;
        _log = log;
    }

    /// <inheritdoc/>
    public string Action => "SetChargingProfile";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        int connectorId = -1;
        byte[]? image = null;
        bool hasProfile = false;
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("connectorId"))
            {
                connectorId = request.Integer(0);
            }
            else if (request.Is("csChargingProfiles"))
            {
                image = _reader.Read(request, _clock.IsKnown ? _clock.UnixMs / 1000 : 0);
                hasProfile = true;
            }
        }

        request.Require(connectorId >= 0, "connectorId");
        request.Require(hasProfile, "csChargingProfiles");
        if (request.Error != null) return request.Error;
        string problem = image == null ? _reader.Problem : Install(image, connectorId);
        if (problem.Length > 0) _log.Warning("smart", $"charging profile rejected: {problem}");
        confirmation.StartObject();
        confirmation.Member("status", problem.Length == 0 ? "Accepted" : "Rejected");
        confirmation.EndObject();
        return null;
    }

    private string Install(byte[] image, int connectorId)
    {
        if (connectorId > _limits.Count) return "there is no such connector";
        ChargingProfile profile = new(image);
        if (profile.Purpose == ProfilePurpose.ChargePointMax && connectorId != 0) return "a ChargePointMaxProfile is for connector 0";
        profile.BindTo(connectorId, 0);
        if (profile.Purpose == ProfilePurpose.Tx)
        {
            if (connectorId == 0) return "a TxProfile is for one connector";
            Transaction? transaction = _limits.TransactionOf(connectorId);
            if (transaction == null) return "a TxProfile needs a transaction";
            if (profile.HasTransactionId && !(transaction.HasId && transaction.Id == profile.TransactionId)) return "it is for another transaction";
            profile.BindTo(connectorId, transaction.LocalId);
        }

        if (!_limits.Store.Set(image, out string problem)) return problem;
        _log.Info("smart", $"{ProfileReader.PurposeNames[(int)profile.Purpose]} {profile.Id} installed on connector {connectorId}, stackLevel {profile.StackLevel}");
        _limits.OnProfilesChanged();
        return "";
    }
}
