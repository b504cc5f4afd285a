namespace ChargePoint.Hal.Readers;

/// <summary>The unique identifier of a card as an idTag.</summary>
public static class CardUid
{
    /// <summary>Tells whether cards have identifiers of this length: 4, 7 or 10 bytes (ISO/IEC 14443-3).</summary>
    /// <param name="count">Number of bytes.</param>
    public static bool IsLength(int count) => count == 4 || count == 7 || count == 10;

    /// <summary>Writes an identifier as upper-case hexadecimal digits, first byte first.</summary>
    /// <param name="bytes">Holds it.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="count">4, 7 or 10.</param>
    public static string ToText(byte[] bytes, int offset, int count)
    {
        char[] digits = new char[count * 2];
        for (int i = 0; i < count; i++)
        {
            digits[i * 2] = Digit(bytes[offset + i] >> 4);
            digits[(i * 2) + 1] = Digit(bytes[offset + i] & 15);
        }

        return new string(digits);
    }

    private static char Digit(int value) => (char)(value < 10 ? '0' + value : 'A' + value - 10);
}
