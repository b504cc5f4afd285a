using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>
/// What the charge point needs of an X.509 certificate (RFC 5280). It names ranges of the buffer that holds the DER and copies nothing,
/// so it is worth something only while that buffer is left alone.
/// </summary>
public sealed class Certificate
{
    /// <summary>Longest certificate that is taken, in bytes.</summary>
    public const int LongestDer = 4200;

    /// <summary>Weakest RSA key that is taken, in bits (whitepaper: security of at least 112 bits).</summary>
    public const int WeakestRsaBits = 2048;

    internal Certificate(ByteRange whole) => Whole = whole;

    /// <summary>The certificate.</summary>
    public ByteRange Whole { get; }

    /// <summary>The part that is signed.</summary>
    public ByteRange Signed { get; internal set; }

    /// <summary>Its signature.</summary>
    public ByteRange Signature { get; internal set; }

    /// <summary>How it is signed.</summary>
    public SignatureScheme Scheme { get; internal set; }

    /// <summary>Serial number, without leading zero bytes.</summary>
    public ByteRange Serial { get; internal set; }

    /// <summary>Name of the issuer, in DER.</summary>
    public ByteRange Issuer { get; internal set; }

    /// <summary>Name of the subject, in DER.</summary>
    public ByteRange Subject { get; internal set; }

    /// <summary>First moment of validity, in milliseconds since 1970.</summary>
    public long NotBeforeUnixMs { get; internal set; }

    /// <summary>Last moment of validity, in milliseconds since 1970.</summary>
    public long NotAfterUnixMs { get; internal set; }

    /// <summary>Public key: SubjectPublicKeyInfo in DER.</summary>
    public ByteRange PublicKeyInfo { get; internal set; }

    /// <summary>Public key: content of its bit string, without the count of unused bits.</summary>
    public ByteRange PublicKey { get; internal set; }

    /// <summary>Kind of the public key.</summary>
    public PublicKeyKind KeyKind { get; internal set; }

    /// <summary>Length of the public key (RSA: modulus, EC: field), in bits; 0 for another kind.</summary>
    public int KeyBits { get; internal set; }

    /// <summary>True for the certificate of an authority (basic constraints).</summary>
    public bool IsAuthority { get; internal set; }

    /// <summary>Most authorities that may stand between this one and the end of a chain; -1 without a limit.</summary>
    public int PathLength { get; internal set; } = -1;

    /// <summary>First byte of the key usage (RFC 5280 section 4.2.1.3); -1 if there is none, which allows everything.</summary>
    public int KeyUsage { get; internal set; } = -1;

    /// <summary>True if it may be used by a TLS client (extended key usage).</summary>
    public bool MayBeClient { get; internal set; } = true;

    /// <summary>True if it has a critical extension that nobody here understands: it must not be used then.</summary>
    public bool HasUnknownCritical { get; internal set; }

    /// <summary>True if it names itself as its issuer.</summary>
    public bool IsSelfIssued => Subject.IsSameAs(Issuer);

    /// <summary>True if its key may sign something other than certificates.</summary>
    public bool MaySign => KeyUsage < 0 || (KeyUsage & 0x80) != 0;

    /// <summary>True if it is an authority whose key may sign certificates.</summary>
    public bool MayIssue => IsAuthority && (KeyUsage < 0 || (KeyUsage & 0x04) != 0);

    /// <summary>True if its key is of a kind and strength that is taken.</summary>
    public bool IsStrong => KeyKind == PublicKeyKind.Ec || (KeyKind == PublicKeyKind.Rsa && KeyBits >= WeakestRsaBits);

    /// <summary>Common name of the subject, or null.</summary>
    public string? CommonName => DistinguishedName.Find(Subject, DistinguishedName.CommonName);

    /// <summary>Organization of the subject, or null.</summary>
    public string? Organization => DistinguishedName.Find(Subject, DistinguishedName.Organization);

    /// <summary>Serial number in hexadecimal, without leading zeros.</summary>
    public string SerialHex
    {
        get
        {
            string hex = Hex.Of(Serial);
            return hex.Length > 1 && hex[0] == '0' ? hex.Substring(1) : hex;
        }
    }

    /// <summary>Says whether it is valid at a moment.</summary>
    /// <param name="unixMs">The moment, in milliseconds since 1970; 0 while the time is unknown: then every certificate is.</param>
    /// <param name="isExact">False if it is at least as late as that: then one that is not valid yet is taken for valid.</param>
    public bool IsValidAt(long unixMs, bool isExact = true) => unixMs == 0 || ((!isExact || unixMs >= NotBeforeUnixMs) && unixMs <= NotAfterUnixMs);

    /// <summary>Describes it in one line: subject and last day of validity.</summary>
    public string Describe()
    {
        string? organization = Organization;
        string name = "CN=" + (CommonName ?? "?");
        if (organization != null) name += ", O=" + organization;
        return name + ", valid until " + Iso8601.ToText(NotAfterUnixMs).Substring(0, 10);
    }
}
