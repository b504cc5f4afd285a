using ChargePoint.Features;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Authorization;

/// <summary>ClearCache (OCPP 1.6 section 5.4): forgets the authorization cache and nothing else. Rejected while AuthorizationCacheEnabled is false.</summary>
public sealed class ClearCache : ICallHandler
{
    private readonly AuthorizationCache _cache;
    private readonly ConfigurationStore _configuration;
    private readonly Log _log;

    /// <summary>Makes the operation.</summary>
    /// <param name="cache">The cache.</param>
    /// <param name="configuration">AuthorizationCacheEnabled.</param>
    /// <param name="log">Log.</param>
    public ClearCache(AuthorizationCache cache, ConfigurationStore configuration, Log log)
    {
        _cache = cache;
        _configuration = configuration;
        _log = log;
    }

    /// <inheritdoc/>
    public string Action => "ClearCache";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        request.BeginObject();
        if (request.Error != null) return request.Error;
        bool cleared = _configuration.Boolean(Key.AuthorizationCacheEnabled) && _cache.Clear();
        _log.Info("auth", cleared ? "the authorization cache is cleared" : "the authorization cache is not cleared");
        confirmation.StartObject();
        confirmation.Member("status", cleared ? "Accepted" : "Rejected");
        confirmation.EndObject();
        return null;
    }
}
