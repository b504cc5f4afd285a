using System.Collections;
using System.Text;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;
using ChargePoint.Tests;

namespace ChargePoint.Security.Tests;

/// <summary>What the security room needs, under a virtual clock, with a Central System that a test commands.</summary>
internal sealed class EventFixture : LoopFixture, IMessageLink, ISecurityEvents
{
    public const long NowUnixMs = 1_767_225_600_000; // 2026-01-01T00:00:00Z

    private readonly ArrayList _sent = new();

    public EventFixture(IFlashStore? flash = null, int boot = 1, bool clockKnown = true)
        : base(8192)
    {
        Flash = flash ?? new MemoryFlash();
        WallClock = new WallClock(Clock) { Boot = boot };
        if (clockKnown) WallClock.Set(NowUnixMs);
        Queue = new CallQueue(Loop, new FrameBuffer(2048), new SeededRandom(2), Log) { Permission = SendPermission.Everything };
        Store = NewStore();
        Events = new SecurityEvents(Store, Loop, Queue, WallClock, Log);
        Events.OnKnown();
        Queue.Add(Events);
    }

    public IFlashStore Flash { get; }

    public WallClock WallClock { get; }

    public CallQueue Queue { get; }

    public SecurityLog Store { get; }

    public SecurityEvents Events { get; }

    public byte[] Scratch { get; } = new byte[SlotFile.HeaderLength + ConfigurationStore.LongestImage];

    /// <summary>Payloads of the notifications that came, each in a line.</summary>
    public string Told { get; private set; } = "";

    /// <summary>How notifications are answered: payload, "!Code" for a CALLERROR, "" for not at all.</summary>
    public string Answer { get; set; } = "{}";

    /// <summary>Events that were raised through this fixture, each in a line.</summary>
    public string Raised { get; private set; } = "";

    public bool IsOpen { get; private set; }

    public bool IsWaiting => false;

    /// <summary>Types of the events in a log, separated by blanks.</summary>
    public static string Types(SecurityLog log)
    {
        string types = "";
        RecordReader reader = log.NewReader();
        for (SecurityEvent? entry = log.Next(reader); entry != null; entry = log.Next(reader)) types += (types.Length == 0 ? "" : " ") + entry.Type;
        return types;
    }

    /// <summary>Opens the log as after a restart.</summary>
    public SecurityLog NewStore() => new(Flash, Scratch, WallClock, Loop, Log);

    public void Raise(string type, string? techInfo) => Raised += $"{type}: {techInfo}\n";

    public void Connect()
    {
        IsOpen = true;
        Queue.OnLinkOpened(this);
        Run();
    }

    public void Disconnect()
    {
        IsOpen = false;
        Queue.OnLinkClosed();
        Run();
    }

    void IMessageLink.Open(WebSocketAddress address, WebSocketOptions options, IWebSocketListener listener)
    {
    }

    bool IMessageLink.Send(byte[] buffer, int offset, int count)
    {
        if (!IsOpen) return false;
        string frame = Encoding.UTF8.GetString(buffer, offset, count);
        Told += frame.Substring(frame.IndexOf('{'), frame.Length - 1 - frame.IndexOf('{')) + "\n";
        _sent.Add(frame);
        return true;
    }

    void IMessageLink.Close(int code, string reason) => IsOpen = false;

    void IMessageLink.Abort() => IsOpen = false;

    protected override bool Reply()
    {
        if (_sent.Count == 0) return false;
        string call = (string)_sent[0]!;
        _sent.RemoveAt(0);
        if (Answer.Length > 0) CentralSystemSide.Answer(Queue, call, Answer);
        return true;
    }
}
