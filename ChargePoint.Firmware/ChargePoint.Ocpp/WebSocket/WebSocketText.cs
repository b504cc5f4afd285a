using System.Text;

namespace ChargePoint.Ocpp;

/// <summary>Text as bytes: UTF-8 check, Base64, and comparisons of ASCII without case, all without allocating strings.</summary>
public static class WebSocketText
{
    /// <summary>Tells whether a range is well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, up to U+10FFFF).</summary>
    public static bool IsUtf8(byte[] data, int offset, int count)
    {
        int end = offset + count;
        int i = offset;
        while (i < end)
        {
            int length = data[i] < 0x80 ? 1 : Utf8.SequenceLength(data, i, end);
            if (length == 0) return false;
            i += length;
        }

        return true;
    }

    /// <summary>Base64 with padding (RFC 4648 section 4).</summary>
    public static string ToBase64(byte[] data, int count)
    {
        char[] alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".ToCharArray();
        char[] text = new char[(count + 2) / 3 * 4];
        int to = 0;
        for (int i = 0; i < count; i += 3)
        {
            int left = count - i;
            int bits = (data[i] << 16) | (left > 1 ? data[i + 1] << 8 : 0) | (left > 2 ? data[i + 2] : 0);
            text[to++] = alphabet[bits >> 18];
            text[to++] = alphabet[(bits >> 12) & 63];
            text[to++] = left > 1 ? alphabet[(bits >> 6) & 63] : '=';
            text[to++] = left > 2 ? alphabet[bits & 63] : '=';
        }

        return new string(text);
    }

    /// <summary>Compares a range with an ASCII text that is given in lower case.</summary>
    public static bool EqualsIgnoreCase(byte[] data, int start, int end, string lowerCase)
    {
        if (end - start != lowerCase.Length) return false;
        for (int i = 0; i < end - start; i++)
        {
            int b = data[start + i];
            if (b >= 'A' && b <= 'Z') b |= 0x20;
            if (b != lowerCase[i]) return false;
        }

        return true;
    }

    /// <summary>Tells whether a comma-separated list holds a token, without regard to case (RFC 9110 section 5.6.1).</summary>
    public static bool HasToken(byte[] data, int start, int end, string lowerCase)
    {
        int from = start;
        for (int i = start; i <= end; i++)
        {
            if (i < end && data[i] != ',') continue;
            int last = i;
            while (from < last && IsBlank(data[from])) from++;
            while (last > from && IsBlank(data[last - 1])) last--;
            if (EqualsIgnoreCase(data, from, last, lowerCase)) return true;
            from = i + 1;
        }

        return false;
    }

    /// <summary>Space or tab.</summary>
    public static bool IsBlank(byte b) => b == ' ' || b == '\t';

    /// <summary>A range as text for the log: what is not printable ASCII becomes a question mark, and it is cut at a limit.</summary>
    public static string Printable(byte[] data, int start, int end, int limit)
    {
        if (end - start > limit) end = start + limit;
        StringBuilder text = new(end - start + 1);
        for (int i = start; i < end; i++) text.Append(data[i] >= ' ' && data[i] < 0x7F ? (char)data[i] : '?');
        return text.ToString();
    }
}
