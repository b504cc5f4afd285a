using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>Brings a new certificate of the charge point into use: has it shown, and looks whether connections are made with it.</summary>
public sealed class CertificateWatch
{
    /// <summary>How often is looked while a certificate is on trial, in milliseconds.</summary>
    public const int LookMs = 5_000;

    private readonly ChargePointCertificate _certificate;
    private readonly SignCertificate _sign;
    private readonly CentralSystemLink _link;
    private readonly ISecurityEvents _events;
    private readonly LoopTimer _look;

    /// <summary>Makes a watch at rest.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="sign">Asks for certificates.</param>
    /// <param name="loop">The event loop.</param>
    /// <param name="link">Connection to the Central System.</param>
    /// <param name="events">Hears of a certificate with which no connection can be made.</param>
    public CertificateWatch(ChargePointCertificate certificate, SignCertificate sign, EventLoop loop, CentralSystemLink link, ISecurityEvents events)
    {
        _certificate = certificate;
        _sign = sign;
        _link = link;
        _events = events;
        _look = loop.CreateTimer(Look);
    }

    /// <summary>Hands the certificate to TLS: before the first connection.</summary>
    public void Start()
    {
        _certificate.Start(_link.Attempts);
        _sign.Start();
        if (_certificate.IsOnTrial) _look.StartPeriodic(LookMs);
    }

    /// <summary>A new certificate was taken.</summary>
    public void OnTaken()
    {
        _sign.OnTaken();
        _look.StartPeriodic(LookMs);
        Look();
    }

    /// <summary>A connection over TLS was made.</summary>
    public void OnConnected()
    {
        if (!_certificate.OnConnected(_link.Attempts)) _events.Raise("InvalidChargePointCertificate", "no connection can be made with the new certificate");
    }

    private void Look()
    {
        if (!_certificate.IsOnTrial) _look.Stop();
        else _certificate.Tend(_link.IsOnline, _link.Attempts);
    }
}
