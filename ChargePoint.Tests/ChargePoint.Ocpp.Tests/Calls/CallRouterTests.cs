using System;
using System.Text;
using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests;

[TestClass]
public class CallRouterTests
{
    [TestMethod]
    public void A_call_is_answered_by_its_handler()
    {
        CallRouter router = Router(200, new Handler("Echo"));
        Assert.AreEqual("[3,\"7\",{\"text\":\"hi\"}]", Handle(router, "[2,\"7\",\"Echo\",{\"text\":\"hi\"}]"));
        Assert.AreEqual("[3,\"\\\"\\n\",{\"text\":\"x\"}]", Handle(router, "[2,\"\\\"\\n\",\"Echo\",{\"text\":\"x\"}]"), "an id comes back as it was");
    }

    [TestMethod]
    public void An_unknown_action_is_NotImplemented()
    {
        CallRouter router = Router(200, new Handler("Echo"));
        Assert.AreEqual("[4,\"7\",\"NotImplemented\",\"unknown action Dance\",{}]", Handle(router, "[2,\"7\",\"Dance\",{}]"));
        Assert.StartsWith("[4,\"7\",\"NotImplemented\"", Handle(router, "[2,\"7\",\"echo\",{}]"));
        Assert.StartsWith("[4,\"7\",\"NotImplemented\"", Handle(router, "[2,\"7\",\"\",{}]"));
    }

    [TestMethod]
    public void An_error_discards_what_the_handler_has_written()
    {
        CallRouter router = Router(200, new Handler("Echo"));
        Assert.AreEqual("[4,\"7\",\"TypeConstraintViolation\",\"text is not a string\",{}]", Handle(router, "[2,\"7\",\"Echo\",{\"text\":5}]"));
        Assert.AreEqual("[3,\"8\",{\"text\":\"x\"}]", Handle(router, "[2,\"8\",\"Echo\",{\"text\":\"x\"}]"), "and leaves nothing behind");
    }

    [TestMethod]
    public void An_answer_longer_than_a_frame_is_an_InternalError()
    {
        CallRouter router = Router(150, new Handler("Echo"));
        string fits = new string('x', 150 - "[3,\"7\",{\"text\":\"\"}]".Length);
        Assert.AreEqual(150, Handle(router, "[2,\"7\",\"Echo\",{\"text\":\"" + fits + "\"}]").Length);
        Assert.StartsWith("[4,\"7\",\"InternalError\"", Handle(router, "[2,\"7\",\"Echo\",{\"text\":\"" + fits + "x\"}]"));
    }

    [TestMethod]
    public void An_exception_of_a_handler_is_an_InternalError_without_internals()
    {
        CallRouter router = Router(200, new Handler("Echo") { Throws = true });
        string answer = Handle(router, "[2,\"7\",\"Echo\",{\"text\":\"x\"}]");
        Assert.StartsWith("[4,\"7\",\"InternalError\"", answer);
        Assert.DoesNotContains("secret", answer);
    }

    [TestMethod]
    public void A_handler_that_leaves_its_object_open_or_writes_nothing_is_an_InternalError()
    {
        CallRouter router = Router(200, new Handler("Open") { LeavesOpen = true });
        Assert.StartsWith("[4,\"7\",\"InternalError\"", Handle(router, "[2,\"7\",\"Open\",{\"text\":\"x\"}]"));
        router = Router(200, new Handler("Mute") { WritesNothing = true });
        Assert.StartsWith("[4,\"7\",\"InternalError\"", Handle(router, "[2,\"7\",\"Mute\",{\"text\":\"x\"}]"));
    }

    [TestMethod]
    public void A_description_is_cut_at_255_characters()
    {
        CallRouter router = Router(1000, new Handler("Echo"));
        router.Refuse("7", CallError.Formation(new string('d', 255)));
        Assert.AreEqual("[4,\"7\",\"FormationViolation\",\"" + new string('d', 255) + "\",{}]", Text(router));
        router.Refuse("7", CallError.Formation(new string('d', 256)));
        Assert.AreEqual("[4,\"7\",\"FormationViolation\",\"" + new string('d', 255) + "\",{}]", Text(router));
    }

    [TestMethod]
    public void A_refusal_without_id_has_the_id_of_minus_one()
    {
        CallRouter router = Router(200, new Handler("Echo"));
        router.Refuse(null, CallError.Formation("a frame is a JSON array"));
        Assert.AreEqual("[4,\"-1\",\"FormationViolation\",\"a frame is a JSON array\",{}]", Text(router));
    }

    [TestMethod]
    public void Two_handlers_for_one_action_are_a_bug()
    {
        CallRouter router = Router(200, new Handler("Echo"));
        Assert.ThrowsException(typeof(ArgumentException), () => router.Add(new Handler("Echo")));
    }

    [TestMethod]
    public void Each_error_has_the_code_of_the_specification()
    {
        Assert.AreEqual("NotImplemented", CallError.NotImplemented("a").Code);
        Assert.AreEqual("NotSupported", CallError.NotSupported("a").Code);
        Assert.AreEqual("InternalError", CallError.Internal("a").Code);
        Assert.AreEqual("FormationViolation", CallError.Formation("a").Code);
        Assert.AreEqual("PropertyConstraintViolation", CallError.PropertyConstraint("a").Code);
        Assert.AreEqual("OccurrenceConstraintViolation", CallError.Occurrence("a").Code);
        Assert.AreEqual("TypeConstraintViolation", CallError.TypeConstraint("a").Code);
    }

    private static CallRouter Router(int bytes, Handler handler)
    {
        CallRouter router = new(new FrameBuffer(bytes), new Log(new CallClock()));
        router.Add(handler);
        return router;
    }

    private static string Handle(CallRouter router, string text)
    {
        byte[] bytes = JsonTexts.Bytes(text);
        FrameReader frame = new();
        Assert.IsTrue(frame.Read(bytes, 0, bytes.Length));
        router.Handle(frame, bytes);
        return Text(router);
    }

    private static string Text(CallRouter router)
    {
        Assert.IsFalse(router.Answer.Overflowed);
        return Encoding.UTF8.GetString(router.Answer.Buffer, 0, router.Answer.Length);
    }

    private sealed class Handler : ICallHandler
    {
        public Handler(string action) => Action = action;

        public string Action { get; }

        public bool Throws { get; set; }

        public bool LeavesOpen { get; set; }

        public bool WritesNothing { get; set; }

        public CallError? Handle(Fields request, JsonWriter confirmation)
        {
            if (WritesNothing) return null;
            confirmation.StartObject();
            request.BeginObject();
            while (request.NextMember())
            {
                if (request.Is("text")) confirmation.Member("text", request.Text(500));
            }

            if (Throws) throw new InvalidOperationException("secret");
            if (!LeavesOpen) confirmation.EndObject();
            return request.Error;
        }
    }
}
