using ChargePoint.Hal;

namespace ChargePoint.Runtime;

/// <summary>Bytes as hexadecimal text: lower case where it is written, either case where it is read.</summary>
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
            text[2 * i] = (char)Digit(value >> 4);
            text[(2 * i) + 1] = (char)Digit(value & 15);
        }

        return new string(text);
    }

    /// <summary>Reads bytes.</summary>
    /// <param name="text">The text in ASCII.</param>
    /// <returns>The bytes, or null if it is no hexadecimal text, or an odd number of digits.</returns>
    public static byte[]? Read(byte[] text)
    {
        if (text.Length % 2 != 0) return null;
        byte[] bytes = new byte[text.Length / 2];
        for (int i = 0; i < text.Length; i++)
        {
            int value = ValueOf(text[i]);
            if (value < 0) return null;
            bytes[i / 2] = (byte)((bytes[i / 2] << 4) | value);
        }

        return bytes;
    }

    /// <summary>Digit of a value.</summary>
    /// <param name="value">0 to 15.</param>
    public static int Digit(int value) => value < 10 ? '0' + value : 'a' + value - 10;

    /// <summary>Value of a digit, or -1.</summary>
    /// <param name="digit">Any character.</param>
    public static int ValueOf(int digit)
    {
        if (digit >= '0' && digit <= '9') return digit - '0';
        int lower = digit | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
