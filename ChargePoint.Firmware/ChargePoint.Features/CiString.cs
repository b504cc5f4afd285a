namespace ChargePoint.Features;

/// <summary>Case-insensitive strings, as OCPP 1.6 defines idTags and configuration keys (CiString types; ASCII letters).</summary>
public static class CiString
{
    /// <summary>Compares two strings without regard to the case of ASCII letters.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    public static bool Equals(string a, string b)
    {
        if (a == b) return true;
        if (a.Length != b.Length || Upper(a[0]) != Upper(b[0])) return false; // as most do: nothing is copied for them
        char[] x = a.ToCharArray();
        char[] y = b.ToCharArray();
        for (int i = 0; i < x.Length; i++)
        {
            if (Upper(x[i]) != Upper(y[i])) return false;
        }

        return true;
    }

    private static char Upper(char c) => c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}
