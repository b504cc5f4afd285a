using ChargePoint.Hal;

namespace ChargePoint.Security;

/// <summary>
/// Textual encoding of certificates (RFC 7468). Decoding works in the buffer that holds the text, since the bytes are never longer.
/// </summary>
public static class Pem
{
    private const string Begin = "-----BEGIN CERTIFICATE-----";
    private const string End = "-----END CERTIFICATE-----";
    private const int LineLength = 64;

    /// <summary>Decodes the certificates of a text, in the order in which they stand; text around them is passed over.</summary>
    /// <param name="buffer">Holds the text; receives the certificates, one behind the other, from its beginning.</param>
    /// <param name="count">Length of the text.</param>
    /// <param name="ends">Receives for each certificate where it ends. Its length is the most that are taken.</param>
    /// <returns>Number of certificates, or -1 if the text is malformed, holds none or too many.</returns>
    public static int Decode(byte[] buffer, int count, int[] ends)
    {
        int found = 0;
        int written = 0;
        int position = 0;
        while (true)
        {
            int begin = Find(buffer, position, count, Begin);
            if (begin < 0) return found == 0 || Find(buffer, position, count, "-----") >= 0 ? -1 : found;
            if (found == ends.Length) return -1;
            int start = begin + Begin.Length;
            int end = Find(buffer, start, count, End);
            if (end < 0) return -1;
            int length = DecodeBase64(buffer, start, end, written);
            if (length <= 0) return -1;
            written += length;
            ends[found++] = written;
            position = end + End.Length;
        }
    }

    /// <summary>Decodes base64 (RFC 4648 section 4) within a buffer. Blanks and line ends are passed over.</summary>
    /// <param name="buffer">Holds the text, and receives the bytes.</param>
    /// <param name="start">First character.</param>
    /// <param name="end">Behind the last character.</param>
    /// <param name="target">Where the bytes go: not behind <paramref name="start"/>.</param>
    /// <returns>Number of bytes, or -1 if it is no base64.</returns>
    public static int DecodeBase64(byte[] buffer, int start, int end, int target)
    {
        int bits = 0;
        int count = 0;
        int written = target;
        int padding = 0;
        for (int i = start; i < end; i++)
        {
            int c = buffer[i];
            if (c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
            if (c == '=')
            {
                padding++;
                continue;
            }

            int value = Value(c);
            if (value < 0 || padding > 0) return -1;
            bits = ((bits << 6) | value) & 0xFFFFFF;
            count++;
            if ((count & 3) == 0)
            {
                buffer[written++] = (byte)(bits >> 16);
                buffer[written++] = (byte)(bits >> 8);
                buffer[written++] = (byte)bits;
            }
        }

        int rest = count & 3;
        if (rest == 1 || padding != (rest == 0 ? 0 : 4 - rest)) return -1;
        if (rest == 2) buffer[written++] = (byte)(bits >> 4);
        if (rest == 3)
        {
            buffer[written++] = (byte)(bits >> 10);
            buffer[written++] = (byte)(bits >> 2);
        }

        return written - target;
    }

    /// <summary>Writes a text.</summary>
    /// <param name="label">What it is, such as "CERTIFICATE REQUEST".</param>
    /// <param name="bytes">Its bytes.</param>
    /// <returns>The text, with line feeds as line ends.</returns>
    public static string Encode(string label, ByteRange bytes)
    {
        string head = "-----BEGIN " + label + "-----\n";
        string foot = "-----END " + label + "-----\n";
        int characters = (bytes.Count + 2) / 3 * 4;
        char[] text = new char[characters + ((characters + LineLength - 1) / LineLength)];
        int at = 0;
        int column = 0;
        for (int i = 0; i < bytes.Count; i += 3)
        {
            int left = bytes.Count - i;
            int offset = bytes.Offset + i;
            int bits = bytes.Buffer[offset] << 16;
            if (left > 1) bits |= bytes.Buffer[offset + 1] << 8;
            if (left > 2) bits |= bytes.Buffer[offset + 2];
            text[at++] = Character(bits >> 18);
            text[at++] = Character(bits >> 12);
            text[at++] = left > 1 ? Character(bits >> 6) : '=';
            text[at++] = left > 2 ? Character(bits) : '=';
            column += 4;
            if (column == LineLength || left <= 3)
            {
                text[at++] = '\n';
                column = 0;
            }
        }

        return head + new string(text, 0, at) + foot;
    }

    private static int Find(byte[] buffer, int start, int end, string what)
    {
        char[] wanted = what.ToCharArray();
        for (int i = start; i <= end - wanted.Length; i++)
        {
            int k = 0;
            while (k < wanted.Length && buffer[i + k] == wanted[k]) k++;
            if (k == wanted.Length) return i;
        }

        return -1;
    }

    private static int Value(int c)
    {
        if (c >= 'A' && c <= 'Z') return c - 'A';
        if (c >= 'a' && c <= 'z') return c - 'a' + 26;
        if (c >= '0' && c <= '9') return c - '0' + 52;
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }

    private static char Character(int bits)
    {
        int value = bits & 63;
        return (char)(value < 26 ? 'A' + value : value < 52 ? 'a' + value - 26 : value < 62 ? '0' + value - 52 : value == 62 ? '+' : '/');
    }
}
