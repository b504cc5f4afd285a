using System.Text;
using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests;

[TestClass]
public class FrameReaderTests
{
    [TestMethod]
    public void A_call_is_taken_apart()
    {
        FrameReader frame = Read("[2,\"id-1\",\"Reset\",{\"type\":\"Soft\"}]", true);
        Assert.AreEqual((int)FrameKind.Call, (int)frame.Kind);
        Assert.AreEqual("id-1", frame.MessageId);
        Assert.AreEqual("Reset", frame.Action);
        Assert.AreEqual("", frame.Problem);
    }

    [TestMethod]
    public void A_result_is_taken_apart()
    {
        FrameReader frame = Read("[3,\"7\",{}]", true);
        Assert.AreEqual((int)FrameKind.CallResult, (int)frame.Kind);
        Assert.AreEqual("7", frame.MessageId);
        Assert.AreEqual("", frame.Action);
    }

    [TestMethod]
    public void An_error_is_taken_apart()
    {
        FrameReader frame = Read("[4,\"7\",\"NotSupported\",\"not \\u0068ere\",{\"a\":[1]}]", true);
        Assert.AreEqual((int)FrameKind.CallError, (int)frame.Kind);
        Assert.AreEqual("NotSupported", frame.Action);
        Assert.AreEqual("not here", frame.Description);
    }

    [TestMethod]
    public void An_error_may_come_without_description_and_details()
    {
        Assert.AreEqual("", Read("[4,\"7\",\"GenericError\"]", true).Description);
        Assert.AreEqual("", Read("[4,\"7\",\"GenericError\",null,{}]", true).Description);
        Assert.AreEqual("x", Read("[4,\"7\",\"GenericError\",\"x\"]", true).Description);
        Assert.AreEqual("", Read("[4,\"7\",\"GenericError\",\"" + new string('x', 256) + "\",{}]", true).Description);
        Assert.AreEqual(255, Read("[4,\"7\",\"GenericError\",\"" + new string('x', 255) + "\",{}]", true).Description.Length);
        Assert.AreEqual("", Read("[4,\"7\",\"\",\"\",{}]", true).Action);
    }

    [TestMethod]
    public void The_payload_is_located_within_the_buffer()
    {
        byte[] buffer = JsonTexts.Bytes("....[ 2 , \"1\" , \"A\" , {\"x\" : [ ] } ]....");
        FrameReader frame = new();
        Assert.IsTrue(frame.Read(buffer, 4, buffer.Length - 8));
        Assert.AreEqual("{\"x\" : [ ] }", Encoding.UTF8.GetString(buffer, frame.PayloadOffset, frame.PayloadLength));
    }

    [TestMethod]
    public void Ids_have_at_most_36_characters()
    {
        string longest = new string('i', 36);
        Assert.AreEqual(longest, Read("[2,\"" + longest + "\",\"A\",{}]", true).MessageId);
        Assert.IsNull(Read("[2,\"" + longest + "i\",\"A\",{}]", false).MessageId);
        Assert.IsNull(Read("[2,\"\",\"A\",{}]", false).MessageId);
        Assert.AreEqual("\u20ac", Read("[2,\"\\u20ac\",\"A\",{}]", true).MessageId);
    }

    [TestMethod]
    public void What_is_no_frame_has_no_id()
    {
        NoId("", FrameKind.Unknown);
        NoId("hello", FrameKind.Unknown);
        NoId("{}", FrameKind.Unknown);
        NoId("2", FrameKind.Unknown);
        NoId("null", FrameKind.Unknown);
        NoId("[]", FrameKind.Unknown);
        NoId("[[2,\"1\",\"A\",{}]]", FrameKind.Unknown);
        NoId("[\"2\",\"1\",\"A\",{}]", FrameKind.Unknown);
        NoId("[2.0,\"1\",\"A\",{}]", FrameKind.Unknown);
        NoId("[null,\"1\",\"A\",{}]", FrameKind.Unknown);
        NoId("[99999999999,\"1\",\"A\",{}]", FrameKind.Unknown);
        NoId("[2]", FrameKind.Call);
        NoId("[2,1,\"A\",{}]", FrameKind.Call);
        NoId("[2,null,\"A\",{}]", FrameKind.Call);
        NoId("[2,{\"id\":\"1\"},\"A\",{}]", FrameKind.Call);
        NoId("[3]", FrameKind.CallResult);
        NoId("[4,[]]", FrameKind.CallError);
    }

    [TestMethod]
    public void What_is_wrong_behind_the_id_leaves_the_id()
    {
        HasId("[2,\"1\"]", FrameKind.Call);
        HasId("[2,\"1\",\"A\"]", FrameKind.Call);
        HasId("[2,\"1\",\"A\",null]", FrameKind.Call);
        HasId("[2,\"1\",\"A\",[]]", FrameKind.Call);
        HasId("[2,\"1\",\"A\",\"{}\"]", FrameKind.Call);
        HasId("[2,\"1\",\"A\",{},{}]", FrameKind.Call);
        HasId("[2,\"1\",1,{}]", FrameKind.Call);
        HasId("[2,\"1\",null,{}]", FrameKind.Call);
        HasId("[2,\"1\",{}]", FrameKind.Call);
        HasId("[2,\"1\",\"" + new string('A', 61) + "\",{}]", FrameKind.Call);
        HasId("[3,\"1\"]", FrameKind.CallResult);
        HasId("[3,\"1\",null]", FrameKind.CallResult);
        HasId("[3,\"1\",{},1]", FrameKind.CallResult);
        HasId("[4,\"1\"]", FrameKind.CallError);
        HasId("[4,\"1\",5]", FrameKind.CallError);
        HasId("[1,\"1\",\"A\",{}]", FrameKind.Unknown);
        HasId("[5,\"1\",\"A\",{}]", FrameKind.Unknown);
        HasId("[0,\"1\",\"A\",{}]", FrameKind.Unknown);
        HasId("[-2,\"1\",\"A\",{}]", FrameKind.Unknown);
        HasId("[2,\"1\",\"A\",{}", FrameKind.Call);
        HasId("[2,\"1\",\"A\",{\"a\":}]", FrameKind.Call);
        HasId("[2,\"1\",\"A\",{}]x", FrameKind.Call);
        HasId("[2,\"1\",\"A\",{\"a\":" + JsonTexts.Nested(15) + "}]", FrameKind.Call);
        HasId("[4,\"1\",\"E\",\"d\",{]", FrameKind.CallError);
    }

    [TestMethod]
    public void A_frame_may_be_as_deep_as_the_reader()
    {
        Read("[2,\"1\",\"A\",{\"a\":" + JsonTexts.Nested(14) + "}]", true);
    }

    [TestMethod]
    public void A_problem_says_where_it_is_in_the_frame()
    {
        byte[] buffer = JsonTexts.Bytes("....[2,\"1\",\"A\",{]");
        FrameReader frame = new();
        Assert.IsFalse(frame.Read(buffer, 4, buffer.Length - 4));
        Assert.Contains("at byte 12", frame.Problem);
    }

    [TestMethod]
    public void Nothing_of_an_earlier_frame_is_left()
    {
        FrameReader frame = new();
        byte[] error = JsonTexts.Bytes("[4,\"1\",\"E\",\"d\",{}]");
        Assert.IsTrue(frame.Read(error, 0, error.Length));
        byte[] noise = JsonTexts.Bytes("noise");
        Assert.IsFalse(frame.Read(noise, 0, noise.Length));
        Assert.IsNull(frame.MessageId);
        Assert.AreEqual("", frame.Action);
        Assert.AreEqual("", frame.Description);
        Assert.AreEqual(0, frame.PayloadLength);
        byte[] result = JsonTexts.Bytes("[3,\"2\",{}]");
        Assert.IsTrue(frame.Read(result, 0, result.Length));
        Assert.AreEqual("", frame.Problem);
    }

    private static FrameReader Read(string text, bool expected)
    {
        byte[] bytes = JsonTexts.Bytes(text);
        FrameReader frame = new();
        Assert.AreEqual(expected, frame.Read(bytes, 0, bytes.Length), text);
        Assert.AreEqual(expected, frame.Problem.Length == 0, text);
        return frame;
    }

    private static void NoId(string text, FrameKind kind)
    {
        FrameReader frame = Read(text, false);
        Assert.IsNull(frame.MessageId, text);
        Assert.AreEqual((int)kind, (int)frame.Kind, text);
    }

    private static void HasId(string text, FrameKind kind)
    {
        FrameReader frame = Read(text, false);
        Assert.AreEqual("1", frame.MessageId, text);
        Assert.AreEqual((int)kind, (int)frame.Kind, text);
    }
}
