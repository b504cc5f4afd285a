using System.Collections;
using System.Text;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Security.Tests;

/// <summary>Certificates of a charge point, without the rest of it, under a virtual clock in 2026.</summary>
internal sealed class SecurityFixture : ITrustStore, ISecurityEvents
{
    public const long NowUnixMs = 1_767_225_600_000; // 2026-01-01T00:00:00Z, when the clock is at 1 s

    private readonly ArrayList _next = new();

    public SecurityFixture(IFlashStore? flash = null, bool hasElement = true)
    {
        Flash = flash ?? new MemoryFlash();
        Log = new Log(Clock, 16384);
        Loop = new EventLoop(Clock, Log);
        WallClock = new WallClock(Clock);
        WallClock.Set(NowUnixMs);
        byte[] scratch = new byte[SlotFile.HeaderLength + ConfigurationStore.LongestImage];
        Configuration = new ConfigurationStore(new SlotFile(Flash, "config", 1, scratch), 1, Log);
        Store = new CertificateStore(Flash, this, Log);
        Installer = new RootInstaller(Store, hasElement ? Element : null, Configuration, WallClock, this, Log);
        Router = new CallRouter(new byte[8192], Log);
        Router.Add(new InstallCertificate(Installer));
        Router.Add(new DeleteCertificate(Store, Configuration, Log));
        Router.Add(new GetInstalledCertificateIds(Store));
    }

    public ManualClock Clock { get; } = new(1000);

    public IFlashStore Flash { get; }

    public Log Log { get; }

    public EventLoop Loop { get; }

    public WallClock WallClock { get; }

    public ConfigurationStore Configuration { get; }

    public CertificateStore Store { get; }

    public RootInstaller Installer { get; }

    public FakeSecureElement Element { get; } = new();

    public CallRouter Router { get; }

    /// <summary>Common names of the authorities that TLS goes by, separated by blanks.</summary>
    public string Trusted { get; private set; } = "";

    /// <summary>What TLS shows: place of the key and number of bytes of the chain.</summary>
    public string Shown { get; private set; } = "";

    /// <summary>Events that were raised, each ended by a semicolon.</summary>
    public string Events { get; set; } = "";

    public int LastUsed { get; set; } = -1;

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

    public bool Logged(string text)
    {
        for (int i = 0; i < Log.Count; i++)
        {
            if (Log.TryRead(i, out _, out _, out _, out string message) && message.IndexOf(text) >= 0) return true;
        }

        return false;
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
}
