using ChargePoint.Hal;
using ChargePoint.Ocpp;

namespace ChargePoint.Features;

/// <summary>
/// GetConfiguration (OCPP 1.6 section 5.8). The keys asked for are remembered as numbers while they stream in; unknown ones as
/// text, at most <see cref="MostKeys"/> together.
/// </summary>
public sealed class GetConfiguration : ICallHandler
{
    /// <summary>Most keys in a request; the value of GetConfigurationMaxKeys.</summary>
    public const int MostKeys = 60;

    private readonly ConfigurationStore _configuration;
    private readonly int[] _known = new int[MostKeys];
    private readonly string?[] _unknown = StringArray.OfNull(MostKeys);

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
                string name = request.Text(50);
                if (request.Error != null) break;
                if (known + unknown == MostKeys) return CallError.Occurrence($"more than {MostKeys} keys");
                int key = KeyTable.Find(name);
                if (key >= 0 && KeyTable.Of(key).Access != KeyAccess.Local) _known[known++] = key;
                else _unknown[unknown++] = name;
            }
        }

        if (request.Error != null) return request.Error;
        confirmation.StartObject();
        WriteKnown(confirmation, known, known + unknown == 0);
        WriteUnknown(confirmation, unknown);
        confirmation.EndObject();
        return null;
    }

    private void WriteKnown(JsonWriter confirmation, int known, bool all)
    {
        confirmation.Name("configurationKey");
        confirmation.StartArray();
        if (all)
        {
            for (int key = 0; key < Key.Count; key++) Write(confirmation, key);
        }
        else
        {
            for (int i = 0; i < known; i++) Write(confirmation, _known[i]);
        }

        confirmation.EndArray();
    }

    private void WriteUnknown(JsonWriter confirmation, int unknown)
    {
        if (unknown == 0) return;
        confirmation.Name("unknownKey");
        confirmation.StartArray();
        for (int i = 0; i < unknown; i++)
        {
            confirmation.String(_unknown[i]);
            _unknown[i] = null;
        }

        confirmation.EndArray();
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
