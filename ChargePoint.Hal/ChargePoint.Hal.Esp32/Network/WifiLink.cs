using System;
using System.Device.Wifi;
using System.Net.NetworkInformation;
using System.Threading;

namespace ChargePoint.Hal.Esp32;

/// <summary>
/// Wi-Fi of an ESP32 (this file is compiled for the device only). Joins the network of its settings and keeps these where the
/// runtime finds them at the next start; the runtime then connects by itself, and <see cref="LinkRejoin"/> decides when it gets help. Joining
/// takes up to 20 s and holds up the thread that does it, nobody else, so it has a thread of its own for as long as it takes. The runtime
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
    private string _joined = "";

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

    /// <inheritdoc/>
    public bool Use(NetworkSettings settings)
    {
        if (settings.IsEthernet || _adapter == null || _interface == null) return false;
        InterfaceSettings.Apply(_interface, settings);
        if (settings[NetworkSettings.Ssid].Length == 0) return true;
        _ssid = settings[NetworkSettings.Ssid];
        _password = settings[NetworkSettings.Password];
        LastFailure = "";
        if (!KeepSettings(_interface.SpecificConfigId)) return true;
        IsJoining = true;
        _rejoin = new LinkRejoin(_random, true);
        return true;
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
            IsJoining = _joined != _ssid + _password; // it was for the network before
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

    // Written to flash, so only when they differ. Tells whether they did.
    private bool KeepSettings(uint id)
    {
        foreach (Wireless80211Configuration settings in Wireless80211Configuration.GetAllWireless80211Configurations())
        {
            if (settings.Id != id) continue;
            if (settings.Ssid == _ssid && settings.Password == _password && settings.Options == Wireless80211Configuration.ConfigurationOptions.AutoConnect) return false;
            settings.Ssid = _ssid;
            settings.Password = _password;
            settings.Options = Wireless80211Configuration.ConfigurationOptions.AutoConnect;
            settings.SaveConfiguration();
        }

        return true;
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
        _joined = _ssid + _password;
        new Thread(Join).Start();
    }

    private void Join()
    {
        try
        {
            WifiConnectionStatus status = _adapter!.Connect(_ssid, WifiReconnectionKind.Automatic, _password).ConnectionStatus;
            LastFailure = Describe(status);
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
