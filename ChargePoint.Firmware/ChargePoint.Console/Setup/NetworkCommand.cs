using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Console;

/// <summary>
/// network: the link below the Central System. A wireless network is tried first and kept if it can be joined; if it cannot, the
/// network before is back. Everything else is kept and in force at once, or after a restart where the board needs one.
/// </summary>
public sealed class NetworkCommand : IConsoleCommand, ILineTaker, ICancellable
{
    /// <summary>How long joining a network may take, address included, in milliseconds.</summary>
    public const int JoinLimitMs = 45_000;

    /// <summary>How long a scan may take, in milliseconds.</summary>
    public const int ScanLimitMs = 20_000;

    private const int LookMs = 200;

    private readonly ISetupHost _host;
    private readonly INetworkLink _link;
    private readonly ConsoleShell _shell;
    private readonly EventLoop _loop;
    private readonly LoopTimer _look;
    private IConsoleReply? _reply;
    private CommandLine? _scan;
    private NetworkSettings? _wanted;
    private NetworkSettings? _before;
    private long _limitMs;

    /// <summary>Makes the command.</summary>
    /// <param name="host">Keeps the settings.</param>
    /// <param name="link">Tells whether the network can be reached.</param>
    /// <param name="shell">Asks for the password.</param>
    /// <param name="loop">The event loop.</param>
    public NetworkCommand(ISetupHost host, INetworkLink link, ConsoleShell shell, EventLoop loop)
    {
        _host = host;
        _link = link;
        _shell = shell;
        _loop = loop;
        _look = loop.CreateTimer(Look);
    }

    /// <inheritdoc/>
    public string Forms =>
        "network [--json] -- link, address, signal and settings\n" +
        "network scan [--json] -- wireless networks around, the strongest first\n" +
        "!*network join SSID [PASSWORD...] -- joins Wi-Fi; an SSID with blanks in quotes\n" +
        "!network ethernet -- uses the cable\n" +
        "!network static ADDRESS MASK GATEWAY [DNS] -- fixed IPv4 address\n" +
        "!network dhcp -- address from the network\n" +
        "!network ntp SERVER -- server that tells the time ('none': the built-in one)";

    string ILineTaker.Name => "network";

    string ILineTaker.Prompt => "password (empty for an open network)";

    bool ILineTaker.IsSecret => true;

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (form == 0)
        {
            Show(line, reply);
            return;
        }

        if (_host.Network == null)
        {
            reply.Fail("the network of this board is not set up here");
            return;
        }

        _reply = reply;
        if (form == 1) BeginScan(line, _host.Network);
        else Change(form, line, _host.LoadNetwork(), reply);
    }

    /// <inheritdoc/>
    public bool TakeLine(string text, IConsoleReply reply)
    {
        _wanted![NetworkSettings.Password] = text;
        BeginJoin(reply);
        return false;
    }

    /// <inheritdoc/>
    public void Cancel()
    {
        _look.Stop();
        if (_scan != null) _host.Network!.Wireless!.ForgetNetworks();
        else if (_wanted != null && _before != null) _host.Network!.Use(_before);
        Forget();
    }

    private void Forget()
    {
        _look.Stop();
        _reply = null;
        _scan = null;
        _wanted = null;
        _before = null;
    }

    private void Show(CommandLine line, IConsoleReply reply)
    {
        INetworkSetup? network = _host.Network;
        NetworkSettings settings = _host.LoadNetwork();
        Report report = new(line, reply);
        report.Flag("up", _link.IsUp);
        if (network != null)
        {
            report.Text("type", network.IsEthernet ? "ethernet" : "wifi");
            report.Text("address", network.Address.Length > 0 ? network.Address : null);
            if (network.LastFailure.Length > 0) report.Text("failure", network.LastFailure);
        }

        if (_link.SignalDbm != 0 && (network == null || !network.IsEthernet)) report.Number("signalDbm", _link.SignalDbm);
        report.Text("ssid", settings[NetworkSettings.Ssid]);
        report.Flag("passwordSet", settings[NetworkSettings.Password].Length > 0);
        report.Flag("dhcp", !settings.IsFixed);
        if (settings.IsFixed)
        {
            report.Text("fixed", settings[NetworkSettings.Address]);
            report.Text("mask", settings[NetworkSettings.Mask]);
            report.Text("gateway", settings[NetworkSettings.Gateway]);
            report.Text("dns", settings.FixedNameServer);
        }

        report.Text("ntp", settings[NetworkSettings.TimeServer]);
        report.End();
        reply.Done();
    }

    private void Change(int form, CommandLine line, NetworkSettings settings, IConsoleReply reply)
    {
        switch (form)
        {
            case 2:
                Join(line, settings, reply);
                return;
            case 3:
                settings[NetworkSettings.Type] = "ethernet";
                break;
            case 6:
                settings[NetworkSettings.TimeServer] = line.Word(2) == "none" ? "" : line.Word(2);
                break;
            default:
                for (int i = 0; i < 4; i++) settings[NetworkSettings.Address + i] = form == 4 && i + 2 < line.Count ? line.Word(i + 2) : "";
                break;
        }

        string problem = form == 3 && !_host.Network!.HasEthernet ? "this board has no Ethernet" : _host.SaveNetwork(settings);
        if (problem.Length > 0)
        {
            reply.Fail(problem);
            return;
        }

        bool isInForce = form != 6 && _host.Network!.Use(settings);
        reply.Line(isInForce ? "in force: the connection is made anew" : "in force after the next restart ('reboot')");
        if (isInForce) _host.Reconnect();
        reply.Done();
    }

    // An SSID in quotes ends at the next ones; otherwise at the first blank. The rest is the password.
    private void Join(CommandLine line, NetworkSettings settings, IConsoleReply reply)
    {
        string text = line.From(2);
        bool isQuoted = text[0] == '"';
        int end = isQuoted ? text.IndexOf('"', 1) : text.IndexOf(' ');
        if (isQuoted && end < 0)
        {
            reply.Fail("the quotes of the SSID do not end");
            return;
        }

        string ssid = end < 0 ? text : isQuoted ? text.Substring(1, end - 1) : text.Substring(0, end);
        string password = end < 0 ? "" : text.Substring(end + 1).Trim();
        settings[NetworkSettings.Type] = "wifi";
        settings[NetworkSettings.Ssid] = ssid;
        settings[NetworkSettings.Password] = password;
        _wanted = settings;
        string problem = _host.Network!.Wireless == null ? "this board has no Wi-Fi" : NetworkStore.Check(settings);
        if (problem.Length > 0) Fail(problem);
        else if (password.Length > 0) BeginJoin(reply);
        else
        {
            _shell.TakeLines(this);
            _shell.LetCancel(this);
        }
    }

    private void BeginJoin(IConsoleReply reply)
    {
        _reply = reply;
        NetworkSettings wanted = _wanted!;
        string problem = _host.Network!.IsJoining ? "a network is just being joined" : NetworkStore.Check(wanted);
        if (problem.Length > 0)
        {
            Fail(problem);
            return;
        }

        _before = _host.LoadNetwork();
        if (!_host.Network!.Use(wanted))
        {
            // Another kind of link than the one that runs: nothing can be tried.
            problem = _host.SaveNetwork(wanted);
            Forget();
            if (problem.Length == 0) reply.Line("in force after the next restart ('reboot')");
            if (problem.Length == 0) reply.Done();
            else reply.Fail(problem);
            return;
        }

        reply.Line("joining " + wanted[NetworkSettings.Ssid]);
        Wait(JoinLimitMs);
    }

    private void BeginScan(CommandLine line, INetworkSetup network)
    {
        if (network.Wireless == null || !network.Wireless.BeginScan())
        {
            Fail(network.Wireless == null ? "this board has no Wi-Fi" : "no scan can be made now");
            return;
        }

        _scan = line;
        Wait(ScanLimitMs);
    }

    private void Wait(int limitMs)
    {
        _limitMs = _loop.NowMs + limitMs;
        _look.StartPeriodic(LookMs);
        _shell.LetCancel(this);
    }

    private void Look()
    {
        INetworkSetup network = _host.Network!;
        network.Poll();
        if (_scan != null)
        {
            if (!network.Wireless!.IsScanning) EndScan(network.Wireless, _scan);
            else if (_loop.NowMs >= _limitMs) Fail("the scan does not end");
            return;
        }

        if (network.IsJoining && _loop.NowMs < _limitMs) return;
        if (network.LastFailure.Length == 0 && !_link.IsUp && _loop.NowMs < _limitMs) return;
        string problem = network.LastFailure.Length > 0 ? network.LastFailure : _link.IsUp ? _host.SaveNetwork(_wanted!) : "no address within 45 s";
        if (problem.Length > 0)
        {
            network.Use(_before!);
            Fail(problem + "; the network before is used again");
            return;
        }

        IConsoleReply reply = _reply!;
        Forget();
        _host.Reconnect();
        reply.Line("joined, address " + network.Address);
        reply.Done();
    }

    private void EndScan(IWirelessScan wireless, CommandLine line)
    {
        IConsoleReply reply = _reply!;
        Report report = new(line, reply);
        bool[] told = new bool[wireless.NetworkCount];
        for (int n = 0; n < told.Length; n++)
        {
            int strongest = -1;
            int strongestDbm = int.MinValue;
            for (int i = 0; i < told.Length; i++)
            {
                wireless.Network(i, out int signalDbm);
                if (told[i] || signalDbm <= strongestDbm) continue;
                strongest = i;
                strongestDbm = signalDbm;
            }

            told[strongest] = true;
            string ssid = wireless.Network(strongest, out strongestDbm);
            if (!report.IsJson)
            {
                reply.Line($"{strongestDbm.ToString().PadLeft(4)} dBm  {(ssid.Length == 0 ? "(hidden)" : ssid)}");
                continue;
            }

            report.Text("ssid", ssid);
            report.Number("signalDbm", strongestDbm);
            report.End();
        }

        if (told.Length == 0) report.Remark("no wireless network was found");
        wireless.ForgetNetworks();
        Forget();
        reply.Done();
    }

    private void Fail(string problem)
    {
        IConsoleReply? reply = _reply;
        Forget();
        reply!.Fail(problem);
    }
}
