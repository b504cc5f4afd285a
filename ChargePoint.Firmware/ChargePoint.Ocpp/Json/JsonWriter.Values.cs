using System;
using System.Text;
using ChargePoint.Runtime;

namespace ChargePoint.Ocpp;

// Strings and numbers.
public sealed partial class JsonWriter
{
    private const int MaximumDecimals = 9;

    // The longest number: a sign, 19 digits and a decimal point.
    private readonly byte[] _digits = new byte[24];

    /// <summary>
    /// Writes a string. Quotes, backslashes and control characters are escaped, everything else is UTF-8; half of a surrogate
    /// pair becomes U+FFFD.
    /// </summary>
    /// <param name="value">The string, or null for <c>null</c>.</param>
    public void String(string? value)
    {
        if (value == null)
        {
            Null();
            return;
        }

        // The string is encoded straight into the buffer, and escaped there. value[i] is no way: on nanoFramework it walks the
        // string from its start each time, and gives the high half of a pair for both.
        int length = value.Length;
        int room = _buffer.Length - _length - 3;
        if (length <= room / 3)
        {
            BeginValue();
            int start = _length + 1;
            if (Reserve(2))
                FinishString(start, Encoding.UTF8.GetBytes(value, 0, length, _buffer, start));
        }
        else if (length <= room + 1 && !Overflowed)
        {
            // May be too long as UTF-8, and GetBytes could only throw: find out on the side.
            byte[] encoded = Encoding.UTF8.GetBytes(value);
            Utf8(encoded, 0, encoded.Length);
        }
        else
        {
            BeginValue();
            _overflowed = true;
        }
    }

    /// <summary>Writes a string that is there as UTF-8, escaped as by <see cref="String"/>.</summary>
    /// <param name="buffer">Holds the decoded string. It may not be the writer's own.</param>
    /// <param name="offset">Where in the buffer it starts.</param>
    /// <param name="count">Its length in bytes; the caller answers for its being well-formed UTF-8.</param>
    public void Utf8(byte[] buffer, int offset, int count)
    {
        BeginValue();
        if (!Reserve(count + 2))
            return;

        Array.Copy(buffer, offset, _buffer, _length + 1, count);
        FinishString(_length + 1, count);
    }

    /// <summary>Writes an integer.</summary>
    /// <param name="value">The integer.</param>
    public void Number(long value)
    {
        if (value < 0 || value > 9)
        {
            Decimal(value, 0);
            return;
        }

        BeginValue();
        Put((char)('0' + (int)value));
    }

    /// <summary>Writes a decimal number exactly: 12345 with three decimals is 12.345, 50 with one is 5.0.</summary>
    /// <param name="unscaled">The number times ten to the power of <paramref name="decimals"/>.</param>
    /// <param name="decimals">Digits behind the decimal point, 0 to 9; without one, no decimal point.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another number of decimals.</exception>
    public void Decimal(long unscaled, int decimals)
    {
        if (decimals < 0 || decimals > MaximumDecimals)
            throw new ArgumentOutOfRangeException(nameof(decimals));

        // From the last digit on, and negative, because long.MinValue has no positive counterpart.
        byte[] digits = _digits;
        long rest = unscaled < 0 ? unscaled : -unscaled;
        int start = digits.Length;
        int written = 0;
        do
        {
            if (written == decimals && decimals > 0)
                digits[--start] = (byte)'.';
            digits[--start] = (byte)('0' - (int)(rest % 10));
            rest /= 10;
            written++;
        }
        while (rest != 0 || written <= decimals);

        if (unscaled < 0)
            digits[--start] = (byte)'-';
        Raw(digits, start, digits.Length - start);
    }

    // The bytes of a string stand at start, with room for a quote on both sides: quotes them, escaped.
    private void FinishString(int start, int count)
    {
        byte[] buffer = _buffer;
        int end = start + count;
        int extra = 0;
        for (int i = start; i < end; i++)
        {
            int b = buffer[i];
            if ((uint)(b - '#') < '\\' - '#' || (uint)(b - ']') < 0x80 - ']')
                continue; // nearly everything there is
            if (b < 0x20 || b == '"' || b == '\\')
                extra += EscapedLength(b) - 1;
            else if (b == 0xED)
                ReplaceSurrogate(i, end);
        }

        if (!Reserve(2 + count + extra))
            return;
        if (extra > 0)
            Spread(end, extra);

        end += extra;
        buffer[start - 1] = (byte)'"';
        buffer[end] = (byte)'"';
        _length = end + 1;
    }

    // Moves the bytes before end up by extra, escaping on the way; done where source and target meet.
    private void Spread(int end, int extra)
    {
        byte[] buffer = _buffer;
        int source = end - 1;
        int target = source + extra;
        while (target > source)
        {
            int b = buffer[source--];
            int size = b < 0x20 || b == '"' || b == '\\' ? EscapedLength(b) : 1;
            target -= size;
            if (size == 1)
                buffer[target + 1] = (byte)b;
            else
                Escape(b, size, target + 1);
        }
    }

    private void Escape(int b, int size, int position)
    {
        _buffer[position] = (byte)'\\';
        if (size == 2)
        {
            _buffer[position + 1] = (byte)ShortEscape(b);
            return;
        }

        _buffer[position + 1] = (byte)'u';
        _buffer[position + 2] = (byte)'0';
        _buffer[position + 3] = (byte)'0';
        _buffer[position + 4] = (byte)Hex.Digit(b >> 4);
        _buffer[position + 5] = (byte)Hex.Digit(b & 0xF);
    }

    private static int EscapedLength(int b) => ShortEscape(b) != 0 ? 2 : 6;

    // The letter of a two-character escape (RFC 8259 §7), or 0.
    private static int ShortEscape(int b)
    {
        switch (b)
        {
            case '"':
            case '\\':
                return b;
            case '\b':
                return 'b';
            case '\f':
                return 'f';
            case '\n':
                return 'n';
            case '\r':
                return 'r';
            case '\t':
                return 't';
            default:
                return 0;
        }
    }

    // .NET encodes half of a surrogate pair as U+FFFD; nanoFramework's strings are bytes and pass it through as ED A0..BF xx.
    private void ReplaceSurrogate(int position, int end)
    {
        if (position + 2 >= end || _buffer[position + 1] < 0xA0)
            return;

        _buffer[position] = 0xEF;
        _buffer[position + 1] = 0xBF;
        _buffer[position + 2] = 0xBD;
    }
}
