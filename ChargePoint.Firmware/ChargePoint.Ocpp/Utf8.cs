namespace ChargePoint.Ocpp;

/// <summary>UTF-8 (RFC 3629), for text on the wire and within JSON.</summary>
internal static class Utf8
{
    /// <summary>Length of the well-formed sequence of two to four bytes (section 4) that starts here, or 0.</summary>
    public static int SequenceLength(byte[] buffer, int position, int end)
    {
        int lead = buffer[position];
        if (lead < 0xC2 || lead > 0xF4)
            return 0;

        int size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (end - position < size)
            return 0;

        int second = buffer[position + 1];
        if (second < 0x80 || second > 0xBF
            || (lead == 0xE0 && second < 0xA0) // overlong
            || (lead == 0xED && second > 0x9F) // surrogates
            || (lead == 0xF0 && second < 0x90) // overlong
            || (lead == 0xF4 && second > 0x8F)) // above U+10FFFF
        {
            return 0;
        }

        for (int i = 2; i < size; i++)
        {
            if ((buffer[position + i] & 0xC0) != 0x80)
                return 0;
        }

        return size;
    }
}
