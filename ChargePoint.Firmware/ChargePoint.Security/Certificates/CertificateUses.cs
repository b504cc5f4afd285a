using ChargePoint.Ocpp;

namespace ChargePoint.Security;

/// <summary>Names of <see cref="CertificateUse"/> in OCPP.</summary>
internal static class CertificateUses
{
    /// <summary>Reads a field.</summary>
    /// <param name="request">Stands at the field.</param>
    /// <returns>The use; None after an error.</returns>
    public static CertificateUse Read(Fields request) =>
        (CertificateUse)(request.OneOf(new string[] { "CentralSystemRootCertificate", "ManufacturerRootCertificate" }) + 1);
}
