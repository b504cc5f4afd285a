using System;
using nanoFramework.TestFramework;

namespace ChargePoint.Runtime.Tests;

[TestClass]
public class EventLoopTests
{
    [TestMethod]
    public void An_idle_loop_has_nothing_to_do()
    {
        Rig r = new();
        Assert.IsFalse(r.Loop.Step());
        Assert.AreEqual(-1L, r.Loop.UntilNextTimerMs);
    }

    [TestMethod]
    public void A_loop_is_as_old_as_itself_and_not_as_its_clock()
    {
        TestClock clock = new();
        clock.MonotonicMs = 5_000;
        EventLoop loop = new(clock, new Log(clock));
        Assert.AreEqual(0L, loop.UptimeMs);
        clock.MonotonicMs = 5_250;
        Assert.AreEqual(250L, loop.UptimeMs);
    }

    [TestMethod]
    public void A_timer_fires_once_and_not_before_its_time()
    {
        Rig r = new();
        r.Timer("a").Start(100);
        r.Advance(99);
        Assert.AreEqual("", r.Trace);
        Assert.AreEqual(1L, r.Loop.UntilNextTimerMs);
        r.Advance(1);
        Assert.AreEqual("a", r.Trace);
        r.Advance(1000);
        Assert.AreEqual("a", r.Trace);
    }

    [TestMethod]
    public void Timers_fire_in_the_order_in_which_they_are_due()
    {
        Rig r = new();
        LoopTimer c = r.Timer("c");
        LoopTimer a = r.Timer("a");
        LoopTimer b = r.Timer("b");
        c.Start(30);
        a.Start(10);
        b.Start(20);
        r.Advance(50);
        Assert.AreEqual("abc", r.Trace);
    }

    [TestMethod]
    public void Timers_due_together_fire_in_the_order_in_which_they_were_started()
    {
        Rig r = new();
        LoopTimer a = r.Timer("a");
        LoopTimer b = r.Timer("b");
        LoopTimer c = r.Timer("c");
        b.Start(10);
        c.Start(10);
        a.Start(10);
        r.Advance(10);
        Assert.AreEqual("bca", r.Trace);
    }

    [TestMethod]
    public void A_stopped_timer_does_not_fire_even_if_it_was_due()
    {
        Rig r = new();
        LoopTimer a = r.Timer("a");
        LoopTimer killer = r.Loop.CreateTimer(a.Stop);
        killer.Start(10);
        a.Start(10);
        r.Advance(10);
        Assert.AreEqual("", r.Trace);
        Assert.IsFalse(a.IsRunning);
    }

    [TestMethod]
    public void A_timer_started_again_forgets_its_earlier_time()
    {
        Rig r = new();
        LoopTimer a = r.Timer("a");
        a.Start(10);
        a.Start(50);
        r.Advance(49);
        Assert.AreEqual("", r.Trace);
        r.Advance(1);
        Assert.AreEqual("a", r.Trace);
    }

    [TestMethod]
    public void A_timer_may_start_itself_again()
    {
        Rig r = new();
        LoopTimer? a = null;
        int left = 3;
        a = r.Loop.CreateTimer(() =>
        {
            r.Trace += "a";
            if (--left > 0) a!.Start(0);
        });
        a.Start(0);
        r.Drain();
        Assert.AreEqual("aaa", r.Trace);
    }

    [TestMethod]
    public void A_periodic_timer_keeps_its_rhythm()
    {
        Rig r = new();
        r.Timer("a").StartPeriodic(100);
        for (int i = 0; i < 10; i++) r.Advance(50);
        Assert.AreEqual("aaaaa", r.Trace);
    }

    [TestMethod]
    public void Periods_that_were_missed_are_not_made_up_for()
    {
        Rig r = new();
        r.Timer("a").StartPeriodic(100);
        r.Advance(1000);
        Assert.AreEqual("a", r.Trace);
        r.Advance(100);
        Assert.AreEqual("aa", r.Trace);
    }

    [TestMethod]
    public void A_signal_is_handled_once_for_all_its_raises()
    {
        Rig r = new();
        Signal signal = r.Loop.CreateSignal(() => r.Trace += "s");
        signal.Raise();
        signal.Raise();
        r.Drain();
        Assert.AreEqual("s", r.Trace);
        signal.Raise();
        r.Drain();
        Assert.AreEqual("ss", r.Trace);
    }

    [TestMethod]
    public void An_exception_is_logged_and_the_loop_goes_on()
    {
        Rig r = new();
        LoopTimer bad = r.Loop.CreateTimer(() => throw new InvalidOperationException("boom"));
        bad.Start(0);
        r.Timer("a").Start(0);
        Signal worse = r.Loop.CreateSignal(() => throw new InvalidOperationException("bang"));
        worse.Raise();
        r.Drain();
        Assert.AreEqual("a", r.Trace);
        Assert.AreEqual(2, r.Loop.Failures);
        Assert.AreEqual(2, r.Log.Count);
        r.Log.TryRead(0, out _, out LogLevel level, out string room, out string message);
        Assert.AreEqual((int)LogLevel.Error, (int)level);
        Assert.AreEqual("loop", room);
        Assert.Contains("boom", message);
    }

    [TestMethod]
    public void A_periodic_timer_that_throws_fires_again()
    {
        Rig r = new();
        int fired = 0;
        LoopTimer bad = r.Loop.CreateTimer(() =>
        {
            fired++;
            throw new InvalidOperationException("boom");
        });
        bad.StartPeriodic(10);
        r.Advance(10);
        r.Advance(10);
        Assert.AreEqual(2, fired);
    }

    [TestMethod]
    public void Run_ends_when_a_handler_stops_the_loop()
    {
        Rig r = new();
        LoopTimer stop = r.Loop.CreateTimer(r.Loop.Stop);
        stop.Start(0);
        r.Timer("a").Start(100);
        r.Loop.Run();
        Assert.AreEqual("", r.Trace);
    }

    [TestMethod]
    public void A_period_below_one_is_a_bug() => Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => new Rig().Timer("a").StartPeriodic(0));

    private sealed class Rig
    {
        public Rig()
        {
            Log = new Log(Clock);
            Loop = new EventLoop(Clock, Log);
        }

        public TestClock Clock { get; } = new();

        public Log Log { get; }

        public EventLoop Loop { get; }

        public string Trace { get; set; } = "";

        public LoopTimer Timer(string name) => Loop.CreateTimer(() => Trace += name);

        public void Drain()
        {
            while (Loop.Step())
            {
            }
        }

        public void Advance(int milliseconds)
        {
            Clock.MonotonicMs += milliseconds;
            Drain();
        }
    }
}
