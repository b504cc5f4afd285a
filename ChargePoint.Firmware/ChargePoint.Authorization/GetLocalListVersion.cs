using ChargePoint.Features;
using ChargePoint.Ocpp;

namespace ChargePoint.Authorization;

/// <summary>GetLocalListVersion (OCPP 1.6 section 5.10): 0 while the list is empty or damaged, -1 while LocalAuthListEnabled is false.</summary>
public sealed class GetLocalListVersion : ICallHandler
{
    private readonly LocalAuthorizationList _list;
    private readonly ConfigurationStore _configuration;

    /// <summary>Makes the operation.</summary>
    /// <param name="list">Local list.</param>
    /// <param name="configuration">LocalAuthListEnabled.</param>
    public GetLocalListVersion(LocalAuthorizationList list, ConfigurationStore configuration)
    {
        _list = list;
        _configuration = configuration;
    }

    /// <inheritdoc/>
    public string Action => "GetLocalListVersion";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        request.BeginObject();
        if (request.Error != null) return request.Error;
        confirmation.StartObject();
        confirmation.Member("listVersion", _configuration.Boolean(Key.LocalAuthListEnabled) ? _list.Version : -1);
        confirmation.EndObject();
        return null;
    }
}
