using System;
using System.Text;
using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests;

[TestClass]
public class JsonWriterTests
{
    private static JsonWriter NewWriter() => new(new byte[512]);

    [TestMethod]
    public void Commas_and_colons_come_by_themselves()
    {
        JsonWriter writer = NewWriter();
        writer.StartArray();
        writer.Number(2);
        writer.String("id");
        writer.StartObject();
        writer.Member("text", "x");
        writer.Member("nothing", null);
        writer.Member("number", -7);
        writer.Member("flag", true);
        writer.MemberTimestamp("moment", 1795232521123);
        writer.Name("list");
        writer.StartArray();
        writer.StartObject();
        writer.EndObject();
        writer.StartArray();
        writer.EndArray();
        writer.Null();
        writer.Bool(false);
        writer.Decimal(123, 1);
        writer.EndArray();
        writer.Name("raw");
        writer.Raw(JsonSamples.Hex("FF5B315DFF"), 1, 3);
        writer.EndObject();
        writer.String("end");
        writer.EndArray();
        Assert.AreEqual(
            "[2,\"id\",{\"text\":\"x\",\"nothing\":null,\"number\":-7,\"flag\":true,\"moment\":\"2026-11-21T03:42:01.123Z\","
            + "\"list\":[{},[],null,false,12.3],\"raw\":[1]},\"end\"]",
            JsonSamples.Text(writer));
        Assert.IsFalse(writer.Overflowed);
    }

    [TestMethod]
    public void Each_container_starts_without_comma_whatever_its_neighbour_holds()
    {
        JsonWriter writer = NewWriter();
        writer.StartArray();
        for (long i = 0; i < 2; i++)
        {
            writer.StartArray();
            writer.Number(i);
            writer.Number(i);
            writer.EndArray();
            writer.StartObject();
            writer.Member("a", i);
            writer.Member("b", i);
            writer.EndObject();
        }

        writer.EndArray();
        Assert.AreEqual("[[0,0],{\"a\":0,\"b\":0},[1,1],{\"a\":1,\"b\":1}]", JsonSamples.Text(writer));
    }

    [TestMethod]
    public void A_scalar_is_a_text_too_and_reset_starts_another()
    {
        JsonWriter writer = NewWriter();
        writer.String("a");
        Assert.AreEqual("\"a\"", JsonSamples.Text(writer));
        writer.Reset();
        Assert.AreEqual(0, writer.Length);
        writer.Null();
        Assert.AreEqual("null", JsonSamples.Text(writer));
    }

    [TestMethod]
    [DataRow("", "")]
    [DataRow("616263", "616263")]
    [DataRow("22", "5C22")]
    [DataRow("5C", "5C5C")]
    [DataRow("2F7F", "2F7F")]
    [DataRow("080C0A0D09", "5C625C665C6E5C725C74")]
    [DataRow("010B1F", "5C75303030315C75303030625C7530303166")]
    [DataRow("412241", "415C2241")]
    [DataRow("41225C42", "415C225C5C42")]
    [DataRow("C3A422E282AC0AF09F9A97", "C3A45C22E282AC5C6EF09F9A97")]
    public void Strings_are_escaped_where_they_must_be(string utf8, string written)
    {
        byte[] value = JsonSamples.Hex(utf8);
        string expected = Encoding.UTF8.GetString(JsonSamples.Hex("22" + written + "22"), 0, 2 + (written.Length / 2));

        JsonWriter writer = NewWriter();
        writer.String(Encoding.UTF8.GetString(value, 0, value.Length));
        Assert.AreEqual(expected, JsonSamples.Text(writer));

        writer.Reset();
        writer.Utf8(JsonSamples.Hex("FF" + utf8 + "FF"), 1, value.Length);
        Assert.AreEqual(expected, JsonSamples.Text(writer));

        // Next to the end of the buffer strings take another way.
        writer = new JsonWriter(new byte[2 + (written.Length / 2)]);
        writer.String(Encoding.UTF8.GetString(value, 0, value.Length));
        Assert.AreEqual(expected, JsonSamples.Text(writer));
        Assert.IsFalse(writer.Overflowed);
    }

    [TestMethod]
    public void U0000_is_escaped()
    {
        JsonWriter writer = NewWriter();
        writer.Utf8(JsonSamples.Hex("410042"), 0, 3);
        Assert.AreEqual("\"A\\u0000B\"", JsonSamples.Text(writer));
    }

    [TestMethod]
    [DataRow("41EDA0BD42", "41EFBFBD42")] // half of a pair, as a string of the device holds it
    [DataRow("EDBFBF", "EFBFBD")]
    [DataRow("ED9FBF", "ED9FBF")] // U+D7FF is none
    public void Half_of_a_pair_becomes_the_replacement_character(string utf8, string written)
    {
        JsonWriter writer = NewWriter();
        writer.Utf8(JsonSamples.Hex(utf8), 0, utf8.Length / 2);
        byte[] expected = JsonSamples.Hex("22" + written + "22");
        Assert.AreEqual(expected.Length, writer.Length);
        for (int i = 0; i < expected.Length; i++) Assert.AreEqual(expected[i], writer.Buffer[i]);
    }

    [TestMethod]
    [DataRow(0L, 0, "0")]
    [DataRow(7L, 0, "7")]
    [DataRow(-10L, 0, "-10")]
    [DataRow(long.MaxValue, 0, "9223372036854775807")]
    [DataRow(long.MinValue, 0, "-9223372036854775808")]
    [DataRow(12345L, 3, "12.345")]
    [DataRow(50L, 1, "5.0")]
    [DataRow(5L, 1, "0.5")]
    [DataRow(-5L, 1, "-0.5")]
    [DataRow(5L, 3, "0.005")]
    [DataRow(0L, 2, "0.00")]
    [DataRow(1L, 9, "0.000000001")]
    [DataRow(1000000000L, 9, "1.000000000")]
    [DataRow(long.MinValue, 9, "-9223372036.854775808")]
    [DataRow(long.MaxValue, 9, "9223372036.854775807")]
    public void Numbers_are_exact_and_read_back_as_they_were(long unscaled, int decimals, string written)
    {
        JsonWriter writer = NewWriter();
        writer.Decimal(unscaled, decimals);
        Assert.AreEqual(written, JsonSamples.Text(writer));
        Assert.IsTrue(JsonSamples.At(written).TryGetDecimal(decimals, out long read));
        Assert.AreEqual(unscaled, read);
    }

    // What uses every way to write; into a buffer of this size.
    private static JsonWriter WriteMessage(int size)
    {
        JsonWriter writer = new(new byte[size]);
        writer.StartObject();
        writer.Member("plain", "abc");
        writer.Member("escaped", "a\"b\n\u0001");
        writer.Member("other", "\u00E4\u20AC\uD83D\uDE97");
        writer.Member("empty", "");
        writer.Member("null", null);
        writer.Member("number", long.MinValue);
        writer.Name("decimal");
        writer.Decimal(-12345, 3);
        writer.Member("flag", false);
        writer.MemberTimestamp("moment", 0);
        writer.Name("list");
        writer.StartArray();
        writer.Utf8(JsonSamples.Hex("4122"), 0, 2);
        writer.Raw(JsonSamples.Hex("7B7D"), 0, 2);
        writer.EndArray();
        writer.EndObject();
        return writer;
    }

    [TestMethod]
    public void A_text_that_fills_the_buffer_fits_and_with_a_byte_less_it_overflows()
    {
        JsonWriter whole = WriteMessage(1000);
        int length = whole.Length;
        Assert.IsFalse(whole.Overflowed);
        Assert.AreEqual((int)JsonError.None, (int)JsonReader.Validate(new JsonReader(), whole.Buffer, 0, length, out int _));

        JsonWriter full = WriteMessage(length);
        Assert.IsFalse(full.Overflowed);
        Assert.AreEqual(JsonSamples.Text(whole), JsonSamples.Text(full));

        for (int size = 0; size < length; size++)
        {
            JsonWriter small = WriteMessage(size);
            Assert.IsTrue(small.Overflowed, "overflow");
            Assert.IsTrue(small.Length <= size, "length");
        }
    }

    [TestMethod]
    public void After_an_overflow_nothing_is_written_until_reset()
    {
        JsonWriter writer = new(new byte[8]);
        writer.StartArray();
        writer.String("too long for it");
        Assert.IsTrue(writer.Overflowed);
        int length = writer.Length;
        writer.Number(1);
        writer.String("a");
        writer.Null();
        writer.EndArray();
        Assert.AreEqual(length, writer.Length);

        writer.Reset();
        Assert.IsFalse(writer.Overflowed);
        writer.String("fits");
        Assert.AreEqual("\"fits\"", JsonSamples.Text(writer));
    }

    [TestMethod]
    public void Sixteen_containers_may_be_open_and_a_seventeenth_is_a_bug()
    {
        JsonWriter writer = NewWriter();
        for (int i = 0; i < JsonReader.MaximumDepth; i++) writer.StartArray();
        Assert.ThrowsException(typeof(InvalidOperationException), () => writer.StartArray());
        for (int i = 0; i < JsonReader.MaximumDepth; i++) writer.EndArray();
        Assert.AreEqual(JsonSamples.Repeat("[", 16) + JsonSamples.Repeat("]", 16), JsonSamples.Text(writer));
    }

    [TestMethod]
    public void What_cannot_be_json_is_a_bug()
    {
        JsonWriter writer = NewWriter();
        Assert.ThrowsException(typeof(InvalidOperationException), () => writer.Name("no object"));
        Assert.ThrowsException(typeof(InvalidOperationException), () => writer.EndObject());
        Assert.ThrowsException(typeof(InvalidOperationException), () => writer.EndArray());
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => writer.Decimal(1, 10));
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => writer.Decimal(1, -1));
        writer.StartObject();
        Assert.ThrowsException(typeof(InvalidOperationException), () => writer.Number(1));
        Assert.ThrowsException(typeof(InvalidOperationException), () => writer.EndArray());
        writer.Name("a");
        Assert.ThrowsException(typeof(InvalidOperationException), () => writer.Name("b"));
        Assert.ThrowsException(typeof(InvalidOperationException), () => writer.EndObject());
        writer.Number(1);
        writer.EndObject();
        Assert.ThrowsException(typeof(InvalidOperationException), () => writer.Null());
        Assert.AreEqual("{\"a\":1}", JsonSamples.Text(writer));

        writer.Reset();
        writer.StartObject();
        Assert.ThrowsException(typeof(ArgumentException), () => writer.Name("n\u00E4me"));
    }
}
