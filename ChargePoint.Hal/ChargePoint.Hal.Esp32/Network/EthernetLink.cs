using System.Net.NetworkInformation;

namespace ChargePoint.Hal.Esp32;

/// <summary>
/// Ethernet of an ESP32 whose runtime was built with it, such as ESP32_ETHERNET_KIT_1.2, ESP32_OLIMEX or WT32_ETH01 (this file is compiled for
/// the device only). The runtime brings the interface up by itself, and again when the cable comes back.
/// </summary>
public sealed class EthernetLink : INetworkLink, INetworkSetup
{
    private readonly Esp32Link _link = new();
    private readonly NetworkInterface? _found = InterfaceSettings.Find(NetworkInterfaceType.Ethernet);

    /// <summary>Gives the interface its address.</summary>
    /// <param name="settings">The address; null to leave what the runtime has.</param>
    public EthernetLink(NetworkSettings? settings)
    {
        if (_found != null && settings != null) InterfaceSettings.Apply(_found, settings);
    }

    /// <summary>False if the runtime was built without Ethernet: the settings do not fit the image that was flashed.</summary>
    public bool HasEthernet => _found != null;

    /// <inheritdoc/>
    public bool IsUp => HasEthernet && _link.IsUp;

    /// <summary>0: a cable has no signal.</summary>
    public int SignalDbm => 0;

    /// <inheritdoc/>
    public bool IsEthernet => true;

    /// <summary>None: Wi-Fi is not used, and what it would find cannot be joined before a restart.</summary>
    public IWirelessScan? Wireless => null;

    /// <inheritdoc/>
    public string Address => InterfaceSettings.PresentAddress();

    /// <inheritdoc/>
    public bool IsJoining => false;

    /// <inheritdoc/>
    public string LastFailure => HasEthernet ? "" : "the runtime was built without Ethernet";

    /// <inheritdoc/>
    public bool Use(NetworkSettings settings)
    {
        if (!settings.IsEthernet && settings[NetworkSettings.Type].Length > 0) return false;
        if (_found != null) InterfaceSettings.Apply(_found, settings);
        return true;
    }

    /// <inheritdoc/>
    public void Poll()
    {
    }
}
