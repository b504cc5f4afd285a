namespace ChargePoint.Security;

/// <summary>Kind of a public key.</summary>
public enum PublicKeyKind
{
    /// <summary>One that is not used here: another algorithm, or another curve.</summary>
    Other,

    /// <summary>RSA.</summary>
    Rsa,

    /// <summary>A point on NIST P-256, P-384 or P-521.</summary>
    Ec,
}
