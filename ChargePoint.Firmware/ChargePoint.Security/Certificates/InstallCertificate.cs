using ChargePoint.Ocpp;

namespace ChargePoint.Security;

/// <summary>InstallCertificate (whitepaper, M05 of its use cases): takes the certificate of an authority. See <see cref="RootInstaller"/>.</summary>
public sealed class InstallCertificate : ICallHandler
{
    private readonly RootInstaller _installer;

    /// <summary>Makes the operation.</summary>
    /// <param name="installer">Carries it out.</param>
    public InstallCertificate(RootInstaller installer) => _installer = installer;

    /// <inheritdoc/>
    public string Action => "InstallCertificate";

    /// <inheritdoc/>
    public CallError? Handle(Fields request, JsonWriter confirmation)
    {
        CertificateUse use = CertificateUse.None;
        byte[]? pem = null;
        request.BeginObject();
        while (request.NextMember())
        {
            if (request.Is("certificateType")) use = CertificateUses.Read(request);
            else if (request.Is("certificate")) pem = request.Bytes(RootInstaller.LongestPem);
        }

        request.Require(use != CertificateUse.None, "certificateType");
        request.Require(pem != null, "certificate");
        if (request.Error != null) return request.Error;
        InstallOutcome outcome = _installer.Install(use, pem!, out _);
        confirmation.StartObject();
        confirmation.Member("status", outcome == InstallOutcome.Accepted ? "Accepted" : outcome == InstallOutcome.Failed ? "Failed" : "Rejected");
        confirmation.EndObject();
        return null;
    }
}
