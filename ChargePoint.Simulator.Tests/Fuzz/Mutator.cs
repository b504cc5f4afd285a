using System.Text;

namespace ChargePoint.Simulator.Tests.Fuzz;

/// <summary>Damages inputs: as JSON (values, members), as text and as bytes. The same for the same random numbers.</summary>
internal sealed class Mutator(Random random)
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1", "1e9", "1e-9", "1E400", "-0", "-0.0", "2147483647", "2147483648", "-2147483648", "-2147483649", "4294967296", "9223372036854775807",
        "9223372036854775808", "99999999999999999999999999", "0.5", "0.1", "00", "01", ".5", "5.", "+1", "0x10", "NaN", "Infinity", "\"\"", "\" \"", "[]", "{}", "[[[[]]]]",
        "{\"a\":{\"a\":{}}}", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\u001b[2J\"", "\"é漢😀\"", "\"unfinished", "\"Accepted\"", "\"2026-01-01T00:00:00Z\"",
        "\"9999-12-31T23:59:59Z\"", "\"0001-01-01T00:00:00Z\"", "\"2026-02-30T25:61:61+99:99\"", "\"-1\"", "\"2147483648\"", "\"1e5\"", "\"%s%n\"", "\"../../etc\"", "\"*\"", "\"CARD1\"", "undefined",
    ];

    private static readonly byte[] Bytes = "[]{}\",:\\ \t\r\n0123456789-+.eEtfnu/=;aZ\0\u0001\u007f"u8.ToArray();

    private static readonly byte[][] WrongUtf8 = [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xE2, 0x82], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xEF, 0xBB, 0xBF]];

    /// <summary>Damages a text that is JSON, or was before.</summary>
    /// <param name="text">The text.</param>
    /// <param name="other">Another text, to take parts from.</param>
    public string Json(string text, string other)
    {
        List<(int Start, int End)> values = Spans(text);
        if (values.Count == 0) return text + Values[random.Next(Values.Length)];
        (int start, int end) = values[random.Next(values.Count)];
        string value = text[start..end];
        switch (random.Next(12))
        {
            case 0: return text[..start] + Values[random.Next(Values.Length)] + text[end..];
            case 1: return Delete(text, start, end);
            case 2: return text[..end] + "," + value + text[end..];
            case 3: return text[..end] + ",\"" + Word() + "\":" + value + text[end..];
            case 4: return text[..start] + LongString() + text[end..];
            case 5: return Nested(text, start, end, value);
            case 6: return Spliced(text, start, end, other);
            case 7: return Swapped(text, values, start, end);
            case 8: return text[..start] + (value.StartsWith('"') ? value.Trim('"') : "\"" + value.Trim('"') + "\"") + text[end..];
            case 9: return Many(text, end, value);
            case 10: return text[..start] + (value.Length > 2 && value[0] == '"' ? "\"" + value[1..^1].ToUpperInvariant() + "\"" : Values[random.Next(Values.Length)]) + text[end..];
            default: return text[..start] + Number() + text[end..];
        }
    }

    /// <summary>Damages bytes, of whatever kind.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="other">Other bytes, to take parts from.</param>
    public byte[] Raw(byte[] input, byte[] other)
    {
        if (input.Length == 0) return [Bytes[random.Next(Bytes.Length)]];
        int at = random.Next(input.Length);
        int length = Math.Min(random.Next(1, 16), input.Length - at);
        switch (random.Next(10))
        {
            case 0: return Join(input[..at], input[(at + length)..]);
            case 1: return Join(input[..at], [Bytes[random.Next(Bytes.Length)]], input[at..]);
            case 2: return Join(input[..at], [(byte)random.Next(256)], input[(at + 1)..]);
            case 3: return Join(input[..at], input.AsSpan(at, length).ToArray(), input[at..]);
            case 4: return input[..at];
            case 5: return Join(input[..at], [(byte)(input[at] ^ (1 << random.Next(8)))], input[(at + 1)..]);
            case 6: return Join(input[..at], WrongUtf8[random.Next(WrongUtf8.Length)], input[at..]);
            case 7: return Join(input[..at], other[random.Next(other.Length + 1)..]);
            case 8: return Join(input[..at], Run(), input[at..]);
            default: return Join(input[..at], [Limit()], input[(at + 1)..]);
        }
    }

    /// <summary>A number at a limit, or any.</summary>
    public string Number() => random.Next(5) switch
    {
        0 => random.Next(-3, 4).ToString(System.Globalization.CultureInfo.InvariantCulture),
        1 => (long.MaxValue >> random.Next(63)).ToString(System.Globalization.CultureInfo.InvariantCulture),
        2 => (-(long.MaxValue >> random.Next(63)) - 1).ToString(System.Globalization.CultureInfo.InvariantCulture),
        3 => random.Next().ToString(System.Globalization.CultureInfo.InvariantCulture) + "." + random.Next().ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => random.Next(100_000).ToString(System.Globalization.CultureInfo.InvariantCulture) + "e" + random.Next(-400, 400).ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>Puts byte strings together.</summary>
    public static byte[] Join(params byte[][] parts)
    {
        byte[] all = new byte[parts.Sum(part => part.Length)];
        int at = 0;
        foreach (byte[] part in parts)
        {
            part.CopyTo(all, at);
            at += part.Length;
        }

        return all;
    }

    private byte Limit() => new byte[] { 0, 1, 0x7E, 0x7F, 0x80, 0x81, 0x82, 0x84, 0xFE, 0xFF }[random.Next(10)];

    private byte[] Run() => [.. Enumerable.Repeat(Bytes[random.Next(Bytes.Length)], random.Next(1, random.Next(8) == 0 ? 9000 : 200))];

    private string Word() => new[] { "key", "idTag", "status", "connectorId", "__proto__", "a", "", "\\u0000", "transactionId", "value", "data", "type", "location" }[random.Next(13)];

    private string LongString()
    {
        int length = new[] { 20, 21, 25, 36, 50, 51, 255, 256, 500, 501, 1000, 2500, 5500, 7000, 12_000 }[random.Next(15)];
        string unit = random.Next(4) switch { 0 => "x", 1 => "é", 2 => "\\u00e9", _ => "😀" };
        return "\"" + new StringBuilder().Insert(0, unit, length / Math.Max(1, random.Next(3) * (unit.Length - 1))) + "\"";
    }

    private string Nested(string text, int start, int end, string value)
    {
        int depth = new[] { 1, 2, 7, 8, 15, 16, 17, 63, 64, 500 }[random.Next(10)];
        bool arrays = random.Next(2) == 0;
        StringBuilder nested = new();
        for (int i = 0; i < depth; i++) nested.Append(arrays ? "[" : "{\"a\":");
        nested.Append(value);
        for (int i = random.Next(10) == 0 ? 1 : 0; i < depth; i++) nested.Append(arrays ? ']' : '}');
        return text[..start] + nested + text[end..];
    }

    private string Spliced(string text, int start, int end, string other)
    {
        List<(int Start, int End)> values = Spans(other);
        if (values.Count == 0) return text[..start] + text[end..];
        (int from, int to) = values[random.Next(values.Count)];
        return text[..start] + other[from..to] + text[end..];
    }

    private string Swapped(string text, List<(int Start, int End)> values, int start, int end)
    {
        (int from, int to) = values[random.Next(values.Count)];
        if (to <= start) return text[..from] + text[start..end] + text[to..start] + text[from..to] + text[end..];
        if (from >= end) return text[..start] + text[from..to] + text[end..from] + text[start..end] + text[to..];
        return text;
    }

    private string Many(string text, int end, string value)
    {
        int times = random.Next(1, random.Next(4) == 0 ? 600 : 30);
        return value.Length * times > 12_000 ? text : text[..end] + new StringBuilder().Insert(0, "," + value, times) + text[end..];
    }

    // With the comma or the name, so that what stays is JSON mostly.
    private static string Delete(string text, int start, int end)
    {
        if (end < text.Length && text[end] == ',') return text[..start] + text[(end + 1)..];
        return start > 0 && text[start - 1] == ',' ? text[..(start - 1)] + text[end..] : text[..start] + text[end..];
    }

    // Where values, names and members stand; of broken text what can be made out.
    private static List<(int Start, int End)> Spans(string text)
    {
        List<(int Start, int End)> spans = [];
        Stack<int> open = new();
        for (int i = 0; i < text.Length && spans.Count < 200; i++)
        {
            char c = text[i];
            int start = i;
            if (c is '[' or '{')
            {
                open.Push(i);
                continue;
            }

            if (c is ']' or '}')
            {
                if (open.TryPop(out int begin)) spans.Add((begin, i + 1));
                continue;
            }

            if (c is ',' or ':' or ' ') continue;
            if (c == '"')
            {
                for (i++; i < text.Length && text[i] != '"'; i++)
                {
                    if (text[i] == '\\') i++;
                }

                if (i >= text.Length) break;
            }
            else
            {
                while (i + 1 < text.Length && text[i + 1] is not (',' or ']' or '}' or ':')) i++;
            }

            spans.Add((start, i + 1));
        }

        return spans;
    }
}
