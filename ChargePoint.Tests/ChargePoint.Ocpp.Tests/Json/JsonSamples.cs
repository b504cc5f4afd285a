using System.Text;

namespace ChargePoint.Ocpp.Tests;

/// <summary>Texts for readers, and what writers wrote.</summary>
internal static class JsonSamples
{
    /// <summary>A reader before the first token of a text, which stands between bytes that are none of its business.</summary>
    public static JsonReader Reader(string text) => Reader(Encoding.UTF8.GetBytes(text));

    /// <summary>A reader before the first token of a text that starts at position 3 of its buffer.</summary>
    public static JsonReader Reader(byte[] text)
    {
        byte[] buffer = new byte[text.Length + 6];
        for (int i = 0; i < buffer.Length; i++) buffer[i] = (byte)'"';
        System.Array.Copy(text, 0, buffer, 3, text.Length);
        JsonReader reader = new();
        reader.Reset(buffer, 3, text.Length);
        return reader;
    }

    /// <summary>A reader on the only token of a text.</summary>
    public static JsonReader At(string text)
    {
        JsonReader reader = Reader(text);
        reader.Read();
        return reader;
    }

    /// <summary>Bytes from their hexadecimal digits, for what a string cannot hold.</summary>
    public static byte[] Hex(string digits)
    {
        byte[] bytes = new byte[digits.Length / 2];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)((Digit(digits[2 * i]) << 4) | Digit(digits[(2 * i) + 1]));
        return bytes;
    }

    /// <summary>What was written.</summary>
    public static string Text(JsonWriter writer) => Encoding.UTF8.GetString(writer.Buffer, 0, writer.Length);

    /// <summary>That many times the same text.</summary>
    public static string Repeat(string text, int count)
    {
        StringBuilder all = new();
        for (int i = 0; i < count; i++) all.Append(text);
        return all.ToString();
    }

    private static int Digit(char digit) => digit <= '9' ? digit - '0' : digit - 'A' + 10;
}
