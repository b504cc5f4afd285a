using ChargePoint.Ocpp;

namespace ChargePoint.SmartCharging;

/// <summary>
/// GetCompositeSchedule (OCPP 1.6 section 5.7). It begins now; without chargingRateUnit it is told in amperes. Rejected for an unknown connector,
/// and while the time of day is not known. A schedule with very many changes is told as far as 64 periods reach: its duration says how far.
/// </summary>
public sealed class GetCompositeSchedule : ICallHandler
{
    private readonly ChargingLimits _limits;

    /// <summary>Makes the operation.</summary>
    /// <param name="limits">Holds the profiles.</param>
    public GetCompositeSchedule(ChargingLimits limits) => _limits = limits;

    /// <inheritdoc/>
    public string Action => "GetCompositeSchedule";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        int connectorId = -1;
        int duration = -1;
        int unit = 0;
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("connectorId")) connectorId = request.Integer(0);
            else if (request.Is("duration")) duration = request.Integer(0);
            else if (request.Is("chargingRateUnit")) unit = request.OneOf(ProfileReader.UnitNames);
        }

        request.Require(connectorId >= 0, "connectorId");
        request.Require(duration >= 0, "duration");
        if (request.Error != null) return request.Error;
        if (connectorId > _limits.Count || !_limits.ClockIsKnown)
        {
            confirmation.StartObject();
            confirmation.Member("status", "Rejected");
            confirmation.EndObject();
            return null;
        }

        Write(confirmation, connectorId, duration, unit);
        return null;
    }

    private void Write(JsonWriter confirmation, int connectorId, int duration, int unit)
    {
        long start = _limits.NowSeconds;
        confirmation.StartObject();
        confirmation.Member("status", "Accepted");
        confirmation.Member("connectorId", connectorId);
        confirmation.Name("scheduleStart");
        confirmation.Timestamp(start * 1000);
        confirmation.Name("chargingSchedule");
        confirmation.StartObject();
        confirmation.Name("startSchedule");
        confirmation.Timestamp(start * 1000);
        confirmation.Member("chargingRateUnit", ProfileReader.UnitNames[unit]);
        confirmation.Name("chargingSchedulePeriod");
        int told = _limits.MakeSchedule().WritePeriods(confirmation, connectorId, start, duration, unit == 1);
        confirmation.Member("duration", told);
        confirmation.EndObject();
        confirmation.EndObject();
    }
}
