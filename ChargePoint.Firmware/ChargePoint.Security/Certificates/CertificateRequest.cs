using ChargePoint.Hal;

namespace ChargePoint.Security;

/// <summary>Certificate signing requests (PKCS#10, RFC 2986), for a key pair of the secure element.</summary>
public static class CertificateRequest
{
    private const int MostBytes = 1400;

    /// <summary>Makes a request.</summary>
    /// <param name="element">Has the key pair, and signs.</param>
    /// <param name="slot">Place of the key pair.</param>
    /// <param name="commonName">Common name: the charge point's serial number or identity.</param>
    /// <param name="organization">Organization: the operator; "" for none.</param>
    /// <returns>The request in PEM, or null if there is no key pair or the names are too long.</returns>
    public static string? Make(ISecureElement element, int slot, string commonName, string organization)
    {
        byte[] point = new byte[65];
        if (!element.ReadPublicKey(slot, point)) return null;
        DerWriter writer = new(MostBytes);
        writer.Header(0xA0, 0); // no attributes
        WriteKey(writer, point);
        DistinguishedName.Write(writer, commonName, organization);
        writer.Element(DerReader.Integer, new ByteRange(new byte[1], 0, 1)); // version 1
        writer.Header(DerReader.Sequence, 0);
        if (writer.Overflowed) return null;
        ByteRange signed = writer.Written;
        byte[] signature = new byte[64];
        if (!element.Sign(slot, Sha256.Compute(signed.Buffer, signed.Offset, signed.Count), signature)) return null;
        DerWriter request = new(signed.Count + 100);
        WriteSignature(request, signature);
        request.Raw(signed);
        request.Header(DerReader.Sequence, 0);
        return request.Overflowed ? null : Pem.Encode("CERTIFICATE REQUEST", request.Written);
    }

    // SubjectPublicKeyInfo of a point on P-256 (RFC 5480)
    private static void WriteKey(DerWriter writer, byte[] point)
    {
        int end = writer.Length;
        writer.Raw(new ByteRange(point, 0, point.Length));
        writer.Byte(0); // unused bits
        writer.Header(DerReader.BitString, end);
        int algorithm = writer.Length;
        WriteOid(writer, new byte[] { 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07 });
        WriteOid(writer, new byte[] { 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01 });
        writer.Header(DerReader.Sequence, algorithm);
        writer.Header(DerReader.Sequence, end);
    }

    // Algorithm ecdsa-with-SHA256, and the signature as the sequence of its two numbers (RFC 3279 section 2.2.3)
    private static void WriteSignature(DerWriter writer, byte[] signature)
    {
        int end = writer.Length;
        writer.Unsigned(new ByteRange(signature, 32, 32));
        writer.Unsigned(new ByteRange(signature, 0, 32));
        writer.Header(DerReader.Sequence, end);
        writer.Byte(0);
        writer.Header(DerReader.BitString, end);
        int algorithm = writer.Length;
        WriteOid(writer, new byte[] { 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02 });
        writer.Header(DerReader.Sequence, algorithm);
    }

    private static void WriteOid(DerWriter writer, byte[] oid) => writer.Element(DerReader.Oid, new ByteRange(oid, 0, oid.Length));
}
