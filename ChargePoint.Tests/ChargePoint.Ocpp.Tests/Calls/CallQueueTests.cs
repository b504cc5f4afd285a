using nanoFramework.TestFramework;

namespace ChargePoint.Ocpp.Tests;

[TestClass]
public class CallQueueTests
{
    [TestMethod]
    public void One_call_is_sent_at_a_time()
    {
        CallFixture f = new();
        TestCall first = f.Source.Add(new TestCall("A", "1"));
        TestCall second = f.Source.Add(new TestCall("B", "2"));
        f.Queue.OnLinkOpened(f.Link);
        f.Drain();
        Assert.AreEqual(1, f.Link.Sent.Count);
        Assert.AreEqual("[2,\"1\",\"A\",{}]", f.Link.Last);
        Assert.IsTrue(f.Queue.IsBusy);
        f.Queue.Wake();
        f.Drain();
        Assert.AreEqual(1, f.Link.Sent.Count);
        f.Answer("[3,\"1\",{}]");
        Assert.AreEqual("+", first.Fate);
        Assert.AreEqual("[2,\"2\",\"B\",{}]", f.Link.Last);
        f.Answer("[3,\"2\",{\"more\":[1]}]");
        Assert.AreEqual("+", second.Fate);
        Assert.IsFalse(f.Queue.IsBusy);
        Assert.AreEqual(2, f.Queue.Sent);
    }

    [TestMethod]
    public void Sources_are_asked_in_their_order_for_every_call()
    {
        CallFixture f = new();
        TestSource important = f.Source;
        TestSource other = new();
        f.Queue.Add(other);
        other.Add(new TestCall("Other", "1"));
        other.Add(new TestCall("Other", "2"));
        f.Queue.OnLinkOpened(f.Link);
        important.Add(new TestCall("Important", "3"));
        f.Answer("[3,\"1\",{}]");
        Assert.Contains("Important", f.Link.Last);
        f.Answer("[3,\"3\",{}]");
        Assert.AreEqual("[2,\"2\",\"Other\",{}]", f.Link.Last);
    }

    [TestMethod]
    public void Nothing_is_sent_beyond_the_permission()
    {
        CallFixture f = new();
        f.Source.Needs = SendPermission.Everything;
        f.Source.Add(new TestCall("A"));
        f.Queue.OnLinkOpened(f.Link);
        Assert.AreEqual(0, f.Link.Sent.Count);
        f.Queue.Permission = SendPermission.Nothing;
        int asked = f.Source.Asked;
        f.Queue.Wake();
        f.Drain();
        Assert.AreEqual(asked, f.Source.Asked, "without permission no source is asked");
        f.Queue.Permission = SendPermission.Everything;
        f.Queue.Wake();
        f.Drain();
        Assert.AreEqual(1, f.Link.Sent.Count);
    }

    [TestMethod]
    public void A_call_that_is_not_answered_fails_after_its_time()
    {
        CallFixture f = new();
        TestCall first = f.Source.Add(new TestCall("A", "1"));
        TestCall second = f.Source.Add(new TestCall("B", "2"));
        f.Queue.OnLinkOpened(f.Link);
        f.Advance(CallQueue.AnswerTimeoutMs - 1);
        Assert.AreEqual("", first.Fate);
        f.Advance(1);
        Assert.AreEqual("1", first.Fate);
        Assert.AreEqual("[2,\"2\",\"B\",{}]", f.Link.Last, "the next one has its turn");
        f.Answer("[3,\"1\",{}]");
        Assert.AreEqual("1", first.Fate, "an answer after the time is ignored");
        Assert.AreEqual("", second.Fate);
        f.Answer("[3,\"2\",{}]");
        Assert.AreEqual("+", second.Fate);
    }

    [TestMethod]
    public void The_time_begins_anew_with_every_call()
    {
        CallFixture f = new();
        f.Source.Add(new TestCall("A", "1"));
        TestCall second = f.Source.Add(new TestCall("B", "2"));
        f.Queue.OnLinkOpened(f.Link);
        f.Advance(CallQueue.AnswerTimeoutMs - 1);
        f.Answer("[3,\"1\",{}]");
        f.Advance(CallQueue.AnswerTimeoutMs - 1);
        Assert.AreEqual("", second.Fate);
        f.Answer("[3,\"2\",{}]");
        f.Advance(CallQueue.AnswerTimeoutMs * 2);
        Assert.AreEqual("+", second.Fate, "a settled call has no time limit any more");
    }

    [TestMethod]
    public void Foreign_answers_are_ignored()
    {
        CallFixture f = new();
        f.Answer("[3,\"1\",{}]");
        TestCall call = f.Source.Add(new TestCall("A", "1"));
        f.Queue.OnLinkOpened(f.Link);
        f.Answer("[3,\"2\",{}]");
        f.Answer("[4,\"\u20ac\",\"E\",\"\",{}]");
        f.Answer("[3,\"2\",null]");
        f.Answer("[4]");
        Assert.AreEqual("", call.Fate);
        Assert.IsTrue(f.Queue.IsBusy);
        f.Answer("[3,\"1\",{}]");
        f.Answer("[3,\"1\",{}]");
        Assert.AreEqual("+", call.Fate, "twice the same answer counts once");
    }

    [TestMethod]
    public void A_refusal_fails_the_call_with_its_code()
    {
        CallFixture f = new();
        TestCall call = f.Source.Add(new TestCall("A", "1"));
        f.Source.Add(new TestCall("B", "2"));
        f.Queue.OnLinkOpened(f.Link);
        f.Answer("[4,\"1\",\"NotSupported\",\"not here\",{}]");
        Assert.AreEqual("0", call.Fate);
        Assert.AreEqual("NotSupported not here", call.Detail);
        Assert.AreEqual(2, f.Link.Sent.Count);
    }

    [TestMethod]
    public void A_confirmation_that_is_wrong_fails_the_call()
    {
        CallFixture f = new();
        TestCall wrong = f.Source.Add(new TestCall("A", "1") { Refuses = true });
        TestCall malformed = f.Source.Add(new TestCall("B", "2"));
        TestCall noObject = f.Source.Add(new TestCall("C", "3"));
        f.Queue.OnLinkOpened(f.Link);
        f.Answer("[3,\"1\",{}]");
        Assert.AreEqual("3", wrong.Fate);
        f.Answer("[3,\"2\",{]");
        Assert.AreEqual("3", malformed.Fate);
        f.Answer("[3,\"3\",[]]");
        Assert.AreEqual("3", noObject.Fate);
        Assert.IsFalse(f.Queue.IsBusy);
    }

    [TestMethod]
    public void A_lost_connection_settles_the_call_under_way()
    {
        CallFixture f = new();
        TestCall call = f.Source.Add(new TestCall("A", "1"));
        f.Source.Add(new TestCall("B", "2"));
        f.Queue.OnLinkOpened(f.Link);
        f.Queue.OnLinkClosed();
        f.Drain();
        Assert.AreEqual("2", call.Fate);
        Assert.IsFalse(f.Queue.IsBusy);
        Assert.AreEqual(1, f.Link.Sent.Count);
        f.Queue.Wake();
        f.Advance(CallQueue.AnswerTimeoutMs * 2);
        Assert.AreEqual(1, f.Link.Sent.Count, "nothing is sent without a connection");
        Assert.AreEqual("2", call.Fate);
        f.Queue.OnLinkOpened(f.Link);
        Assert.AreEqual("[2,\"2\",\"B\",{}]", f.Link.Last);
    }

    [TestMethod]
    public void A_link_that_takes_nothing_is_aborted_and_not_tried_in_a_loop()
    {
        CallFixture f = new();
        TestCall first = f.Source.Add(new TestCall("A", "1"));
        TestCall second = f.Source.Add(new TestCall("B", "2"));
        f.Link.Takes = false;
        f.Queue.OnLinkOpened(f.Link);
        Assert.IsTrue(f.Drain() < 10);
        Assert.AreEqual("2", first.Fate);
        Assert.AreEqual("", second.Fate, "the second is not burnt");
        Assert.AreEqual(1, f.Link.Aborts);
        Assert.IsFalse(f.Queue.IsBusy);
    }

    [TestMethod]
    public void A_request_longer_than_the_buffer_fails_and_the_next_is_sent()
    {
        CallFixture f = new(100);
        TestCall large = f.Source.Add(new TestCall("A", "1") { Size = 100 });
        f.Source.Add(new TestCall("B", "2"));
        f.Queue.OnLinkOpened(f.Link);
        Assert.AreEqual("4", large.Fate);
        Assert.AreEqual("[2,\"2\",\"B\",{}]", f.Link.Last);
    }

    [TestMethod]
    public void A_request_that_fits_exactly_is_sent()
    {
        int around = "[2,\"1\",\"A\",{\"x\":\"\"}]".Length;
        CallFixture f = new(100);
        TestCall one = f.Source.Add(new TestCall("A", "1") { Size = 101 - around });
        TestCall exact = f.Source.Add(new TestCall("A", "1") { Size = 100 - around });
        f.Queue.OnLinkOpened(f.Link);
        Assert.AreEqual("4", one.Fate);
        Assert.AreEqual("", exact.Fate);
        Assert.AreEqual(100, f.Link.Last.Length);
    }

    [TestMethod]
    public void Many_requests_that_cannot_be_written_do_not_hold_the_loop()
    {
        CallFixture f = new(100);
        for (int i = 0; i < 50; i++) f.Source.Add(new TestCall("A") { Size = 200 });
        TestCall last = f.Source.Add(new TestCall("B", "last"));
        f.Queue.OnLinkOpened(f.Link);
        Assert.IsTrue(f.Source.Asked < 20, "other events have their turn in between");
        Assert.IsTrue(f.Drain() < 20);
        for (int i = 0; i < 10; i++) f.Advance(CallQueue.PauseMs);
        Assert.AreEqual("[2,\"last\",\"B\",{}]", f.Link.Last);
        Assert.AreEqual("", last.Fate);
    }

    [TestMethod]
    public void A_bug_in_a_call_fails_that_call_alone()
    {
        CallFixture f = new();
        TestCall bad = f.Source.Add(new TestCall("A", "1") { Throws = true });
        TestCall good = f.Source.Add(new TestCall("B", "2"));
        f.Queue.OnLinkOpened(f.Link);
        f.Drain();
        Assert.AreEqual(1, bad.Fate.Length, "it has failed once");
        Assert.AreEqual("[2,\"2\",\"B\",{}]", f.Link.Last);
        good.Throws = true;
        TestCall third = f.Source.Add(new TestCall("C", "3"));
        f.Answer("[3,\"2\",{}]");
        Assert.AreEqual("3", good.Fate);
        Assert.AreEqual("[2,\"3\",\"C\",{}]", f.Link.Last);
        third.Throws = true;
        f.Queue.OnLinkClosed();
        Assert.AreEqual("2", third.Fate);
        Assert.IsFalse(f.Queue.IsBusy);
    }

    [TestMethod]
    public void Fresh_ids_differ_from_each_other_and_from_those_of_another_boot()
    {
        CallFixture f = new();
        for (int i = 0; i < 3; i++) f.Source.Add(new TestCall("A"));
        f.Queue.OnLinkOpened(f.Link);
        string a = CallFixture.IdOf(f.Link.Last);
        f.Answer($"[3,\"{a}\",{{}}]");
        string b = CallFixture.IdOf(f.Link.Last);
        Assert.AreNotEqual(a, b);
        Assert.IsTrue(a.Length <= 36);
        CallFixture again = new();
        CallQueue other = new(again.Loop, new FrameBuffer(100), new CallRandom(2), again.Log);
        TestSource otherSource = new();
        other.Add(otherSource);
        otherSource.Add(new TestCall("A"));
        other.OnLinkOpened(again.Link);
        Assert.AreNotEqual(a, CallFixture.IdOf(again.Link.Last));
    }
}
