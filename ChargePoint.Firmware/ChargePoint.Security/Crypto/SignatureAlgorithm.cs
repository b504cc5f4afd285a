using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>Signature algorithms of X.509 (RFC 3279, 4055, 5758).</summary>
public static class SignatureAlgorithm
{
    private const string Sha256Oid = "608648016503040201";
    private const string Sha384Oid = "608648016503040202";
    private const string Sha512Oid = "608648016503040203";

    /// <summary>Reads an AlgorithmIdentifier.</summary>
    /// <param name="algorithm">The identifier, in DER.</param>
    /// <returns>The scheme; Unknown for one that is not used here, such as those with SHA-1.</returns>
    public static SignatureScheme Read(ByteRange algorithm)
    {
        DerReader reader = new(algorithm);
        if (!reader.Next(DerReader.Sequence)) return SignatureScheme.Unknown;
        reader.Enter();
        if (!reader.Next(DerReader.Oid)) return SignatureScheme.Unknown;
        switch (Hex.Of(reader.Content))
        {
            case "2a8648ce3d040302":
                return SignatureScheme.EcdsaSha256;
            case "2a8648ce3d040303":
                return SignatureScheme.EcdsaSha384;
            case "2a8648ce3d040304":
                return SignatureScheme.EcdsaSha512;
            case "2a864886f70d01010b":
                return SignatureScheme.RsaSha256;
            case "2a864886f70d01010c":
                return SignatureScheme.RsaSha384;
            case "2a864886f70d01010d":
                return SignatureScheme.RsaSha512;
            case "2a864886f70d01010a":
                return ReadPss(reader);
            default:
                return SignatureScheme.Unknown;
        }
    }

    // RSASSA-PSS-params (RFC 4055 section 3.1): hash, mask with the same hash, salt as long as the hash
    private static SignatureScheme ReadPss(DerReader reader)
    {
        if (!reader.Next(DerReader.Sequence)) return SignatureScheme.Unknown;
        reader.Enter();
        if (!reader.Next(0xA0)) return SignatureScheme.Unknown;
        string hash = FirstOid(new DerReader(reader.Content));
        if (!reader.Next(0xA1)) return SignatureScheme.Unknown;
        DerReader mask = new(reader.Content);
        if (!mask.Next(DerReader.Sequence)) return SignatureScheme.Unknown;
        mask.Enter();
        if (!mask.Next(DerReader.Oid) || Hex.Of(mask.Content) != "2a864886f70d010108" || FirstOid(mask) != hash) return SignatureScheme.Unknown;
        if (!reader.Next(0xA2)) return SignatureScheme.Unknown;
        DerReader salt = new(reader.Content);
        if (!salt.Next(DerReader.Integer) || salt.Length != 1 || !reader.IsAtEnd) return SignatureScheme.Unknown;
        int saltLength = salt.Content.Buffer[salt.ContentStart];
        if (hash == Sha256Oid && saltLength == 32) return SignatureScheme.RsaPssSha256;
        if (hash == Sha384Oid && saltLength == 48) return SignatureScheme.RsaPssSha384;
        return hash == Sha512Oid && saltLength == 64 ? SignatureScheme.RsaPssSha512 : SignatureScheme.Unknown;
    }

    private static string FirstOid(DerReader reader)
    {
        if (!reader.Next(DerReader.Sequence)) return "";
        DerReader inner = new(reader.Content);
        return inner.Next(DerReader.Oid) ? Hex.Of(inner.Content) : "";
    }
}
