using System.Collections;
using System.Text;
using ChargePoint.Boards;
using ChargePoint.Hal.Simulated;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;
using ChargePoint.Safety;
using ChargePoint.Security;

namespace ChargePoint.Console.Tests;

/// <summary>A whole charge point, of which a test uses the console; the Central System answers what the test tells it to.</summary>
internal sealed class ConsoleFixture : IConsoleReply, IMessageLink, IAuthorities
{
    private readonly ManualClock _clock = new();
    private readonly SimulatedBoard _board;
    private IWebSocketListener? _listener;

    public ConsoleFixture(bool isFactoryNew = false)
    {
        _board = new SimulatedBoard(_clock, new SeededRandom(1), new MemoryFlash(), null, new SimulatedBoardOptions { ConnectorCount = 2 });
        _board.RestartRequested += () => Restarts++;
        Log = new Log(_clock, 8192);
        Network = new SimulatedNetwork(_board);
        Firmware = null!;
        Shell = null!;
        PowerOn(isFactoryNew ? "" : "ws://central.example", isFactoryNew ? "" : "CP1");
    }

    public Firmware.ChargePoint Firmware { get; private set; }

    /// <summary>The charge point's console, with the authorities of this fixture.</summary>
    public ConsoleShell Shell { get; private set; }

    public SimulatedNetwork Network { get; }

    /// <summary>The charge point's own authorities, which its console would have.</summary>
    public IAuthorities Authorities => Firmware.Authorities;

    public Log Log { get; }

    public SimulatedBoard Board => _board;

    public int Restarts { get; private set; }

    /// <summary>Lines of the answer to the present command.</summary>
    public ArrayList Lines { get; } = new();

    /// <summary>How the command ended: "ok", "error: ..." or "" while it has not.</summary>
    public string End { get; private set; } = "";

    /// <summary>How many ends came: one is right.</summary>
    public int Ends { get; private set; }

    /// <summary>Frames that were sent.</summary>
    public ArrayList Sent { get; } = new();

    /// <summary>Certificates that were taken.</summary>
    public ArrayList Certificates { get; } = new();

    public bool TrustThrows { get; set; }

    public bool IsOpen { get; private set; }

    public bool IsWaiting => false;

    public int Count => Certificates.Count;

    /// <summary>All lines, each ended by a semicolon.</summary>
    public string Text
    {
        get
        {
            string text = "";
            foreach (string line in Lines) text += line + ";";
            return text;
        }
    }

    /// <summary>Another firmware starts on the same flash, with what is configured.</summary>
    public void Restart()
    {
        _board.PowerOff();
        IsOpen = false;
        PowerOn("", "");
    }

    private void PowerOn(string url, string identity)
    {
        Firmware = new Firmware.ChargePoint(_board, Log, loop => this) { Network = Network, Description = new StoredDescription(_board.Flash) };
        Shell = Firmware.NewConsole();
        Shell.Add(new CertificateCommand(this, Shell));
        Firmware.Start(url, identity);
        Run(100);
    }

    /// <summary>Everything in the log.</summary>
    public string LogText
    {
        get
        {
            string text = "";
            for (int i = 0; i < Log.Count; i++)
            {
                if (Log.TryRead(i, out _, out _, out _, out string message)) text += message + ";";
            }

            return text;
        }
    }

    /// <summary>Types a line.</summary>
    /// <returns>How it ended.</returns>
    public string Type(string line)
    {
        Lines.Clear();
        End = "";
        Ends = 0;
        Shell.Execute(line, this);
        while (Shell.Pump())
        {
        }

        Run(100);
        return End;
    }

    /// <summary>Types a line at another terminal.</summary>
    /// <returns>How it ended, "" if it has not.</returns>
    public static string TypeAt(ConsoleShell shell, string line)
    {
        EndOnly reply = new();
        shell.Execute(line, reply);
        return reply.End;
    }

    public void Run(int milliseconds)
    {
        long end = _clock.MonotonicMs + milliseconds;
        while (true)
        {
            for (int i = 0; i < 10_000 && Firmware.Loop.Step(); i++)
            {
            }

            if (_clock.MonotonicMs >= end) return;
            _clock.Advance(SafetySupervisor.PeriodMs);
            Firmware.Safety.Step();
        }
    }

    /// <summary>The connection opens and the boot is accepted, or answered otherwise.</summary>
    public void Connect(string status = "Accepted")
    {
        IsOpen = true;
        _listener!.OnOpened();
        Run(100);
        Answer("{\"status\":\"" + status + "\",\"currentTime\":\"2026-01-01T00:00:00Z\",\"interval\":300}");
        for (int i = 0; i < 3; i++) Answer("{}");
    }

    /// <summary>The connection opens again; nothing is answered.</summary>
    public void ReopenLink()
    {
        IsOpen = true;
        _listener!.OnOpened();
        Run(100);
    }

    /// <summary>The attempt to connect is refused.</summary>
    public void FailToOpen()
    {
        _listener!.OnClosed(LinkFailure.Refused, 0, "");
        Run(100);
    }

    /// <summary>The connection breaks.</summary>
    public void Break()
    {
        IsOpen = false;
        _listener!.OnClosed(LinkFailure.Lost, 0, "");
        Run(100);
    }

    /// <summary>Answers the call that was sent last: with a payload, or a CALLERROR for "!".</summary>
    public void Answer(string payload)
    {
        string frame = (string)Sent[Sent.Count - 1]!;
        string id = frame.Substring(4, frame.IndexOf('"', 4) - 4);
        string text = payload.StartsWith("!") ? $"[4,\"{id}\",\"GenericError\",\"{payload.Substring(1)}\",{{}}]" : $"[3,\"{id}\",{payload}]";
        Receive(text);
    }

    /// <summary>A frame comes from the Central System.</summary>
    public void Receive(string frame)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(frame);
        _listener!.OnMessage(bytes, 0, bytes.Length);
        Run(100);
    }

    /// <summary>The Central System calls an operation; the answer is the last frame sent.</summary>
    public void Call(string action, string payload)
    {
        byte[] bytes = Encoding.UTF8.GetBytes($"[2,\"call\",\"{action}\",{payload}]");
        _listener!.OnMessage(bytes, 0, bytes.Length);
        Run(100);
    }

    public void Line(string text) => Lines.Add(text);

    public void Done()
    {
        End = "ok";
        Ends++;
    }

    public void Fail(string reason)
    {
        End = "error: " + reason;
        Ends++;
    }

    public bool Add(CertificateUse use, string pem, out string problem)
    {
        if (TrustThrows) throw new System.InvalidOperationException("broken store");
        problem = pem.IndexOf("BAD") >= 0 ? "not a certificate" : "";
        if (problem.Length == 0) Certificates.Add(use == CertificateUse.ManufacturerRootCertificate ? "firmware " + pem : pem);
        return problem.Length == 0;
    }

    string IAuthorities.Tell(int index, out long notAfterUnixMs, out CertificateUse use, out string fingerprint)
    {
        bool forFirmware = ((string)Certificates[index]!).StartsWith("firmware ");
        notAfterUnixMs = 4_102_444_800_000;
        use = forFirmware ? CertificateUse.ManufacturerRootCertificate : CertificateUse.CentralSystemRootCertificate;
        fingerprint = "f" + index.ToString();
        return "CN=" + index.ToString();
    }

    string IAuthorities.Delete(int index)
    {
        if (TrustThrows) return "it is the last one";
        Certificates.RemoveAt(index);
        return "";
    }

    /// <summary>Where the newest connection leads.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Password of the newest connection, or "".</summary>
    public string Password { get; private set; } = "";

    public void Open(WebSocketAddress address, WebSocketOptions options, IWebSocketListener listener)
    {
        _listener = listener;
        Address = address.ToString();
        Password = options.Password == null ? "" : Encoding.UTF8.GetString(options.Password, 0, options.Password.Length);
    }

    public bool Send(byte[] buffer, int offset, int count)
    {
        if (!IsOpen) return false;
        Sent.Add(Encoding.UTF8.GetString(buffer, offset, count));
        return true;
    }

    public void Close(int code, string reason) => IsOpen = false;

    public void Abort() => IsOpen = false;

    private sealed class EndOnly : IConsoleReply
    {
        public string End { get; private set; } = "";

        public void Line(string text)
        {
        }

        public void Done() => End = "ok";

        public void Fail(string reason) => End = "error: " + reason;
    }
}
