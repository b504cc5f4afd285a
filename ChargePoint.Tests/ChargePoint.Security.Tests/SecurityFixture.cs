using System.Collections;
using System.Text;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Maintenance;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;
using ChargePoint.Safety;
using ChargePoint.Tests;

namespace ChargePoint.Security.Tests;

/// <summary>Certificates of a charge point on a simulated board, under a virtual clock in 2026; TLS and the Central System are the test's.</summary>
internal sealed class SecurityFixture : LoopFixture, ITrustStore, ISecurityEvents, IMessageLink
{
    public const long NowUnixMs = 1_767_225_600_000; // 2026-01-01T00:00:00Z, when the clock is at 1 s

    private readonly ArrayList _next = new();
    private IWebSocketListener? _listener;

    public SecurityFixture(IFlashStore? flash = null, bool hasElement = true, FakeSecureElement? element = null)
        : base(16384)
    {
        Flash = flash ?? new MemoryFlash();
        Element = element ?? new FakeSecureElement();
        Board = new SimulatedBoard(Clock, new SeededRandom(1), Flash) { Trust = this, SecureElement = hasElement ? Element : null };
        WallClock = new WallClock(Clock);
        WallClock.Set(NowUnixMs);
        byte[] scratch = new byte[SlotFile.HeaderLength + ConfigurationStore.LongestImage];
        Configuration = new ConfigurationStore(new SlotFile(Flash, "config", 1, scratch), 1, Log);
        Queue = new CallQueue(Loop, new FrameBuffer(8192), new SeededRandom(2), Log) { Permission = SendPermission.Everything };
        TransactionQueue transactions = new(Loop, Queue, new TransactionJournal(Flash, Loop, WallClock, Log, scratch), Configuration, WallClock, Log);
        AvailabilityStore availability = new(new SlotFile(Flash, "avail", 1, scratch), 1, Log);
        Reservations reservations = new(new ReservationStore(new SlotFile(Flash, "reserve", 1, scratch), 1, Log), Board, availability, Loop, WallClock, Log);
        ChargingRoom room = new(Board, Loop, new SafetySupervisor(Board), transactions, Configuration, WallClock, availability, reservations, Log);
        Router = new CallRouter(new FrameBuffer(8192), Log);
        Link = new CentralSystemLink(Loop, this, Queue, Router, Board.Link, new SeededRandom(3), Log);
        Registration registration = new(Loop, Queue, Board.Identity, WallClock, Configuration, Log);
        Board.Firmware = Firmware;
        Maintenance = new MaintenanceRoom(room, new Connector[0], Queue, Link, registration, new RestartProcedure(room, new Connector[0], Queue, Link, new ResetReason(new SlotFile(Flash, "reset", 1, scratch), Log)), new SlotFile(Flash, "update", 1, scratch));
        Room = new CertificateRoom(room, Queue, Link, Maintenance.Updater, new KnownTime(Flash, scratch, WallClock, Log), this, scratch);
        Room.AddOperations(Router);
        Room.AddSources(Queue);
        if (Room.Own != null) Room.Own.Changed = () => Reconnects++;
    }

    public SimulatedBoard Board { get; }

    public IFlashStore Flash { get; }

    public WallClock WallClock { get; }

    public ConfigurationStore Configuration { get; }

    public CallQueue Queue { get; }

    public CentralSystemLink Link { get; }

    public MaintenanceRoom Maintenance { get; }

    public FakeFirmwareStore Firmware { get; } = new();

    public CertificateRoom Room { get; }

    public CertificateStore Store => Room.Store;

    public RootInstaller Installer => Room.Installer;

    public FakeSecureElement Element { get; }

    public CallRouter Router { get; }

    /// <summary>Common names of the authorities that TLS goes by, separated by commas.</summary>
    public string Trusted { get; private set; } = "";

    /// <summary>What TLS shows: place of the key and number of bytes of the chain.</summary>
    public string Shown { get; private set; } = "";

    /// <summary>Events that were raised, each ended by a semicolon.</summary>
    public string Events { get; set; } = "";

    /// <summary>How often the connection was to be opened anew.</summary>
    public int Reconnects { get; private set; }

    /// <summary>Calls that were sent.</summary>
    public ArrayList Sent { get; } = new();

    public int LastUsed { get; set; } = -1;

    public bool IsOpen { get; private set; }

    public bool IsWaiting => false;

    /// <summary>Has an operation answer a request: payload, or error code behind an exclamation mark.</summary>
    public string Call(string action, string payload) => CentralSystemSide.Call(Router, action, payload);

    /// <summary>Has a certificate installed.</summary>
    /// <returns>The status.</returns>
    public string Install(string base64, bool forFirmware = false) => InstallPem(TestBytes.Pem(base64), forFirmware);

    public string InstallPem(string pem, bool forFirmware = false)
    {
        string use = forFirmware ? "ManufacturerRootCertificate" : "CentralSystemRootCertificate";
        return Status(Call("InstallCertificate", "{\"certificateType\":\"" + use + "\",\"certificate\":\"" + Escape(pem) + "\"}"));
    }

    public static string Status(string answer)
    {
        int at = answer.IndexOf("\"status\":\"");
        if (at < 0) return answer;
        at += 10;
        return answer.Substring(at, answer.IndexOf('"', at) - at);
    }

    public static string Escape(string text)
    {
        StringBuilder escaped = new();
        foreach (string line in text.Split('\n'))
        {
            if (escaped.Length > 0) escaped.Append("\\n");
            escaped.Append(line);
        }

        return escaped.ToString();
    }

    /// <summary>Starts to connect; what becomes of it is the test's.</summary>
    public void StartLink()
    {
        Link.Start(WebSocketAddress.Parse("wss://central.example/CP1", out _)!, new WebSocketOptions());
        Run();
    }

    /// <summary>The attempt to connect succeeds.</summary>
    public void Opened()
    {
        IsOpen = true;
        _listener!.OnOpened();
        Room.OnConnected(true);
        Run();
    }

    /// <summary>The attempt to connect fails, or the connection is lost.</summary>
    public void Failed()
    {
        IsOpen = false;
        _listener!.OnClosed(LinkFailure.Tls, 0, "refused");
        Run();
    }

    /// <summary>The Central System confirms the call that was sent last.</summary>
    public void Confirm(string payload)
    {
        CentralSystemSide.Answer(Queue, (string)Sent[Sent.Count - 1]!, payload);
        Run();
    }

    public void Begin() => _next.Clear();

    public bool Add(ByteRange certificate)
    {
        _next.Add(CertificateParser.Parse(certificate)!.CommonName!);
        return true;
    }

    public void End()
    {
        Trusted = "";
        foreach (string name in _next) Trusted += (Trusted.Length == 0 ? "" : ", ") + name;
    }

    public bool Show(int slot, byte[] chain, int count)
    {
        Shown = slot < 0 ? "" : $"{slot}: {count}";
        return true;
    }

    public void Raise(string type, string? techInfo) => Events += type + ";";

    void IMessageLink.Open(WebSocketAddress address, WebSocketOptions options, IWebSocketListener listener) => _listener = listener;

    bool IMessageLink.Send(byte[] buffer, int offset, int count)
    {
        if (!IsOpen) return false;
        Sent.Add(Encoding.UTF8.GetString(buffer, offset, count));
        return true;
    }

    void IMessageLink.Close(int code, string reason) => IsOpen = false;

    void IMessageLink.Abort() => IsOpen = false;
}
