using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests;

[TestClass]
public class JsonReaderStructureTests
{
    [TestMethod]
    [DataRow("{}")]
    [DataRow("[]")]
    [DataRow("\"\"")]
    [DataRow("0")]
    [DataRow("true")]
    [DataRow("false")]
    [DataRow("null")]
    [DataRow(" \t\r\n[ \t\r\n1 \t\r\n, \t\r\n2 \t\r\n] \t\r\n")]
    [DataRow(" { \"a\" : 1 , \"b\" : [ ] } ")]
    [DataRow("[[],{},[{}],{\"a\":{}}]")]
    [DataRow("{\"\":0,\"a\":1,\"a\":2}")]
    [DataRow("[true,false,null,\"x\",-1.5e+3]")]
    [DataRow("[2,\"19223201\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]")]
    public void Json_is_accepted(string text)
    {
        JsonReader reader = JsonSamples.Reader(text);
        JsonToken token;
        do token = reader.Read();
        while (token != JsonToken.End && token != JsonToken.Error);
        Assert.AreEqual((int)JsonToken.End, (int)token);
        Assert.AreEqual((int)JsonError.None, (int)reader.Error);
    }

    [TestMethod]
    [DataRow("", (int)JsonError.UnexpectedEnd, 0)]
    [DataRow("  ", (int)JsonError.UnexpectedEnd, 2)]
    [DataRow("[", (int)JsonError.UnexpectedEnd, 1)]
    [DataRow("[1", (int)JsonError.UnexpectedEnd, 2)]
    [DataRow("[1,", (int)JsonError.UnexpectedEnd, 3)]
    [DataRow("{", (int)JsonError.UnexpectedEnd, 1)]
    [DataRow("{\"a\"", (int)JsonError.UnexpectedEnd, 4)]
    [DataRow("{\"a\":", (int)JsonError.UnexpectedEnd, 5)]
    [DataRow("{\"a\":1", (int)JsonError.UnexpectedEnd, 6)]
    [DataRow("{\"a\":1,", (int)JsonError.UnexpectedEnd, 7)]
    [DataRow("tru", (int)JsonError.UnexpectedEnd, 3)]
    [DataRow("\"a", (int)JsonError.UnexpectedEnd, 2)]
    [DataRow("[1,]", (int)JsonError.UnexpectedByte, 3)]
    [DataRow("[,1]", (int)JsonError.UnexpectedByte, 1)]
    [DataRow("[1,,2]", (int)JsonError.UnexpectedByte, 3)]
    [DataRow("[1 2]", (int)JsonError.UnexpectedByte, 3)]
    [DataRow("[1}", (int)JsonError.UnexpectedByte, 2)]
    [DataRow("[}", (int)JsonError.UnexpectedByte, 1)]
    [DataRow("{]", (int)JsonError.UnexpectedByte, 1)]
    [DataRow("{\"a\":1]", (int)JsonError.UnexpectedByte, 6)]
    [DataRow("{\"a\":1,}", (int)JsonError.UnexpectedByte, 7)]
    [DataRow("{,}", (int)JsonError.UnexpectedByte, 1)]
    [DataRow("{1:2}", (int)JsonError.UnexpectedByte, 1)]
    [DataRow("{a:2}", (int)JsonError.UnexpectedByte, 1)]
    [DataRow("{\"a\" 1}", (int)JsonError.UnexpectedByte, 5)]
    [DataRow("{\"a\",1}", (int)JsonError.UnexpectedByte, 4)]
    [DataRow("{\"a\"::1}", (int)JsonError.UnexpectedByte, 5)]
    [DataRow("{\"a\"}", (int)JsonError.UnexpectedByte, 4)]
    [DataRow("[\"a\":1]", (int)JsonError.UnexpectedByte, 4)]
    [DataRow("]", (int)JsonError.UnexpectedByte, 0)]
    [DataRow(",", (int)JsonError.UnexpectedByte, 0)]
    [DataRow("'a'", (int)JsonError.UnexpectedByte, 0)]
    [DataRow("/**/1", (int)JsonError.UnexpectedByte, 0)]
    [DataRow("[1]//", (int)JsonError.TrailingBytes, 3)]
    [DataRow("True", (int)JsonError.UnexpectedByte, 0)]
    [DataRow("trUe", (int)JsonError.UnexpectedByte, 2)]
    [DataRow("nul]", (int)JsonError.UnexpectedByte, 3)]
    [DataRow("[truefalse]", (int)JsonError.UnexpectedByte, 5)]
    [DataRow("NaN", (int)JsonError.UnexpectedByte, 0)]
    [DataRow("[\f]", (int)JsonError.UnexpectedByte, 1)]
    [DataRow("{}{}", (int)JsonError.TrailingBytes, 2)]
    [DataRow("\"a\" b", (int)JsonError.TrailingBytes, 4)]
    [DataRow("nullnull", (int)JsonError.TrailingBytes, 4)]
    public void What_is_not_json_is_refused_with_its_position(string text, int error, int position)
    {
        JsonReader reader = JsonSamples.Reader(text);
        while (reader.Read() != JsonToken.Error) Assert.AreNotEqual((int)JsonToken.End, (int)reader.Token);
        Assert.AreEqual(error, (int)reader.Error);
        Assert.AreEqual(position, reader.ErrorPosition - 3);
        Assert.IsTrue(JsonReader.Describe(reader.Error).Length > 0);
    }

    [TestMethod]
    public void Sixteen_open_containers_are_read_and_the_seventeenth_is_refused()
    {
        JsonReader reader = JsonSamples.Reader(JsonSamples.Repeat("[", JsonReader.MaximumDepth) + JsonSamples.Repeat("]", JsonReader.MaximumDepth));
        for (int i = 1; i <= JsonReader.MaximumDepth; i++)
        {
            Assert.AreEqual((int)JsonToken.StartArray, (int)reader.Read());
        }

        while (reader.Read() == JsonToken.EndArray)
        {
        }

        Assert.AreEqual((int)JsonToken.End, (int)reader.Token);

        reader = JsonSamples.Reader(JsonSamples.Repeat("{\"a\":", JsonReader.MaximumDepth) + "[");
        while (reader.Read() != JsonToken.Error) Assert.AreNotEqual((int)JsonToken.StartArray, (int)reader.Token);
        Assert.AreEqual((int)JsonError.TooDeep, (int)reader.Error);
        Assert.AreEqual(3 + (JsonReader.MaximumDepth * 5), reader.ErrorPosition);
    }

    [TestMethod]
    public void Objects_and_arrays_inside_each_other_are_closed_in_their_order()
    {
        JsonReader reader = JsonSamples.Reader("[{\"a\":[{}],\"b\":[]},[[{}]]]");
        JsonToken[] tokens =
        [
            JsonToken.StartArray, JsonToken.StartObject, JsonToken.Name, JsonToken.StartArray, JsonToken.StartObject, JsonToken.EndObject,
            JsonToken.EndArray, JsonToken.Name, JsonToken.StartArray, JsonToken.EndArray, JsonToken.EndObject, JsonToken.StartArray,
            JsonToken.StartArray, JsonToken.StartObject, JsonToken.EndObject, JsonToken.EndArray, JsonToken.EndArray, JsonToken.EndArray,
            JsonToken.End, JsonToken.End,
        ];
        for (int i = 0; i < tokens.Length; i++) Assert.AreEqual((int)tokens[i], (int)reader.Read(), "token");
    }

    [TestMethod]
    public void Each_token_knows_where_it_stands()
    {
        JsonReader reader = JsonSamples.Reader("{ \"ab\" : [ -1.5 , true ] }");
        int[] bounds = [0, 1, 2, 6, 9, 10, 11, 15, 18, 22, 23, 24, 25, 26, 26, 26];
        Assert.AreEqual((int)JsonToken.None, (int)reader.Token);
        for (int i = 0; i < bounds.Length; i += 2)
        {
            reader.Read();
            Assert.AreEqual(bounds[i], reader.TokenStart - 3, "start");
            Assert.AreEqual(bounds[i + 1], reader.TokenEnd - 3, "end");
        }

        Assert.AreEqual((int)JsonToken.End, (int)reader.Token);
    }

    [TestMethod]
    public void An_error_stays_until_the_next_text()
    {
        JsonReader reader = JsonSamples.Reader("[1,]");
        while (reader.Read() != JsonToken.Error)
        {
        }

        Assert.AreEqual((int)JsonToken.Error, (int)reader.Read());
        Assert.AreEqual(6, reader.ErrorPosition);
        Assert.IsFalse(reader.SkipValue());

        Assert.AreEqual((int)JsonError.None, (int)JsonReader.Validate(reader, JsonSamples.Hex("7B7D"), 0, 2, out int position));
        Assert.AreEqual(0, position);
        Assert.AreEqual(0, reader.ErrorPosition);
    }

    [TestMethod]
    public void A_reader_without_text_finds_that_it_ends()
    {
        JsonReader reader = new();
        Assert.AreEqual((int)JsonToken.Error, (int)reader.Read());
        Assert.AreEqual((int)JsonError.UnexpectedEnd, (int)reader.Error);
    }

    [TestMethod]
    public void Validate_says_what_is_wrong_and_where_in_the_buffer()
    {
        byte[] buffer = JsonSamples.Hex("FF5B312C5D");
        JsonReader scratch = new();
        Assert.AreEqual((int)JsonError.UnexpectedByte, (int)JsonReader.Validate(scratch, buffer, 1, 4, out int position));
        Assert.AreEqual(4, position);
        Assert.AreEqual((int)JsonError.None, (int)JsonReader.Validate(scratch, buffer, 2, 1, out position), "only the range counts");
    }

    [TestMethod]
    public void Skipping_at_a_name_passes_over_its_value()
    {
        JsonReader reader = JsonSamples.Reader("{\"a\":{\"x\":[1,{}]},\"b\":5,\"c\":\"s\"}");
        reader.Read();
        for (int i = 0; i < 3; i++)
        {
            Assert.AreEqual((int)JsonToken.Name, (int)reader.Read());
            Assert.IsTrue(reader.SkipValue());
        }

        Assert.AreEqual((int)JsonToken.String, (int)reader.Token);
        Assert.AreEqual((int)JsonToken.EndObject, (int)reader.Read());
    }

    [TestMethod]
    public void Skipping_at_a_start_passes_over_the_container_and_elsewhere_over_nothing()
    {
        JsonReader reader = JsonSamples.Reader("[[1,[2]],{\"a\":[]},3]");
        reader.Read();
        reader.Read();
        Assert.IsTrue(reader.SkipValue());
        Assert.AreEqual((int)JsonToken.EndArray, (int)reader.Token);
        Assert.IsTrue(reader.SkipValue(), "at an end token");
        Assert.AreEqual((int)JsonToken.StartObject, (int)reader.Read());
        Assert.IsTrue(reader.SkipValue());
        Assert.AreEqual((int)JsonToken.EndObject, (int)reader.Token);
        Assert.AreEqual((int)JsonToken.Number, (int)reader.Read());
        Assert.IsTrue(reader.SkipValue(), "at a scalar");
        Assert.AreEqual((int)JsonToken.EndArray, (int)reader.Read());
        Assert.AreEqual((int)JsonToken.End, (int)reader.Read());
        Assert.IsTrue(reader.SkipValue(), "at the end");
    }

    [TestMethod]
    public void Skipping_before_the_first_token_passes_over_the_root()
    {
        JsonReader reader = JsonSamples.Reader("[1,[2]]");
        Assert.IsTrue(reader.SkipValue());
        Assert.AreEqual((int)JsonToken.End, (int)reader.Read());
    }

    [TestMethod]
    [DataRow("{\"a\":[1,2")]
    [DataRow("{\"a\":tru}")]
    [DataRow("{\"a\"")]
    public void Skipping_over_what_is_wrong_says_so(string text)
    {
        JsonReader reader = JsonSamples.Reader(text);
        reader.Read();
        reader.Read();
        Assert.IsFalse(reader.SkipValue());
    }

    [TestMethod]
    public void Every_error_has_a_text_of_its_own()
    {
        for (int i = 0; i <= (int)JsonError.TrailingBytes; i++)
        {
            for (int j = 0; j < i; j++) Assert.AreNotEqual(JsonReader.Describe((JsonError)j), JsonReader.Describe((JsonError)i));
            Assert.AreNotEqual("unknown error", JsonReader.Describe((JsonError)i));
        }
    }
}
