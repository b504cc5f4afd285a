using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>
/// UnlockConnector (OCPP 1.6 section 5.18): ends a running transaction first (reason UnlockCommand), waits until the contactor is open
/// and then for the lock's feedback. The answer comes when the outcome is known, after
/// <see cref="PlugLock.VehicleTimeMs"/> + <see cref="PlugLock.ContactorTimeMs"/> + <see cref="PlugLock.MotorTimeMs"/> at the latest.
/// </summary>
/// <remarks>An attached cable, connector 0 and a connector that is not there are NotSupported (section 7.48, errata).</remarks>
public sealed class UnlockConnector : ICallHandler
{
    private const int LookMs = 50;

    private readonly Connector[] _connectors;
    private readonly CallRouter _router;
    private readonly EventLoop _loop;
    private readonly Log _log;
    private readonly LateAnswer?[] _answers;
    private LoopTimer? _look; // made when it is needed

    /// <summary>Makes the operation.</summary>
    /// <param name="connectors">All connectors, connector 1 first.</param>
    /// <param name="router">Takes the answer that comes later.</param>
    /// <param name="loop">The event loop.</param>
    /// <param name="log">Log.</param>
    public UnlockConnector(Connector[] connectors, CallRouter router, EventLoop loop, Log log)
    {
        _connectors = connectors;
        _router = router;
        _loop = loop;
        _log = log;
        _answers = new LateAnswer?[connectors.Length];
    }

    /// <inheritdoc/>
    public string Action => "UnlockConnector";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        int connectorId = -1;
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("connectorId")) connectorId = request.Integer(0);
        }

        request.Require(connectorId >= 0, "connectorId");
        if (request.Error != null) return request.Error;
        if (connectorId == 0 || connectorId > _connectors.Length || _connectors[connectorId - 1].Hardware.Lock == null)
        {
            Write(confirmation, "NotSupported");
            return null;
        }

        // Asked twice before the lock has moved: the first gets the outcome.
        if (_answers[connectorId - 1] != null)
        {
            Write(confirmation, "UnlockFailed");
            return null;
        }

        _log.Info("charging", $"connector {connectorId}: the Central System unlocks it");
        _answers[connectorId - 1] = _router.Defer();
        _connectors[connectorId - 1].BeginRelease();
        (_look ??= _loop.CreateTimer(Look)).StartPeriodic(LookMs);
        return null;
    }

    private static void Write(JsonWriter confirmation, string status)
    {
        confirmation.StartObject();
        confirmation.Member("status", status);
        confirmation.EndObject();
    }

    private void Look()
    {
        bool waiting = false;
        for (int i = 0; i < _answers.Length; i++)
        {
            LateAnswer? answer = _answers[i];
            if (answer == null) continue;
            Release outcome = _connectors[i].LookAtRelease(_loop.NowMs);
            waiting |= outcome == Release.UnderWay;
            if (outcome == Release.UnderWay) continue;
            _answers[i] = null;
            if (outcome == Release.Failed) _log.Error("charging", $"connector {i + 1}: the plug could not be unlocked");
            Write(answer.Begin(), outcome == Release.Done ? "Unlocked" : "UnlockFailed");
            answer.Send();
        }

        if (!waiting) _look?.Stop();
    }
}
