using System.Text;

namespace ChargePoint.Runtime;

/// <summary>
/// Dates and times as text (ISO 8601, RFC 3339), as OCPP 1.6 uses them. DateTime has no part in it: nanoFramework's starts in 1601,
/// loses fractions and ignores offsets.
/// </summary>
public static class Iso8601
{
    /// <summary>Length of the text that <see cref="Format"/> makes.</summary>
    public const int Length = 24;

    private const long MsPerDay = 86400000;
    private const int MsPerMinute = 60000;

    // "2026-11-21T03:42:01.123456789+01:00"
    private const int LongestText = 35;

    // 9999-12-31T23:59:59.999Z
    private const long LastUnixMs = 253402300799999;

    /// <summary>Writes a moment in UTC with milliseconds, such as 2026-11-21T03:42:01.123Z, into a buffer.</summary>
    /// <param name="unixMs">Milliseconds since 1970-01-01T00:00:00Z. What lies outside the years 1970 to 9999 is written as the
    /// nearest moment inside.</param>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Where in the buffer it starts; <see cref="Length"/> bytes are needed.</param>
    /// <returns>Bytes written: <see cref="Length"/>.</returns>
    public static int Format(long unixMs, byte[] buffer, int offset)
    {
        if (unixMs < 0)
            unixMs = 0;
        if (unixMs > LastUnixMs)
            unixMs = LastUnixMs;

        int days = (int)(unixMs / MsPerDay);
        int msOfDay = (int)(unixMs - (days * MsPerDay));
        WriteDate(days, buffer, offset);
        buffer[offset + 10] = (byte)'T';
        WriteDigits(buffer, offset + 11, 2, msOfDay / 3600000);
        buffer[offset + 13] = (byte)':';
        WriteDigits(buffer, offset + 14, 2, msOfDay / MsPerMinute % 60);
        buffer[offset + 16] = (byte)':';
        WriteDigits(buffer, offset + 17, 2, msOfDay / 1000 % 60);
        buffer[offset + 19] = (byte)'.';
        WriteDigits(buffer, offset + 20, 3, msOfDay % 1000);
        buffer[offset + 23] = (byte)'Z';
        return Length;
    }

    /// <summary>A moment as by <see cref="Format"/>, as a string.</summary>
    /// <param name="unixMs">Milliseconds since 1970-01-01T00:00:00Z.</param>
    /// <returns>Such as 2026-11-21T03:42:01.123Z.</returns>
    public static string ToText(long unixMs)
    {
        byte[] text = new byte[Length];
        Format(unixMs, text, 0);
        return Encoding.UTF8.GetString(text, 0, Length);
    }

    /// <summary>
    /// Reads a date-time of RFC 3339 §5.6: date, T or t, time with seconds, a fraction of 1 to 9 digits (cut to milliseconds) or
    /// none, and Z, z or an offset (+01:00; of ISO 8601 also +0100 and +01). Without Z and offset it is taken as UTC, which OCPP
    /// recommends for all times. A leap second (23:59:60 UTC) is read as the last millisecond before it.
    /// </summary>
    /// <param name="utf8">Holds the text.</param>
    /// <param name="offset">Where in the buffer the text starts.</param>
    /// <param name="count">Length of the text: nothing may stand before or after the date-time.</param>
    /// <param name="unixMs">Milliseconds since 1970-01-01T00:00:00Z, negative before; 0 if the text is none.</param>
    /// <returns>False if the text is no date-time or names a moment that does not exist.</returns>
    public static bool TryParse(byte[] utf8, int offset, int count, out long unixMs)
    {
        unixMs = 0;
        if (count < 19 || count > LongestText)
            return false;

        int year = ReadDigits(utf8, offset, 4);
        int month = ReadDigits(utf8, offset + 5, 2);
        int day = ReadDigits(utf8, offset + 8, 2);
        int hour = ReadDigits(utf8, offset + 11, 2);
        int minute = ReadDigits(utf8, offset + 14, 2);
        int second = ReadDigits(utf8, offset + 17, 2);
        if (utf8[offset + 4] != '-' || utf8[offset + 7] != '-' || (utf8[offset + 10] | 0x20) != 't'
            || utf8[offset + 13] != ':' || utf8[offset + 16] != ':')
        {
            return false;
        }

        if (year < 0 || month < 1 || month > 12 || day < 1 || day > DaysInMonth(year, month)
            || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        {
            return false;
        }

        int position = offset + 19;
        int end = offset + count;
        if (!ReadFraction(utf8, ref position, end, out int milliseconds)
            || !ReadZone(utf8, position, end, out int zoneMinutes))
        {
            return false;
        }

        long minutes = (((DaysSince1970(year, month, day) * 24L) + hour) * 60) + minute - zoneMinutes;
        if (second == 60)
        {
            // Leap seconds are inserted at the end of a day in UTC.
            if ((minutes + 1) % 1440 != 0)
                return false;
            second = 59;
            milliseconds = 999;
        }

        unixMs = (minutes * MsPerMinute) + (second * 1000) + milliseconds;
        return true;
    }

    /// <summary>Reads a date-time, as the other overload does.</summary>
    /// <param name="text">The text.</param>
    /// <param name="unixMs">Milliseconds since 1970-01-01T00:00:00Z, negative before; 0 if the text is none.</param>
    /// <returns>False if the text is no date-time or names a moment that does not exist.</returns>
    public static bool TryParse(string text, out long unixMs)
    {
        unixMs = 0;
        if (text.Length > LongestText)
            return false;

        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return TryParse(utf8, 0, utf8.Length, out unixMs);
    }

    private static bool ReadFraction(byte[] utf8, ref int position, int end, out int milliseconds)
    {
        milliseconds = 0;
        if (position >= end || utf8[position] != '.')
            return true;

        int start = ++position;
        int weight = 100;
        while (position < end && utf8[position] >= '0' && utf8[position] <= '9')
        {
            milliseconds += (utf8[position] - '0') * weight;
            weight /= 10;
            position++;
        }

        return position > start && position - start <= 9;
    }

    private static bool ReadZone(byte[] utf8, int position, int end, out int zoneMinutes)
    {
        zoneMinutes = 0;
        int count = end - position;
        if (count == 0)
            return true;

        int sign = utf8[position];
        if (count == 1)
            return (sign | 0x20) == 'z';
        if ((sign != '+' && sign != '-') || (count != 3 && count != 5 && count != 6))
            return false;
        if (count == 6 && utf8[position + 3] != ':')
            return false;

        int hours = ReadDigits(utf8, position + 1, 2);
        int minutes = count == 3 ? 0 : ReadDigits(utf8, end - 2, 2);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
            return false;

        zoneMinutes = (hours * 60) + minutes;
        if (sign == '-')
            zoneMinutes = -zoneMinutes;
        return true;
    }

    // The number of that many digits, or -1.
    private static int ReadDigits(byte[] utf8, int position, int count)
    {
        int value = 0;
        for (int i = position; i < position + count; i++)
        {
            int digit = utf8[i] - '0';
            if (digit < 0 || digit > 9)
                return -1;
            value = (value * 10) + digit;
        }

        return value;
    }

    private static void WriteDigits(byte[] buffer, int position, int count, int value)
    {
        for (int i = position + count - 1; i >= position; i--)
        {
            buffer[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }

    private static bool IsLeapYear(int year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    private static int DaysInMonth(int year, int month)
    {
        if (month == 2)
            return IsLeapYear(year) ? 29 : 28;
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    // Both ways count in years that start in March, so that the leap day is the last of its year, from 0000-03-01 in cycles of
    // 400 years (146097 days); 1970-01-01 is day 719468 of that count.
    private static int DaysSince1970(int year, int month, int day)
    {
        int marchYear = month > 2 ? year : year - 1;
        int marchMonth = month > 2 ? month - 3 : month + 9;

        // 400 years on, because January and February of year 0 are in year -1.
        marchYear += 400;
        int dayOfYear = (((153 * marchMonth) + 2) / 5) + day - 1;
        return (marchYear * 365) + (marchYear / 4) - (marchYear / 100) + (marchYear / 400) + dayOfYear - 146097 - 719468;
    }

    private static void WriteDate(int daysSince1970, byte[] buffer, int offset)
    {
        int days = daysSince1970 + 719468;
        int cycle = days / 146097;
        int dayOfCycle = days % 146097;
        int yearOfCycle = (dayOfCycle - (dayOfCycle / 1460) + (dayOfCycle / 36524) - (dayOfCycle / 146096)) / 365;
        int dayOfYear = dayOfCycle - ((yearOfCycle * 365) + (yearOfCycle / 4) - (yearOfCycle / 100));
        int marchMonth = ((5 * dayOfYear) + 2) / 153;

        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        WriteDigits(buffer, offset, 4, (cycle * 400) + yearOfCycle + (month <= 2 ? 1 : 0));
        buffer[offset + 4] = (byte)'-';
        WriteDigits(buffer, offset + 5, 2, month);
        buffer[offset + 7] = (byte)'-';
        WriteDigits(buffer, offset + 8, 2, dayOfYear - (((153 * marchMonth) + 2) / 5) + 1);
    }
}
