using System;
using System.Text;
using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests;

[TestClass]
public class JsonReaderStringTests
{
    [TestMethod]
    [DataRow("", "", 0)]
    [DataRow("abc", "616263", 3)]
    [DataRow("a/b", "612F62", 3)]
    [DataRow("\\\"", "22", 1)]
    [DataRow("\\\\", "5C", 1)]
    [DataRow("\\/", "2F", 1)]
    [DataRow("\\b", "08", 1)]
    [DataRow("\\f", "0C", 1)]
    [DataRow("\\n", "0A", 1)]
    [DataRow("\\r", "0D", 1)]
    [DataRow("\\t", "09", 1)]
    [DataRow("\\u0000", "00", 1)]
    [DataRow("\\u0041\\u007f", "417F", 2)]
    [DataRow("\\u0080\\u07ff", "C280DFBF", 2)]
    [DataRow("\\u0800\\uFFFF", "E0A080EFBFBF", 2)]
    [DataRow("\\ud7FF\\uE000", "ED9FBFEE8080", 2)]
    [DataRow("\\ud800\\udc00", "F0908080", 1)]
    [DataRow("\\uD83D\\uDE97", "F09F9A97", 1)]
    [DataRow("\\uDBFF\\uDFFF", "F48FBFBF", 1)]
    [DataRow("x\\u00e4y\\ud83d\\ude97z", "78C3A479F09F9A977A", 5)]
    [DataRow("\\\\u0041", "5C7530303431", 6)]
    public void Escapes_are_decoded_and_characters_counted(string escaped, string utf8, int characters)
    {
        JsonReader reader = JsonSamples.At("\"" + escaped + "\"");
        Assert.AreEqual((int)JsonToken.String, (int)reader.Token);
        Assert.AreEqual(characters, reader.ValueLength);

        byte[] expected = JsonSamples.Hex(utf8);
        byte[] decoded = new byte[expected.Length + 2];
        Assert.AreEqual(expected.Length, reader.CopyUtf8(decoded, 1, expected.Length));
        for (int i = 0; i < expected.Length; i++) Assert.AreEqual(expected[i], decoded[i + 1]);
        Assert.AreEqual(0, (int)decoded[0]);
        Assert.AreEqual(0, (int)decoded[expected.Length + 1]);
        if (expected.Length > 0) Assert.AreEqual(-1, reader.CopyUtf8(decoded, 1, expected.Length - 1));

        // A string of the device ends at a U+0000, so that one is only seen as bytes.
        if (utf8 == "00") return;
        string text = Encoding.UTF8.GetString(expected, 0, expected.Length);
        Assert.AreEqual(text, reader.GetString());
        Assert.IsTrue(reader.ValueEquals(text));
        Assert.IsFalse(reader.ValueEquals(text + "x"));
        Assert.IsFalse(reader.ValueEquals("x" + text));
        if (text.Length > 0) Assert.IsFalse(reader.ValueEquals(""));
    }

    [TestMethod]
    [DataRow("C280", 1)]
    [DataRow("DFBF", 1)]
    [DataRow("E0A080", 1)]
    [DataRow("ED9FBF", 1)]
    [DataRow("EE8080", 1)]
    [DataRow("EFBFBF", 1)]
    [DataRow("F0908080", 1)]
    [DataRow("F3BFBFBF", 1)]
    [DataRow("F48FBFBF", 1)]
    [DataRow("41C3A442E282AC43F09F9A9744", 7)]
    public void Utf8_is_passed_on_as_it_is(string utf8, int characters)
    {
        JsonReader reader = JsonSamples.Reader(JsonSamples.Hex("22" + utf8 + "22"));
        Assert.AreEqual((int)JsonToken.String, (int)reader.Read());
        Assert.AreEqual(characters, reader.ValueLength);

        byte[] expected = JsonSamples.Hex(utf8);
        byte[] decoded = new byte[expected.Length];
        Assert.AreEqual(expected.Length, reader.CopyUtf8(decoded, 0, decoded.Length));
        for (int i = 0; i < expected.Length; i++) Assert.AreEqual(expected[i], decoded[i]);
        Assert.IsTrue(reader.ValueEquals(Encoding.UTF8.GetString(expected, 0, expected.Length)));
        Assert.AreEqual(Encoding.UTF8.GetString(expected, 0, expected.Length), reader.GetString());
        Assert.AreEqual((int)JsonToken.End, (int)reader.Read());
    }

    [TestMethod]
    [DataRow("224180", 2)] // continuation without lead
    [DataRow("22BF22", 1)]
    [DataRow("22C022", 1)] // overlong
    [DataRow("22C08022", 1)]
    [DataRow("22C1BF22", 1)]
    [DataRow("22E0808022", 1)]
    [DataRow("22E09FBF22", 1)]
    [DataRow("22F0808080", 1)]
    [DataRow("22F08FBFBF22", 1)]
    [DataRow("22EDA08022", 1)] // surrogates
    [DataRow("22EDBFBF22", 1)]
    [DataRow("22F490808022", 1)] // above U+10FFFF
    [DataRow("22F5808080", 1)]
    [DataRow("22FF22", 1)]
    [DataRow("22FE22", 1)]
    [DataRow("22C322", 1)] // cut off by the quote
    [DataRow("22E28222", 1)]
    [DataRow("22F09F9A22", 1)]
    [DataRow("22E2", 1)] // cut off by the end
    [DataRow("22E282", 1)]
    [DataRow("22F09F9A", 1)]
    [DataRow("22C3C322", 1)]
    [DataRow("22E282C322", 1)]
    [DataRow("2241C3A4FF22", 4)]
    public void What_is_not_utf8_is_refused(string text, int position)
    {
        JsonReader reader = JsonSamples.Reader(JsonSamples.Hex(text));
        Assert.AreEqual((int)JsonToken.Error, (int)reader.Read());
        Assert.AreEqual((int)JsonError.InvalidUtf8, (int)reader.Error);
        Assert.AreEqual(position, reader.ErrorPosition - 3);
    }

    [TestMethod]
    [DataRow("\"a\\x\"", (int)JsonError.InvalidEscape, 2)]
    [DataRow("\"\\'\"", (int)JsonError.InvalidEscape, 1)]
    [DataRow("\"\\U0041\"", (int)JsonError.InvalidEscape, 1)]
    [DataRow("\"\\u004\"", (int)JsonError.InvalidEscape, 1)]
    [DataRow("\"\\u00g0\"", (int)JsonError.InvalidEscape, 1)]
    [DataRow("\"\\u+041\"", (int)JsonError.InvalidEscape, 1)]
    [DataRow("\"\\ud83d\\u12x4\"", (int)JsonError.InvalidEscape, 7)]
    [DataRow("\"\\ud83d\"", (int)JsonError.LoneSurrogate, 1)]
    [DataRow("\"\\ude97\"", (int)JsonError.LoneSurrogate, 1)]
    [DataRow("\"\\ud83dx\"", (int)JsonError.LoneSurrogate, 1)]
    [DataRow("\"\\ud83d\\n\"", (int)JsonError.LoneSurrogate, 1)]
    [DataRow("\"\\ud83d\\ud83d\"", (int)JsonError.LoneSurrogate, 1)]
    [DataRow("\"\\ud83d\\u0041\"", (int)JsonError.LoneSurrogate, 1)]
    [DataRow("\"\\ude97\\ud83d\"", (int)JsonError.LoneSurrogate, 1)]
    [DataRow("\"ab\\udfff\"", (int)JsonError.LoneSurrogate, 3)]
    [DataRow("\"a\nb\"", (int)JsonError.ControlCharacter, 2)]
    [DataRow("\"\u0001\"", (int)JsonError.ControlCharacter, 1)]
    [DataRow("\"\u001f\"", (int)JsonError.ControlCharacter, 1)]
    [DataRow("\"\t\"", (int)JsonError.ControlCharacter, 1)]
    [DataRow("\"", (int)JsonError.UnexpectedEnd, 1)]
    [DataRow("\"\\", (int)JsonError.UnexpectedEnd, 2)]
    [DataRow("\"\\\"", (int)JsonError.UnexpectedEnd, 3)]
    [DataRow("\"\\u12", (int)JsonError.UnexpectedEnd, 5)]
    [DataRow("\"\\ud83d", (int)JsonError.UnexpectedEnd, 7)]
    [DataRow("\"\\ud83d\\", (int)JsonError.UnexpectedEnd, 8)]
    [DataRow("\"\\ud83d\\ude", (int)JsonError.UnexpectedEnd, 11)]
    public void What_is_no_string_is_refused(string text, int error, int position)
    {
        JsonReader reader = JsonSamples.At(text);
        Assert.AreEqual((int)JsonToken.Error, (int)reader.Token);
        Assert.AreEqual(error, (int)reader.Error);
        Assert.AreEqual(position, reader.ErrorPosition - 3);
    }

    [TestMethod]
    public void A_nul_byte_is_a_control_character()
    {
        JsonReader reader = JsonSamples.Reader(JsonSamples.Hex("22410022"));
        Assert.AreEqual((int)JsonToken.Error, (int)reader.Read());
        Assert.AreEqual((int)JsonError.ControlCharacter, (int)reader.Error);
    }

    [TestMethod]
    public void A_name_may_have_escapes()
    {
        JsonReader reader = JsonSamples.Reader("{\"id\\u0054ag\":1}");
        reader.Read();
        Assert.AreEqual((int)JsonToken.Name, (int)reader.Read());
        Assert.IsTrue(reader.ValueEquals("idTag"));
        Assert.IsFalse(reader.ValueEquals("idtag"), "letter case counts");
        Assert.AreEqual("idTag", reader.GetString());
        Assert.AreEqual(5, reader.ValueLength);
    }

    [TestMethod]
    [DataRow("F09F9A97", "F09F9A98", false)]
    [DataRow("F09F9A97", "F09F9B97", false)]
    [DataRow("F09F9A97", "F09F9A97", true)]
    [DataRow("F09F9A9741", "F09F9A9742", false)]
    [DataRow("C3A4", "C3A5", false)]
    [DataRow("C3A4", "61", false)]
    [DataRow("61", "C3A4", false)]
    [DataRow("C3A4C3A4", "C3A4", false)]
    [DataRow("E282ACF09F9A97", "E282AC61", false)]
    [DataRow("F09F9A97", "6162", false)]
    [DataRow("F09F9A97", "E282ACE282AC", false)]
    public void Texts_of_any_characters_are_compared(string value, string text, bool equal)
    {
        JsonReader reader = JsonSamples.Reader(JsonSamples.Hex("22" + value + "22"));
        reader.Read();
        byte[] utf8 = JsonSamples.Hex(text);
        Assert.AreEqual(equal, reader.ValueEquals(Encoding.UTF8.GetString(utf8, 0, utf8.Length)));
    }

    [TestMethod]
    public void Another_token_has_no_string_although_a_name_came_before_it()
    {
        JsonReader reader = JsonSamples.Reader("{\"a\":1}");
        reader.Read();
        reader.Read();
        reader.Read();
        Assert.AreEqual((int)JsonToken.Number, (int)reader.Token);
        Assert.IsFalse(reader.ValueEquals("a"));
        Assert.AreEqual(0, reader.ValueLength);
        Assert.AreEqual(-1, reader.CopyUtf8(new byte[8], 0, 8));
        Assert.IsFalse(reader.TryGetTimestamp(out long _));
        Assert.ThrowsException(typeof(InvalidOperationException), () => reader.GetString());
    }

    [TestMethod]
    [DataRow("\"2026-11-21T03:42:01.123Z\"", true)]
    [DataRow("\"2026-11-21T03:42:01.123\\u005a\"", true)]
    [DataRow("\"2026-11-21T04:42:01.123\\u002B01:00\"", true)]
    [DataRow("\"\\u0032\\u0030\\u0032\\u0036-11-21T03:42:01.123Z\"", true)]
    [DataRow("\"2026-11-21\"", false)]
    [DataRow("\"2026-11-21T03:42:01.123Z\\u0020\"", false)]
    [DataRow("\"\\u00322026-11-21T03:42:01.123Zxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"", false)]
    [DataRow("1795232521123", false)]
    public void A_string_may_be_a_date_time(string text, bool isOne)
    {
        JsonReader reader = JsonSamples.At(text);
        Assert.AreEqual(isOne, reader.TryGetTimestamp(out long unixMs));
        Assert.AreEqual(isOne ? 1795232521123 : 0, unixMs);
    }
}
