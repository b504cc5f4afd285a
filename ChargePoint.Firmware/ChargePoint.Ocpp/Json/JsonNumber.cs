namespace ChargePoint.Ocpp;

/// <summary>JSON numbers, in integer arithmetic.</summary>
internal static class JsonNumber
{
    /// <summary>Longest number that is accepted, in characters: bounds the work that a peer can cause.</summary>
    public const int LongestNumber = 64;

    /// <summary>Finds the end of a number.</summary>
    /// <returns>Position behind it; of the wrong byte if it is none.</returns>
    public static int Scan(byte[] buffer, int start, int end, out bool isNumber)
    {
        isNumber = false;
        int position = start;
        if (position < end && buffer[position] == '-') position++;
        if (position < end && buffer[position] == '0') position++;
        else if (!Digits(buffer, ref position, end)) return position;
        if (position < end && buffer[position] == '.')
        {
            position++;
            if (!Digits(buffer, ref position, end)) return position;
        }

        if (position < end && (buffer[position] == 'e' || buffer[position] == 'E'))
        {
            position++;
            if (position < end && (buffer[position] == '+' || buffer[position] == '-')) position++;
            if (!Digits(buffer, ref position, end)) return position;
        }

        isNumber = position - start <= LongestNumber;
        return isNumber ? position : start + LongestNumber;
    }

    public static bool TryGetLong(byte[] buffer, int start, int end, out long value)
    {
        value = 0;
        bool negative = buffer[start] == '-';
        for (int i = negative ? start + 1 : start; i < end; i++)
        {
            // Counted downwards, since the smallest long has no positive counterpart.
            int digit = buffer[i] - '0';
            if (digit < 0 || digit > 9 || !AppendDigit(ref value, digit)) return false;
        }

        if (negative) return true;
        if (value == long.MinValue) return false;
        value = -value;
        return true;
    }

    public static bool TryGetDecimal(byte[] buffer, int start, int end, int decimals, out long scaled)
    {
        scaled = 0;
        bool negative = buffer[start] == '-';
        int exponent = decimals + Exponent(buffer, start, end, out int mantissaEnd);
        int lastDigit = LastNonZero(buffer, start, mantissaEnd);
        if (lastDigit < 0) return true;

        // Digits up to the last that counts; what follows it only moves the exponent.
        bool fraction = false;
        int shift = exponent;
        for (int i = negative ? start + 1 : start; i < mantissaEnd; i++)
        {
            if (buffer[i] == '.')
            {
                fraction = true;
                continue;
            }

            if (i <= lastDigit)
            {
                if (!AppendDigit(ref scaled, buffer[i] - '0')) return false;
                if (fraction) shift--;
            }
            else if (!fraction)
            {
                shift++;
            }
        }

        if (shift < 0) return false;
        for (; shift > 0; shift--)
        {
            if (!AppendDigit(ref scaled, 0)) return false;
        }

        if (negative) return true;
        if (scaled == long.MinValue) return false;
        scaled = -scaled;
        return true;
    }

    private static bool AppendDigit(ref long negativeValue, int digit)
    {
        if (negativeValue < (long.MinValue + digit) / 10) return false;
        negativeValue = (negativeValue * 10) - digit;
        return true;
    }

    private static int LastNonZero(byte[] buffer, int start, int end)
    {
        for (int i = end - 1; i >= start; i--)
        {
            if (buffer[i] >= '1' && buffer[i] <= '9') return i;
        }

        return -1;
    }

    private static int Exponent(byte[] buffer, int start, int end, out int mantissaEnd)
    {
        mantissaEnd = end;
        for (int i = start; i < end; i++)
        {
            if (buffer[i] != 'e' && buffer[i] != 'E') continue;
            mantissaEnd = i;
            bool negative = buffer[i + 1] == '-';
            int exponent = 0;
            for (int j = i + 1; j < end; j++)
            {
                int digit = buffer[j] - '0';
                if (digit >= 0 && digit <= 9 && exponent < 1000) exponent = (exponent * 10) + digit;
            }

            return negative ? -exponent : exponent;
        }

        return 0;
    }

    private static bool Digits(byte[] buffer, ref int position, int end)
    {
        int first = position;
        while (position < end && buffer[position] >= '0' && buffer[position] <= '9') position++;
        return position > first;
    }
}
