namespace ChargePoint.Hal;

/// <summary>How a charge point is connected to its network: texts by number, "" for what is not set. The names are those of provision.json.</summary>
public sealed class NetworkSettings
{
    /// <summary>"wifi" or "ethernet"; "" for what the board is made for.</summary>
    public const int Type = 0;

    /// <summary>Name of the wireless network, up to 32 bytes of UTF-8.</summary>
    public const int Ssid = 1;

    /// <summary>Its password, 8 to 63 characters; "" for an open one.</summary>
    public const int Password = 2;

    /// <summary>Fixed IPv4 address; "" for DHCP.</summary>
    public const int Address = 3;

    /// <summary>Subnet mask of a fixed address.</summary>
    public const int Mask = 4;

    /// <summary>Router of a fixed address.</summary>
    public const int Gateway = 5;

    /// <summary>Name server of a fixed address; "" for the router.</summary>
    public const int NameServer = 6;

    /// <summary>Server that tells the time (SNTP); "" for that of the runtime.</summary>
    public const int TimeServer = 7;

    /// <summary>Number of texts.</summary>
    public const int Count = 8;

    private readonly string[] _values = new string[] { "", "", "", "", "", "", "", "" };

    /// <summary>A text.</summary>
    /// <param name="index">One of the numbers above.</param>
    public string this[int index]
    {
        get => _values[index];
        set => _values[index] = value;
    }

    /// <summary>True if a cable is asked for.</summary>
    public bool IsEthernet => _values[Type] == "ethernet";

    /// <summary>True for a fixed address.</summary>
    public bool IsFixed => _values[Address].Length > 0;

    /// <summary>The name server of a fixed address.</summary>
    public string FixedNameServer => _values[NameServer].Length > 0 ? _values[NameServer] : _values[Gateway];

    /// <summary>What a newer firmware has stored, and this one does not know.</summary>
    public string Unknown { get; set; } = "";

    /// <summary>Name of a text.</summary>
    /// <param name="index">One of the numbers above.</param>
    public static string NameOf(int index) => index switch
    {
        Type => "type",
        Ssid => "ssid",
        Password => "password",
        Address => "address",
        Mask => "mask",
        Gateway => "gateway",
        NameServer => "dns",
        _ => "ntp",
    };
}

/// <summary>A network link whose settings can be changed.</summary>
public interface INetworkSetup
{
    /// <summary>True if the link in use is a cable.</summary>
    bool IsEthernet { get; }

    /// <summary>True if the board has a connector for a cable, and its runtime knows it.</summary>
    bool HasEthernet { get; }

    /// <summary>Looks for wireless networks; null for a board that has no Wi-Fi.</summary>
    IWirelessScan? Wireless { get; }

    /// <summary>Present IPv4 address, or "".</summary>
    string Address { get; }

    /// <summary>True while a wireless network is being joined.</summary>
    bool IsJoining { get; }

    /// <summary>Why the newest attempt to join failed, in plain words; "" if it did not.</summary>
    string LastFailure { get; }

    /// <summary>Brings settings into use; those of a wireless network are tried from now on.</summary>
    /// <param name="settings">Sound settings; not to be changed any more.</param>
    /// <returns>False if they need a restart, since it is another kind of link.</returns>
    bool Use(NetworkSettings settings);

    /// <summary>Goes on with what takes time. To be called about once a second, on the event loop; waits for nothing.</summary>
    void Poll();
}
