using System;
using nanoFramework.TestFramework;

namespace ChargePoint.Runtime.Tests;

[TestClass]
public class LogTests
{
    private static string Message(Log log, int index)
    {
        Assert.IsTrue(log.TryRead(index, out _, out _, out _, out string message), "entry " + index.ToString());
        return message;
    }

    private static string Repeat(char c, int count) => new(c, count);

    [TestMethod]
    public void An_entry_is_read_as_it_was_written()
    {
        TestClock clock = new();
        Log log = new(clock);
        clock.MonotonicMs = 123456789012;
        log.Warning("link", "Grüße 🚗");
        Assert.IsTrue(log.TryRead(0, out long monotonicMs, out LogLevel level, out string room, out string message));
        Assert.AreEqual(123456789012, monotonicMs);
        Assert.AreEqual((int)LogLevel.Warning, (int)level);
        Assert.AreEqual("link", room);
        Assert.AreEqual("Grüße 🚗", message);
    }

    [TestMethod]
    public void There_is_nothing_before_the_first_and_behind_the_last()
    {
        TestClock clock = new();
        Log log = new(clock);
        log.Info("a", "one");
        Assert.IsFalse(log.TryRead(-1, out _, out _, out _, out _));
        Assert.IsFalse(log.TryRead(1, out _, out _, out _, out _));
    }

    [TestMethod]
    public void The_oldest_entries_make_room()
    {
        TestClock clock = new();
        Log log = new(clock, 512);
        for (int i = 0; i < 200; i++)
        {
            log.Info("room", "entry number " + i.ToString());
            Assert.AreEqual("entry number " + i.ToString(), Message(log, log.Count - 1));
        }

        Assert.IsTrue(log.Count > 10 && log.Count < 20, log.Count.ToString());
        for (int i = 1; i < log.Count; i++)
        {
            Assert.AreEqual("entry number " + (200 - log.Count + i).ToString(), Message(log, i));
        }
    }

    [TestMethod]
    public void A_message_is_cut_at_its_limit_and_between_characters()
    {
        TestClock clock = new();
        Log log = new(clock, 512);
        log.Info("r", Repeat('x', Log.LongestMessage));
        Assert.AreEqual(Log.LongestMessage, Message(log, 0).Length);
        log.Info("r", Repeat('x', Log.LongestMessage + 1));
        Assert.AreEqual(Log.LongestMessage, Message(log, log.Count - 1).Length);
        log.Info("r", Repeat('x', Log.LongestMessage - 1) + "ü");
        Assert.AreEqual(Repeat('x', Log.LongestMessage - 1), Message(log, log.Count - 1));
    }

    [TestMethod]
    public void Control_characters_cannot_forge_a_line()
    {
        TestClock clock = new();
        Log log = new(clock);
        log.Info("r", "a\r\nERROR b\x7F\x1B[2J");
        Assert.AreEqual("a  ERROR b  [2J", Message(log, 0));
    }

    [TestMethod]
    public void Entries_below_the_threshold_are_dropped()
    {
        TestClock clock = new();
        Log log = new(clock) { Threshold = LogLevel.Warning };
        log.Debug("r", "no");
        log.Info("r", "no");
        log.Warning("r", "yes");
        log.Error("r", "yes");
        Assert.AreEqual(2, log.Count);
    }

    [TestMethod]
    public void An_error_names_the_type_of_its_cause()
    {
        TestClock clock = new();
        Log log = new(clock);
        log.Error("r", "failed", new InvalidOperationException("x"));
        Assert.StartsWith("failed (InvalidOperationException", Message(log, 0));
    }

    [TestMethod]
    public void The_sink_sees_each_entry()
    {
        RecordingSink sink = new();
        TestClock clock = new();
        Log log = new(clock) { Sink = sink };
        log.Info("r", "one");
        log.Debug("r", "two");
        Assert.AreEqual("1000 r one;", sink.Seen);
    }

    [TestMethod]
    public void A_ring_that_is_too_small_is_a_bug() => Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => new Log(new TestClock(), 511));

    private sealed class RecordingSink : ILogSink
    {
        public string Seen = "";

        public void Write(long monotonicMs, LogLevel level, string room, string message) => Seen += $"{monotonicMs} {room} {message};";
    }
}
