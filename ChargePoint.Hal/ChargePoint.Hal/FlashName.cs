namespace ChargePoint.Hal;

/// <summary>The rule for names in an <see cref="IFlashStore"/>, in one place for every store.</summary>
public static class FlashName
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaximumLength = 32;

    /// <summary>
    /// Tells whether a store takes a name: 1 to 32 characters of a-z, 0-9, '.', '-' and '_', the first one a letter or a digit
    /// (so that no name means a directory).
    /// </summary>
    /// <param name="name">Name to judge.</param>
    /// <returns>True if it is allowed.</returns>
    public static bool IsValid(string? name)
    {
        if (name == null || name.Length == 0 || name.Length > MaximumLength) return false;
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            bool letterOrDigit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && (i == 0 || (c != '.' && c != '-' && c != '_'))) return false;
        }

        return true;
    }
}
