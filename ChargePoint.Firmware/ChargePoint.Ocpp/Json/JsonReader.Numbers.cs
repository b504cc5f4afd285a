namespace ChargePoint.Ocpp;

// What the present number means, without floating point.
public sealed partial class JsonReader
{
    /// <summary>True at a Number that is written as an integer (digits and a sign only), of whatever size.</summary>
    public bool IsInteger => Token == JsonToken.Number && _isInteger;

    /// <summary>The present Number, if it is written as an integer (digits and a sign only, so not 5.0 or 5e0) that fits.</summary>
    /// <param name="value">The number.</param>
    /// <returns>False if it is not, or at another token.</returns>
    public bool TryGetInt(out int value)
    {
        int length = _tokenEnd - _tokenStart;
        if (_token == JsonToken.Number && _isInteger && length <= 9 && _buffer[_tokenStart] != '-')
        {
            int plain = 0;
            for (int i = _tokenStart; i < _tokenEnd; i++)
                plain = (plain * 10) + _buffer[i] - '0';
            value = plain;
            return true;
        }

        bool fits = TryGetLong(out long wide) && wide >= int.MinValue && wide <= int.MaxValue;
        value = fits ? (int)wide : 0;
        return fits;
    }

    /// <summary>The present Number, if it is written as an integer (digits and a sign only, so not 5.0 or 5e0) that fits.</summary>
    /// <param name="value">The number.</param>
    /// <returns>False if it is not, or at another token.</returns>
    public bool TryGetLong(out long value)
    {
        value = 0;
        return Token == JsonToken.Number && _isInteger && TryGetDecimal(0, out value);
    }

    /// <summary>
    /// The present Number as an exact multiple of a power of ten: 12.3 with one decimal is 123, and so are 12.30 and 1.23e1.
    /// No floating point is involved, and the cost is bounded by the length of the number, not by its exponent.
    /// </summary>
    /// <param name="decimals">Decimals of the result, from 0.</param>
    /// <param name="scaled">The number times ten to the power of <paramref name="decimals"/>.</param>
    /// <returns>False if it has more decimals, does not fit, or at another token.</returns>
    public bool TryGetDecimal(int decimals, out long scaled)
    {
        scaled = 0;
        if (Token != JsonToken.Number)
            return false;

        int position = TokenStart;
        bool negative = _buffer[position] == '-';
        if (negative)
            position++;

        int digits = CountDigits(position, out int fractionDigits);
        int zeros = decimals + Exponent() - fractionDigits;

        // With a negative number of zeros to append, as many of the last digits have to be zeros and are left out.
        // The value is kept negative, because the range of long is larger on that side.
        int kept = zeros < 0 ? digits + zeros : digits;
        long value = 0;
        for (int i = 0; i < digits; position++)
        {
            int b = _buffer[position];
            if (b == '.')
                continue;
            if (i < kept ? !Append(ref value, b - '0') : b != '0')
                return false;
            i++;
        }

        // At most 19 rounds: a value other than zero has overflowed by then.
        for (; zeros > 0 && value != 0; zeros--)
        {
            if (!Append(ref value, 0))
                return false;
        }

        if (!negative && value == long.MinValue)
            return false;
        scaled = negative ? value : -value;
        return true;
    }

    // value * 10 - digit, for a value that is not positive.
    private static bool Append(ref long value, int digit)
    {
        if (value < long.MinValue / 10)
            return false;
        long tenfold = value * 10;
        if (tenfold < long.MinValue + digit)
            return false;
        value = tenfold - digit;
        return true;
    }

    // Digits from this position to the exponent or the end, and how many of them stand behind the decimal point.
    private int CountDigits(int position, out int fractionDigits)
    {
        int digits = 0;
        int point = -1;
        for (; position < TokenEnd; position++)
        {
            int b = _buffer[position];
            if (IsDigit(b))
                digits++;
            else if (b == '.')
                point = digits;
            else
                break;
        }

        fractionDigits = point < 0 ? 0 : digits - point;
        return digits;
    }

    // The exponent of the present Number, 0 without one; beyond a billion, which no buffer's digits can make up for, a billion.
    private int Exponent()
    {
        const int Largest = 1000000000;
        if (_isInteger)
            return 0;

        int position = TokenStart;
        while (position < TokenEnd && (_buffer[position] | 0x20) != 'e')
            position++;
        if (position >= TokenEnd)
            return 0;

        position++;
        bool negative = _buffer[position] == '-';
        if (!IsDigit(_buffer[position]))
            position++;

        int exponent = 0;
        for (; position < TokenEnd && exponent < Largest; position++)
            exponent = exponent >= Largest / 10 ? Largest : exponent * 10 + _buffer[position] - '0';
        return negative ? -exponent : exponent;
    }
}
