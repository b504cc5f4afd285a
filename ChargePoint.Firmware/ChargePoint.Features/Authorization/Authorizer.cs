using System.Collections;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>Is told whether an idTag may charge.</summary>
public interface IAuthorizationListener
{
    /// <summary>The question is answered.</summary>
    /// <param name="idTag">The idTag that was asked about.</param>
    /// <param name="info">The answer.</param>
    void OnAuthorization(string idTag, IdTagInfo info);
}

/// <summary>
/// Decides whether an idTag may charge (OCPP 1.6 section 3.5). At most <see cref="MostWaiting"/> questions wait at a time.
/// <list type="bullet">
/// <item>Online, the Central System is asked (Authorize), unless the local list or the cache accepts the idTag and LocalPreAuthorize is
/// true: what StartTransaction is answered decides then.</item>
/// <item>Offline, or if the Central System does not answer the question, the local list decides, then the cache, if LocalAuthorizeOffline
/// is true. An idTag that they know and do not accept stays refused; one that they do not know is accepted with AllowOfflineTxForUnknownId.</item>
/// </list>
/// </summary>
public sealed class Authorizer : ICallSource
{
    /// <summary>Most questions that wait for the Central System at a time.</summary>
    public const int MostWaiting = 8;

    private readonly CallQueue _queue;
    private readonly CentralSystemLink _link;
    private readonly ILocalAuthorization _local;
    private readonly ConfigurationStore _configuration;
    private readonly EventLoop _loop;
    private readonly Log _log;
    private readonly ArrayList _waiting = new();

    /// <summary>Makes an authorizer.</summary>
    /// <param name="queue">Sends the question.</param>
    /// <param name="link">Tells whether the Central System can be asked.</param>
    /// <param name="local">Local list and cache.</param>
    /// <param name="configuration">Holds the rules for offline.</param>
    /// <param name="loop">Tells the time of a refusal.</param>
    /// <param name="log">Log.</param>
    public Authorizer(CallQueue queue, CentralSystemLink link, ILocalAuthorization local, ConfigurationStore configuration, EventLoop loop, Log log)
    {
        _loop = loop;
        _queue = queue;
        _link = link;
        _local = local;
        _configuration = configuration;
        _log = log;
    }

    /// <summary>The card that was refused last, for technicians; null if none was, or one was accepted since.</summary>
    public CardRefusal? LastRefusal { get; private set; }

    /// <summary>A card is refused.</summary>
    /// <param name="idTag">The card.</param>
    /// <param name="by">By whom.</param>
    /// <param name="info">What was said of it, or null.</param>
    public void Refuse(string idTag, RefusedBy by, IdTagInfo? info = null) => LastRefusal = new CardRefusal(idTag, by, info, _loop.NowMs);

    /// <summary>Asks whether an idTag may charge.</summary>
    /// <param name="idTag">The idTag, 1 to 20 characters.</param>
    /// <param name="listener">Gets the answer, at once when it is decided here.</param>
    public void Authorize(string idTag, IAuthorizationListener listener)
    {
        if (!_link.IsOnline || _queue.Permission != SendPermission.Everything)
        {
            DecideOffline(idTag, listener);
            return;
        }

        IdTagInfo? known = _configuration.Boolean(Key.LocalPreAuthorize) ? _local.Find(idTag) : null;
        if (known != null && known.IsAccepted)
        {
            _log.Info("auth", $"{idTag} Accepted (LocalPreAuthorize)");
            LastRefusal = null;
            listener.OnAuthorization(idTag, known);
            return;
        }

        if (_waiting.Count == MostWaiting)
        {
            _log.Warning("auth", "too many cards at a time, refused");
            listener.OnAuthorization(idTag, new IdTagInfo(AuthorizationStatus.Invalid));
            return;
        }

        _waiting.Add(new Authorize(this, idTag, listener));
        _queue.Wake();
    }

    /// <inheritdoc/>
    public OutboundCall? NextCall(SendPermission permission)
        => permission == SendPermission.Everything && _waiting.Count > 0 ? (OutboundCall)_waiting[0]! : null;

    /// <summary>The connection is gone: whoever waits for an answer gets the one for offline.</summary>
    public void OnOffline()
    {
        while (_waiting.Count > 0)
        {
            Authorize call = (Authorize)_waiting[0]!;
            _waiting.RemoveAt(0);
            DecideOffline(call.IdTag, call.Listener);
        }
    }

    internal void OnSent(Authorize call) => _waiting.Remove(call);

    internal void DecideOffline(string idTag, IAuthorizationListener listener)
    {
        bool locally = _configuration.Boolean(Key.LocalAuthorizeOffline);
        IdTagInfo? info = locally ? _local.Find(idTag) : null;
        string why = info != null ? "known here" : "AllowOfflineTxForUnknownId";
        RefusedBy by = !locally ? RefusedBy.NotAsked : info != null ? RefusedBy.LocalKnowledge : RefusedBy.NotKnown;
        if (info == null)
        {
            bool allowed = locally && _configuration.Boolean(Key.AllowOfflineTxForUnknownId);
            info = new IdTagInfo(allowed ? AuthorizationStatus.Accepted : AuthorizationStatus.Invalid);
        }

        _log.Info("auth", $"{idTag} {info.StatusName} offline ({why})");
        Note(idTag, by, info);
        listener.OnAuthorization(idTag, info);
    }

    internal void OnAnswered(string idTag, IdTagInfo info, IAuthorizationListener listener)
    {
        _log.Info("auth", $"{idTag} {info.StatusName}");
        Note(idTag, RefusedBy.CentralSystem, info);
        _local.Learn(idTag, info);
        listener.OnAuthorization(idTag, info);
    }
    private void Note(string idTag, RefusedBy by, IdTagInfo info)
    {
        if (info.IsAccepted) LastRefusal = null;
        else Refuse(idTag, by, info);
    }
}
