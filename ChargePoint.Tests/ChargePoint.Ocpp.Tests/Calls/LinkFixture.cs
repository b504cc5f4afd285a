using ChargePoint.Runtime;

namespace ChargePoint.Ocpp.Tests;

/// <summary>A link over a fake connection, under a clock that a test moves.</summary>
internal sealed class LinkFixture : ILinkObserver
{
    private readonly CallFixture _calls = new();

    public LinkFixture(uint seed)
    {
        Line = new FakeLink();
        Link = new CentralSystemLink(Loop, Line, Queue, new CallRouter(new FrameBuffer(400), _calls.Log), Network, new CallRandom(seed), _calls.Log) { Observer = this };
    }

    public CallClock Clock => _calls.Clock;

    public EventLoop Loop => _calls.Loop;

    public CallQueue Queue => _calls.Queue;

    public TestSource Source => _calls.Source;

    public FakeLink Line { get; }

    public CallNetwork Network { get; } = new();

    public CentralSystemLink Link { get; }

    /// <summary>"+" for each time it went online, "-" for each time offline.</summary>
    public string Trace { get; private set; } = "";

    public void OnOnline() => Trace += "+";

    public void OnOffline() => Trace += "-";

    public void Start()
    {
        Link.Start(WebSocketAddress.Parse("ws://central.example/ocpp", out _)!.Append("CP1")!, new WebSocketOptions { User = "old" });
        Drain();
    }

    /// <summary>Starts and has the connection open.</summary>
    public void Open()
    {
        Start();
        Line.Opened();
        Drain();
    }

    /// <summary>The present attempt fails, and the next is made.</summary>
    public void FailOnce()
    {
        Line.Closed(LinkFailure.Refused);
        UntilAttempt();
    }

    /// <summary>Waits until the next attempt is made.</summary>
    /// <returns>How long that was, in milliseconds; at most ten minutes.</returns>
    public int UntilAttempt()
    {
        int waited = 0;
        while (!Line.IsUsed && waited < 600_000)
        {
            Advance(10);
            waited += 10;
        }

        return waited;
    }

    public void Drain() => _calls.Drain();

    public void Advance(int milliseconds)
    {
        long end = Clock.MonotonicMs + milliseconds;
        while (true)
        {
            Drain();
            long wait = Loop.UntilNextTimerMs;
            if (wait < 0 || Clock.MonotonicMs + wait > end) break;
            Clock.MonotonicMs += wait;
        }

        Clock.MonotonicMs = end;
        Drain();
    }
}
