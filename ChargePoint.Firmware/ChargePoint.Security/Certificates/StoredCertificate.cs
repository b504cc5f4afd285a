using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>A certificate as it stands in the store. Made when one is looked at, and dropped afterwards.</summary>
public sealed class StoredCertificate
{
    internal StoredCertificate(Certificate certificate, CertificateUse use, uint number, ByteRange issuerKeyHash)
    {
        Certificate = certificate;
        Use = use;
        Number = number;
        IssuerKeyHash = issuerKeyHash;
    }

    /// <summary>The certificate.</summary>
    public Certificate Certificate { get; }

    /// <summary>What it is trusted for.</summary>
    public CertificateUse Use { get; }

    /// <summary>Counts installations: a later one has a higher number. 0 for one that is built in.</summary>
    public uint Number { get; }

    /// <summary>SHA-256 of the public key of its issuer (whitepaper: issuerKeyHash): the content of its bit string.</summary>
    public ByteRange IssuerKeyHash { get; }

    /// <summary>True if it belongs to the firmware or was given at its start: it cannot be deleted.</summary>
    public bool IsBuiltIn => Number == 0;

    /// <summary>SHA-256 of its issuer's name (whitepaper: issuerNameHash), in hexadecimal.</summary>
    public string IssuerNameHashHex => Digest(Certificate.Issuer);

    /// <summary>SHA-256 of its issuer's key, in hexadecimal.</summary>
    public string IssuerKeyHashHex => Hex.Of(IssuerKeyHash);

    private static string Digest(ByteRange bytes) => Hex.Of(new ByteRange(Sha256.Compute(bytes.Buffer, bytes.Offset, bytes.Count), 0, Sha256.DigestLength));
}
