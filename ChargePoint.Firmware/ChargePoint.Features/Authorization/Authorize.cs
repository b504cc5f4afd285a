using ChargePoint.Ocpp;

namespace ChargePoint.Features;

/// <summary>Authorize (OCPP 1.6 section 4.1).</summary>
internal sealed class Authorize : OutboundCall
{
    private readonly Authorizer _authorizer;

    public Authorize(Authorizer authorizer, string idTag, IAuthorizationListener listener)
    {
        _authorizer = authorizer;
        IdTag = idTag;
        Listener = listener;
    }

    public string IdTag { get; }

    public IAuthorizationListener Listener { get; }

    public override string Action => "Authorize";

    public override void WriteRequest(JsonWriter request)
    {
        _authorizer.OnSent(this);
        request.StartObject();
        request.Member("idTag", IdTag);
        request.EndObject();
    }

    public override CallError? OnConfirmation(Fields confirmation)
    {
        IdTagInfo? info = null;
        confirmation.BeginObject();
        while (confirmation.NextMember())
        {
            if (confirmation.Is("idTagInfo")) info = IdTagInfo.Read(confirmation);
        }

        confirmation.Require(info != null, "idTagInfo");
        if (confirmation.Error != null) return confirmation.Error;
        _authorizer.OnAnswered(IdTag, info!, Listener);
        return null;
    }

    public override void OnFailure(CallFailure failure, string detail) => _authorizer.DecideOffline(IdTag, Listener);
}
