using System.Text;
using ChargePoint.Hal.Simulated;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;
using ChargePoint.Tests;

namespace ChargePoint.Features.Tests;

/// <summary>Clock, loop, flash and configuration that features stand on.</summary>
internal sealed class FeatureFixture : LoopFixture
{
    public FeatureFixture(MemoryFlash? flash = null, int connectors = 1)
        : base(8192)
    {
        Flash = flash ?? new MemoryFlash();
        WallClock = new WallClock(Clock);
        Configuration = new ConfigurationStore(File(), connectors, Log);
        Queue = new CallQueue(Loop, new FrameBuffer(8192), new SeededRandom(1), Log) { Permission = SendPermission.Everything };
    }

    public MemoryFlash Flash { get; }

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
        Run();
    }

    public void Disconnect()
    {
        Link.IsOpen = false;
        Queue.OnLinkClosed();
        Run();
    }

    /// <summary>Answers the call under way: a payload, or a CALLERROR for "!Code".</summary>
    public void Answer(string payload)
    {
        CentralSystemSide.Answer(Queue, Link.Last, payload);
        Run();
    }
}
