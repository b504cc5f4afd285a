using System.Text;
using ChargePoint.Hal.Simulated;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Features.Tests;

/// <summary>Clock, loop, flash and configuration that features stand on.</summary>
internal sealed class FeatureFixture
{
    public FeatureFixture(MemoryFlash? flash = null, int connectors = 1)
    {
        Flash = flash ?? new MemoryFlash();
        Log = new Log(Clock, 8192);
        Loop = new EventLoop(Clock, Log);
        WallClock = new WallClock(Clock);
        Configuration = new ConfigurationStore(File(), connectors, Log);
        Queue = new CallQueue(Loop, new FrameBuffer(8192), new SeededRandom(1), Log) { Permission = SendPermission.Everything };
    }

    public ManualClock Clock { get; } = new(1000);

    public MemoryFlash Flash { get; }

    public Log Log { get; }

    public EventLoop Loop { get; }

    public WallClock WallClock { get; }

    public ConfigurationStore Configuration { get; }

    public CallQueue Queue { get; }

    public TestLink Link { get; } = new();

    /// <summary>The file that configuration is kept in.</summary>
    public SlotFile File() => new(Flash, "config", 1, new byte[SlotFile.HeaderLength + ConfigurationStore.LongestImage]);

    /// <summary>Has an operation answer a request.</summary>
    public static string Handle(ICallHandler handler, string request)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(request);
        Fields fields = new(new JsonReader());
        fields.Reset(bytes, 0, bytes.Length);
        JsonWriter writer = new(new byte[8192]);
        CallError? error = handler.Handle(fields, writer);
        return error != null ? "!" + error.Code : Encoding.UTF8.GetString(writer.Buffer, 0, writer.Length);
    }

    public void Connect()
    {
        Link.IsOpen = true;
        Queue.OnLinkOpened(Link);
        Drain();
    }

    public void Disconnect()
    {
        Link.IsOpen = false;
        Queue.OnLinkClosed();
        Drain();
    }

    public void Drain()
    {
        for (int i = 0; i < 10_000 && Loop.Step(); i++)
        {
        }
    }

    public void Advance(long milliseconds)
    {
        long end = Clock.MonotonicMs + milliseconds;
        while (true)
        {
            Drain();
            long wait = Loop.UntilNextTimerMs;
            if (wait < 0 || Clock.MonotonicMs + wait > end) break;
            Clock.Advance(wait);
        }

        Clock.Advance(end - Clock.MonotonicMs);
        Drain();
    }

    /// <summary>Answers the call under way: a payload, or a CALLERROR for "!Code".</summary>
    public void Answer(string payload)
    {
        string id = Link.Last.Substring(4, Link.Last.IndexOf('"', 4) - 4);
        string text = payload.StartsWith("!") ? $"[4,\"{id}\",\"{payload.Substring(1)}\",\"\",{{}}]" : $"[3,\"{id}\",{payload}]";
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        FrameReader frame = new();
        frame.Read(bytes, 0, bytes.Length);
        Queue.OnAnswer(frame, bytes);
        Drain();
    }
}
