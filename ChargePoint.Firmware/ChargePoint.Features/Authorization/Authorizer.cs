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
/// Decides whether an idTag may charge: online the Central System is asked (Authorize); offline, or if it does not answer, the
/// rule for unknown idTags decides (AllowOfflineTxForUnknownId). At most <see cref="MostWaiting"/> questions wait at a time.
/// </summary>
public sealed class Authorizer : ICallSource
{
    /// <summary>Most questions that wait for the Central System at a time.</summary>
    public const int MostWaiting = 8;

    private readonly CallQueue _queue;
    private readonly CentralSystemLink _link;
    private readonly ConfigurationStore _configuration;
    private readonly Log _log;
    private readonly ArrayList _waiting = new();

    /// <summary>Makes an authorizer.</summary>
    /// <param name="queue">Sends the question.</param>
    /// <param name="link">Tells whether the Central System can be asked.</param>
    /// <param name="configuration">Holds the rules for offline.</param>
    /// <param name="log">Log.</param>
    public Authorizer(CallQueue queue, CentralSystemLink link, ConfigurationStore configuration, Log log)
    {
        _queue = queue;
        _link = link;
        _configuration = configuration;
        _log = log;
    }

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
        bool allowed = _configuration.Boolean(Key.LocalAuthorizeOffline) && _configuration.Boolean(Key.AllowOfflineTxForUnknownId);
        _log.Info("auth", $"{idTag} {(allowed ? "accepted" : "refused")} offline (AllowOfflineTxForUnknownId)");
        listener.OnAuthorization(idTag, new IdTagInfo(allowed ? AuthorizationStatus.Accepted : AuthorizationStatus.Invalid));
    }

    internal void OnAnswered(string idTag, IdTagInfo info, IAuthorizationListener listener)
    {
        _log.Info("auth", $"{idTag} {info.StatusName}");
        listener.OnAuthorization(idTag, info);
    }
}
