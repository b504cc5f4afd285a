using System;
using ChargePoint.Console;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Ocpp;
using ChargePoint.Security;

namespace ChargePoint.Firmware;

// What sets the charge point up: commands, and the connection that they change.
public sealed partial class ChargePoint : ISetupHost
{
    /// <summary>What became of provision.json at this start: null if there was none, "" if it was applied, otherwise what is wrong with it, in one line.</summary>
    public string? Provision { get; private set; }

    /// <summary>The trusted authorities, as a technician sees them; made for each call.</summary>
    public Authorities Authorities => new(_certificates.Store, _certificates.Installer, Configuration);

    /// <summary>The board's description; null for a board that is not described.</summary>
    public IBoardDescription? Description { get; set; }

    string ISetupHost.CentralSystemUrl => _url;

    string ISetupHost.Identity => _identity;

    string ISetupHost.BoardName
        => $"{_board.Identity.Vendor} {_board.Identity.Model}{(_board.Identity.SerialNumber == null ? "" : ", serial number " + _board.Identity.SerialNumber)}, {Connectors.Length} connector(s)";

    string ISetupHost.UseCentral(int key, string value)
    {
        bool isUrl = key == Key.CentralSystemUrl;
        string problem = "";
        if (isUrl && WebSocketAddress.Parse(value, out problem) == null) return problem;
        if (!isUrl && !IsIdentity(value)) return "an identity has 1 to 48 characters, no blank and no colon";
        string present = isUrl ? _url : _identity;
        bool moves = present.Length > 0 && present != value;
        if (moves && _journal.Running.Count > 0) return "a session is running, which belongs to the present Central System";
        if (moves && Transactions.Waiting > 0) return $"{Transactions.Waiting} transaction messages wait for the present Central System: have them sent, or 'queue set-aside'";
        if (Configuration.Set(key, value, out problem) == ChangeOutcome.Rejected) return $"{KeyTable.NameOf(key)} {problem}";
        if (isUrl) _url = value;
        else _identity = value;
        if (_hasBegun) Connect();
        return "";
    }

    /// <summary>What sets the network up; null for a board whose network is what it is.</summary>
    public INetworkSetup? Network { get; set; }

    NetworkSettings ISetupHost.LoadNetwork() => NetworkStore.Load(_board.Flash, _board.SecureElement, Log) ?? new NetworkSettings();

    string ISetupHost.SaveNetwork(NetworkSettings settings)
    {
        string problem = NetworkStore.Check(settings);
        return problem.Length > 0 || NetworkStore.Save(_board.Flash, _board.SecureElement, settings) ? problem : "the flash does not take it";
    }

    void ISetupHost.Reconnect() => Link.Reopen(LinkOptions());

    private void AddSetup(ConsoleShell console)
    {
        console.Add(new CentralCommand(this, Configuration, Security.Profiles));
        console.Add(new NetworkCommand(this, _board.Link, console, Loop));
        console.Add(new CardCommand(_local, Configuration, _cards, console, Loop));
        console.Add(new PolicyCommand(Configuration));
        console.Add(new BoardCommand(this, console, Restart));
        console.Add(new ProvisionCommand(this));
        console.Add(new SetupCommand(this, console, Connectors, Link, Registration, Transactions, Configuration, Security, Loop));
    }

    // It is the last part of the address, and the user name of the password, where a colon ends it (RFC 7617 section 2).
    internal static bool IsIdentity(string text)
    {
        if (text.Length == 0 || text.Length > KeyTable.Of(Key.Identity).Maximum || text == "." || text == "..") return false;
        foreach (char c in text.ToCharArray())
        {
            if (c <= ' ' || c == ':' || c == '\x7F') return false;
        }

        return true;
    }

    // What was given at the start counts before what is configured, but not before what was provisioned just now.
    private string Choose(string given, int key)
    {
        string configured = Configuration.Text(key);
        bool isNew = Provision != null && Provision.Length == 0 && configured.Length > 0;
        return given.Length > 0 && !isNew ? given : configured;
    }

    // What belongs to it is garbage afterwards.
    private void ReadProvision()
    {
        Provisioning provisioning = new(_board, Configuration, Security, _certificates.Installer, Log);
        try
        {
            Provision = provisioning.Run();
        }
        catch (Exception e)
        {
            // The file stays: without this, every start would end here, and nobody could ever ask why.
            Provision = "cannot be read: " + e.Message;
            Log.Error("provision", $"{Provisioning.FileName} {Provision}", e);
        }

        if (Provision == null || Provision.Length > 0) return;
        Security.Events.Raise(SecurityEventTypes.ReconfigurationOfSecurityParameters, Provisioning.FileName);
        if (Security.Profiles.Present > 0) Security.Events.OnKnown();
        NetworkSettings? settings = provisioning.Network;
        if (settings == null || Network == null) return;
        bool isInForce = Network.Use(settings) && settings[NetworkSettings.TimeServer].Length == 0;
        if (!isInForce) Restart.Begin(StopReason.Reboot); // another link, or the time server, which was chosen before
    }

    // The first time, and whenever somebody has changed whom to connect to.
    private void Connect()
    {
        if (_url.Length == 0 || _identity.Length == 0)
        {
            Log.Warning("link", "no Central System or no identity is configured ('central url', 'central identity')");
            return;
        }

        WebSocketAddress? address = Security.Profiles.Start(_url, _identity, out string problem);
        if (address == null)
        {
            Log.Error("link", $"the address of the Central System is wrong: {problem}");
        }
        else if (Link.Address != null)
        {
            _certificates.Name(_identity);
            Link.Reopen(address, LinkOptions());
        }
        else
        {
            _certificates.Start(_identity);
            Link.Start(address, LinkOptions());
        }
    }

    // Another Central System, or the same by whom this charge point is known by another name, has accepted nothing yet.
    private void RenewIfMoved()
    {
        WebSocketAddress present = Link.Address!;
        if (_peer != null && (_peer.HostHeader != present.HostHeader || _peer.Path != present.Path)) Registration.Renew();
        _peer = present;
    }
}
