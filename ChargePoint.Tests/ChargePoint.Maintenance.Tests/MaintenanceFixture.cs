using System.Collections;
using System.Text;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Maintenance.Tests.FirmwareUpdate;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;
using ChargePoint.Safety;

namespace ChargePoint.Maintenance.Tests;

/// <summary>A charge point's rooms as far as maintenance needs them, on a simulated board under a virtual clock.</summary>
internal sealed class MaintenanceFixture : IMessageLink
{
    public const long NowUnixMs = 1_767_225_600_000; // 2026-01-01T00:00:00Z, when the clock is at 1 s

    private readonly ArrayList _sent = new();

    public MaintenanceFixture(MemoryFlash? flash = null, IFirmwareStore? store = null, bool hasStore = true)
    {
        Flash = flash ?? new MemoryFlash();
        Board = new SimulatedBoard(Clock, new SeededRandom(1), Flash, Network.Make) { Firmware = hasStore ? store ?? new TestFirmwareStore() : null };
        Board.RestartRequested += () => Restarts++;
        Log = new Log(Clock, 16384);
        Loop = new EventLoop(Clock, Log);
        WallClock = new WallClock(Clock);
        WallClock.Set(NowUnixMs);
        byte[] scratch = new byte[SlotFile.HeaderLength + ConfigurationStore.LongestImage];
        Configuration = new ConfigurationStore(new SlotFile(Flash, "config", 1, scratch), 1, Log);
        Queue = new CallQueue(Loop, new FrameBuffer(4096), new SeededRandom(2), Log) { Permission = SendPermission.Everything };
        TransactionJournal journal = new(Flash, Loop, WallClock, Log);
        Transactions = new TransactionQueue(Loop, Queue, journal, Configuration, WallClock, Log);
        AvailabilityStore availability = new(new SlotFile(Flash, "avail", 1, scratch), 1, Log);
        Reservations reservations = new(new ReservationStore(new SlotFile(Flash, "reserve", 1, scratch), 1, Log), Board, availability, Loop, WallClock, Log);
        ChargingRoom room = new(Board, Loop, new SafetySupervisor(Board), Transactions, Configuration, WallClock, availability, reservations, Log);
        Connectors = new Connector[] { new Connector(1, room) };
        reservations.Connectors = Connectors;
        CentralSystemLink link = new(Loop, this, Queue, new CallRouter(new FrameBuffer(4096), Log), Board.Link, Board.Random, Log);
        Registration = new Registration(Loop, Queue, Board.Identity, WallClock, Configuration, Log);
        Room = new MaintenanceRoom(room, Connectors, Queue, link, Registration, new RestartProcedure(room, Connectors, Queue, link, new ResetReason(new SlotFile(Flash, "reset", 1, scratch), Log)), new SlotFile(Flash, "update", 1, scratch));
        Room.AddOperations(Router);
        Room.AddSources(Queue);
    }

    public ManualClock Clock { get; } = new(1000);

    public FakeNetwork Network { get; } = new();

    public MemoryFlash Flash { get; }

    public SimulatedBoard Board { get; }

    public Log Log { get; }

    public EventLoop Loop { get; }

    public WallClock WallClock { get; }

    public ConfigurationStore Configuration { get; }

    public CallQueue Queue { get; }

    public CallRouter Router { get; } = new(new FrameBuffer(8192), new Log(new ManualClock()));

    public TransactionQueue Transactions { get; }

    public Registration Registration { get; }

    public Connector[] Connectors { get; }

    public MaintenanceRoom Room { get; }

    public int Restarts { get; private set; }

    public bool IsOpen { get; private set; }

    public bool IsWaiting => false;

    /// <summary>Stages that were told, separated by blanks: each call is confirmed.</summary>
    public string Told { get; private set; } = "";

    /// <summary>The last call that was sent.</summary>
    public string LastSent { get; private set; } = "";

    /// <summary>False: calls are taken and not answered.</summary>
    public bool Confirms { get; set; } = true;

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

    /// <summary>Has an operation answer a request: payload, or error code behind an exclamation mark.</summary>
    public string Call(string action, string payload)
    {
        byte[] bytes = Encoding.UTF8.GetBytes($"[2,\"1\",\"{action}\",{payload}]");
        FrameReader frame = new();
        if (!frame.Read(bytes, 0, bytes.Length)) return "!" + frame.Problem;
        Router.Handle(frame, bytes);
        string answer = Encoding.UTF8.GetString(Router.Answer.Buffer, 0, Router.Answer.Length);
        return answer.StartsWith("[3,\"1\",") ? answer.Substring(7, answer.Length - 8) : "!" + answer.Split('"')[3];
    }

    public void Run()
    {
        for (int i = 0; i < 100_000; i++)
        {
            if (!Loop.Step() && !Answer()) return;
        }
    }

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

    public bool Logged(string text)
    {
        for (int i = 0; i < Log.Count; i++)
        {
            if (Log.TryRead(i, out _, out _, out _, out string message) && message.IndexOf(text) >= 0) return true;
        }

        return false;
    }

    void IMessageLink.Open(WebSocketAddress address, WebSocketOptions options, IWebSocketListener listener)
    {
    }

    bool IMessageLink.Send(byte[] buffer, int offset, int count)
    {
        if (!IsOpen) return false;
        string frame = Encoding.UTF8.GetString(buffer, offset, count);
        string status = "\"status\":\"";
        int at = frame.IndexOf(status);
        if (at >= 0)
        {
            at += status.Length;
            string name = frame.Substring(at, frame.IndexOf('"', at) - at);
            Told = Told.Length == 0 ? name : Told + " " + name;
        }

        LastSent = frame;
        _sent.Add(frame);
        return true;
    }

    void IMessageLink.Close(int code, string reason) => IsOpen = false;

    void IMessageLink.Abort() => IsOpen = false;

    private bool Answer()
    {
        if (_sent.Count == 0 || !Confirms) return false;
        string frame = (string)_sent[0]!;
        _sent.RemoveAt(0);
        byte[] bytes = Encoding.UTF8.GetBytes($"[3,\"{frame.Split('"')[1]}\",{{}}]");
        FrameReader reader = new();
        reader.Read(bytes, 0, bytes.Length);
        Queue.OnAnswer(reader, bytes);
        return true;
    }
}
