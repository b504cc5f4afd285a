using System.Text;
using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests;

[TestClass]
public class CentralSystemLinkTests
{
    [TestMethod]
    public void At_most_six_attempts_in_the_first_minute_whatever_the_jitter()
    {
        for (uint seed = 0; seed < 1_000; seed++)
        {
            LinkFixture f = new(seed);
            f.Start();
            while (f.Clock.MonotonicMs < 61_000)
            {
                if (f.Line.IsUsed) f.Line.Closed(LinkFailure.Refused);
                long wait = f.Loop.UntilNextTimerMs;
                f.Advance(wait > 0 ? (int)wait : 1);
            }

            Assert.IsTrue(f.Link.Attempts >= 3 && f.Link.Attempts <= 6, $"seed {seed}: {f.Link.Attempts}");
        }
    }

    [TestMethod]
    public void Connections_that_open_and_break_at_once_are_no_success()
    {
        for (uint seed = 0; seed < 100; seed++)
        {
            LinkFixture f = new(seed);
            f.Start();
            while (f.Clock.MonotonicMs < 61_000)
            {
                if (f.Line.IsUsed)
                {
                    f.Line.Opened();
                    f.Line.Closed(LinkFailure.Lost);
                }

                f.Advance(100);
            }

            Assert.IsTrue(f.Link.Attempts <= 6, f.Link.Attempts.ToString());
        }
    }

    [TestMethod]
    public void A_connection_that_lasts_a_minute_resets_the_backoff()
    {
        LinkFixture f = new(1);
        f.Start();
        for (int i = 0; i < 6; i++) f.FailOnce();
        f.Line.Opened();
        f.Advance(CentralSystemLink.StableMs - 1);
        f.Line.Closed(LinkFailure.Lost);
        Assert.IsTrue(f.UntilAttempt() > ReconnectBackoff.FirstMs, "a millisecond too short");
        f.Line.Opened();
        f.Advance(CentralSystemLink.StableMs);
        f.Line.Closed(LinkFailure.Lost);
        Assert.IsTrue(f.UntilAttempt() <= ReconnectBackoff.FirstMs);
    }

    [TestMethod]
    public void Nothing_is_tried_while_the_network_is_down()
    {
        LinkFixture f = new(1);
        f.Network.IsUp = false;
        f.Start();
        f.Advance(60_000);
        Assert.AreEqual(0, f.Link.Attempts);
        Assert.AreEqual("the network is down", f.Link.LastFailure);
        f.Network.IsUp = true;
        Assert.IsTrue(f.UntilAttempt() <= CentralSystemLink.LinkPollMs + 3_000);
    }

    [TestMethod]
    public void A_network_that_goes_down_cuts_the_connection_and_it_comes_back()
    {
        LinkFixture f = new(1);
        f.Start();
        f.Line.Opened();
        f.Network.IsUp = false;
        f.Advance(CentralSystemLink.LinkPollMs);
        Assert.IsTrue(f.Line.Aborts > 0);
        f.Line.Closed(LinkFailure.ClosedByUs);
        Assert.IsFalse(f.Link.IsOnline);
        f.Advance(300_000);
        Assert.AreEqual(1, f.Link.Attempts);
        f.Network.IsUp = true;
        Assert.IsTrue(f.UntilAttempt() <= CentralSystemLink.LinkPollMs + 3_000);
        f.Line.Opened();
        Assert.IsTrue(f.Link.IsOnline);
        Assert.AreEqual("", f.Link.LastFailure);
    }

    [TestMethod]
    public void New_settings_are_used_after_a_moment_and_without_backoff()
    {
        LinkFixture f = new(1);
        f.Start();
        for (int i = 0; i < 5; i++) f.FailOnce();
        f.Line.Opened();
        WebSocketOptions changed = new() { User = "new" };
        f.Link.Reopen(changed);
        f.Advance(CentralSystemLink.ReopenDelayMs - 1);
        Assert.IsTrue(f.Line.IsOpen, "the answer has time to leave");
        f.Advance(1);
        Assert.AreEqual(1000, f.Line.CloseCode);
        f.Line.Closed(LinkFailure.ClosedByUs);
        f.Drain();
        Assert.IsTrue(f.Line.IsUsed, "opened again at once");
        Assert.AreEqual("new", f.Line.Options!.User);
        f.Line.Closed(LinkFailure.HttpStatus);
        f.Drain();
        Assert.IsFalse(f.Line.IsUsed, "a refusal of the new settings is a failure like any other");
    }

    [TestMethod]
    public void New_settings_end_an_attempt_with_the_old_ones()
    {
        LinkFixture f = new(1);
        f.Start();
        f.Link.Reopen(new WebSocketOptions { User = "new" });
        f.Advance(CentralSystemLink.ReopenDelayMs);
        f.Line.Closed(LinkFailure.ClosedByUs);
        f.Drain();
        Assert.AreEqual("new", f.Line.Options!.User);
    }

    [TestMethod]
    public void New_settings_do_not_wait_for_the_backoff()
    {
        LinkFixture f = new(1);
        f.Start();
        for (int i = 0; i < 8; i++) f.FailOnce();
        f.Line.Closed(LinkFailure.HttpStatus);
        f.Link.Reopen(new WebSocketOptions { User = "new" });
        f.Advance(CentralSystemLink.ReopenDelayMs);
        Assert.IsTrue(f.Line.IsUsed);
        Assert.AreEqual("new", f.Line.Options!.User);
    }

    [TestMethod]
    public void A_stopped_link_stays_closed()
    {
        LinkFixture f = new(1);
        f.Start();
        f.Line.Opened();
        f.Link.Reopen(new WebSocketOptions());
        f.Link.Stop("restart");
        Assert.AreEqual(1001, f.Line.CloseCode);
        f.Line.Closed(LinkFailure.ClosedByUs);
        f.Link.Reopen(new WebSocketOptions());
        f.Advance(600_000);
        Assert.AreEqual(1, f.Link.Attempts);
    }

    [TestMethod]
    public void A_call_is_answered_past_the_queue()
    {
        LinkFixture f = new(1);
        f.Open();
        f.Source.Add(new TestCall("A", "1"));
        f.Queue.Wake();
        f.Drain();
        f.Line.Arrives("[2,\"7\",\"Unknown\",{}]");
        Assert.AreEqual("[4,\"7\",\"NotImplemented\",\"unknown action Unknown\",{}]", f.Line.Last);
        Assert.IsTrue(f.Queue.IsBusy);
    }

    [TestMethod]
    public void Malformed_frames_get_an_answer()
    {
        LinkFixture f = new(1);
        f.Open();
        Answered(f, "", "-1");
        Answered(f, "hello", "-1");
        Answered(f, "{}", "-1");
        Answered(f, "[2]", "-1");
        Answered(f, "[2,5,\"Reset\",{}]", "-1");
        Answered(f, "[2,\"7\",\"Reset\"]", "7");
        Answered(f, "[2,\"7\",\"Reset\",{\"type\":}]", "7");
        Answered(f, "[5,\"7\",\"Reset\",{}]", "7");
        Answered(f, "[2,\"7\",\"Reset\",[]]", "7");
        Assert.IsTrue(f.Link.IsOnline);
    }

    [TestMethod]
    public void Malformed_answers_are_never_answered()
    {
        LinkFixture f = new(1);
        f.Open();
        foreach (string frame in new string[] { "[3", "[3,\"1\"]", "[3,5,{}]", "[3,\"1\",[]]", "[4]", "[4,\"1\"]", "[4,\"1\",{}]", "[4,\"1\",\"E\",\"d\",{]" })
        {
            f.Line.Arrives(frame);
            f.Drain();
            Assert.AreEqual(0, f.Line.Sent.Count, frame);
        }
    }

    [TestMethod]
    public void A_malformed_answer_to_the_call_under_way_fails_it()
    {
        LinkFixture f = new(1);
        f.Open();
        TestCall call = f.Source.Add(new TestCall("A", "1"));
        f.Queue.Wake();
        f.Drain();
        f.Line.Arrives("[3,\"1\",null]");
        Assert.AreEqual("3", call.Fate);
    }

    [TestMethod]
    public void While_rejected_calls_are_ignored()
    {
        LinkFixture f = new(1);
        f.Open();
        f.Queue.Permission = SendPermission.Nothing;
        f.Line.Arrives("[2,\"7\",\"Reset\",{\"type\":\"Hard\"}]");
        f.Line.Arrives("[2,\"7\"");
        f.Drain();
        Assert.AreEqual(0, f.Line.Sent.Count);
        f.Queue.Permission = SendPermission.BootAndTriggered;
        f.Line.Arrives("[2,\"7\",\"Unknown\",{}]");
        Assert.AreEqual(1, f.Line.Sent.Count);
    }

    [TestMethod]
    public void An_answer_that_the_link_does_not_take_ends_the_connection()
    {
        LinkFixture f = new(1);
        f.Open();
        f.Line.Takes = false;
        f.Line.Arrives("[2,\"7\",\"Unknown\",{}]");
        Assert.AreEqual(1, f.Line.Aborts);
    }

    [TestMethod]
    public void A_bug_in_a_call_does_not_keep_the_connection_from_coming_back()
    {
        LinkFixture f = new(1);
        f.Open();
        TestCall call = f.Source.Add(new TestCall("A", "1"));
        f.Queue.Wake();
        f.Drain();
        call.Throws = true;
        f.Line.Closed(LinkFailure.Lost);
        Assert.IsFalse(f.Link.IsOnline);
        Assert.AreEqual("+-", f.Trace);
        Assert.IsTrue(f.UntilAttempt() <= ReconnectBackoff.FirstMs);
    }

    [TestMethod]
    public void The_observer_hears_of_open_connections_only()
    {
        LinkFixture f = new(1);
        f.Start();
        f.Line.Closed(LinkFailure.Refused);
        Assert.AreEqual("", f.Trace);
        Assert.AreNotEqual("", f.Link.LastFailure);
        f.UntilAttempt();
        f.Line.Opened();
        Assert.AreEqual("+", f.Trace);
        f.Line.Closed(LinkFailure.Lost);
        Assert.AreEqual("+-", f.Trace);
    }

    private static void Answered(LinkFixture f, string frame, string id)
    {
        int sent = f.Line.Sent.Count;
        f.Line.Arrives(frame);
        f.Drain();
        Assert.AreEqual(sent + 1, f.Line.Sent.Count, frame);
        Assert.StartsWith("[4,\"" + id + "\",\"FormationViolation\",\"", f.Line.Last, frame);
        byte[] answer = Encoding.UTF8.GetBytes(f.Line.Last);
        Assert.IsTrue(new FrameReader().Read(answer, 0, answer.Length), frame);
    }
}
