namespace ChargePoint.Features;

/// <summary>Decimal numbers kept as integers.</summary>
public static class FixedPoint
{
    /// <summary>Writes a number with its decimals, without superfluous zeros: 16050 with 3 decimals is "16.05".</summary>
    /// <param name="unscaled">The number times ten to the power of <paramref name="decimals"/>.</param>
    /// <param name="decimals">0 to 9.</param>
    public static string ToText(long unscaled, int decimals)
    {
        if (decimals == 0) return unscaled.ToString();
        long scale = 1;
        for (int i = 0; i < decimals; i++) scale *= 10;
        long whole = unscaled / scale;
        long part = unscaled % scale;
        if (part < 0) part = -part;
        string sign = unscaled < 0 && whole == 0 ? "-" : "";
        if (part == 0) return sign + whole.ToString();
        string digits = part.ToString().PadLeft(decimals, '0').TrimEnd('0');
        return sign + whole.ToString() + "." + digits;
    }
}
