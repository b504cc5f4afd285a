using System.Text;
using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests;

[TestClass]
public class DecimalStringTests
{
    [TestMethod]
    [DataRow(16050L, 3, "\"16.05\"")]
    [DataRow(230000L, 3, "\"230\"")]
    [DataRow(1230L, 0, "\"1230\"")]
    [DataRow(5L, 3, "\"0.005\"")]
    [DataRow(-5L, 3, "\"-0.005\"")]
    [DataRow(-16500L, 3, "\"-16.5\"")]
    [DataRow(0L, 3, "\"0\"")]
    [DataRow(0L, 0, "\"0\"")]
    [DataRow(1L, 9, "\"0.000000001\"")]
    [DataRow(9223372036854775807L, 9, "\"9223372036.854775807\"")]
    [DataRow(-9223372036854775807L, 0, "\"-9223372036854775807\"")]
    public void A_decimal_is_written_as_a_string_without_superfluous_zeros(long unscaled, int decimals, string expected)
    {
        JsonWriter writer = new(new byte[64]);
        writer.DecimalString(unscaled, decimals);
        Assert.AreEqual(expected, Encoding.UTF8.GetString(writer.Buffer, 0, writer.Length));
    }

    [TestMethod]
    public void The_smallest_number_has_all_its_digits()
    {
        JsonWriter writer = new(new byte[64]);
        writer.DecimalString(long.MinValue, 9);
        Assert.AreEqual("\"-9223372036.854775808\"", Encoding.UTF8.GetString(writer.Buffer, 0, writer.Length));
    }

    [TestMethod]
    public void What_does_not_fit_overflows()
    {
        JsonWriter writer = new(new byte[6]);
        writer.DecimalString(16050, 3);
        Assert.IsTrue(writer.Overflowed);
    }
}
