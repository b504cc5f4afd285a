namespace ChargePoint.Security;

/// <summary>What an authority is trusted for (whitepaper: CertificateUseEnumType).</summary>
public enum CertificateUse
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It certifies the Central System, and the charge point's own certificates.</summary>
    CentralSystemRootCertificate,

    /// <summary>It certifies whoever signs firmware.</summary>
    ManufacturerRootCertificate,
}
