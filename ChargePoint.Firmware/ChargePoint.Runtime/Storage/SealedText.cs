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
        return made == null ? null : Hex.Of(new ByteRange(made, 0, made.Length));
    }

    /// <summary>Opens a sealed text.</summary>
    /// <param name="element">Secure element, or null.</param>
    /// <param name="text">What <see cref="Seal"/> gave.</param>
    /// <returns>The text, or null if it was sealed by another board, was changed, or is none.</returns>
    public static string? Open(ISecureElement? element, string text)
    {
        byte[]? made = element == null || text.Length == 0 ? null : Hex.Read(Encoding.UTF8.GetBytes(text));
        byte[]? secret = made == null ? null : element!.Open(made);
        return secret == null ? null : Encoding.UTF8.GetString(secret, 0, secret.Length);
    }
}
