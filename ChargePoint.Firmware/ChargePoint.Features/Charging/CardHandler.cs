using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>Wants the next card for itself.</summary>
public interface ICardTaker
{
    /// <summary>A card was presented; nobody else gets it, and this one gets no other.</summary>
    /// <param name="idTag">Its idTag, 1 to 20 characters.</param>
    /// <returns>What the indicator shows: true for yes.</returns>
    bool TakeCard(string idTag);
}

/// <summary>
/// Decides what a card at the reader means:
/// <list type="number">
/// <item>A card that has a running transaction ends it.</item>
/// <item>One whose cable stays locked after the vehicle's side was pulled (UnlockConnectorOnEVSideDisconnect is false) gets it back.</item>
/// <item>Otherwise, if a connector is free for it, it is authorized and then charges there: where a vehicle waits, the one that came
/// last; else the first free connector, or whichever a vehicle is plugged into first.</item>
/// <item>Otherwise it is authorized if a running transaction is of a group (parentIdTag): if the card is of the same, it ends that.</item>
/// <item>Otherwise the Central System is not asked, for nothing could come of it.</item>
/// </list>
/// </summary>
public sealed class CardHandler : IAuthorizationListener
{
    private readonly Connector[] _connectors;
    private readonly Authorizer _authorizer;
    private readonly RestartProcedure _restart;
    private readonly ConfigurationStore _configuration;
    private readonly Log _log;
    private string? _asking;

    /// <summary>Makes the handler.</summary>
    /// <param name="connectors">All connectors, connector 1 first.</param>
    /// <param name="authorizer">Decides whether an idTag may charge.</param>
    /// <param name="restart">While it is under way, no card starts or ends anything.</param>
    /// <param name="configuration">ChargePoint.FreeVendIdTag.</param>
    /// <param name="log">Log.</param>
    public CardHandler(Connector[] connectors, Authorizer authorizer, RestartProcedure restart, ConfigurationStore configuration, Log log)
    {
        _configuration = configuration;
        _connectors = connectors;
        _authorizer = authorizer;
        _restart = restart;
        _log = log;
    }

    /// <summary>Connector that a vehicle was plugged into last, or null.</summary>
    public Connector? LastArrived { get; set; }

    /// <summary>Card that is being checked, or null.</summary>
    public string? Asking => _asking;

    /// <summary>Gets the next card, or null.</summary>
    public ICardTaker? Taker { get; set; }

    /// <summary>
    /// Free vend: a vehicle that waits for a card charges without one, under the idTag of the configuration. Nobody is asked; what StartTransaction is
    /// answered counts as for any other. A vehicle whose session has ended is served again when it was unplugged.
    /// </summary>
    /// <param name="connector">A connector that was just looked at.</param>
    public void Serve(Connector connector)
    {
        string idTag = _configuration.Text(Key.FreeVendIdTag);
        if (idTag.Length == 0 || connector.Status != ConnectorStatus.Preparing || !connector.IsVehicleConnected) return;
        if (_restart.IsUnderWay || !connector.IsFreeFor(idTag, null)) return;
        _log.Info("card", $"free vend at connector {connector.Id} as {idTag}");
        connector.Authorize(idTag, null, true, true);
    }

    /// <summary>A card was presented.</summary>
    /// <param name="idTag">Its idTag, 1 to 20 characters.</param>
    public void OnCard(string idTag)
    {
        if (_restart.IsUnderWay) return;
        if (Taker != null)
        {
            ICardTaker taker = Taker;
            Taker = null;
            Acknowledge(_connectors[0], taker.TakeCard(idTag));
            return;
        }

        Connector? running = FindRunning(idTag);
        if (running != null)
        {
            Acknowledge(running, true);
            running.Stop(StopReason.Local, idTag);
            return;
        }

        if (ReleasedPlug(idTag, null)) return;
        Connector? waiting = FindWaiting(idTag);
        if (waiting != null)
        {
            // Presented twice: it is known already, and gets its full time again.
            string? again = waiting.TakeAuthorization(out string? parentIdTag);
            waiting.Authorize(again!, parentIdTag, waiting.IsPlaceFixed);
            return;
        }

        if (_asking != null)
        {
            _log.Info("card", $"{idTag} ignored: {_asking} is being checked");
            return;
        }

        if (!CanMatter(idTag))
        {
            Acknowledge(_connectors[0], false);
            _log.Info("card", $"{idTag} refused: no connector is free for it");
            _authorizer.Refuse(idTag, RefusedBy.NoConnector);
            return;
        }

        _log.Info("card", $"{idTag} presented");
        _asking = idTag;
        _authorizer.Authorize(idTag, this);
    }

    void IAuthorizationListener.OnAuthorization(string idTag, IdTagInfo info)
    {
        _asking = null;
        if (_restart.IsUnderWay) return;
        if (info.IsAccepted && ReleasedPlug(idTag, info.ParentIdTag)) return;
        Connector? free = ChooseFree(idTag, info.ParentIdTag);
        if (!info.IsAccepted)
        {
            Acknowledge(free ?? _connectors[0], false);
            return;
        }

        if (free != null)
        {
            Acknowledge(free, true);
            free.Authorize(idTag, info.ParentIdTag, free.IsReserved);
            return;
        }

        Connector? group = FindGroup(info.ParentIdTag);
        Acknowledge(group ?? _connectors[0], group != null);
        if (group != null)
        {
            group.Stop(StopReason.Local, idTag);
            return;
        }

        _log.Warning("card", $"{idTag} is accepted, but no connector is free");
        _authorizer.Refuse(idTag, RefusedBy.NoConnector);
    }

    /// <summary>A free connector for somebody who has named none.</summary>
    /// <param name="idTag">Who.</param>
    /// <param name="parentIdTag">The group, or null.</param>
    /// <returns>
    /// The one that is reserved for the idTag, else the one where a vehicle waits (the last that came), else the first that is free, else null.
    /// </returns>
    public Connector? ChooseFree(string idTag, string? parentIdTag)
    {
        foreach (Connector connector in _connectors)
        {
            if (connector.IsReserved && connector.IsFreeFor(idTag, parentIdTag)) return connector;
        }

        if (LastArrived != null && LastArrived.IsFreeFor(idTag, parentIdTag) && LastArrived.IsVehicleConnected && !IsFinishing(LastArrived)) return LastArrived;
        Connector? empty = null;
        Connector? finishing = null;
        foreach (Connector connector in _connectors)
        {
            if (!connector.IsFreeFor(idTag, parentIdTag)) continue;
            if (IsFinishing(connector)) finishing ??= connector;
            else if (connector.IsVehicleConnected) return connector;
            else empty ??= connector;
        }

        return empty ?? finishing;
    }

    // A vehicle that has just finished there is not the one that the next card is for, unless there is nothing else.
    private static bool IsFinishing(Connector connector) => connector.Status == ConnectorStatus.Finishing;

    private static void Acknowledge(Connector connector, bool accepted) => connector.Hardware.Indicator.Acknowledge(accepted);

    // Tells whether an authorization could bring anything about: let charge, give a kept plug back, or end a transaction of the group.
    private bool CanMatter(string idTag)
    {
        foreach (Connector connector in _connectors)
        {
            if (connector.IsFreeFor(idTag, null) || connector.MayBeFreeForGroup || connector.KeepsPlugForGroup) return true;
            if (connector.Transaction != null && connector.Transaction.ParentIdTag != null) return true;
        }

        return false;
    }

    private bool ReleasedPlug(string idTag, string? parentIdTag)
    {
        foreach (Connector connector in _connectors)
        {
            if (connector.IsVehicleConnected || !connector.KeepsPlugFor(idTag, parentIdTag)) continue;
            Acknowledge(connector, true);
            connector.ReleasePlug();
            return true;
        }

        return false;
    }

    private Connector? FindRunning(string idTag)
    {
        foreach (Connector connector in _connectors)
        {
            if (connector.Transaction != null && CiString.Equals(connector.Transaction.IdTag, idTag)) return connector;
        }

        return null;
    }

    private Connector? FindWaiting(string idTag)
    {
        foreach (Connector connector in _connectors)
        {
            if (connector.AuthorizedIdTag != null && CiString.Equals(connector.AuthorizedIdTag, idTag)) return connector;
        }

        return null;
    }

    private Connector? FindGroup(string? parentIdTag)
    {
        if (parentIdTag == null) return null;
        foreach (Connector connector in _connectors)
        {
            string? parent = connector.Transaction?.ParentIdTag;
            if (parent != null && CiString.Equals(parent, parentIdTag)) return connector;
        }

        return null;
    }
}
