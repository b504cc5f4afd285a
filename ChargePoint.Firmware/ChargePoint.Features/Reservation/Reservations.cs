using ChargePoint.Hal;
using ChargePoint.Runtime;
using ChargePoint.Safety;

namespace ChargePoint.Features;

/// <summary>
/// Who may use which connector (OCPP 1.6 section 5.13). A reserved connector is for its idTag and group alone. For each reservation of
/// connector 0 one vacant connector is kept, whichever: as long as more are vacant, everybody may use them. A reservation ends
/// when its transaction begins, when it expires, when it is cancelled, or when its connector (the charge point, for connector 0)
/// becomes Faulted or Unavailable.
/// </summary>
/// <remarks>
/// While the time of day is unknown after a restart, a reservation lasts as long again as when it was made: it ends at the latest then,
/// and at the right moment once the clock is set.
/// </remarks>
public sealed class Reservations
{
    private readonly ReservationStore _store;
    private readonly IBoard _board;
    private readonly AvailabilityStore _availability;
    private readonly EventLoop _loop;
    private readonly WallClock _clock;
    private readonly Log _log;
    private readonly long _bootMs;
    private bool _wasDown;

    /// <summary>Takes up the reservations that are stored.</summary>
    /// <param name="store">Keeps them.</param>
    /// <param name="board">Tells whether the charge point is faulted.</param>
    /// <param name="availability">Tells whether it is out of service.</param>
    /// <param name="loop">Gives the monotonic time.</param>
    /// <param name="clock">Time of day.</param>
    /// <param name="log">Log.</param>
    public Reservations(ReservationStore store, IBoard board, AvailabilityStore availability, EventLoop loop, WallClock clock, Log log)
    {
        _store = store;
        _board = board;
        _availability = availability;
        _loop = loop;
        _clock = clock;
        _log = log;
        _bootMs = loop.NowMs;
        _wasDown = IsDown;
    }

    /// <summary>All connectors, connector 1 first; set once.</summary>
    public Connector[] Connectors { get; set; } = [];

    private bool IsDown => IsFaulted || !_availability.IsOperative(0);

    private bool IsFaulted => SafetySupervisor.ForbidsEnergy(_board.Fault) || _board.EmergencyStop;

    /// <summary>Reservation of a connector, or null. Those of connector 0 do not count.</summary>
    /// <param name="connectorId">1 to the number of connectors.</param>
    public Reservation? ForConnector(int connectorId)
    {
        for (int i = 0; i < _store.Capacity; i++)
        {
            Reservation? reservation = _store.At(i);
            if (reservation != null && reservation.ConnectorId == connectorId) return reservation;
        }

        return null;
    }

    /// <summary>True if a connector is kept: reserved itself, or one of the last for reservations of connector 0.</summary>
    /// <param name="connector">The connector.</param>
    public bool Keep(Connector connector) => ForConnector(connector.Id) != null || (connector.IsFree && IsNeededForAny(connector));

    /// <summary>Tells whether an idTag may use a connector, as far as reservations go.</summary>
    /// <param name="connector">The connector.</param>
    /// <param name="idTag">The idTag.</param>
    /// <param name="parentIdTag">Its group, or null while unknown.</param>
    public bool MayUse(Connector connector, string idTag, string? parentIdTag)
    {
        Reservation? own = ForConnector(connector.Id);
        if (own != null) return own.IsFor(idTag, parentIdTag);
        return !IsNeededForAny(connector) || Find(0, idTag, parentIdTag) != null;
    }

    /// <summary>Tells whether an idTag whose group is not known yet might use a connector by its group.</summary>
    /// <param name="connector">The connector.</param>
    public bool MayDependOnGroup(Connector connector)
    {
        Reservation? own = ForConnector(connector.Id);
        if (own != null) return own.ParentIdTag != null;
        for (int i = 0; i < _store.Capacity; i++)
        {
            Reservation? reservation = _store.At(i);
            if (reservation != null && reservation.ConnectorId == 0 && reservation.ParentIdTag != null) return true;
        }

        return false;
    }

    /// <summary>Reservation that a transaction uses up: that of its connector, else one of connector 0.</summary>
    /// <param name="connectorId">Connector.</param>
    /// <param name="idTag">Who charges.</param>
    /// <param name="parentIdTag">The group, or null.</param>
    /// <returns>The reservation, or null.</returns>
    public Reservation? For(int connectorId, string idTag, string? parentIdTag)
        => Find(connectorId, idTag, parentIdTag) ?? Find(0, idTag, parentIdTag);

    /// <summary>Makes a reservation, or replaces the one with the same id.</summary>
    /// <param name="reservation">The reservation.</param>
    /// <returns>ReservationStatus as OCPP writes it (section 7.32). Only with "Accepted" anything has changed.</returns>
    public string Reserve(Reservation reservation)
    {
        if (reservation.ConnectorId > Connectors.Length || HasExpired(reservation)) return "Rejected";
        int index = _store.Find(reservation.Id);
        Reservation? replaced = index < 0 ? null : _store.At(index);
        string status = reservation.ConnectorId == 0 ? JudgeChargePoint(replaced) : Judge(Connectors[reservation.ConnectorId - 1], replaced);
        if (status != "Accepted") return status;
        if (index < 0) index = _store.FindFree();
        if (index < 0) return "Occupied";
        if (!_store.Set(index, reservation)) return "Rejected";
        _log.Info("reservation", $"{Name(reservation)} for {reservation.IdTag} until {Iso8601.ToText(reservation.ExpiryUnixMs)}");
        Show();
        return status;
    }

    /// <summary>Cancels a reservation.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>False if there is none, or the flash does not take it.</returns>
    public bool Cancel(int id)
    {
        int index = _store.Find(id);
        if (index < 0 || !_store.Set(index, null)) return false;
        _log.Info("reservation", $"reservation {id} is cancelled");
        Show();
        return true;
    }

    /// <summary>A transaction has begun that uses a reservation up.</summary>
    /// <param name="id">Id of the reservation; one that is gone already is no matter.</param>
    public void OnUsed(int id)
    {
        int index = _store.Find(id);
        if (index >= 0) End(index, "is used");
    }

    /// <summary>A connector has become Faulted or Unavailable: nobody can use its reservation.</summary>
    /// <param name="connectorId">The connector.</param>
    public void OnConnectorDown(int connectorId) => EndAll(connectorId, "ends: the connector is out of order");

    /// <summary>Ends what has expired, and with the charge point going down what was reserved of it. Called once a second.</summary>
    public void Tend()
    {
        for (int i = 0; i < _store.Capacity; i++)
        {
            Reservation? reservation = _store.At(i);
            if (reservation != null && HasExpired(reservation)) End(i, "has expired");
        }

        if (IsDown && !_wasDown) EndAll(0, "ends: the charge point is out of order");
        _wasDown = IsDown;
    }

    private static string Name(Reservation reservation)
        => $"reservation {reservation.Id} of {(reservation.ConnectorId == 0 ? "any connector" : $"connector {reservation.ConnectorId}")}";

    // Taken by somebody else, this connector would leave fewer vacant ones than are reserved.
    private bool IsNeededForAny(Connector connector)
    {
        int needed = CountForAny(null);
        return needed > 0 && needed > CountVacant(connector, null);
    }

    private Reservation? Find(int connectorId, string idTag, string? parentIdTag)
    {
        Reservation? byGroup = null;
        for (int i = 0; i < _store.Capacity; i++)
        {
            Reservation? reservation = _store.At(i);
            if (reservation == null || reservation.ConnectorId != connectorId) continue;
            if (reservation.IsFor(idTag, null)) return reservation;
            if (reservation.IsFor(idTag, parentIdTag)) byGroup ??= reservation;
        }

        return byGroup;
    }

    private int CountForAny(Reservation? except)
    {
        int count = 0;
        for (int i = 0; i < _store.Capacity; i++)
        {
            Reservation? reservation = _store.At(i);
            if (reservation != null && reservation != except && reservation.ConnectorId == 0) count++;
        }

        return count;
    }

    private int CountVacant(Connector? except, Reservation? ignored)
    {
        int count = 0;
        foreach (Connector connector in Connectors)
        {
            if (connector == except || !connector.IsVacant) continue;
            Reservation? own = ForConnector(connector.Id);
            if (own == null || own == ignored) count++;
        }

        return count;
    }

    // Both judge as if the reservation that is replaced were gone.
    private string Judge(Connector connector, Reservation? replaced)
    {
        if (connector.IsFaulted) return "Faulted";
        if (connector.IsUnavailable) return "Unavailable";
        Reservation? own = ForConnector(connector.Id);
        if (!connector.IsVacant || (own != null && own != replaced)) return "Occupied";
        return CountForAny(replaced) > CountVacant(connector, replaced) ? "Occupied" : "Accepted";
    }

    private string JudgeChargePoint(Reservation? replaced)
    {
        if (IsFaulted) return "Faulted";
        if (!_availability.IsOperative(0)) return "Unavailable";
        if (CountVacant(null, replaced) > CountForAny(replaced)) return "Accepted";
        bool allFaulted = true;
        bool allDown = true;
        foreach (Connector connector in Connectors)
        {
            allFaulted &= connector.IsFaulted;
            allDown &= connector.IsFaulted || connector.IsUnavailable;
        }

        return allFaulted ? "Faulted" : allDown ? "Unavailable" : "Occupied";
    }

    private bool HasExpired(Reservation reservation)
        => _clock.IsKnown ? _clock.UnixMs >= reservation.ExpiryUnixMs : _loop.NowMs - _bootMs >= reservation.ExpiryUnixMs - reservation.MadeUnixMs;

    private void EndAll(int connectorId, string why)
    {
        for (int i = 0; i < _store.Capacity; i++)
        {
            Reservation? reservation = _store.At(i);
            if (reservation != null && reservation.ConnectorId == connectorId) End(i, why);
        }
    }

    private void End(int index, string why)
    {
        _log.Info("reservation", $"{Name(_store.At(index)!)} {why}");
        _store.Drop(index);
    }

    private void Show()
    {
        foreach (Connector connector in Connectors) connector.Update();
    }
}
