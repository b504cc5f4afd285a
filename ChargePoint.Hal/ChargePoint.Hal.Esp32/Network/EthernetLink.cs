using System.Net.NetworkInformation;

namespace ChargePoint.Hal.Esp32;

/// <summary>
/// Ethernet of an ESP32 whose runtime was built with it, such as ESP32_ETHERNET_KIT_1.2, ESP32_OLIMEX or WT32_ETH01 (this file is compiled for
/// the device only). The runtime brings the interface up by itself, and again when the cable comes back.
/// </summary>
public sealed class EthernetLink : INetworkLink
{
    private readonly Esp32Link _link = new();

    /// <summary>Gives the interface its address.</summary>
    /// <param name="address">The address; null for DHCP.</param>
    public EthernetLink(FixedAddress? address)
    {
        NetworkInterface? found = InterfaceSettings.Find(NetworkInterfaceType.Ethernet);
        IsMissing = found == null;
        if (found != null) InterfaceSettings.Apply(found, address);
    }

    /// <summary>True if the runtime was built without Ethernet: the board description does not fit the image that was flashed.</summary>
    public bool IsMissing { get; }

    /// <inheritdoc/>
    public bool IsUp => !IsMissing && _link.IsUp;

    /// <summary>0: a cable has no signal.</summary>
    public int SignalDbm => 0;
}
