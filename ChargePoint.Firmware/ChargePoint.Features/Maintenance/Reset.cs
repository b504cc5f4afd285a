using ChargePoint.Ocpp;

namespace ChargePoint.Features;

/// <summary>Reset (OCPP 1.6 section 5.14).</summary>
public sealed class Reset : ICallHandler
{
    private static string[] Types => ["Hard", "Soft"];

    private readonly RestartProcedure _procedure;

    /// <summary>Makes the operation.</summary>
    /// <param name="procedure">Carries it out.</param>
    public Reset(RestartProcedure procedure) => _procedure = procedure;

    /// <inheritdoc/>
    public string Action => "Reset";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        int type = -1;
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("type")) type = request.OneOf(Types);
        }

        request.Require(type >= 0, "type");
        if (request.Error != null) return request.Error;
        bool begun = _procedure.Begin(type == 0 ? StopReason.HardReset : StopReason.SoftReset);
        confirmation.StartObject();
        confirmation.Member("status", begun ? "Accepted" : "Rejected");
        confirmation.EndObject();
        return null;
    }
}
