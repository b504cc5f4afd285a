using ChargePoint.Features;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>Notices what matters to security in the rooms that know nothing of it, and raises it.</summary>
internal sealed class SecurityWatch : IClockObserver, IConfigurationObserver
{
    /// <summary>From how many milliseconds on a jump of the clock is raised.</summary>
    public const int JumpMs = 20_000;

    private readonly SecurityEvents _events;
    private readonly KnownTime _time;
    private readonly WallClock _clock;

    public SecurityWatch(SecurityEvents events, KnownTime time, WallClock clock)
    {
        _events = events;
        _time = time;
        _clock = clock;
        clock.Observer = this;
    }

    // A drift that each heartbeat corrects is nothing; neither is the first time of a boot, unless it leads back.
    public void OnClockSet(bool wasKnown, long aheadMs)
    {
        if (!wasKnown) aheadMs = _clock.UnixMs < _time.StoredUnixMs ? _clock.UnixMs - _time.StoredUnixMs : 0;
        if (aheadMs >= JumpMs || aheadMs <= -JumpMs)
            _events.Raise(SecurityEventTypes.SettingSystemTime, $"{(aheadMs < 0 ? "back" : "ahead")} by {(aheadMs < 0 ? -aheadMs : aheadMs) / 1000} s");
        _time.Tend();
    }

    public void OnConfigurationChanged(int key)
    {
        bool matters = key == Key.AuthorizationKey || key == Key.SecurityProfile || key == Key.CentralSystemUrl || key == Key.Identity || key == Key.CpoName || key == Key.SignedFirmwareOnly;
        if (matters) _events.Raise(SecurityEventTypes.ReconfigurationOfSecurityParameters, KeyTable.NameOf(key));
    }

    /// <summary>Raises what a failed connection says about security, if anything.</summary>
    public void OnLinkFailed(LinkFailure failure, int code, string detail)
    {
        switch (failure)
        {
            case LinkFailure.HttpStatus:
                if (code == 401 || code == 403) _events.Raise(SecurityEventTypes.FailedToAuthenticateAtCentralSystem, $"HTTP {code}");
                break;
            case LinkFailure.Tls:
                OnTlsFailed(detail);
                break;
            case LinkFailure.ProtocolError:
            case LinkFailure.InvalidPayload:
            case LinkFailure.BinaryMessage:
            case LinkFailure.MessageTooBig:
                _events.Raise(SecurityEventTypes.InvalidMessages, LinkFailures.Explain(failure, code, detail));
                break;
        }
    }

    // The words are those that ITransport.ErrorDetail promises; what begins with the certificate goes on with names that its owner chose.
    // Some servers only say that they refuse: it may be the cipher, then.
    private void OnTlsFailed(string detail)
    {
        if (detail.IndexOf("certificate") == 0) _events.Raise(SecurityEventTypes.InvalidCentralSystemCertificate, detail);
        else if (detail.IndexOf("cipher") >= 0) _events.Raise(SecurityEventTypes.InvalidTLSCipherSuite, detail);
        else if (detail.IndexOf("TLS version") >= 0) _events.Raise(SecurityEventTypes.InvalidTLSVersion, detail);
        else if (detail.IndexOf("certificate") >= 0) _events.Raise(SecurityEventTypes.InvalidCentralSystemCertificate, detail);
    }
}
