using System.Net.NetworkInformation;

namespace ChargePoint.Hal.Esp32;

/// <summary>
/// Network link of an ESP32, Wi-Fi or Ethernet (this file is compiled for the device only). The runtime connects by itself with the
/// settings that nanoff stored (--networkdeployment), and again when the link was lost.
/// </summary>
public sealed class Esp32Link : INetworkLink
{
    private const string NoAddress = "0.0.0.0";

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
            else if (!_addressSeen) _addressSeen = HasAddress();
            return _addressSeen;
        }
    }

    /// <summary>0: only <see cref="WifiLink"/> measures it.</summary>
    public int SignalDbm => 0;

    private static bool HasAddress()
    {
        foreach (NetworkInterface link in NetworkInterface.GetAllNetworkInterfaces())
        {
            string address = link.IPv4Address;
            if (address != null && address.Length > 0 && address != NoAddress) return true;
        }

        return false;
    }
}
