using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>ReserveNow (OCPP 1.6 section 5.13).</summary>
public sealed class ReserveNow : ICallHandler
{
    private readonly Reservations _reservations;
    private readonly ConfigurationStore _configuration;
    private readonly WallClock _clock;

    /// <summary>Makes the operation.</summary>
    /// <param name="reservations">Makes the reservation.</param>
    /// <param name="configuration">ReserveConnectorZeroSupported.</param>
    /// <param name="clock">Time of day.</param>
    public ReserveNow(Reservations reservations, ConfigurationStore configuration, WallClock clock)
    {
        _reservations = reservations;
        _configuration = configuration;
        _clock = clock;
    }

    /// <inheritdoc/>
    public string Action => "ReserveNow";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        int connectorId = -1;
        bool hasExpiry = false;
        long expiryUnixMs = 0;
        string? idTag = null;
        string? parentIdTag = null;
        bool hasId = false;
        int id = 0;
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("connectorId"))
            {
                connectorId = request.Integer(0);
            }
            else if (request.Is("expiryDate"))
            {
                expiryUnixMs = request.Timestamp();
                hasExpiry = true;
            }
            else if (request.Is("idTag"))
            {
                idTag = request.Text(20);
            }
            else if (request.Is("parentIdTag"))
            {
                parentIdTag = request.Text(20);
            }
            else if (request.Is("reservationId"))
            {
                id = request.Integer();
                hasId = true;
            }
        }

        request.Require(connectorId >= 0, "connectorId");
        request.Require(hasExpiry, "expiryDate");
        request.Require(idTag != null, "idTag");
        request.Require(hasId, "reservationId");
        if (request.Error != null) return request.Error;
        if (idTag!.Length == 0) return CallError.PropertyConstraint("idTag is empty");
        if (parentIdTag != null && parentIdTag.Length == 0) parentIdTag = null;
        bool offered = _clock.IsKnown && (connectorId > 0 || _configuration.Boolean(Key.ReserveConnectorZeroSupported));
        confirmation.StartObject();
        confirmation.Member("status", offered ? _reservations.Reserve(new Reservation(id, connectorId, idTag, parentIdTag, _clock.UnixMs, expiryUnixMs)) : "Rejected");
        confirmation.EndObject();
        return null;
    }
}

/// <summary>CancelReservation (OCPP 1.6 section 5.1).</summary>
public sealed class CancelReservation : ICallHandler
{
    private readonly Reservations _reservations;

    /// <summary>Makes the operation.</summary>
    /// <param name="reservations">Cancels the reservation.</param>
    public CancelReservation(Reservations reservations) => _reservations = reservations;

    /// <inheritdoc/>
    public string Action => "CancelReservation";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        bool hasId = false;
        int id = 0;
        request.BeginObject();
        while (request.NextMember())
        {
            if (!request.Is("reservationId")) continue;
            id = request.Integer();
            hasId = true;
        }

        request.Require(hasId, "reservationId");
        if (request.Error != null) return request.Error;
        bool cancelled = _reservations.Cancel(id);
        confirmation.StartObject();
        confirmation.Member("status", cancelled ? "Accepted" : "Rejected");
        confirmation.EndObject();
        return null;
    }
}
