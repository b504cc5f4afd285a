using System;
using nanoFramework.TestFramework;

namespace ChargePoint.Runtime.Tests;

[TestClass]
public class EventLoopTests
{
    private readonly TestClock _clock = new();
    private readonly Log _log;
    private readonly EventLoop _loop;
    private string _trace = "";

    public EventLoopTests()
    {
        _log = new Log(_clock);
        _loop = new EventLoop(_clock, _log);
    }

    private LoopTimer Timer(string name) => _loop.CreateTimer(() => _trace += name);

    private void Drain()
    {
        while (_loop.Step())
        {
        }
    }

    private void Advance(int milliseconds)
    {
        _clock.MonotonicMs += milliseconds;
        Drain();
    }

    [TestMethod]
    public void An_idle_loop_has_nothing_to_do()
    {
        Assert.IsFalse(_loop.Step());
        Assert.AreEqual(-1L, _loop.UntilNextTimerMs);
    }

    [TestMethod]
    public void A_timer_fires_once_and_not_before_its_time()
    {
        Timer("a").Start(100);
        Advance(99);
        Assert.AreEqual("", _trace);
        Assert.AreEqual(1L, _loop.UntilNextTimerMs);
        Advance(1);
        Assert.AreEqual("a", _trace);
        Advance(1000);
        Assert.AreEqual("a", _trace);
    }

    [TestMethod]
    public void Timers_fire_in_the_order_in_which_they_are_due()
    {
        LoopTimer c = Timer("c");
        LoopTimer a = Timer("a");
        LoopTimer b = Timer("b");
        c.Start(30);
        a.Start(10);
        b.Start(20);
        Advance(50);
        Assert.AreEqual("abc", _trace);
    }

    [TestMethod]
    public void Timers_due_together_fire_in_the_order_in_which_they_were_started()
    {
        LoopTimer a = Timer("a");
        LoopTimer b = Timer("b");
        LoopTimer c = Timer("c");
        b.Start(10);
        c.Start(10);
        a.Start(10);
        Advance(10);
        Assert.AreEqual("bca", _trace);
    }

    [TestMethod]
    public void A_stopped_timer_does_not_fire_even_if_it_was_due()
    {
        LoopTimer a = Timer("a");
        LoopTimer killer = _loop.CreateTimer(a.Stop);
        killer.Start(10);
        a.Start(10);
        Advance(10);
        Assert.AreEqual("", _trace);
        Assert.IsFalse(a.IsRunning);
    }

    [TestMethod]
    public void A_timer_started_again_forgets_its_earlier_time()
    {
        LoopTimer a = Timer("a");
        a.Start(10);
        a.Start(50);
        Advance(49);
        Assert.AreEqual("", _trace);
        Advance(1);
        Assert.AreEqual("a", _trace);
    }

    [TestMethod]
    public void A_timer_may_start_itself_again()
    {
        LoopTimer? a = null;
        int left = 3;
        a = _loop.CreateTimer(() =>
        {
            _trace += "a";
            if (--left > 0) a!.Start(0);
        });
        a.Start(0);
        Drain();
        Assert.AreEqual("aaa", _trace);
    }

    [TestMethod]
    public void A_periodic_timer_keeps_its_rhythm()
    {
        Timer("a").StartPeriodic(100);
        for (int i = 0; i < 10; i++) Advance(50);
        Assert.AreEqual("aaaaa", _trace);
    }

    [TestMethod]
    public void Periods_that_were_missed_are_not_made_up_for()
    {
        Timer("a").StartPeriodic(100);
        Advance(1000);
        Assert.AreEqual("a", _trace);
        Advance(100);
        Assert.AreEqual("aa", _trace);
    }

    [TestMethod]
    public void A_signal_is_handled_once_for_all_its_raises()
    {
        Signal signal = _loop.CreateSignal(() => _trace += "s");
        signal.Raise();
        signal.Raise();
        Drain();
        Assert.AreEqual("s", _trace);
        signal.Raise();
        Drain();
        Assert.AreEqual("ss", _trace);
    }

    [TestMethod]
    public void An_exception_is_logged_and_the_loop_goes_on()
    {
        LoopTimer bad = _loop.CreateTimer(() => throw new InvalidOperationException("boom"));
        bad.Start(0);
        Timer("a").Start(0);
        Signal worse = _loop.CreateSignal(() => throw new InvalidOperationException("bang"));
        worse.Raise();
        Drain();
        Assert.AreEqual("a", _trace);
        Assert.AreEqual(2, _loop.Failures);
        Assert.AreEqual(2, _log.Count);
        _log.TryRead(0, out _, out LogLevel level, out string room, out string message);
        Assert.AreEqual((int)LogLevel.Error, (int)level);
        Assert.AreEqual("loop", room);
        Assert.Contains("boom", message);
    }

    [TestMethod]
    public void A_periodic_timer_that_throws_fires_again()
    {
        int fired = 0;
        LoopTimer bad = _loop.CreateTimer(() =>
        {
            fired++;
            throw new InvalidOperationException("boom");
        });
        bad.StartPeriodic(10);
        Advance(10);
        Advance(10);
        Assert.AreEqual(2, fired);
    }

    [TestMethod]
    public void Run_ends_when_a_handler_stops_the_loop()
    {
        LoopTimer stop = _loop.CreateTimer(_loop.Stop);
        stop.Start(0);
        Timer("a").Start(100);
        _loop.Run();
        Assert.AreEqual("", _trace);
    }

    [TestMethod]
    public void A_period_below_one_is_a_bug() => Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => Timer("a").StartPeriodic(0));
}
