using ChargePoint.Hal;

namespace ChargePoint.Security;

/// <summary>Bytes as hexadecimal text, lower case.</summary>
public static class Hex
{
    /// <summary>Writes bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    public static string Of(ByteRange bytes)
    {
        char[] text = new char[bytes.Count * 2];
        for (int i = 0; i < bytes.Count; i++)
        {
            int value = bytes.Buffer[bytes.Offset + i];
            text[2 * i] = Digit(value >> 4);
            text[(2 * i) + 1] = Digit(value & 15);
        }

        return new string(text);
    }

    private static char Digit(int value) => (char)(value < 10 ? '0' + value : 'a' + value - 10);
}
