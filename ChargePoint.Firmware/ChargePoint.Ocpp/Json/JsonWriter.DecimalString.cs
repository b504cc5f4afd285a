namespace ChargePoint.Ocpp;

/// <content>Decimal numbers as strings: the form in which OCPP 1.6 wants measured values (section 7.43).</content>
public sealed partial class JsonWriter
{
    /// <summary>Writes a decimal number as a string, without superfluous zeros: 16050 with 3 decimals is "16.05", 230000 is "230".</summary>
    /// <param name="unscaled">The number times ten to the power of <paramref name="decimals"/>.</param>
    /// <param name="decimals">0 to 9.</param>
    public void DecimalString(long unscaled, int decimals)
    {
        for (; decimals > 0 && unscaled % 10 == 0; decimals--) unscaled /= 10;

        // From the last digit on, and downwards: the smallest long has no positive counterpart.
        byte[] text = _digits;
        long rest = unscaled < 0 ? unscaled : -unscaled;
        int start = text.Length;
        for (int written = 0; rest != 0 || written <= decimals; written++)
        {
            if (written == decimals && decimals > 0) text[--start] = (byte)'.';
            text[--start] = (byte)('0' - (int)(rest % 10));
            rest /= 10;
        }

        if (unscaled < 0) text[--start] = (byte)'-';
        Utf8(text, start, text.Length - start);
    }
}
