namespace ChargePoint.Runtime;

/// <summary>Text that is UTF-8 bytes.</summary>
public static class Utf8Text
{
    /// <summary>Cuts UTF-8 at a length without splitting a character.</summary>
    /// <param name="utf8">The text, valid UTF-8.</param>
    /// <param name="limit">Most bytes that are wanted.</param>
    /// <returns>How many bytes to take, at most <paramref name="limit"/>.</returns>
    public static int WholeCharacters(byte[] utf8, int limit)
    {
        if (utf8.Length <= limit) return utf8.Length;
        while (limit > 0 && (utf8[limit] & 0xC0) == 0x80) limit--;
        return limit;
    }
}
