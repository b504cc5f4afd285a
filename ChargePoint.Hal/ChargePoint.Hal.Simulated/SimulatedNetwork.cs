namespace ChargePoint.Hal.Simulated;

/// <summary>
/// The network around a simulated board: a cable that is plugged, and a handful of wireless networks. Of these, "Depot" has the password
/// charge-here, "Garage 2" the password two words, and "Guest" none; "Cellar" is too far away to be joined.
/// </summary>
public sealed class SimulatedNetwork : INetworkSetup, IWirelessScan
{
    /// <summary>How long joining a network takes, in milliseconds.</summary>
    public const int JoinMs = 2_000;

    /// <summary>How long a scan takes, in milliseconds.</summary>
    public const int ScanMs = 1_500;

    private static string[] Names => ["Guest", "Depot", "Cellar", "Garage 2"];
    private static string[] Passwords => ["", "charge-here", "out-of-reach", "two words"];
    private static int[] Signals => [-61, -48, -91, -73];

    private readonly SimulatedBoard _board;
    private NetworkSettings _settings = new();
    private long _joinedMs = -1;
    private long _scannedMs = -1;
    private bool _hasScanned;

    /// <summary>Puts a board into it, with its cable plugged.</summary>
    /// <param name="board">The board.</param>
    public SimulatedNetwork(SimulatedBoard board) => _board = board;

    /// <summary>True for a board that has Wi-Fi only, and needs a restart for nothing.</summary>
    public bool IsWithoutCable { get; set; }

    /// <inheritdoc/>
    public bool IsEthernet => !IsWireless;

    /// <inheritdoc/>
    public bool HasEthernet => !IsWithoutCable;

    /// <inheritdoc/>
    public IWirelessScan? Wireless => this;

    /// <inheritdoc/>
    public string Address => !_board.Link.IsUp ? "" : _settings.IsFixed ? _settings[NetworkSettings.Address] : "192.168.77.20";

    /// <inheritdoc/>
    public bool IsJoining
    {
        get
        {
            Poll();
            return _joinedMs >= 0;
        }
    }

    /// <inheritdoc/>
    public string LastFailure { get; private set; } = "";

    /// <inheritdoc/>
    public bool IsScanning
    {
        get
        {
            if (_scannedMs < 0 || _board.Clock.MonotonicMs < _scannedMs) return _scannedMs >= 0;
            _scannedMs = -1;
            _hasScanned = true;
            return false;
        }
    }

    /// <inheritdoc/>
    public int NetworkCount => !IsScanning && _hasScanned ? Names.Length : 0;

    private bool IsWireless => _settings[NetworkSettings.Type] == "wifi";

    /// <inheritdoc/>
    public bool Use(NetworkSettings settings)
    {
        bool same = IsWireless && settings[NetworkSettings.Ssid] == _settings[NetworkSettings.Ssid] && settings[NetworkSettings.Password] == _settings[NetworkSettings.Password];
        _settings = settings;
        LastFailure = "";
        if (!IsWireless) _joinedMs = -1;
        else if (!same || !_board.Link.IsJoined) _joinedMs = _board.Clock.MonotonicMs + JoinMs;
        if (!IsWireless || _joinedMs >= 0) _board.Link.IsJoined = !IsWireless;
        return true;
    }

    /// <inheritdoc/>
    public void Poll()
    {
        if (_joinedMs < 0 || _board.Clock.MonotonicMs < _joinedMs) return;
        _joinedMs = -1;
        int index = 0;
        while (index < Names.Length && Names[index] != _settings[NetworkSettings.Ssid]) index++;
        LastFailure = index == Names.Length ? "the network is not there"
            : Passwords[index] != _settings[NetworkSettings.Password] ? "the password is refused"
            : Signals[index] < -90 ? "no answer within 20 s" : "";
        if (LastFailure.Length > 0) return;
        _board.Link.SignalDbm = Signals[index];
        _board.Link.IsJoined = true;
    }

    /// <inheritdoc/>
    public bool BeginScan()
    {
        if (IsScanning || IsJoining) return false;
        _scannedMs = _board.Clock.MonotonicMs + ScanMs;
        return true;
    }

    /// <inheritdoc/>
    public string Network(int index, out int signalDbm)
    {
        signalDbm = Signals[index];
        return Names[index];
    }

    /// <inheritdoc/>
    public void ForgetNetworks() => _hasScanned = false;
}
