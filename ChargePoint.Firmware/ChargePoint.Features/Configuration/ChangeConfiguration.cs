using ChargePoint.Ocpp;

namespace ChargePoint.Features;

/// <summary>ChangeConfiguration (OCPP 1.6 section 5.3).</summary>
public sealed class ChangeConfiguration : ICallHandler
{
    private readonly ConfigurationStore _configuration;

    /// <summary>Makes the operation.</summary>
    /// <param name="configuration">Configuration values.</param>
    public ChangeConfiguration(ConfigurationStore configuration) => _configuration = configuration;

    /// <inheritdoc/>
    public string Action => "ChangeConfiguration";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        string? key = null;
        string? value = null;
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("key")) key = request.Text(50);
            else if (request.Is("value")) value = request.Text(500);
        }

        request.Require(key != null, "key");
        request.Require(value != null, "value");
        if (request.Error != null) return request.Error;
        ChangeOutcome outcome = _configuration.Change(key!, value!);
        confirmation.StartObject();
        confirmation.Member("status", Name(outcome));
        confirmation.EndObject();
        return null;
    }

    private static string Name(ChangeOutcome outcome) => outcome switch
    {
        ChangeOutcome.Accepted => "Accepted",
        ChangeOutcome.RebootRequired => "RebootRequired",
        ChangeOutcome.NotSupported => "NotSupported",
        _ => "Rejected",
    };
}
