using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Authorization;

/// <summary>
/// What the charge point knows about idTags by itself (OCPP 1.6 section 3.5): the local authorization list before the authorization cache.
/// Identifiers of the list are not learnt by the cache (section 3.5.3).
/// </summary>
public sealed class LocalAuthorization : ILocalAuthorization
{
    private readonly AuthorizationWorkspace _work;
    private readonly ConfigurationStore _configuration;
    private readonly WallClock _clock;
    private readonly Log _log;

    /// <summary>Reads what is in flash.</summary>
    /// <param name="flash">Where list and cache are kept.</param>
    /// <param name="scratch">Buffer of at least 2,048 bytes to work in, shared with other users on the same loop.</param>
    /// <param name="loop">The event loop.</param>
    /// <param name="configuration">LocalAuthListEnabled, AuthorizationCacheEnabled.</param>
    /// <param name="clock">Time of day.</param>
    /// <param name="log">Log.</param>
    public LocalAuthorization(IFlashStore flash, byte[] scratch, EventLoop loop, ConfigurationStore configuration, WallClock clock, Log log)
    {
        _work = new AuthorizationWorkspace(scratch);
        _configuration = configuration;
        _clock = clock;
        _log = log;
        List = new LocalAuthorizationList(flash, _work, loop, log);
        Cache = new AuthorizationCache(flash, _work, log);
    }

    /// <summary>Local authorization list.</summary>
    public LocalAuthorizationList List { get; }

    /// <summary>Authorization cache.</summary>
    public AuthorizationCache Cache { get; }

    /// <summary>
    /// Looks an idTag up. One that was accepted and whose expiry date is over is Expired. While the time of day is unknown, no expiry date is
    /// held against anybody: after an outage that would lock out every regular customer, and the journal tells who has charged.
    /// </summary>
    /// <param name="idTag">The idTag.</param>
    /// <returns>What is known, or null.</returns>
    public IdTagInfo? Find(string idTag)
    {
        IdTagInfo? info = _configuration.Boolean(Key.LocalAuthListEnabled) ? List.Find(idTag) : null;
        if (info == null && _configuration.Boolean(Key.AuthorizationCacheEnabled)) info = Cache.Find(idTag);
        bool over = info != null && info.IsAccepted && info.ExpiryUnixMs > 0 && _clock.IsKnown && info.ExpiryUnixMs <= _clock.UnixMs;
        return over ? new IdTagInfo(AuthorizationStatus.Expired, info!.ParentIdTag, info.ExpiryUnixMs) : info;
    }

    /// <summary>The Central System has said something about an idTag: the cache learns it.</summary>
    /// <param name="idTag">The idTag.</param>
    /// <param name="info">What was said.</param>
    public void Learn(string idTag, IdTagInfo info)
    {
        if (!_configuration.Boolean(Key.AuthorizationCacheEnabled)) return;
        if (_configuration.Boolean(Key.LocalAuthListEnabled) && List.Find(idTag) != null) return;
        Cache.Learn(idTag, info);
    }

    /// <summary>Adds the operations SendLocalList, GetLocalListVersion and ClearCache.</summary>
    /// <param name="router">Where they are added.</param>
    public void AddOperations(CallRouter router)
    {
        router.Add(new SendLocalList(List, _work, _configuration, _log));
        router.Add(new GetLocalListVersion(List, _configuration));
        router.Add(new ClearCache(Cache, _configuration, _log));
    }
}
