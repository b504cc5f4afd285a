using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using ChargePoint.Ocpp;

namespace ChargePoint.Simulator.Tests.Json;

/// <summary>The firmware's JSON against that of .NET: the same texts are accepted, with the same values.</summary>
[TestClass]
public sealed class JsonAgreementTests
{
    private const int Documents = 20_000;

    [TestMethod]
    public void Random_and_mutated_texts_are_judged_and_read_as_by_System_Text_Json()
    {
        RandomJson random = new(20261121);
        JsonReader reader = new();
        int accepted = 0;
        int refused = 0;
        for (int i = 0; i < Documents; i++)
        {
            byte[] text = random.Document();
            if (i % 2 == 1) text = random.Mutated(text);

            List<string>? expected = Reference(text);
            List<string>? actual = Actual(reader, text);
            string shown = $"text {i}: {Convert.ToHexString(text)} {Encoding.UTF8.GetString(text)} {reader.Error} at {reader.ErrorPosition}";
            Assert.AreEqual(expected == null, actual == null, shown);
            if (expected != null) CollectionAssert.AreEqual(expected, actual!, shown);
            if (expected == null) refused++;
            else accepted++;
        }

        Assert.IsTrue(accepted > Documents / 4 && refused > Documents / 4, $"{accepted} accepted, {refused} refused: one side is hardly tested");
    }

    [TestMethod]
    public void Random_strings_are_written_so_that_System_Text_Json_reads_them_whatever_room_there_is()
    {
        RandomJson random = new(16);
        JsonWriter roomy = new(new byte[1000]);
        JsonReader reader = new();
        for (int i = 0; i < Documents; i++)
        {
            string value = random.AnyText(30);
            string expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value));
            roomy.Reset();
            roomy.String(value);
            Assert.AreEqual(expected, JsonSerializer.Deserialize<string>(roomy.Buffer.AsSpan(0, roomy.Length)));

            JsonWriter exact = new(new byte[roomy.Length]);
            exact.String(value);
            Assert.IsFalse(exact.Overflowed, value);
            CollectionAssert.AreEqual(roomy.Buffer[..roomy.Length], exact.Buffer);

            JsonWriter small = new(new byte[random.Random.Next(roomy.Length)]);
            small.String(value);
            Assert.IsTrue(small.Overflowed, value);

            reader.Reset(roomy.Buffer, 0, roomy.Length);
            Assert.AreEqual(JsonToken.String, reader.Read());
            Assert.AreEqual(expected, reader.GetString());
            Assert.IsTrue(reader.ValueEquals(expected));
            Assert.AreEqual(expected.EnumerateRunes().Count(), reader.ValueLength);
        }
    }

    [TestMethod]
    public void Random_decimals_are_those_of_exact_arithmetic()
    {
        Random random = new(7);
        JsonReader reader = new();
        JsonWriter writer = new(new byte[64]);
        for (int i = 0; i < Documents; i++)
        {
            long unscaled = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
            int decimals = random.Next(10);
            writer.Reset();
            writer.Decimal(unscaled, decimals);
            string text = Encoding.ASCII.GetString(writer.Buffer, 0, writer.Length) + (random.Next(2) == 0 ? "" : $"e{random.Next(-12, 12)}");
            int wanted = random.Next(10);

            byte[] bytes = Encoding.ASCII.GetBytes(text);
            reader.Reset(bytes, 0, bytes.Length);
            Assert.AreEqual(JsonToken.Number, reader.Read());
            Assert.AreEqual(Exact(text, wanted), reader.TryGetDecimal(wanted, out long scaled) ? scaled : null, $"{text} with {wanted} decimals");
        }
    }

    // A line for each token, or null if the text is not JSON.
    private static List<string>? Reference(byte[] text)
    {
        List<string> tokens = [];
        Utf8JsonReader reader = new(text, new JsonReaderOptions { MaxDepth = JsonReader.MaximumDepth });
        try
        {
            while (reader.Read())
            {
                tokens.Add(reader.TokenType switch
                {
                    JsonTokenType.PropertyName => "Name " + reader.GetString(),
                    JsonTokenType.String => "String " + reader.GetString() + Moment(reader.GetString()!),
                    JsonTokenType.Number => Number(Encoding.ASCII.GetString(reader.ValueSpan), reader.TryGetInt64(out long value) ? value : null),
                    _ => reader.TokenType.ToString(),
                });
            }
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: the bytes or escapes of a string are no text.
            return null;
        }

        return tokens;
    }

    private static List<string>? Actual(JsonReader reader, byte[] text)
    {
        List<string> tokens = [];
        reader.Reset(text, 0, text.Length);
        while (reader.Read() is not (JsonToken.End or JsonToken.Error))
        {
            string raw = Encoding.UTF8.GetString(text, reader.TokenStart, reader.TokenEnd - reader.TokenStart);
            tokens.Add(reader.Token switch
            {
                JsonToken.Name => "Name " + reader.GetString(),
                JsonToken.String => "String " + reader.GetString() + (reader.TryGetTimestamp(out long unixMs) ? " at " + unixMs : ""),
                JsonToken.Number => $"Number {raw} {(reader.TryGetLong(out long value) ? value : null)} {(reader.TryGetDecimal(3, out long scaled) ? scaled : null)}",
                _ => reader.Token.ToString(),
            });
        }

        return reader.Token == JsonToken.End ? tokens : null;
    }

    private static string Number(string raw, long? integer) => $"Number {raw} {integer} {Exact(raw, 3)}";

    private static string Moment(string text) => ChargePoint.Runtime.Iso8601.TryParse(text, out long unixMs) ? " at " + unixMs : "";

    // The number times ten to the power of decimals, if that is an integer in the range of long.
    private static long? Exact(string number, int decimals)
    {
        string[] parts = number.ToUpperInvariant().Split('E');
        int point = parts[0].IndexOf('.');
        BigInteger digits = BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        if (digits.IsZero) return 0;

        BigInteger exponent = decimals - (point < 0 ? 0 : parts[0].Length - point - 1) + (parts.Length > 1 ? BigInteger.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        if (BigInteger.Abs(exponent) > 100_000) return null;

        BigInteger power = BigInteger.Pow(10, Math.Abs((int)exponent));
        if (exponent.Sign < 0 && !(digits % power).IsZero) return null;
        BigInteger scaled = exponent.Sign < 0 ? digits / power : digits * power;
        return scaled >= long.MinValue && scaled <= long.MaxValue ? (long)scaled : null;
    }
}
