using System.Text;
using ChargePoint.Hal;

namespace ChargePoint.Runtime;

/// <summary>A secret text as it stands in flash: sealed by the board's secure element, in hexadecimal digits.</summary>
public static class SealedText
{
    private const int LongestSecret = 512;

    /// <summary>Seals a text.</summary>
    /// <param name="element">Secure element, or null.</param>
    /// <param name="text">The text, up to 512 bytes in UTF-8.</param>
    /// <returns>The sealed text, or null if the board cannot seal it.</returns>
    public static string? Seal(ISecureElement? element, string text)
    {
        if (element == null || text.Length == 0) return null;
        byte[] secret = Encoding.UTF8.GetBytes(text);
        byte[]? made = secret.Length > LongestSecret ? null : element.Seal(secret);
        if (made == null) return null;
        char[] digits = new char[made.Length * 2];
        for (int i = 0; i < made.Length; i++)
        {
            digits[i * 2] = Digit(made[i] >> 4);
            digits[(i * 2) + 1] = Digit(made[i] & 15);
        }

        return new string(digits);
    }

    /// <summary>Opens a sealed text.</summary>
    /// <param name="element">Secure element, or null.</param>
    /// <param name="text">What <see cref="Seal"/> gave.</param>
    /// <returns>The text, or null if it was sealed by another board, was changed, or is none.</returns>
    public static string? Open(ISecureElement? element, string text)
    {
        if (element == null || text.Length == 0 || text.Length % 2 != 0) return null;
        byte[] made = new byte[text.Length / 2];
        char[] digits = text.ToCharArray();
        for (int i = 0; i < made.Length; i++)
        {
            int high = Value(digits[i * 2]);
            int low = Value(digits[(i * 2) + 1]);
            if (high < 0 || low < 0) return null;
            made[i] = (byte)((high << 4) | low);
        }

        byte[]? secret = element.Open(made);
        return secret == null ? null : Encoding.UTF8.GetString(secret, 0, secret.Length);
    }

    private static char Digit(int value) => (char)(value < 10 ? '0' + value : 'a' + value - 10);

    private static int Value(char digit) => digit >= '0' && digit <= '9' ? digit - '0' : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}
