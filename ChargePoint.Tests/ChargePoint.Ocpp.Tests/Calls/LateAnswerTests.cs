using System;
using System.Text;
using ChargePoint.Runtime;
using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests;

/// <summary>Calls that are answered later than they are handled.</summary>
[TestClass]
public class LateAnswerTests
{
    [TestMethod]
    public void A_deferred_call_is_answered_once_with_its_own_id()
    {
        Bench bench = new();
        Assert.IsFalse(bench.Handle("[2,\"7\",\"Slow\",{}]"), "nothing to send now");
        Assert.AreEqual("", bench.Sent);
        bench.Answer("done");
        Assert.AreEqual("[3,\"7\",{\"status\":\"done\"}]", bench.Sent);
        Assert.ThrowsException(typeof(InvalidOperationException), () => bench.Slow.Late!.Begin());
        Assert.ThrowsException(typeof(InvalidOperationException), () => bench.Slow.Late!.Send());
        Assert.AreEqual("[3,\"7\",{\"status\":\"done\"}]", bench.Sent);
    }

    [TestMethod]
    public void Other_calls_are_answered_meanwhile()
    {
        Bench bench = new();
        bench.Handle("[2,\"7\",\"Slow\",{}]");
        LateAnswer first = bench.Slow.Late!;
        Assert.IsTrue(bench.Handle("[2,\"8\",\"Dance\",{}]"));
        Assert.IsFalse(bench.Handle("[2,\"9\",\"Slow\",{}]"));
        bench.Answer("second");
        Assert.AreEqual("[3,\"9\",{\"status\":\"second\"}]", bench.Sent);
        bench.Slow.Late = first;
        bench.Answer("first");
        Assert.AreEqual("[3,\"7\",{\"status\":\"first\"}]", bench.Sent);
    }

    [TestMethod]
    public void The_answer_is_gone_with_the_connection_that_its_call_came_over()
    {
        Bench bench = new();
        bench.Handle("[2,\"7\",\"Slow\",{}]");
        bench.Router.OnLinkClosed();
        bench.Answer("done");
        Assert.AreEqual("", bench.Sent);
        bench.Handle("[2,\"8\",\"Slow\",{}]");
        bench.Answer("done");
        Assert.AreEqual("[3,\"8\",{\"status\":\"done\"}]", bench.Sent);
    }

    [TestMethod]
    public void A_handler_that_defers_and_refuses_or_writes_has_answered_at_once()
    {
        Bench bench = new();
        bench.Slow.Error = CallError.Occurrence("x is missing");
        Assert.IsTrue(bench.Handle("[2,\"7\",\"Slow\",{}]"));
        Assert.AreEqual("[4,\"7\",\"OccurrenceConstraintViolation\",\"x is missing\",{}]", bench.Written);
        Assert.ThrowsException(typeof(InvalidOperationException), () => bench.Slow.Late!.Begin());
        bench.Slow.Error = null;
        bench.Slow.Writes = true;
        Assert.IsTrue(bench.Handle("[2,\"8\",\"Slow\",{}]"));
        Assert.StartsWith("[4,\"8\",\"InternalError\"", bench.Written);
        Assert.ThrowsException(typeof(InvalidOperationException), () => bench.Slow.Late!.Begin());
    }

    [TestMethod]
    public void While_a_call_is_handled_no_other_is_answered()
    {
        Bench bench = new();
        bench.Handle("[2,\"7\",\"Slow\",{}]");
        bench.Slow.AnswersWithin = bench.Slow.Late;
        Assert.IsTrue(bench.Handle("[2,\"8\",\"Slow\",{}]"));
        Assert.StartsWith("[4,\"8\",\"InternalError\"", bench.Written);
        bench.Slow.Late = bench.Slow.AnswersWithin;
        bench.Answer("later");
        Assert.AreEqual("[3,\"7\",{\"status\":\"later\"}]", bench.Sent);
    }

    [TestMethod]
    public void Nothing_is_deferred_without_a_call() => Assert.ThrowsException(typeof(InvalidOperationException), () => new Bench().Router.Defer());

    [TestMethod]
    public void A_late_answer_longer_than_a_frame_is_an_InternalError()
    {
        Bench bench = new();
        bench.Handle("[2,\"7\",\"Slow\",{}]");
        bench.Answer(new string('x', 300));
        Assert.StartsWith("[4,\"7\",\"InternalError\"", bench.Sent);
    }

    private sealed class Bench : IAnswerSink
    {
        public Bench()
        {
            Router = new CallRouter(new FrameBuffer(200), new Log(new CallClock())) { Sink = this };
            Slow = new SlowHandler(Router);
            Router.Add(Slow);
        }

        public CallRouter Router { get; }

        public SlowHandler Slow { get; }

        public string Sent { get; private set; } = "";

        public string Written => Text(Router.Answer);

        public void Send(JsonWriter message) => Sent = Text(message);

        public bool Handle(string text)
        {
            byte[] bytes = JsonTexts.Bytes(text);
            FrameReader frame = new();
            Assert.IsTrue(frame.Read(bytes, 0, bytes.Length));
            return Router.Handle(frame, bytes);
        }

        public void Answer(string status)
        {
            JsonWriter confirmation = Slow.Late!.Begin();
            confirmation.StartObject();
            confirmation.Member("status", status);
            confirmation.EndObject();
            Slow.Late!.Send();
        }

        private static string Text(JsonWriter writer) => Encoding.UTF8.GetString(writer.Buffer, 0, writer.Length);
    }

    private sealed class SlowHandler : ICallHandler
    {
        private readonly CallRouter _router;

        public SlowHandler(CallRouter router) => _router = router;

        public string Action => "Slow";

        public LateAnswer? Late { get; set; }

        public LateAnswer? AnswersWithin { get; set; }

        public CallError? Error { get; set; }

        public bool Writes { get; set; }

        public CallError? Handle(Fields request, JsonWriter confirmation)
        {
            Late = _router.Defer();
            if (Writes)
            {
                confirmation.StartObject();
                confirmation.EndObject();
            }

            AnswersWithin?.Begin();
            return Error;
        }
    }
}
