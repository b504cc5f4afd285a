using ChargePoint.Ocpp;

namespace ChargePoint.Features;

/// <summary>
/// GetConfiguration (OCPP 1.6 section 5.8). The keys asked for are not remembered: the request is read once to check it, once for those that
/// are known and once for those that are not.
/// </summary>
public sealed class GetConfiguration : ICallHandler
{
    /// <summary>Most keys in a request; the value of GetConfigurationMaxKeys.</summary>
    public const int MostKeys = 60;

    private readonly ConfigurationStore _configuration;

    /// <summary>Makes the operation.</summary>
    /// <param name="configuration">Configuration values.</param>
    public GetConfiguration(ConfigurationStore configuration) => _configuration = configuration;

    /// <inheritdoc/>
    public string Action => "GetConfiguration";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        int known = 0;
        int unknown = 0;
        request.BeginObject();
        while (request.NextMember())
        {
            if (!request.Is("key")) continue;
            request.BeginArray();
            while (request.NextElement())
            {
                int key = Find(request.Text(50));
                if (request.Error != null) break;
                if (known + unknown == MostKeys) return CallError.Occurrence($"more than {MostKeys} keys");
                if (key >= 0) known++;
                else unknown++;
            }
        }

        if (request.Error != null) return request.Error;
        confirmation.StartObject();
        confirmation.Name("configurationKey");
        confirmation.StartArray();
        if (known > 0) WriteAsked(request, confirmation, true);
        else if (unknown == 0) WriteAll(confirmation);
        confirmation.EndArray();
        if (unknown > 0)
        {
            confirmation.Name("unknownKey");
            confirmation.StartArray();
            WriteAsked(request, confirmation, false);
            confirmation.EndArray();
        }

        confirmation.EndObject();
        return null;
    }

    // A key that OCPP may not know of is no key to it.
    private static int Find(string name)
    {
        int key = KeyTable.Find(name);
        return key >= 0 && KeyTable.Of(key).Access != KeyAccess.Local ? key : -1;
    }

    private void WriteAll(JsonWriter confirmation)
    {
        for (int key = 0; key < Key.Count; key++) Write(confirmation, key);
    }

    private void WriteAsked(Fields request, JsonWriter confirmation, bool known)
    {
        request.Rewind();
        request.BeginObject();
        while (request.NextMember())
        {
            if (!request.Is("key")) continue;
            request.BeginArray();
            while (request.NextElement())
            {
                string name = request.Text(50);
                int key = Find(name);
                if (known && key >= 0) Write(confirmation, key);
                else if (!known && key < 0) confirmation.String(name);
            }
        }
    }

    private void Write(JsonWriter confirmation, int key)
    {
        KeyTable definition = KeyTable.Of(key);
        if (definition.Access == KeyAccess.Local) return;
        confirmation.StartObject();
        confirmation.Member("key", KeyTable.NameOf(key));
        confirmation.Member("readonly", definition.Access == KeyAccess.ReadOnly);
        if (definition.Access != KeyAccess.WriteOnly) confirmation.Member("value", _configuration.Text(key));
        confirmation.EndObject();
    }
}
