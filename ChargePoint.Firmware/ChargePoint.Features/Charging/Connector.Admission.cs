namespace ChargePoint.Features;

/// <summary>Who may charge at a connector, and who waits for a vehicle there.</summary>
public sealed partial class Connector
{
    /// <summary>idTag that was accepted and waits for the vehicle, or null.</summary>
    public string? AuthorizedIdTag => _card.IdTag;

    /// <summary>Group of <see cref="AuthorizedIdTag"/>, or null.</summary>
    public string? AuthorizedParent => _card.ParentIdTag;

    /// <summary>True if the idTag that waits is for this connector and no other.</summary>
    public bool IsPlaceFixed => _card.IsPlaceFixed;

    /// <summary>True while a technician tests the hardware: nobody may begin to charge, and lock and indicator are left to the test.</summary>
    public bool IsUnderTest { get; set; }

    /// <summary>True while a new transaction could begin here: none runs, none is about to, nothing is broken or out of service.</summary>
    public bool IsFree => !IsUnderTest && Transaction == null && _card.IdTag == null && !IsUnavailable && !IsFaulted && _board.MainsPresent && _transactions.CanBegin;

    /// <summary>True while a new transaction of this idTag could begin here.</summary>
    /// <param name="idTag">The idTag.</param>
    /// <param name="parentIdTag">Its group, or null.</param>
    public bool IsFreeFor(string idTag, string? parentIdTag) => IsFree && IsPlugFreeFor(idTag, parentIdTag) && _reservations.MayUse(this, idTag, parentIdTag);

    /// <summary>True while an idTag whose group is not known yet might be free to charge here by its group.</summary>
    public bool MayBeFreeForGroup => IsFree && (_plug.KeptFor == null || _plug.KeptForParent != null) && _reservations.MayDependOnGroup(this);

    /// <summary>Reservation of the connector itself, or null; one of connector 0 does not count.</summary>
    public Reservation? Reservation => _reservations.ForConnector(Id);

    /// <summary>True while the connector itself is reserved.</summary>
    public bool IsReserved => Reservation != null;

    /// <summary>True while the plug stays locked for its owner.</summary>
    public bool KeepsPlug => _plug.KeptFor != null;

    /// <summary>True while nobody uses the connector or is about to, and nothing is plugged.</summary>
    public bool IsVacant => IsFree && !IsOccupied;

    /// <summary>True while an error forbids energy.</summary>
    public bool IsFaulted { get; private set; }

    /// <summary>An idTag may charge here: the transaction begins as soon as a vehicle is connected.</summary>
    /// <param name="idTag">The idTag.</param>
    /// <param name="parentIdTag">Its group, or null.</param>
    /// <param name="placeIsFixed">True if it was meant for this connector and no other (RemoteStartTransaction with connectorId).</param>
    /// <param name="isFreeVend">True if nobody presented a card: the session ends, and gives the cable back, when the vehicle leaves.</param>
    public void Authorize(string idTag, string? parentIdTag, bool placeIsFixed = false, bool isFreeVend = false)
    {
        _plug.Forget();
        _card.Put(idTag, parentIdTag, placeIsFixed, isFreeVend);
        if (_room.Look == null) Update();
        else _room.Look.Raise();
    }

    /// <summary>Takes an accepted idTag back, to give it to another connector.</summary>
    /// <param name="parentIdTag">Its group, or null.</param>
    /// <returns>The idTag, or null if none waits.</returns>
    public string? TakeAuthorization(out string? parentIdTag)
    {
        string? idTag = _card.IdTag;
        parentIdTag = _card.ParentIdTag;
        _card.Drop();
        Update();
        return idTag;
    }

    /// <summary>Tells whether the plug stays locked for the owner of this idTag, or for its group.</summary>
    /// <param name="idTag">The idTag.</param>
    /// <param name="parentIdTag">Its group, or null.</param>
    public bool KeepsPlugFor(string idTag, string? parentIdTag)
    {
        if (_plug.KeptFor == null) return false;
        return CiString.Equals(_plug.KeptFor, idTag) || (parentIdTag != null && _plug.KeptForParent != null && CiString.Equals(_plug.KeptForParent, parentIdTag));
    }

    /// <summary>True while the plug stays locked for somebody who belongs to a group, each of whom may have it.</summary>
    public bool KeepsPlugForGroup => _plug.KeptForParent != null;

    /// <summary>Lets a plug go that stays locked for its owner.</summary>
    public void ReleasePlug()
    {
        _plug.Forget();
        Update();
    }

    private bool IsPlugFreeFor(string idTag, string? parentIdTag) => _plug.KeptFor == null || KeepsPlugFor(idTag, parentIdTag);

    private void OnConnectionTimeout()
    {
        if (_card.IdTag == null)
        {
            // Nobody has presented a card: the next one need not be for this vehicle (B6).
            _finished = Transaction == null && Status == ConnectorStatus.Preparing;
        }
        else
        {
            _log.Info("charging", $"connector {Id}: no vehicle came for {_card.IdTag} (ConnectionTimeOut)");
            _card.Drop();
        }

        Update();
    }
}
