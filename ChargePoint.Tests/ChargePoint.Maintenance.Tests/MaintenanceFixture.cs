using System.Collections;
using System.Text;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Maintenance.Tests.FirmwareUpdate;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;
using ChargePoint.Safety;
using ChargePoint.Tests;
using nanoFramework.TestFramework;

namespace ChargePoint.Maintenance.Tests;

/// <summary>A charge point's rooms as far as maintenance needs them, on a simulated board under a virtual clock.</summary>
internal sealed class MaintenanceFixture : LoopFixture, IMessageLink
{
    public const long NowUnixMs = 1_767_225_600_000; // 2026-01-01T00:00:00Z, when the clock is at 1 s

    private readonly ArrayList _sent = new();

    public MaintenanceFixture(MemoryFlash? flash = null, IFirmwareStore? store = null, bool hasStore = true)
        : base(16384)
    {
        Flash = flash ?? new MemoryFlash();
        Board = new SimulatedBoard(Clock, new SeededRandom(1), Flash, Network.Make) { Firmware = hasStore ? store ?? new TestFirmwareStore() : null };
        Board.RestartRequested += () => Restarts++;
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

    public FakeNetwork Network { get; } = new();

    /// <summary>Where images are kept.</summary>
    public TestFirmwareStore Store => (TestFirmwareStore)Board.Firmware!;

    public MemoryFlash Flash { get; }

    public SimulatedBoard Board { get; }

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

    /// <summary>A charge point that has a connection.</summary>
    public static MaintenanceFixture Connected()
    {
        MaintenanceFixture f = new();
        f.Connect();
        return f;
    }

    /// <summary>A request that is wrong is answered with this error ("!Code"), and nothing is done.</summary>
    public static void AssertRefused(string action, string request, string error)
    {
        MaintenanceFixture f = Connected();
        Assert.AreEqual(error, f.Call(action, request));
        f.AssertNothingIsDone();
    }

    /// <summary>The charge point after a restart, with the flash and the images of this one.</summary>
    public MaintenanceFixture Restarted()
    {
        Store.Restart();
        return new MaintenanceFixture(Flash, Store);
    }

    public void Connect()
    {
        IsOpen = true;
        Queue.OnLinkOpened(this);
        Run();
    }

    /// <summary>The server that is called takes the connection and answers.</summary>
    public void Serve(string answer)
    {
        Network.Last.Room = 1 << 20;
        Network.Last.Open();
        Run();
        Network.Last.Say(answer);
        Run();
    }

    /// <summary>The server that is called gives this file, the whole of it.</summary>
    public void ServeFile(string file) => Serve($"HTTP/1.1 200 OK\r\nContent-Length: {file.Length}\r\n\r\n{file}");

    /// <summary>A transaction begins at connector 1.</summary>
    public void Charge()
    {
        Connectors[0].Authorize("A", null);
        Board.Connector(1).Plug();
        Connectors[0].Update();
        Assert.IsNotNull(Connectors[0].Transaction);
    }

    /// <summary>Time passes, and no request is told of or fetches anything.</summary>
    public void AssertNothingIsDone()
    {
        Advance(100_000);
        Assert.AreEqual("", Told);
        Assert.AreEqual(0, Network.Count);
    }

    public void Disconnect()
    {
        IsOpen = false;
        Queue.OnLinkClosed();
        Run();
    }

    /// <summary>Has an operation answer a request: payload, or error code behind an exclamation mark.</summary>
    public string Call(string action, string payload) => CentralSystemSide.Call(Router, action, payload);

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

    protected override bool Reply()
    {
        if (_sent.Count == 0 || !Confirms) return false;
        string frame = (string)_sent[0]!;
        _sent.RemoveAt(0);
        CentralSystemSide.Answer(Queue, frame, "{}");
        return true;
    }
}
