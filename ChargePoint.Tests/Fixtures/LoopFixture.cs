using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;

namespace ChargePoint.Tests;

/// <summary>An event loop and a log under a clock that a test moves: what the fixtures of several test projects stand on.</summary>
internal abstract class LoopFixture
{
    protected LoopFixture(int logBytes = 4096)
    {
        Log = new Log(Clock, logBytes);
        Loop = new EventLoop(Clock, Log);
    }

    public ManualClock Clock { get; } = new(1000);

    public Log Log { get; }

    public EventLoop Loop { get; }

    /// <summary>Does all that is to be done now.</summary>
    public void Run()
    {
        for (int i = 0; i < 100_000; i++)
        {
            if (!Loop.Step() && !Reply()) return;
        }
    }

    /// <summary>Lets time pass, each timer at its time.</summary>
    public void Advance(long milliseconds)
    {
        long end = Clock.MonotonicMs + milliseconds;
        while (true)
        {
            Run();
            long wait = Loop.UntilNextTimerMs;
            if (wait < 0 || Clock.MonotonicMs + wait > end) break;
            Clock.Advance(wait);
        }

        Clock.Advance(end - Clock.MonotonicMs);
        Run();
    }

    /// <summary>True if an entry of the log contains this text.</summary>
    public bool Logged(string text)
    {
        for (int i = 0; i < Log.Count; i++)
        {
            if (Log.TryRead(i, out _, out _, out _, out string message) && message.IndexOf(text) >= 0) return true;
        }

        return false;
    }

    /// <summary>The other side does one thing, as soon as the loop has nothing more to do.</summary>
    /// <returns>False if it has nothing to do either.</returns>
    protected virtual bool Reply() => false;
}
