using ChargePoint.Hal;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>
/// RemoteStartTransaction (OCPP 1.6 section 5.11). Without a connectorId a free connector is chosen as for a card. While
/// AuthorizeRemoteTxRequests is true, the idTag is authorized first, as if it had been presented.
/// </summary>
public sealed class RemoteStartTransaction : ICallHandler, IAuthorizationListener
{
    private readonly Connector[] _connectors;
    private readonly CardHandler _cards;
    private readonly Authorizer _authorizer;
    private readonly ConfigurationStore _configuration;
    private readonly ITransactionGate _gate;
    private readonly Log _log;
    private readonly string?[] _asking;
    private readonly bool[] _placeIsFixed;

    /// <summary>Makes the operation.</summary>
    /// <param name="connectors">All connectors, connector 1 first.</param>
    /// <param name="cards">Chooses a connector.</param>
    /// <param name="authorizer">Decides whether an idTag may charge.</param>
    /// <param name="configuration">AuthorizeRemoteTxRequests.</param>
    /// <param name="gate">Tells whether transactions may begin now.</param>
    /// <param name="log">Log.</param>
    public RemoteStartTransaction(Connector[] connectors, CardHandler cards, Authorizer authorizer, ConfigurationStore configuration, ITransactionGate gate, Log log)
    {
        _connectors = connectors;
        _cards = cards;
        _authorizer = authorizer;
        _configuration = configuration;
        _gate = gate;
        _log = log;
        _placeIsFixed = new bool[connectors.Length];
        _asking = StringArray.OfNull(connectors.Length);
    }

    /// <summary>Takes the charging profile that comes with a start, or null to pass it over; set once.</summary>
    public IRemoteStartProfile? Profile { get; set; }

    /// <inheritdoc/>
    public string Action => "RemoteStartTransaction";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        string? idTag = null;
        int connectorId = -1;
        bool hasProfile = false;
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("connectorId")) connectorId = request.Integer(0);
            else if (request.Is("idTag")) idTag = request.Text(20);
            else if (Profile != null && request.Is("chargingProfile"))
            {
                Profile.Read(request);
                hasProfile = true;
            }
        }

        request.Require(idTag != null, "idTag");
        if (request.Error != null) return request.Error;
        if (idTag!.Length == 0) return CallError.PropertyConstraint("idTag is empty");
        bool accepted = (!hasProfile || Profile!.Keep(idTag, connectorId)) && Begin(connectorId, idTag);
        if (hasProfile && !accepted) Profile!.Forget();
        confirmation.StartObject();
        confirmation.Member("status", accepted ? "Accepted" : "Rejected");
        confirmation.EndObject();
        return null;
    }

    void IAuthorizationListener.OnAuthorization(string idTag, IdTagInfo info)
    {
        for (int i = 0; i < _asking.Length; i++)
        {
            if (_asking[i] != idTag) continue;
            _asking[i] = null;
            if (info.IsAccepted && _connectors[i].IsFreeFor(idTag, info.ParentIdTag) && _gate.MayBegin)
            {
                LogStart(i + 1, idTag);
                _connectors[i].Authorize(idTag, info.ParentIdTag, _placeIsFixed[i]);
                return;
            }

            _log.Warning("charging", $"connector {i + 1}: remote start of {idTag} is not carried out ({info.StatusName})");
            return;
        }
    }

    private void LogStart(int connectorId, string idTag) => _log.Info("charging", $"connector {connectorId}: remote start of {idTag}");

    private bool Begin(int connectorId, string idTag)
    {
        if (!_gate.MayBegin) return false;
        Connector? connector;
        if (connectorId < 0) connector = _cards.ChooseFree(idTag, null);
        else connector = connectorId >= 1 && connectorId <= _connectors.Length ? _connectors[connectorId - 1] : null;
        if (connector == null || _asking[connector.Id - 1] != null) return false;
        bool asks = _configuration.Boolean(Key.AuthorizeRemoteTxRequests);

        // Whether the group has reserved the connector is known only when the idTag has been authorized.
        if (!connector.IsFreeFor(idTag, null) && !(asks && connector.MayBeFreeForGroup)) return false;
        if (asks)
        {
            // The answer does not wait for the log: it is written when it is known what comes of it.
            _asking[connector.Id - 1] = idTag;
            _placeIsFixed[connector.Id - 1] = connectorId >= 0;
            _authorizer.Authorize(idTag, this);
        }
        else
        {
            LogStart(connector.Id, idTag);
            connector.Authorize(idTag, null, connectorId >= 0);
        }

        return true;
    }
}

/// <summary>Tells whether new transactions may begin.</summary>
public interface ITransactionGate
{
    /// <summary>False while the Central System has not accepted the charge point, or a restart is under way.</summary>
    bool MayBegin { get; }

    /// <summary>False while the Central System may not command transactions (OCPP 1.6 section 4.2: Pending).</summary>
    bool MayStop { get; }
}
