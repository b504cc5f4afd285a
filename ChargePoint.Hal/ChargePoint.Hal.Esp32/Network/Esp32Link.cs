using System.Net.NetworkInformation;

namespace ChargePoint.Hal.Esp32;

/// <summary>
/// Network link of an ESP32, Wi-Fi or Ethernet (this file is compiled for the device only). The runtime connects by itself with the
/// settings that nanoff stored (--networkdeployment), and again when the link was lost.
/// </summary>
public sealed class Esp32Link : INetworkLink
{
    private bool _addressSeen;

    /// <summary>
    /// True while an interface is up, from the moment on when one has an IPv4 address. Asked every second: the addresses, which cost
    /// memory to look at, are looked at only until there is one.
    /// </summary>
    public bool IsUp
    {
        get
        {
            if (!NetworkInterface.GetIsNetworkAvailable()) _addressSeen = false;
            else if (!_addressSeen) _addressSeen = InterfaceSettings.PresentAddress().Length > 0;
            return _addressSeen;
        }
    }

    /// <summary>0: only <see cref="WifiLink"/> measures it.</summary>
    public int SignalDbm => 0;
}
