using ChargePoint.Features;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>
/// SignCertificate (whitepaper, A02 of its use cases): asks for a certificate, when the Central System wants it to and before the present
/// one expires: <see cref="RenewalDays"/> days before, or when a third of its validity is left if that is later. While none comes
/// (CertificateSigned), the same request is sent again after 10 minutes, then after twice as long each time, up to a day.
/// </summary>
public sealed class SignCertificate : OutboundCall, ICallSource, ITriggeredMessage
{
    /// <summary>Days before its end at which a certificate is renewed.</summary>
    public const int RenewalDays = 30;

    /// <summary>Shortest wait for a certificate, in milliseconds.</summary>
    public const int FirstWaitMs = 10 * 60 * 1000;

    /// <summary>Longest wait for a certificate, in milliseconds.</summary>
    public const int LongestWaitMs = 24 * 60 * 60 * 1000;

    private const int LookMs = 60 * 60 * 1000;
    private const long RenewalMs = RenewalDays * 86_400_000L;

    private readonly ChargePointCertificate _certificate;
    private readonly CallQueue _queue;
    private readonly WallClock _clock;
    private readonly Log _log;
    private readonly LoopTimer _again;
    private readonly LoopTimer _look;
    private int _waitMs = FirstWaitMs;
    private bool _wanted;
    private bool _triggered;
    private string? _request;

    /// <summary>Makes the call at rest.</summary>
    /// <param name="certificate">Makes the requests.</param>
    /// <param name="queue">Sends it.</param>
    /// <param name="room">What connectors share.</param>
    public SignCertificate(ChargePointCertificate certificate, CallQueue queue, ChargingRoom room)
    {
        _certificate = certificate;
        _queue = queue;
        _clock = room.Clock;
        _log = room.Log;
        _again = room.Loop.CreateTimer(Want);
        _look = room.Loop.CreateTimer(Look);
    }

    /// <inheritdoc/>
    public override string Action => "SignCertificate";

    /// <summary>Begins to watch the validity; a request that was not answered before the restart is sent again.</summary>
    public void Start()
    {
        if (_certificate.IsPending) _again.Start(FirstWaitMs);
        _look.StartPeriodic(LookMs);
    }

    /// <inheritdoc/>
    public void Trigger()
    {
        _triggered = true;
        Want();
    }

    /// <summary>The certificate has come.</summary>
    public void OnTaken()
    {
        _again.Stop();
        _wanted = _triggered = false;
        _waitMs = FirstWaitMs;
    }

    /// <inheritdoc/>
    public OutboundCall? NextCall(SendPermission permission)
    {
        if (!_wanted || (permission != SendPermission.Everything && !_triggered)) return null;
        _request ??= _certificate.MakeRequest();
        if (_request != null) return this;
        _log.Warning("certificate", "no request can be made now");
        Wait();
        return null;
    }

    /// <inheritdoc/>
    public override void WriteRequest(JsonWriter request)
    {
        request.StartObject();
        request.Member("csr", _request);
        request.EndObject();
    }

    /// <inheritdoc/>
    public override CallError? OnConfirmation(Fields confirmation)
    {
        int status = -1;
        confirmation.BeginObject();
        while (confirmation.NextMember())
        {
            if (confirmation.Is("status")) status = confirmation.OneOf(new string[] { "Accepted", "Rejected" });
        }

        confirmation.Require(status >= 0, "status");
        if (confirmation.Error != null) return confirmation.Error;
        if (status == 1) _log.Warning("certificate", "the Central System rejects the request for a certificate");
        Wait();
        return null;
    }

    /// <inheritdoc/>
    public override void OnFailure(CallFailure failure, string detail)
    {
        if (failure != CallFailure.LinkLost) Wait();
        _request = null;
    }

    private void Wait()
    {
        _request = null;
        _wanted = _triggered = false;
        _again.Start(_waitMs);
        _waitMs = _waitMs > LongestWaitMs / 2 ? LongestWaitMs : _waitMs * 2;
    }

    private void Want()
    {
        _wanted = true;
        _queue.Wake();
    }

    private void Look()
    {
        if (_wanted || _again.IsRunning || !_clock.IsKnown || _certificate.NotAfterUnixMs == 0 || _certificate.IsOnTrial) return;
        long margin = _certificate.LifetimeMs / 3;
        if (margin > RenewalMs) margin = RenewalMs;
        if (_clock.UnixMs < _certificate.NotAfterUnixMs - margin) return;
        _log.Info("certificate", "the certificate expires soon: a new one is asked for");
        Want();
    }
}
