using System.Text;

namespace ChargePoint.Runtime;

/// <summary>
/// Dates and times as OCPP writes them (ISO 8601, RFC 3339), in integer arithmetic: the device's DateTime.TryParse misreads
/// fractions and ignores offsets.
/// </summary>
public static class Iso8601
{
    /// <summary>Length of what <see cref="Format"/> writes, in bytes.</summary>
    public const int Length = 24;

    private const long MillisecondsPerDay = 86_400_000;

    /// <summary>Writes a date and time: 2026-11-21T03:42:01.123Z.</summary>
    /// <param name="unixMs">Milliseconds since 1970-01-01T00:00:00Z; what lies outside of the years 1970 to 9999 is written as their edge.</param>
    /// <param name="buffer">Receives it; needs room for <see cref="Length"/> bytes.</param>
    /// <param name="offset">Where it goes.</param>
    /// <returns>Number of bytes written.</returns>
    public static int Format(long unixMs, byte[] buffer, int offset)
    {
        const long Last = 253_402_300_799_999;
        if (unixMs < 0) unixMs = 0;
        if (unixMs > Last) unixMs = Last;
        CivilDate((int)(unixMs / MillisecondsPerDay), out int year, out int month, out int day);
        int ofDay = (int)(unixMs % MillisecondsPerDay);
        Digits(buffer, offset, year, 4);
        buffer[offset + 4] = (byte)'-';
        Digits(buffer, offset + 5, month, 2);
        buffer[offset + 7] = (byte)'-';
        Digits(buffer, offset + 8, day, 2);
        buffer[offset + 10] = (byte)'T';
        Digits(buffer, offset + 11, ofDay / 3_600_000, 2);
        buffer[offset + 13] = (byte)':';
        Digits(buffer, offset + 14, ofDay / 60_000 % 60, 2);
        buffer[offset + 16] = (byte)':';
        Digits(buffer, offset + 17, ofDay / 1000 % 60, 2);
        buffer[offset + 19] = (byte)'.';
        Digits(buffer, offset + 20, ofDay % 1000, 3);
        buffer[offset + 23] = (byte)'Z';
        return Length;
    }

    /// <summary>A date and time as text.</summary>
    /// <param name="unixMs">Milliseconds since 1970-01-01T00:00:00Z.</param>
    public static string ToText(long unixMs)
    {
        byte[] text = new byte[Length];
        Format(unixMs, text, 0);
        return Encoding.UTF8.GetString(text, 0, Length);
    }

    /// <summary>Reads a date and time: with or without fraction (1 to 9 digits, cut to milliseconds), with Z, an offset or none (then UTC).</summary>
    /// <param name="text">Holds it.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="count">Number of bytes.</param>
    /// <param name="unixMs">Milliseconds since 1970-01-01T00:00:00Z; negative before.</param>
    /// <returns>False if it is none.</returns>
    public static bool TryParse(byte[] text, int offset, int count, out long unixMs)
    {
        unixMs = 0;
        int end = offset + count;
        int position = offset;
        if (!Number(text, ref position, end, 4, out int year) || !Mark(text, ref position, end, '-')) return false;
        if (!Number(text, ref position, end, 2, out int month) || !Mark(text, ref position, end, '-')) return false;
        if (!Number(text, ref position, end, 2, out int day)) return false;
        if (!Mark(text, ref position, end, 'T') && !Mark(text, ref position, end, 't') && !Mark(text, ref position, end, ' ')) return false;
        if (!Number(text, ref position, end, 2, out int hour) || !Mark(text, ref position, end, ':')) return false;
        if (!Number(text, ref position, end, 2, out int minute) || !Mark(text, ref position, end, ':')) return false;
        if (!Number(text, ref position, end, 2, out int second)) return false;
        if (!Fraction(text, ref position, end, out int millisecond)) return false;
        if (!Zone(text, ref position, end, out int offsetMinutes) || position != end) return false;
        if (year < 1 || month < 1 || month > 12 || day < 1 || day > DaysInMonth(year, month)) return false;
        if (hour > 23 || minute > 59 || second > 60) return false;
        if (second == 60)
        {
            // A leap second does not exist in Unix time: it becomes the last moment before it.
            second = 59;
            millisecond = 999;
        }

        unixMs = (DaysFromCivil(year, month, day) * MillisecondsPerDay) + (hour * 3_600_000L) + (minute * 60_000L) + (second * 1000L) + millisecond - (offsetMinutes * 60_000L);
        return true;
    }

    /// <summary>Reads a date and time.</summary>
    /// <param name="text">The text.</param>
    /// <param name="unixMs">Milliseconds since 1970-01-01T00:00:00Z.</param>
    /// <returns>False if it is none.</returns>
    public static bool TryParse(string text, out long unixMs)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return TryParse(bytes, 0, bytes.Length, out unixMs);
    }

    private static bool Fraction(byte[] text, ref int position, int end, out int millisecond)
    {
        millisecond = 0;
        if (!Mark(text, ref position, end, '.')) return true;
        int digits = 0;
        for (; position < end && text[position] >= '0' && text[position] <= '9'; position++)
        {
            if (digits < 3) millisecond = (millisecond * 10) + text[position] - '0';
            if (++digits > 9) return false;
        }

        for (int i = digits; i < 3; i++) millisecond *= 10;
        return digits > 0;
    }

    private static bool Zone(byte[] text, ref int position, int end, out int offsetMinutes)
    {
        offsetMinutes = 0;
        if (position == end || Mark(text, ref position, end, 'Z') || Mark(text, ref position, end, 'z')) return true;
        int sign = text[position] == '+' ? 1 : text[position] == '-' ? -1 : 0;
        position++;
        if (sign == 0 || !Number(text, ref position, end, 2, out int hours) || hours > 23) return false;
        int minutes = 0;
        if (position < end)
        {
            Mark(text, ref position, end, ':');
            if (!Number(text, ref position, end, 2, out minutes) || minutes > 59) return false;
        }

        offsetMinutes = sign * ((hours * 60) + minutes);
        return true;
    }

    private static bool Mark(byte[] text, ref int position, int end, char mark)
    {
        if (position >= end || text[position] != mark) return false;
        position++;
        return true;
    }

    private static bool Number(byte[] text, ref int position, int end, int digits, out int value)
    {
        value = 0;
        if (position + digits > end) return false;
        for (int i = 0; i < digits; i++)
        {
            int digit = text[position++] - '0';
            if (digit < 0 || digit > 9) return false;
            value = (value * 10) + digit;
        }

        return true;
    }

    private static void Digits(byte[] buffer, int offset, int value, int digits)
    {
        for (int i = digits - 1; i >= 0; i--)
        {
            buffer[offset + i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }

    private static int DaysInMonth(int year, int month)
    {
        if (month == 2) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    // Days since 1970-01-01, with years that begin in March so that a leap day is the last of its year.
    private static long DaysFromCivil(int year, int month, int day)
    {
        int y = month <= 2 ? year - 1 : year;
        int era = (y >= 0 ? y : y - 399) / 400;
        int yearOfEra = y - (era * 400);
        int dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        int dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * 146097L) + dayOfEra - 719468;
    }

    private static void CivilDate(int days, out int year, out int month, out int day)
    {
        int z = days + 719468;
        int era = z / 146097;
        int dayOfEra = z - (era * 146097);
        int yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36524) - (dayOfEra / 146096)) / 365;
        int dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        int shifted = ((5 * dayOfYear) + 2) / 153;
        day = dayOfYear - (((153 * shifted) + 2) / 5) + 1;
        month = shifted < 10 ? shifted + 3 : shifted - 9;
        year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
    }
}
