using System.Globalization;
using System.Text;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Runtime;
using ChargePoint.Safety;

namespace ChargePoint.Simulator.Tests.Fuzz;

/// <summary>
/// A whole charge point with its own WebSocket client, HTTP and FTP clients, on a simulated board under a virtual clock. When it restarts, it starts anew
/// from what is in its flash.
/// </summary>
internal sealed class FuzzStation : ILogSink
{
    private readonly FuzzFirmwareStore _store = new();
    private readonly IFuzzPeer? _files;
    private readonly Random _random = new(7);
    private bool _restart;

    [ThreadStatic]
    private static Exception? _lastThrown;

    static FuzzStation() => AppDomain.CurrentDomain.FirstChanceException += (_, thrown) => _lastThrown = thrown.Exception;

    public FuzzStation(MemoryFlash? flash = null, IFuzzPeer? files = null)
    {
        Flash = flash ?? new MemoryFlash();
        _files = files;
        Board = new SimulatedBoard(Clock, new SeededRandom(1), Flash, () => new FuzzTransport(PeerAt)) { Firmware = _store };
        Board.RestartRequested += () => _restart = true;
        CentralSystem.Answer = Friendly;
        Make();
    }

    public ManualClock Clock { get; } = new(1000);

    public MemoryFlash Flash { get; }

    public SimulatedBoard Board { get; }

    public FuzzCentralSystem CentralSystem { get; } = new();

    public Firmware.ChargePoint ChargePoint { get; private set; } = null!;

    /// <summary>What the log said that no input may bring about; null as long as there is nothing.</summary>
    public string? Complaint { get; private set; }

    /// <summary>The last line of the log.</summary>
    public string LastLine { get; private set; } = "";

    /// <summary>The first warning since this was set to "".</summary>
    public string FirstWarning { get; set; } = "";

    /// <summary>The last exception that was thrown anywhere on this thread.</summary>
    public string LastThrown => _lastThrown?.ToString() ?? "";

    public int Restarts { get; private set; }

    /// <summary>True once the Central System can call it.</summary>
    public bool IsOnline => CentralSystem.IsOpen && ChargePoint.Registration.IsAccepted;

    /// <summary>One that charges: transaction 101 of CARD1, with list version 1.</summary>
    public static FuzzStation Charging(IFuzzPeer? files = null)
    {
        FuzzStation station = Idle(files);
        station.Say("""[2,"s1","ChangeConfiguration",{"key":"LocalAuthListEnabled","value":"true"}]""");
        station.Say("""[2,"s2","SendLocalList",{"listVersion":1,"updateType":"Full","localAuthorizationList":[{"idTag":"CARD1","idTagInfo":{"status":"Accepted"}}]}]""");
        station.Board.Connector(1).Plug();
        station.Run(100);
        station.Board.Reader.Present("CARD1");
        station.Run(1000);
        station.CentralSystem.Received.Clear();
        return station;
    }

    /// <summary>One that is registered and free.</summary>
    public static FuzzStation Idle(IFuzzPeer? files = null)
    {
        FuzzStation station = new(null, files);
        station.Start();
        return station;
    }

    public void Start()
    {
        ChargePoint.Start("ws://central.example", "CP1");
        Run(200);
    }

    public void Say(string frame)
    {
        CentralSystem.Deliver(Encoding.UTF8.GetBytes(frame));
        Run(0);
    }

    /// <summary>Lets time pass.</summary>
    /// <param name="milliseconds">How much.</param>
    /// <param name="stepMs">Period of the safety supervisor: coarse ones for long times.</param>
    public void Run(int milliseconds, int stepMs = SafetySupervisor.PeriodMs)
    {
        long end = Clock.MonotonicMs + milliseconds;
        while (true)
        {
            int steps = 0;
            while (!_restart && ChargePoint.Loop.Step())
            {
                if (++steps <= 200_000) continue;
                Complaint ??= "the loop does not come to rest";
                return;
            }

            if (_restart) PowerCycle();
            if (ChargePoint.Loop.Failures > 0) Complaint ??= $"a handler failed: {_lastThrown}";
            if (Clock.MonotonicMs >= end) return;
            Clock.Advance(Math.Min(stepMs, end - Clock.MonotonicMs));
            ChargePoint.Safety.Step();
        }
    }

    /// <summary>Lets time pass until the charge point can be called.</summary>
    /// <returns>False if it does not come back within the longest backoff and retry times.</returns>
    public bool RunUntilOnline(int longestMs = 1_200_000)
    {
        for (int waited = 0; !IsOnline && waited < longestMs; waited += 1000) Run(1000, 500);
        return IsOnline;
    }

    /// <summary>Loss of power, and the start after it.</summary>
    public void PowerCycle()
    {
        _restart = false;
        Restarts++;
        Board.PowerOff();
        CentralSystem.Stream?.Close();
        _store.Restart();
        Make();
        ChargePoint.Start("ws://central.example", "CP1");
    }

    /// <summary>What only an accepted call may change: configuration, local list, availability, certificates.</summary>
    public string[] State()
    {
        StringBuilder configuration = new(2000);
        for (int key = 0; key < Key.Count; key++)
        {
            // Each BootNotification.conf sets the interval of the heartbeat
            if (key != Key.HeartbeatInterval) configuration.Append(ChargePoint.Configuration.Text(key)).Append('\n');
        }

        StringBuilder availability = new();
        for (int id = 0; id <= ChargePoint.Connectors.Length; id++) availability.Append(ChargePoint.Availability.IsOperative(id) ? '+' : '-');
        return
        [
            configuration.ToString(),
            ChargePoint.LocalList.Version.ToString(CultureInfo.InvariantCulture) + "/" + ChargePoint.LocalList.Count.ToString(CultureInfo.InvariantCulture),
            availability.ToString(),
            ChargePoint.Certificates.Installed.ToString(CultureInfo.InvariantCulture),
        ];
    }

    /// <summary>Limits of what is kept that hold at any time; null if they do.</summary>
    public string? Limits()
    {
        if (Flash.UsedBytes > Flash.CapacityBytes) return "the flash is over-full";
        if (ChargePoint.LocalList.Count > Authorization.LocalAuthorizationList.MostEntries) return "the local list is too long";
        if (ChargePoint.Certificates.Installed > global::ChargePoint.Security.CertificateStore.MostCertificates) return "too many certificates";
        return Complaint;
    }

    void ILogSink.Write(long monotonicMs, LogLevel level, string room, string message)
    {
        LastLine = room + message;
        if (level >= LogLevel.Warning && FirstWarning.Length == 0) FirstWarning = message;
        if (level == LogLevel.Error && message.Contains(" failed: ", StringComparison.Ordinal)) Complaint ??= $"{message}: {_lastThrown}";
    }

    /// <summary>An answer as a friendly Central System gives it.</summary>
    public byte[]? Friendly(string action, string id, string frame)
    {
        string now = FrameGrammar.Now(Clock.MonotonicMs);
        string payload = action switch
        {
            "BootNotification" => $"{{\"status\":\"Accepted\",\"currentTime\":\"{now}\",\"interval\":300}}",
            "Heartbeat" => $"{{\"currentTime\":\"{now}\"}}",
            "Authorize" => "{\"idTagInfo\":{\"status\":\"Accepted\"}}",
            "StartTransaction" => $"{{\"transactionId\":{101 + _random.Next(20)},\"idTagInfo\":{{\"status\":\"Accepted\"}}}}",
            "DataTransfer" or "SignCertificate" => "{\"status\":\"Accepted\"}",
            _ => "{}",
        };
        return Encoding.UTF8.GetBytes($"[3,\"{id}\",{payload}]");
    }

    private IFuzzPeer PeerAt(string host, int port) => host == "central.example" || _files == null ? CentralSystem : _files;

    private void Make()
    {
        Log log = new(Clock, 4096) { Threshold = LogLevel.Debug, Sink = this };
        ChargePoint = new Firmware.ChargePoint(Board, log);
    }
}

/// <summary>A firmware store in memory. An image is sound if it begins with GOOD.</summary>
internal sealed class FuzzFirmwareStore : IFirmwareStore
{
    private readonly MemoryStream _image = new();
    private bool _activated;

    public int CapacityBytes => 20_000;

    public int WrittenBytes => (int)_image.Length;

    public bool CanRollBack => false;

    public bool RollBack() => false;

    public FirmwareTrial Trial { get; private set; }

    public bool Begin()
    {
        _image.SetLength(0);
        return true;
    }

    public bool Write(byte[] buffer, int offset, int count)
    {
        if (WrittenBytes + count > CapacityBytes) return false;
        _image.Position = _image.Length;
        _image.Write(buffer, offset, count);
        return true;
    }

    public int Read(int position, byte[] buffer, int offset, int count)
    {
        _image.Position = position;
        return _image.Read(buffer, offset, count);
    }

    public FirmwareCheck Check() => _image.Length > 4 && _image.GetBuffer().AsSpan(0, 4).SequenceEqual("GOOD"u8) ? FirmwareCheck.Sound : FirmwareCheck.Bad;

    public bool Activate() => _activated = true;

    public bool Confirm()
    {
        Trial = FirmwareTrial.None;
        return true;
    }

    /// <summary>What the boot loader does.</summary>
    public void Restart()
    {
        if (Trial == FirmwareTrial.Running) Trial = FirmwareTrial.RolledBack;
        if (!_activated) return;
        _activated = false;
        _image.SetLength(0);
        Trial = FirmwareTrial.Running;
    }
}
