using System.Globalization;
using System.Text;
using ChargePoint.Runtime;

namespace ChargePoint.Simulator.Tests.Json;

/// <summary>The firmware's dates against those of .NET.</summary>
[TestClass]
public sealed class Iso8601AgreementTests
{
    [TestMethod]
    public void Every_day_from_1970_to_9999_is_written_and_read_as_by_DateTime()
    {
        byte[] buffer = new byte[Iso8601.Length];
        DateTime day = DateTime.UnixEpoch;
        for (long unixMs = 0; ; unixMs += 86_400_000, day = day.AddDays(1))
        {
            Iso8601.Format(unixMs, buffer, 0);
            if (Digits(buffer, 0, 4) != day.Year || Digits(buffer, 5, 2) != day.Month || Digits(buffer, 8, 2) != day.Day
                || !Iso8601.TryParse(buffer, 0, buffer.Length, out long read) || read != unixMs)
            {
                Assert.Fail($"{day:O} is written as {Encoding.ASCII.GetString(buffer)}");
            }

            if (day == DateTime.MaxValue.Date) break;
        }
    }

    [TestMethod]
    public void Random_moments_with_offsets_are_read_as_by_DateTimeOffset()
    {
        Random random = new(3);
        for (int i = 0; i < 20_000; i++)
        {
            DateTimeOffset moment = DateTimeOffset.UnixEpoch
                .AddMilliseconds(random.NextInt64(-60_000_000_000_000, 250_000_000_000_000))
                .ToOffset(TimeSpan.FromMinutes(random.Next(-14 * 60, (14 * 60) + 1)));
            string text = moment.ToString("yyyy-MM-ddTHH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
            Assert.IsTrue(Iso8601.TryParse(text, out long unixMs), text);
            Assert.AreEqual(moment.ToUnixTimeMilliseconds(), unixMs, text);
        }
    }

    private static int Digits(byte[] text, int offset, int count)
    {
        int value = 0;
        foreach (byte digit in text.AsSpan(offset, count)) value = (value * 10) + digit - '0';
        return value;
    }
}
