using System.Text;
using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests;

/// <summary>Fields that are read without making strings, twice, or leniently.</summary>
[TestClass]
public class FieldsBytesTests
{
    [TestMethod]
    public void Ascii_goes_into_a_buffer_with_its_escapes_decoded()
    {
        byte[] target = new byte[8];
        Fields fields = Field("{\"f\":\"A\\u0042/\\\"\",\"g\":1}");
        Assert.AreEqual(4, fields.Ascii(target, 2, 4));
        Assert.AreEqual("AB/\"", Encoding.UTF8.GetString(target, 2, 4));
        Assert.IsTrue(fields.NextMember());
        Assert.IsNull(fields.Error);
        Assert.AreEqual(0, Field("{\"f\":\"\"}").Ascii(target, 0, 4));
    }

    [TestMethod]
    [DataRow("{\"f\":\"12345\"}", "PropertyConstraintViolation")]
    [DataRow("{\"f\":\"\\u00e4\"}", "PropertyConstraintViolation")]
    [DataRow("{\"f\":\"ä\"}", "PropertyConstraintViolation")]
    [DataRow("{\"f\":\"äöüß\"}", "PropertyConstraintViolation")]
    [DataRow("{\"f\":\"a\\u0000\"}", "PropertyConstraintViolation")]
    [DataRow("{\"f\":\"\\u007f\"}", "PropertyConstraintViolation")]
    [DataRow("{\"f\":5}", "TypeConstraintViolation")]
    [DataRow("{\"f\":null}", "TypeConstraintViolation")]
    public void Ascii_refuses_what_is_too_long_or_not_printable(string payload, string code)
    {
        Fields fields = Field(payload);
        Assert.AreEqual(0, fields.Ascii(new byte[4], 0, 4));
        Assert.AreEqual(code, fields.Error!.Code);
        Assert.IsFalse(fields.NextMember());
    }

    [TestMethod]
    [DataRow("{\"f\":\"2026-01-01T00:00:00Z\",\"g\":7}", 1_767_225_600_000L)]
    [DataRow("{\"f\":\"tomorrow\",\"g\":7}", 0L)]
    [DataRow("{\"f\":null,\"g\":7}", 0L)]
    [DataRow("{\"f\":{\"g\":[1]},\"g\":7}", 0L)]
    [DataRow("{\"f\":[{\"g\":8},2],\"g\":7}", 0L)]
    public void A_lenient_date_passes_over_whatever_is_none(string payload, long unixMs)
    {
        Fields fields = Field(payload);
        Assert.AreEqual(unixMs, fields.TimestampOrZero());
        Assert.IsTrue(fields.NextMember());
        Assert.IsTrue(fields.Is("g"));
        Assert.AreEqual(7, fields.Integer());
        Assert.IsFalse(fields.NextMember());
        Assert.IsNull(fields.Error);
    }

    [TestMethod]
    public void A_payload_can_be_read_twice_also_after_an_error()
    {
        Fields fields = Field("{\"f\":5}");
        fields.Text(3);
        Assert.IsNotNull(fields.Error);
        fields.Rewind();
        Assert.IsNull(fields.Error);
        fields.BeginObject();
        Assert.IsTrue(fields.NextMember());
        Assert.IsTrue(fields.Is("f"));
        Assert.AreEqual(5, fields.Integer());
        Assert.IsFalse(fields.NextMember());
    }

    // At the first member, which is called f.
    private static Fields Field(string payload)
    {
        byte[] bytes = JsonTexts.Bytes(payload);
        Fields fields = new(new JsonReader());
        fields.Reset(bytes, 0, bytes.Length);
        fields.BeginObject();
        Assert.IsTrue(fields.NextMember());
        Assert.IsTrue(fields.Is("f"));
        return fields;
    }
}
