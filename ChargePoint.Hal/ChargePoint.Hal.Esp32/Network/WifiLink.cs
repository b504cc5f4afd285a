using System;
using System.Device.Wifi;
using System.Net.NetworkInformation;
using System.Threading;

namespace ChargePoint.Hal.Esp32;

/// <summary>
/// Wi-Fi of an ESP32 (this file is compiled for the device only). Joins the network of its settings and, once that has succeeded, keeps
/// these where the runtime finds them at the next start; settings without a name bring back what was there at this start. The runtime
/// then connects by itself, and <see cref="LinkRejoin"/> decides when it gets help. Joining takes up to 20 s and holds up the thread that does it, nobody else, so it has a thread of its own for as long as it takes. The runtime
/// tells the strength of the signal only by a scan, which slows the connection down for some seconds: one is made 20 s after
/// the link has come up and then every 15 min.
/// </summary>
public sealed class WifiLink : INetworkLink, INetworkSetup, IWirelessScan
{
    /// <summary>Time between two looks at the strength of the signal, in milliseconds.</summary>
    public const int MeasureEveryMs = 900_000;

    private const int LookMs = 1_000;
    private const int ScanLimitMs = 15_000;
    private const int FirstMeasureMs = 20_000;

    private readonly Esp32Link _link = new();
    private readonly IClock _clock;
    private readonly IRandom _random;
    private readonly NetworkInterface? _interface;
    private readonly WifiAdapter? _adapter;
    private readonly string _firstSsid = ""; // what the runtime's configuration said at this start
    private readonly string _firstPassword = "";
    private readonly Wireless80211Configuration.ConfigurationOptions _firstOptions;
    private LinkRejoin _rejoin;
    private string _ssid = "";
    private string _password = "";
    private WifiAvailableNetwork[]? _networks;
    private long _lookMs;
    private long _measureMs;
    private long _scanMs;
    private bool _wasUp;
    private bool _isJoining;
    private bool _hasJoined;
    private bool _scanArrived;
    private bool _keepNetworks;
    private bool _hasSucceeded;
    private string _kept = ""; // what the runtime's configuration says in flash
    private string _joined = ""; // what the adapter was told last

    /// <summary>Takes the network's settings. Nothing is joined before the first <see cref="Poll"/>.</summary>
    /// <param name="settings">The settings; null to leave those that the runtime has.</param>
    /// <param name="clock">Monotonic clock.</param>
    /// <param name="random">Jitter of the attempts.</param>
    public WifiLink(NetworkSettings? settings, IClock clock, IRandom random)
    {
        _clock = clock;
        _random = random;
        _rejoin = new LinkRejoin(random, false);
        _interface = InterfaceSettings.Find(NetworkInterfaceType.Wireless80211);
        if (_interface == null) return;
        WifiAdapter[] adapters = WifiAdapter.FindAllAdapters();
        if (adapters.Length == 0) return;
        _adapter = adapters[0];
        _adapter.AvailableNetworksChanged += OnNetworks;
        Wireless80211Configuration? first = Find(_interface.SpecificConfigId);
        if (first != null)
        {
            _firstSsid = first.Ssid ?? "";
            _firstPassword = first.Password ?? "";
            _firstOptions = first.Options;
            _kept = _firstSsid + _firstPassword + ((int)_firstOptions).ToString();
            if ((_firstOptions & Wireless80211Configuration.ConfigurationOptions.AutoConnect) == Wireless80211Configuration.ConfigurationOptions.AutoConnect) _joined = _firstSsid + _firstPassword;
        }

        if (settings != null) Use(settings);
    }

    /// <summary>True if the runtime was built without Wi-Fi: the settings do not fit the image that was flashed.</summary>
    public bool IsMissing => _adapter == null;

    /// <inheritdoc/>
    public bool IsEthernet => false;

    /// <inheritdoc/>
    public bool HasEthernet => InterfaceSettings.Find(NetworkInterfaceType.Ethernet) != null;

    /// <inheritdoc/>
    public IWirelessScan? Wireless => this;

    /// <inheritdoc/>
    public string Address => InterfaceSettings.PresentAddress();

    /// <summary>True from new settings until the first attempt with them has ended.</summary>
    public bool IsJoining { get; private set; }

    /// <summary>Why the newest attempt to join failed, for technicians; "" if it did not.</summary>
    public string LastFailure { get; private set; } = "";

    /// <inheritdoc/>
    public bool IsUp => !IsMissing && _link.IsUp;

    /// <inheritdoc/>
    public int SignalDbm { get; private set; }

    /// <inheritdoc/>
    public bool IsScanning { get; private set; }

    /// <inheritdoc/>
    public int NetworkCount => _networks == null ? 0 : _networks.Length;

    /// <summary>
    /// Has the runtime forget its wireless network, password and fixed address, as a factory reset does, and leaves the network. Doing
    /// it twice does no harm. To be called before a link is made.
    /// </summary>
    public static void Forget()
    {
        foreach (Wireless80211Configuration settings in Wireless80211Configuration.GetAllWireless80211Configurations())
        {
            settings.Ssid = "";
            settings.Password = "";
            // Off stays off; on has to stay on, for without it no network is found any more
            bool isOn = (settings.Options & Wireless80211Configuration.ConfigurationOptions.Enable) != 0;
            settings.Options = isOn ? Wireless80211Configuration.ConfigurationOptions.Enable : Wireless80211Configuration.ConfigurationOptions.Disable;
            settings.SaveConfiguration();
        }

        NetworkInterface? link = InterfaceSettings.Find(NetworkInterfaceType.Wireless80211);
        if (link == null) return;
        InterfaceSettings.Apply(link, new NetworkSettings());
        WifiAdapter[] adapters = WifiAdapter.FindAllAdapters();
        if (adapters.Length > 0) adapters[0].Disconnect();
    }

    /// <inheritdoc/>
    public bool Use(NetworkSettings settings)
    {
        if (settings.IsEthernet || _adapter == null || _interface == null) return false;
        InterfaceSettings.Apply(_interface, settings);
        if (settings[NetworkSettings.Ssid].Length > 0)
        {
            // Where Wi-Fi is off, nothing can be joined
            if ((_firstOptions & Wireless80211Configuration.ConfigurationOptions.Enable) == 0 && _ssid.Length == 0) KeepSettings(_interface.SpecificConfigId, _firstSsid, _firstPassword, Wireless80211Configuration.ConfigurationOptions.Enable);
            Choose(settings[NetworkSettings.Ssid], settings[NetworkSettings.Password]);
        }
        else if (_ssid.Length > 0) ChooseFirst(_adapter, _interface.SpecificConfigId);
        return true;
    }

    private void Choose(string ssid, string password)
    {
        _ssid = ssid;
        _password = password;
        LastFailure = "";
        IsJoining = _joined != ssid + password;
        if (IsJoining) _rejoin = new LinkRejoin(_random, true);
    }

    // Settings without a name leave the choice to the runtime; its configuration may have been replaced since.
    private void ChooseFirst(WifiAdapter adapter, uint id)
    {
        _kept = ""; // whatever the attempt has left there
        KeepSettings(id, _firstSsid, _firstPassword, _firstOptions);
        if (_firstSsid.Length > 0)
        {
            Choose(_firstSsid, _firstPassword);
            return;
        }

        _ssid = "";
        _password = "";
        _joined = "";
        LastFailure = "";
        IsJoining = false;
        _rejoin = new LinkRejoin(_random, false);
        if (!_isJoining) adapter.Disconnect(); // an attempt that is under way would not heed it
    }

    /// <inheritdoc/>
    public void Poll()
    {
        long nowMs = _clock.MonotonicMs;
        if (_adapter == null || nowMs - _lookMs < LookMs) return;
        _lookMs = nowMs;
        if (IsScanning && (_scanArrived || nowMs - _scanMs >= ScanLimitMs)) EndScan(_adapter);
        if (_hasJoined)
        {
            _hasJoined = false;
            IsJoining = _ssid.Length > 0 && _joined != _ssid + _password; // it was for the network before
            if (_hasSucceeded && !IsJoining) OnJoined(_adapter, _interface!.SpecificConfigId);
            _rejoin.OnEnded(nowMs);
        }

        bool isUp = _link.IsUp;
        if (!isUp) SignalDbm = 0;
        else if (!_wasUp) _measureMs = nowMs + FirstMeasureMs - MeasureEveryMs;
        _wasUp = isUp;
        if (!_isJoining && _rejoin.IsDue(isUp, nowMs)) BeginJoin();
        else if (isUp && !_isJoining && nowMs - _measureMs >= MeasureEveryMs) Measure(_adapter, nowMs);
    }

    /// <inheritdoc/>
    public bool BeginScan()
    {
        if (_adapter == null || _isJoining || IsScanning) return false;
        _keepNetworks = true;
        return TryScan(_adapter, _clock.MonotonicMs);
    }

    /// <inheritdoc/>
    public string Network(int index, out int signalDbm)
    {
        WifiAvailableNetwork network = _networks![index];
        signalDbm = (int)network.NetworkRssiInDecibelMilliwatts;
        return network.Ssid;
    }

    /// <inheritdoc/>
    public void ForgetNetworks() => _networks = null;

    // Only a network that could be joined may be what the next start finds.
    private void OnJoined(WifiAdapter adapter, uint id)
    {
        _hasSucceeded = false;
        if (_ssid.Length == 0) adapter.Disconnect(); // it was given up while it was being joined
        else KeepSettings(id, _ssid, _password, Wireless80211Configuration.ConfigurationOptions.AutoConnect);
    }

    private static Wireless80211Configuration? Find(uint id)
    {
        foreach (Wireless80211Configuration settings in Wireless80211Configuration.GetAllWireless80211Configurations())
        {
            if (settings.Id == id) return settings;
        }

        return null;
    }

    // Written to flash, so only when they differ from what was kept last: joining may change what the runtime says of itself.
    private void KeepSettings(uint id, string ssid, string password, Wireless80211Configuration.ConfigurationOptions options)
    {
        Wireless80211Configuration? settings = Find(id);
        string kept = ssid + password + ((int)options).ToString();
        if (settings == null || kept == _kept) return;
        settings.Ssid = ssid;
        settings.Password = password;
        settings.Options = options;
        settings.SaveConfiguration();
        _kept = kept;
    }

    // A network of which only the runtime knows the name is joined by the runtime.
    private void BeginJoin()
    {
        if (_ssid.Length == 0)
        {
            _hasJoined = true;
            return;
        }

        _isJoining = true;
        _hasSucceeded = false;
        _joined = _ssid + _password;
        new Thread(Join).Start();
    }

    private void Join()
    {
        try
        {
            WifiConnectionStatus status = _adapter!.Connect(_ssid, WifiReconnectionKind.Automatic, _password).ConnectionStatus;
            LastFailure = Describe(status);
            _hasSucceeded = status == WifiConnectionStatus.Success;
        }
        catch (Exception e)
        {
            LastFailure = e.Message ?? "the runtime refuses"; // the attempt is over; the next one follows by the rule
        }
        finally
        {
            _isJoining = false;
            _hasJoined = true;
        }
    }

    private static string Describe(WifiConnectionStatus status) => status switch
    {
        WifiConnectionStatus.Success => "",
        WifiConnectionStatus.InvalidCredential => "the password is refused",
        WifiConnectionStatus.NetworkNotAvailable => "the network is not there",
        WifiConnectionStatus.Timeout => "no answer within 20 s",
        WifiConnectionStatus.UnsupportedAuthenticationProtocol => "the network's protection is not supported",
        _ => "the network refuses",
    };

    private void Measure(WifiAdapter adapter, long nowMs)
    {
        _measureMs = nowMs;
        if (!IsScanning) TryScan(adapter, nowMs);
    }

    private bool TryScan(WifiAdapter adapter, long nowMs)
    {
        _scanArrived = false;
        try
        {
            adapter.ScanAsync();
        }
        catch (Exception e)
        {
            LastFailure = e.Message ?? "the runtime cannot scan now";
            return false;
        }

        _scanMs = nowMs;
        IsScanning = true;
        return true;
    }

    private void OnNetworks(WifiAdapter sender, object e) => _scanArrived = true;

    private void EndScan(WifiAdapter adapter)
    {
        IsScanning = false;
        if (!_scanArrived) return;
        WifiAvailableNetwork[] networks = adapter.NetworkReport.AvailableNetworks;
        int strongestDbm = 0;
        foreach (WifiAvailableNetwork network in networks)
        {
            int signalDbm = (int)network.NetworkRssiInDecibelMilliwatts;
            if (network.Ssid == _ssid && (strongestDbm == 0 || signalDbm > strongestDbm)) strongestDbm = signalDbm;
        }

        if (strongestDbm != 0) SignalDbm = strongestDbm;
        if (_keepNetworks) _networks = networks;
        _keepNetworks = false;
    }
}
