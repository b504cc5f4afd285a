using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>
/// CertificateSigned (whitepaper, A02 of its use cases): takes the certificate that <see cref="SignCertificate"/> asked for. It has to be for
/// the key pair that waits, to bear the right names, to be valid, and to lead to an installed authority of the Central System.
/// </summary>
public sealed class CertificateSigned : ICallHandler
{
    /// <summary>Longest chain that OCPP knows, in characters. What fits into a message is less (CertificateSignedMaxChainSize).</summary>
    public const int LongestChain = 10_000;

    private readonly ChargePointCertificate? _certificate;
    private readonly CertificateWatch? _watch;
    private readonly ISecurityEvents _events;
    private readonly Log _log;

    /// <summary>Makes the operation.</summary>
    /// <param name="certificate">Takes the certificate, or null for a board without secure element.</param>
    /// <param name="watch">Brings it into use.</param>
    /// <param name="events">Hears of a certificate that is refused.</param>
    /// <param name="log">Log.</param>
    public CertificateSigned(ChargePointCertificate? certificate, CertificateWatch? watch, ISecurityEvents events, Log log)
    {
        _certificate = certificate;
        _watch = watch;
        _events = events;
        _log = log;
    }

    /// <inheritdoc/>
    public string Action => "CertificateSigned";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        byte[]? pem = null;
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("certificateChain")) pem = request.Bytes(LongestChain);
        }

        request.Require(pem != null, "certificateChain");
        if (request.Error != null) return request.Error;
        string problem = "this board keeps no private keys";
        bool taken = _certificate != null && _certificate.Take(pem!, out problem);
        if (taken)
        {
            _watch!.OnTaken();
        }
        else
        {
            _log.Warning("certificate", "the new certificate is refused: " + problem);
            _events.Raise("InvalidChargePointCertificate", problem);
        }

        confirmation.StartObject();
        confirmation.Member("status", taken ? "Accepted" : "Rejected");
        confirmation.EndObject();
        return null;
    }
}
