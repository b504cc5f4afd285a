using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests;

[TestClass]
public class JsonReaderNumberTests
{
    [TestMethod]
    [DataRow("01", (int)JsonError.InvalidNumber, 1)]
    [DataRow("-01", (int)JsonError.InvalidNumber, 2)]
    [DataRow("-", (int)JsonError.UnexpectedEnd, 1)]
    [DataRow("--1", (int)JsonError.InvalidNumber, 1)]
    [DataRow("-a", (int)JsonError.InvalidNumber, 1)]
    [DataRow("+1", (int)JsonError.UnexpectedByte, 0)]
    [DataRow(".5", (int)JsonError.UnexpectedByte, 0)]
    [DataRow("1.", (int)JsonError.UnexpectedEnd, 2)]
    [DataRow("1.]", (int)JsonError.InvalidNumber, 2)]
    [DataRow("1.e5", (int)JsonError.InvalidNumber, 2)]
    [DataRow("1.5.5", (int)JsonError.InvalidNumber, 3)]
    [DataRow("1e", (int)JsonError.UnexpectedEnd, 2)]
    [DataRow("1e+", (int)JsonError.UnexpectedEnd, 3)]
    [DataRow("1e+-5", (int)JsonError.InvalidNumber, 3)]
    [DataRow("1e5.5", (int)JsonError.InvalidNumber, 3)]
    [DataRow("1e5e5", (int)JsonError.InvalidNumber, 3)]
    [DataRow("0x10", (int)JsonError.InvalidNumber, 1)]
    [DataRow("1a", (int)JsonError.InvalidNumber, 1)]
    [DataRow("1\"", (int)JsonError.InvalidNumber, 1)]
    [DataRow("-Infinity", (int)JsonError.InvalidNumber, 1)]
    public void What_is_no_number_is_refused(string text, int error, int position)
    {
        JsonReader reader = JsonSamples.At(text);
        Assert.AreEqual((int)JsonToken.Error, (int)reader.Token);
        Assert.AreEqual(error, (int)reader.Error);
        Assert.AreEqual(position, reader.ErrorPosition - 3);
    }

    [TestMethod]
    [DataRow("0", true, 0)]
    [DataRow("-0", true, 0)]
    [DataRow("5", true, 5)]
    [DataRow("-3", true, -3)]
    [DataRow("2147483647", true, int.MaxValue)]
    [DataRow("-2147483648", true, int.MinValue)]
    [DataRow("2147483648", false, 0)]
    [DataRow("-2147483649", false, 0)]
    [DataRow("99999999999999999999", false, 0)]
    [DataRow("5.0", false, 0)]
    [DataRow("5e0", false, 0)]
    [DataRow("\"5\"", false, 0)]
    [DataRow("true", false, 0)]
    [DataRow("null", false, 0)]
    public void An_int_is_written_as_an_integer_and_in_range(string text, bool isOne, int value)
    {
        Assert.AreEqual(isOne, JsonSamples.At(text).TryGetInt(out int read));
        Assert.AreEqual(value, read);
    }

    [TestMethod]
    [DataRow("9223372036854775807", true, long.MaxValue)]
    [DataRow("-9223372036854775808", true, long.MinValue)]
    [DataRow("9223372036854775808", false, 0L)]
    [DataRow("-9223372036854775809", false, 0L)]
    [DataRow("9223372036854775810", false, 0L)]
    [DataRow("92233720368547758070", false, 0L)]
    [DataRow("-92233720368547758080", false, 0L)]
    [DataRow("18446744073709551616", false, 0L)]
    [DataRow("18446744073709551617", false, 0L)]
    [DataRow("1e1", false, 0L)]
    public void A_long_is_written_as_an_integer_and_in_range(string text, bool isOne, long value)
    {
        Assert.AreEqual(isOne, JsonSamples.At(text).TryGetLong(out long read));
        Assert.AreEqual(value, read);
    }

    [TestMethod]
    [DataRow("12.3", 1, true, 123L)]
    [DataRow("12.3", 3, true, 12300L)]
    [DataRow("12.30", 1, true, 123L)]
    [DataRow("12.34", 1, false, 0L)]
    [DataRow("-0.05", 2, true, -5L)]
    [DataRow("0.05", 1, false, 0L)]
    [DataRow("16", 1, true, 160L)]
    [DataRow("16.0", 0, true, 16L)]
    [DataRow("0.1", 0, false, 0L)]
    [DataRow("1.23e1", 1, true, 123L)]
    [DataRow("1.23E+2", 0, true, 123L)]
    [DataRow("123e-1", 1, true, 123L)]
    [DataRow("1230e-2", 1, true, 123L)]
    [DataRow("1230e-3", 1, false, 0L)]
    [DataRow("1200e-2", 0, true, 12L)]
    [DataRow("100.00e-2", 0, true, 1L)]
    [DataRow("0e999999999999", 9, true, 0L)]
    [DataRow("-0.000e-999999999999", 9, true, 0L)]
    [DataRow("1e999999999999", 0, false, 0L)]
    [DataRow("1e-999999999999", 9, false, 0L)]
    [DataRow("1e18", 0, true, 1000000000000000000L)]
    [DataRow("1e19", 0, false, 0L)]
    [DataRow("1e18", 1, false, 0L)]
    [DataRow("922337203685477580.7", 1, true, long.MaxValue)]
    [DataRow("922337203685477580.8", 1, false, 0L)]
    [DataRow("-922337203685477580.8", 1, true, long.MinValue)]
    [DataRow("-922337203685477580.9", 1, false, 0L)]
    [DataRow("0.0000000000000000000000000001e28", 0, true, 1L)]
    [DataRow("10000000000000000000000000000e-28", 0, true, 1L)]
    [DataRow("0.000000001", 9, true, 1L)]
    [DataRow("\"1\"", 0, false, 0L)]
    public void A_decimal_is_exact_or_refused(string text, int decimals, bool isOne, long scaled)
    {
        Assert.AreEqual(isOne, JsonSamples.At(text).TryGetDecimal(decimals, out long read));
        Assert.AreEqual(scaled, read);
    }

    [TestMethod]
    public void A_number_of_any_length_is_json_and_its_value_is_right_or_refused()
    {
        string zeros = JsonSamples.Repeat("0", 2000);
        Assert.AreEqual((int)JsonToken.Number, (int)JsonSamples.At("1" + zeros).Token);
        Assert.IsFalse(JsonSamples.At("1" + zeros).TryGetLong(out long _));
        Assert.IsTrue(JsonSamples.At("1" + zeros + "e-2000").TryGetDecimal(0, out long one));
        Assert.AreEqual(1L, one);
        Assert.IsTrue(JsonSamples.At("7." + zeros).TryGetDecimal(2, out long seven));
        Assert.AreEqual(700L, seven);
        Assert.IsFalse(JsonSamples.At("7." + zeros + "1").TryGetDecimal(9, out long _));
    }
}
