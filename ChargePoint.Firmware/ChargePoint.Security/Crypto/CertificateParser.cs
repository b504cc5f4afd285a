using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>
/// Reads X.509 certificates (RFC 5280 section 4.1). Any bytes may come: what is not a certificate is refused, in a time that is bounded by
/// its length, without recursion and without an exception.
/// </summary>
public static class CertificateParser
{
    private const int MostExtensions = 32;
    private const int LongestSerial = 20; // RFC 5280 section 4.1.2.2

    /// <summary>Reads a certificate.</summary>
    /// <param name="range">Its DER, nothing before and nothing behind.</param>
    /// <returns>The certificate, or null if it is none.</returns>
    public static Certificate? Parse(ByteRange range)
    {
        if (range.Count > Certificate.LongestDer) return null;
        DerReader reader = new(range);
        if (!reader.Next(DerReader.Sequence) || !reader.IsAtEnd) return null;
        reader.Enter();
        Certificate certificate = new(range);
        if (!reader.Next(DerReader.Sequence)) return null;
        certificate.Signed = reader.Whole;
        DerReader body = new(reader.Content);
        if (!reader.Next(DerReader.Sequence)) return null;
        ByteRange algorithm = reader.Whole;
        certificate.Scheme = SignatureAlgorithm.Read(algorithm);
        if (!reader.Next(DerReader.BitString) || !reader.IsAtEnd || !TryBits(reader.Content, out ByteRange signature)) return null;
        certificate.Signature = signature;
        return ReadBody(body, certificate, algorithm) ? certificate : null;
    }

    private static bool ReadBody(DerReader body, Certificate certificate, ByteRange algorithm)
    {
        bool isThird = false;
        if (body.IsNext(0xA0))
        {
            if (!body.Next()) return false;
            ByteRange version = body.Content;
            if (version.Count != 3 || version.Buffer[version.Offset] != DerReader.Integer || version.Buffer[version.Offset + 1] != 1) return false;
            int number = version.Buffer[version.Offset + 2];
            if (number > 2) return false;
            isThird = number == 2;
        }

        if (!body.Next(DerReader.Integer) || !TrySerial(body.Content, out ByteRange serial)) return false;
        certificate.Serial = serial;
        if (!body.Next(DerReader.Sequence) || !body.Whole.IsSameAs(algorithm)) return false;
        if (!body.Next(DerReader.Sequence)) return false;
        certificate.Issuer = body.Whole;
        if (!body.Next(DerReader.Sequence) || !ReadValidity(body.Content, certificate)) return false;
        if (!body.Next(DerReader.Sequence)) return false;
        certificate.Subject = body.Whole;
        if (!body.Next(DerReader.Sequence) || !ReadKey(body.Whole, certificate)) return false;
        if (body.IsNext(0x81) && !body.Next()) return false; // identifiers of issuer and subject, which nobody uses
        if (body.IsNext(0x82) && !body.Next()) return false;
        if (body.IsAtEnd) return true;
        return isThird && body.Next(0xA3) && body.IsAtEnd && ReadExtensions(body.Content, certificate);
    }

    private static bool TrySerial(ByteRange content, out ByteRange serial)
    {
        int start = content.Offset;
        int end = content.Offset + content.Count;
        while (start < end - 1 && content.Buffer[start] == 0) start++;
        serial = new ByteRange(content.Buffer, start, end - start);
        return serial.Count >= 1 && serial.Count <= LongestSerial;
    }

    private static bool TryBits(ByteRange content, out ByteRange bits)
    {
        bits = content;
        if (content.Count < 2 || content.Buffer[content.Offset] != 0) return false;
        bits = new ByteRange(content.Buffer, content.Offset + 1, content.Count - 1);
        return true;
    }

    private static bool ReadValidity(ByteRange content, Certificate certificate)
    {
        DerReader times = new(content);
        if (!times.Next() || !TryTime(times, out long notBefore)) return false;
        if (!times.Next() || !TryTime(times, out long notAfter) || !times.IsAtEnd) return false;
        certificate.NotBeforeUnixMs = notBefore;
        certificate.NotAfterUnixMs = notAfter;
        return true;
    }

    // UTCTime YYMMDDHHMMSSZ, of the years 1950 to 2049, or GeneralizedTime YYYYMMDDHHMMSSZ
    private static bool TryTime(DerReader time, out long unixMs)
    {
        unixMs = 0;
        bool isShort = time.Tag == 0x17 && time.Length == 13;
        if (!isShort && !(time.Tag == 0x18 && time.Length == 15)) return false;
        byte[] text = new byte[20];
        byte[] source = time.Content.Buffer;
        int from = time.ContentStart;
        int year = 0;
        if (isShort)
        {
            bool isLast = source[from] >= '5';
            text[year++] = (byte)(isLast ? '1' : '2');
            text[year++] = (byte)(isLast ? '9' : '0');
        }

        while (year < 4) text[year++] = source[from++];
        text[4] = text[7] = (byte)'-';
        text[10] = (byte)'T';
        text[13] = text[16] = (byte)':';
        for (int at = 5; at < 19; at += 3)
        {
            text[at] = source[from++];
            text[at + 1] = source[from++];
        }

        text[19] = source[from];
        return source[from] == 'Z' && Iso8601.TryParse(text, 0, text.Length, out unixMs);
    }

    private static bool ReadKey(ByteRange info, Certificate certificate)
    {
        DerReader reader = new(info);
        reader.Next();
        reader.Enter();
        if (!reader.Next(DerReader.Sequence)) return false;
        DerReader algorithm = new(reader.Content);
        if (!algorithm.Next(DerReader.Oid)) return false;
        string kind = Hex.Of(algorithm.Content);
        string curve = algorithm.Next(DerReader.Oid) ? Hex.Of(algorithm.Content) : "";
        if (!reader.Next(DerReader.BitString) || !reader.IsAtEnd || !TryBits(reader.Content, out ByteRange key)) return false;
        certificate.PublicKeyInfo = info;
        certificate.PublicKey = key;
        int bits = kind == "2a864886f70d010101" ? RsaBits(key) : kind == "2a8648ce3d0201" ? CurveBits(curve, key) : 0;
        if (bits < 0) return false;
        certificate.KeyBits = bits;
        certificate.KeyKind = bits == 0 ? PublicKeyKind.Other : kind == "2a8648ce3d0201" ? PublicKeyKind.Ec : PublicKeyKind.Rsa;
        return true;
    }

    private static int RsaBits(ByteRange key)
    {
        DerReader reader = new(key);
        if (!reader.Next(DerReader.Sequence) || !reader.IsAtEnd) return -1;
        reader.Enter();
        if (!reader.Next(DerReader.Integer) || reader.Length < 1) return -1;
        ByteRange modulus = reader.Content;
        if (!reader.Next(DerReader.Integer) || reader.Length < 1 || !reader.IsAtEnd) return -1;
        int at = modulus.Offset;
        int end = modulus.Offset + modulus.Count;
        while (at < end && modulus.Buffer[at] == 0) at++;
        if (at == end) return -1;
        int bits = (end - at) * 8;
        for (int first = modulus.Buffer[at]; (first & 0x80) == 0; first <<= 1) bits--;
        return bits;
    }

    private static int CurveBits(string curve, ByteRange key)
    {
        int bits = curve == "2a8648ce3d030107" ? 256 : curve == "2b81040022" ? 384 : curve == "2b81040023" ? 521 : 0;
        if (bits == 0) return 0;
        return key.Count == 1 + (2 * ((bits + 7) / 8)) && key.Buffer[key.Offset] == 4 ? bits : -1;
    }

    private static bool ReadExtensions(ByteRange content, Certificate certificate)
    {
        DerReader list = new(content);
        if (!list.Next(DerReader.Sequence) || !list.IsAtEnd) return false;
        list.Enter();
        int count = 0;
        int seen = 0;
        while (!list.IsAtEnd)
        {
            if (++count > MostExtensions || !list.Next(DerReader.Sequence)) return false;
            DerReader extension = new(list.Content);
            if (!extension.Next(DerReader.Oid)) return false;
            string name = Hex.Of(extension.Content);
            bool isCritical = false;
            if (extension.IsNext(DerReader.Boolean))
            {
                if (!extension.Next() || extension.Length != 1) return false;
                isCritical = extension.Content.Buffer[extension.ContentStart] != 0;
            }

            if (!extension.Next(DerReader.OctetString) || !extension.IsAtEnd) return false;
            int bit = Bit(name);
            if (bit == 0) certificate.HasUnknownCritical |= isCritical;
            if ((seen & bit) != 0) return false; // RFC 5280 section 4.2: no extension twice
            seen |= bit;
            if (!ReadExtension(bit, new DerReader(extension.Content), certificate)) return false;
        }

        return true;
    }

    // Extensions that are understood: basic constraints, key usage, extended key usage, subject alternative name
    private static int Bit(string name) => name switch
    {
        "551d13" => 1,
        "551d0f" => 2,
        "551d25" => 4,
        "551d11" => 8,
        _ => 0,
    };

    private static bool ReadExtension(int bit, DerReader value, Certificate certificate)
    {
        if (bit == 1) return ReadBasicConstraints(value, certificate);
        if (bit == 2)
        {
            if (!value.Next(DerReader.BitString) || value.Length < 1 || value.Length > 3) return false;
            certificate.KeyUsage = value.Length == 1 ? 0 : value.Content.Buffer[value.ContentStart + 1];
            return true;
        }

        return bit != 4 || ReadExtendedKeyUsage(value, certificate);
    }

    private static bool ReadBasicConstraints(DerReader value, Certificate certificate)
    {
        if (!value.Next(DerReader.Sequence)) return false;
        value.Enter();
        if (value.IsNext(DerReader.Boolean))
        {
            if (!value.Next() || value.Length != 1) return false;
            certificate.IsAuthority = value.Content.Buffer[value.ContentStart] != 0;
        }

        if (value.IsAtEnd) return true;
        if (!value.Next(DerReader.Integer) || value.Length != 1 || !value.IsAtEnd) return false;
        int length = value.Content.Buffer[value.ContentStart];
        if (length >= 0x80) return false;
        certificate.PathLength = length;
        return true;
    }

    private static bool ReadExtendedKeyUsage(DerReader value, Certificate certificate)
    {
        if (!value.Next(DerReader.Sequence)) return false;
        value.Enter();
        certificate.MayBeClient = false;
        while (!value.IsAtEnd)
        {
            if (!value.Next(DerReader.Oid)) return false;
            string usage = Hex.Of(value.Content);
            if (usage == "2b06010505070302" || usage == "551d2500") certificate.MayBeClient = true;
        }

        return true;
    }
}
