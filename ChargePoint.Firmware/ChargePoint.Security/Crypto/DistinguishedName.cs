using System.Text;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>Names of X.509 (RFC 5280 section 4.1.2.4).</summary>
public static class DistinguishedName
{
    /// <summary>Object identifier of commonName (2.5.4.3), in hexadecimal.</summary>
    public const string CommonName = "550403";

    /// <summary>Object identifier of organizationName (2.5.4.10), in hexadecimal.</summary>
    public const string Organization = "55040a";

    private const int LongestText = 255;

    /// <summary>Finds an attribute.</summary>
    /// <param name="name">The name, in DER.</param>
    /// <param name="attribute">Its object identifier, in hexadecimal.</param>
    /// <returns>Its text, or null if there is none, or more than one, or it is no UTF-8.</returns>
    public static string? Find(ByteRange name, string attribute)
    {
        DerReader sets = new(name);
        if (!sets.Next(DerReader.Sequence)) return null;
        sets.Enter();
        string? found = null;
        while (sets.Next(DerReader.Set))
        {
            DerReader pairs = new(sets.Content);
            while (pairs.Next(DerReader.Sequence))
            {
                DerReader pair = new(pairs.Content);
                if (!pair.Next(DerReader.Oid) || Hex.Of(pair.Content) != attribute) continue;
                if (found != null || !pair.Next()) return null;
                found = Text(pair);
                if (found == null) return null;
            }
        }

        return found;
    }

    /// <summary>Writes a name of common name and organization.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="commonName">Common name.</param>
    /// <param name="organization">Organization; "" for none.</param>
    public static void Write(DerWriter writer, string commonName, string organization)
    {
        int end = writer.Length;
        WriteAttribute(writer, 0x03, commonName);
        if (organization.Length > 0) WriteAttribute(writer, 0x0A, organization);
        writer.Header(DerReader.Sequence, end);
    }

    private static void WriteAttribute(DerWriter writer, int last, string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        int end = writer.Length;
        writer.Element(DerReader.Utf8String, new ByteRange(utf8, 0, utf8.Length));
        writer.Element(DerReader.Oid, new ByteRange(new byte[] { 0x55, 0x04, (byte)last }, 0, 3));
        writer.Header(DerReader.Sequence, end);
        writer.Header(DerReader.Set, end);
    }

    // A NUL would end the text on the device, so that two different names would be one. Other encodings than UTF-8 and its subsets have gone.
    private static string? Text(DerReader value)
    {
        if (value.Tag != DerReader.Utf8String && value.Tag != DerReader.PrintableString && value.Tag != 0x16) return null;
        ByteRange text = value.Content;
        if (text.Count == 0 || text.Count > LongestText) return null;
        int following = 0;
        for (int i = 0; i < text.Count; i++)
        {
            int c = text.Buffer[text.Offset + i];
            bool follows = (c & 0xC0) == 0x80;
            if (c < 0x20 || c == 0x7F || (c >= 0x80 && value.Tag != DerReader.Utf8String) || follows != following > 0) return null;
            following = follows ? following - 1 : c < 0xC0 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
        }

        if (following > 0) return null;
        return Encoding.UTF8.GetString(text.Buffer, text.Offset, text.Count);
    }
}
