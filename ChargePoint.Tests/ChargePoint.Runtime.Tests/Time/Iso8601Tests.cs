using System.Text;
using nanoFramework.TestFramework;

namespace ChargePoint.Runtime.Tests;

[TestClass]
public class Iso8601Tests
{
    private const long DayMs = 86400000;

    [TestMethod]
    [DataRow(0L, "1970-01-01T00:00:00.000Z")]
    [DataRow(1L, "1970-01-01T00:00:00.001Z")]
    [DataRow(86399999L, "1970-01-01T23:59:59.999Z")]
    [DataRow(951782400000L, "2000-02-29T00:00:00.000Z")]
    [DataRow(951868800000L, "2000-03-01T00:00:00.000Z")]
    [DataRow(1795232521123L, "2026-11-21T03:42:01.123Z")]
    [DataRow(1835395199999L, "2028-02-28T23:59:59.999Z")]
    [DataRow(4102444800000L, "2100-01-01T00:00:00.000Z")]
    [DataRow(4107542400000L, "2100-03-01T00:00:00.000Z")]
    [DataRow(253402300799999L, "9999-12-31T23:59:59.999Z")]
    public void A_moment_is_written_and_read_back(long unixMs, string text)
    {
        Assert.AreEqual(text, Iso8601.ToText(unixMs));
        Assert.IsTrue(Iso8601.TryParse(text, out long read));
        Assert.AreEqual(unixMs, read);
    }

    [TestMethod]
    [DataRow(-1L, "1970-01-01T00:00:00.000Z")]
    [DataRow(long.MinValue, "1970-01-01T00:00:00.000Z")]
    [DataRow(253402300800000L, "9999-12-31T23:59:59.999Z")]
    [DataRow(long.MaxValue, "9999-12-31T23:59:59.999Z")]
    public void What_lies_outside_the_years_1970_to_9999_is_written_as_their_edge(long unixMs, string text) =>
        Assert.AreEqual(text, Iso8601.ToText(unixMs));

    [TestMethod]
    public void Only_the_bytes_of_the_text_are_written()
    {
        byte[] buffer = new byte[Iso8601.Length + 2];
        Assert.AreEqual(Iso8601.Length, Iso8601.Format(1795232521123, buffer, 1));
        Assert.AreEqual(0, (int)buffer[0]);
        Assert.AreEqual(0, (int)buffer[Iso8601.Length + 1]);
        Assert.AreEqual("2026-11-21T03:42:01.123Z", Encoding.UTF8.GetString(buffer, 1, Iso8601.Length));
        Assert.IsTrue(Iso8601.TryParse(buffer, 1, Iso8601.Length, out long unixMs));
        Assert.AreEqual(1795232521123L, unixMs);
        Assert.IsTrue(Iso8601.TryParse(buffer, 1, 19, out unixMs), "only the range counts");
        Assert.AreEqual(1795232521000L, unixMs);
    }

    [TestMethod]
    public void Every_month_from_1970_to_2101_has_its_days()
    {
        byte[] buffer = new byte[Iso8601.Length];
        long unixMs = 0;
        for (int month = 0; month < 132 * 12; month++)
        {
            int year = 1970 + (month / 12);
            int ofYear = (month % 12) + 1;
            bool leap = year % 4 == 0 && year != 2100;
            int days = ofYear == 2 ? (leap ? 29 : 28) : ofYear == 4 || ofYear == 6 || ofYear == 9 || ofYear == 11 ? 30 : 31;
            CheckDate(buffer, unixMs, year, ofYear, 1);
            CheckDate(buffer, unixMs + ((days - 1) * DayMs), year, ofYear, days);
            unixMs += days * DayMs;
        }
    }

    [TestMethod]
    [DataRow("2026-11-21T03:42:01Z", 0)]
    [DataRow("2026-11-21T03:42:01", 0)]
    [DataRow("2026-11-21t03:42:01z", 0)]
    [DataRow("2026-11-21T03:42:01.5Z", 500)]
    [DataRow("2026-11-21T03:42:01.12Z", 120)]
    [DataRow("2026-11-21T03:42:01.123", 123)]
    [DataRow("2026-11-21T03:42:01.1239Z", 123)]
    [DataRow("2026-11-21T03:42:01.123456789Z", 123)]
    [DataRow("2026-11-21T03:42:01.999999999+00:00", 999)]
    [DataRow("2026-11-21T04:42:01+01:00", 0)]
    [DataRow("2026-11-21T04:42:01+0100", 0)]
    [DataRow("2026-11-21T04:42:01+01", 0)]
    [DataRow("2026-11-20T22:12:01.123456789-05:30", 123)]
    [DataRow("2026-11-21T03:42:01-00:00", 0)]
    [DataRow("2026-11-22T03:41:01.007+23:59", 7)]
    public void Every_form_of_a_date_time_is_read(string text, int milliseconds)
    {
        Assert.IsTrue(Iso8601.TryParse(text, out long unixMs));
        Assert.AreEqual(1795232521000L + milliseconds, unixMs);
    }

    [TestMethod]
    [DataRow("1969-12-31T23:59:59.999Z", -1L)]
    [DataRow("0000-01-01T00:00:00Z", -62167219200000L)]
    [DataRow("0001-01-01T00:00:00Z", -62135596800000L)]
    [DataRow("0000-02-29T00:00:00Z", -62162121600000L)]
    [DataRow("1970-01-01T00:00:00+01:00", -3600000L)]
    [DataRow("9999-12-31T23:59:59.999-23:59", 253402387139999L)]
    public void Moments_before_1970_and_at_the_edges_are_read(string text, long expected)
    {
        Assert.IsTrue(Iso8601.TryParse(text, out long unixMs));
        Assert.AreEqual(expected, unixMs);
    }

    [TestMethod]
    [DataRow("2016-12-31T23:59:60Z", 1483228799999L)]
    [DataRow("2016-12-31T23:59:60.5Z", 1483228799999L)]
    [DataRow("2017-01-01T00:59:60+01:00", 1483228799999L)]
    public void A_leap_second_is_the_last_millisecond_before_it(string text, long expected)
    {
        Assert.IsTrue(Iso8601.TryParse(text, out long unixMs));
        Assert.AreEqual(expected, unixMs);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("2026-11-21")]
    [DataRow("2026-11-21T03:42")]
    [DataRow("2026-11-21T03:42Z")]
    [DataRow("2026-11-21T03:42:0")]
    [DataRow("2026-11-21 03:42:01Z")]
    [DataRow("2026/11/21T03:42:01Z")]
    [DataRow("2026-11-21T03.42.01Z")]
    [DataRow("20261121T034201Z")]
    [DataRow("2026-00-21T03:42:01Z")]
    [DataRow("2026-13-21T03:42:01Z")]
    [DataRow("2026-11-00T03:42:01Z")]
    [DataRow("2026-11-31T03:42:01Z")]
    [DataRow("2026-12-32T03:42:01Z")]
    [DataRow("2026-02-29T03:42:01Z")]
    [DataRow("2028-02-30T03:42:01Z")]
    [DataRow("2100-02-29T03:42:01Z")]
    [DataRow("2026-11-21T24:00:00Z")]
    [DataRow("2026-11-21T03:60:01Z")]
    [DataRow("2026-11-21T03:42:61Z")]
    [DataRow("2026-11-21T03:42:60Z")]
    [DataRow("2026-12-31T23:59:60+01:00")]
    [DataRow("2026-11-21T03:42:01.Z")]
    [DataRow("2026-11-21T03:42:01.")]
    [DataRow("2026-11-21T03:42:01,5Z")]
    [DataRow("2026-11-21T03:42:01.1234567890Z")]
    [DataRow("2026-11-21T03:42:01ZZ")]
    [DataRow("2026-11-21T03:42:01Z ")]
    [DataRow(" 2026-11-21T03:42:01Z")]
    [DataRow("2026-11-21T03:42:01+")]
    [DataRow("2026-11-21T03:42:01+1")]
    [DataRow("2026-11-21T03:42:01+01:")]
    [DataRow("2026-11-21T03:42:01+01:0")]
    [DataRow("2026-11-21T03:42:01+24:00")]
    [DataRow("2026-11-21T03:42:01+01:60")]
    [DataRow("2026-11-21T03:42:01+01-00")]
    [DataRow("2026-11-21T03:42:01*01:00")]
    [DataRow("2026-11-21T03:42:01+01:00Z")]
    [DataRow("-026-11-21T03:42:01Z")]
    [DataRow("2026-11-21T03:42:0xZ")]
    [DataRow("2026-11-21T03:42:01.123456789+01:00x")]
    public void What_is_no_date_time_is_refused(string text)
    {
        Assert.IsFalse(Iso8601.TryParse(text, out long unixMs));
        Assert.AreEqual(0L, unixMs);
    }

    private static void CheckDate(byte[] buffer, long unixMs, int year, int month, int day)
    {
        Iso8601.Format(unixMs, buffer, 0);
        Assert.AreEqual(year, Number(buffer, 0, 4));
        Assert.AreEqual(month, Number(buffer, 5, 2));
        Assert.AreEqual(day, Number(buffer, 8, 2));
        Assert.IsTrue(Iso8601.TryParse(buffer, 0, buffer.Length, out long read));
        Assert.AreEqual(unixMs, read);
    }

    private static int Number(byte[] text, int offset, int digits)
    {
        int value = 0;
        for (int i = 0; i < digits; i++) value = (value * 10) + text[offset + i] - '0';
        return value;
    }
}
