using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests;

[TestClass]
public class FieldsTests
{
    private delegate void Reading(Fields fields);

    [TestMethod]
    public void Fields_are_found_in_any_order()
    {
        Fields fields = Of("{\"b\":7,\"a\":\"x\",\"c\":[true],\"d\":\"2026-01-01T00:00:00Z\",\"e\":\"two\"}");
        string a = "";
        int b = 0;
        int c = 0;
        long d = 0;
        int e = -1;
        fields.BeginObject();
        while (fields.NextMember())
        {
            if (fields.Is("a")) a = fields.Text(1);
            else if (fields.Is("b")) b = fields.Integer(7, 7);
            else if (fields.Is("c")) c = Elements(fields);
            else if (fields.Is("d")) d = fields.Timestamp();
            else if (fields.Is("e")) e = fields.OneOf(["one", "two"]);
        }

        Assert.IsNull(fields.Error);
        Assert.AreEqual("x", a);
        Assert.AreEqual(7, b);
        Assert.AreEqual(1, c);
        Assert.AreEqual(1_767_225_600_000L, d);
        Assert.AreEqual(1, e);
    }

    [TestMethod]
    public void Unknown_members_are_passed_over_however_deep()
    {
        Fields fields = Of("{\"u\":{\"a\":1,\"v\":[{\"a\":2}]},\"w\":[[\"a\"]],\"a\":3,\"x\":null,\"y\":\"a\"}");
        int a = 0;
        int count = 0;
        fields.BeginObject();
        while (fields.NextMember())
        {
            if (!fields.Is("a")) continue;
            a = fields.Integer();
            count++;
        }

        Assert.IsNull(fields.Error);
        Assert.AreEqual(3, a);
        Assert.AreEqual(1, count, "members of unknown members are not ours");
    }

    [TestMethod]
    public void Objects_and_arrays_inside_are_entered_and_left()
    {
        Fields fields = Of("{\"list\":[{\"n\":1,\"u\":[]},{\"u\":{}},{\"n\":3}],\"info\":{\"n\":40},\"n\":500}");
        int sum = 0;
        int elements = 0;
        fields.BeginObject();
        while (fields.NextMember())
        {
            if (fields.Is("list"))
            {
                fields.BeginArray();
                while (fields.NextElement())
                {
                    elements++;
                    sum += SumOfN(fields);
                }
            }
            else if (fields.Is("info"))
            {
                sum += SumOfN(fields);
            }
            else if (fields.Is("n"))
            {
                sum += fields.Integer();
            }
        }

        Assert.IsNull(fields.Error);
        Assert.AreEqual(3, elements);
        Assert.AreEqual(544, sum);
    }

    [TestMethod]
    public void Elements_that_are_not_read_are_passed_over()
    {
        Fields fields = Of("{\"list\":[[1,[2]],{\"a\":[3]},4,\"5\"],\"end\":1}");
        int elements = 0;
        int end = 0;
        fields.BeginObject();
        while (fields.NextMember())
        {
            if (fields.Is("end")) end = fields.Integer();
            if (!fields.Is("list")) continue;
            fields.BeginArray();
            while (fields.NextElement()) elements++;
        }

        Assert.IsNull(fields.Error);
        Assert.AreEqual(4, elements);
        Assert.AreEqual(1, end);
    }

    [TestMethod]
    public void A_value_of_another_type_is_a_TypeConstraintViolation()
    {
        Refused("{\"f\":1}", "TypeConstraintViolation", f => f.Text(20));
        Refused("{\"f\":null}", "TypeConstraintViolation", f => f.Text(20));
        Refused("{\"f\":{}}", "TypeConstraintViolation", f => f.Text(20));
        Refused("{\"f\":[\"a\"]}", "TypeConstraintViolation", f => f.Text(20));
        Refused("{\"f\":\"1\"}", "TypeConstraintViolation", f => f.Integer());
        Refused("{\"f\":1.5}", "TypeConstraintViolation", f => f.Integer());
        Refused("{\"f\":true}", "TypeConstraintViolation", f => f.Integer());
        Refused("{\"f\":null}", "TypeConstraintViolation", f => f.Integer());
        Refused("{\"f\":17}", "TypeConstraintViolation", f => f.Timestamp());
        Refused("{\"f\":17}", "TypeConstraintViolation", f => f.OneOf(["a"]));
        Refused("{\"f\":17}", "TypeConstraintViolation", f => f.OneOfOrUnknown(["a"]));
        Refused("{\"f\":[]}", "TypeConstraintViolation", f => f.BeginObject());
        Refused("{\"f\":{}}", "TypeConstraintViolation", f => f.BeginArray());
    }

    [TestMethod]
    public void A_value_beyond_its_limits_is_a_PropertyConstraintViolation()
    {
        Refused("{\"f\":\"abcde\"}", "PropertyConstraintViolation", f => f.Text(4));
        Refused("{\"f\":\"AB\\u0000CD\"}", "PropertyConstraintViolation", f => f.Text(20));
        Refused("{\"f\":\"AB\\u0000\"}", "PropertyConstraintViolation", f => f.Text(20));
        Refused("{\"f\":5}", "PropertyConstraintViolation", f => f.Integer(6));
        Refused("{\"f\":8}", "PropertyConstraintViolation", f => f.Integer(6, 7));
        Refused("{\"f\":2147483648}", "PropertyConstraintViolation", f => f.Integer());
        Refused("{\"f\":-2147483649}", "PropertyConstraintViolation", f => f.Integer());
        Refused("{\"f\":99999999999999999999}", "PropertyConstraintViolation", f => f.Integer());
        Refused("{\"f\":\"\"}", "PropertyConstraintViolation", f => f.Timestamp());
        Refused("{\"f\":\"yesterday\"}", "PropertyConstraintViolation", f => f.Timestamp());
        Refused("{\"f\":\"2026-02-29T00:00:00Z\"}", "PropertyConstraintViolation", f => f.Timestamp());
        Refused("{\"f\":\"b\"}", "PropertyConstraintViolation", f => f.OneOf(["a", "c"]));
        Refused("{\"f\":\"A\"}", "PropertyConstraintViolation", f => f.OneOf(["a", "c"]));
        Refused("{\"f\":\"\"}", "PropertyConstraintViolation", f => f.OneOf(["a"]));
    }

    [TestMethod]
    public void Limits_of_a_text_count_characters()
    {
        Fields fields = Field("{\"f\":\"\u20ac\\u20ac\U0001F600\"}");
        Assert.AreEqual("\u20ac\u20ac\U0001F600", fields.Text(3));
        Assert.IsNull(fields.Error);
    }

    [TestMethod]
    public void An_unknown_word_may_be_no_error()
    {
        Fields fields = Field("{\"f\":\"later\"}");
        Assert.AreEqual(-1, fields.OneOfOrUnknown(["now"]));
        Assert.IsNull(fields.Error);
    }

    [TestMethod]
    public void A_missing_field_is_an_OccurrenceConstraintViolation_that_names_it()
    {
        Fields fields = Of("{}");
        fields.BeginObject();
        Assert.IsFalse(fields.NextMember());
        fields.Require(true, "there");
        Assert.IsNull(fields.Error);
        fields.Require(false, "idTag");
        Assert.AreEqual("OccurrenceConstraintViolation", fields.Error!.Code);
        Assert.Contains("idTag", fields.Error.Description);
    }

    [TestMethod]
    public void A_payload_that_is_no_object_is_refused()
    {
        foreach (string payload in new string[] { "[]", "1", "\"a\"", "null", "true" })
        {
            Fields fields = Of(payload);
            fields.BeginObject();
            Assert.AreEqual("TypeConstraintViolation", fields.Error!.Code, payload);
            Assert.IsFalse(fields.NextMember(), payload);
        }
    }

    [TestMethod]
    public void Malformed_json_is_a_FormationViolation_wherever_it_is_met()
    {
        Refused("{\"f\":x}", "FormationViolation", f => f.Text(5));
        Refused("{\"f\":\"a", "FormationViolation", f => f.Text(5));
        Refused("{\"f\":[1,}", "FormationViolation", f =>
        {
            f.BeginArray();
            while (f.NextElement()) f.Integer();
        });
        Fields fields = Of("{\"a\":{\"b\":[}},\"f\":1}");
        fields.BeginObject();
        while (fields.NextMember())
        {
        }

        Assert.AreEqual("FormationViolation", fields.Error!.Code);
        fields = Of("{\"a\":1");
        fields.BeginObject();
        while (fields.NextMember())
        {
        }

        Assert.AreEqual("FormationViolation", fields.Error!.Code);
        fields = Of("");
        fields.BeginObject();
        Assert.AreEqual("FormationViolation", fields.Error!.Code);
    }

    [TestMethod]
    public void The_first_error_sticks_and_ends_every_loop()
    {
        Fields fields = Of("{\"a\":1,\"b\":2,\"list\":[1,2]}");
        int members = 0;
        fields.BeginObject();
        while (fields.NextMember())
        {
            members++;
            if (fields.Is("a")) fields.Text(5);
        }

        Assert.AreEqual(1, members);
        CallError first = fields.Error!;
        fields.Require(false, "c");
        fields.Fail(CallError.Internal("later"));
        Assert.AreSame(first, fields.Error);
        Assert.AreEqual("", fields.Text(5));
        Assert.AreEqual(3, fields.Integer(3));
        Assert.AreEqual(0L, fields.Timestamp());
        Assert.AreEqual(-1, fields.OneOf(["a"]));
        Assert.IsFalse(fields.NextElement());
        byte[] next = JsonTexts.Bytes("{}");
        fields.Reset(next, 0, next.Length);
        Assert.IsNull(fields.Error);
    }

    [TestMethod]
    public void An_error_names_its_field()
    {
        Fields fields = Field("{\"f\":1}");
        fields.Text(20);
        Assert.AreEqual("f is not a string", fields.Error!.Description);
        fields = Field("{\"f\":\"abc\"}");
        fields.Text(2);
        Assert.AreEqual("f is longer than 2 characters", fields.Error!.Description);
    }

    [TestMethod]
    public void The_raw_text_is_the_payload_alone()
    {
        byte[] frame = JsonTexts.Bytes("[3,\"1\",{\"a\":1}]");
        Fields fields = new(new JsonReader());
        fields.Reset(frame, 7, 7);
        Assert.AreEqual("{\"a\":1}", fields.RawText());
    }

    private static int SumOfN(Fields fields)
    {
        int sum = 0;
        fields.BeginObject();
        while (fields.NextMember())
        {
            if (fields.Is("n")) sum += fields.Integer();
        }

        return sum;
    }

    private static Fields Of(string payload)
    {
        byte[] bytes = JsonTexts.Bytes(payload);
        Fields fields = new(new JsonReader());
        fields.Reset(bytes, 0, bytes.Length);
        return fields;
    }

    // At the first member, which is called f.
    private static Fields Field(string payload)
    {
        Fields fields = Of(payload);
        fields.BeginObject();
        Assert.IsTrue(fields.NextMember());
        Assert.IsTrue(fields.Is("f"));
        return fields;
    }

    private static int Elements(Fields fields)
    {
        int elements = 0;
        fields.BeginArray();
        while (fields.NextElement()) elements++;
        return elements;
    }

    private static void Refused(string payload, string code, Reading reading)
    {
        Fields fields = Field(payload);
        reading(fields);
        Assert.IsNotNull(fields.Error, payload);
        Assert.AreEqual(code, fields.Error!.Code, payload);
    }
}
