using System.Net.NetworkInformation;

namespace ChargePoint.Hal.Esp32;

/// <summary>Addresses of network interfaces (this file is compiled for the device only). They are written to flash, so only when they differ.</summary>
internal static class InterfaceSettings
{
    /// <summary>Finds an interface.</summary>
    /// <param name="type">Its type.</param>
    /// <returns>The first of this type; null if the runtime was built without one.</returns>
    public static NetworkInterface? Find(NetworkInterfaceType type)
    {
        foreach (NetworkInterface link in NetworkInterface.GetAllNetworkInterfaces())
        {
            if (link.NetworkInterfaceType == type) return link;
        }

        return null;
    }

    /// <summary>Gives an interface a fixed address, or DHCP.</summary>
    /// <param name="link">The interface.</param>
    /// <param name="settings">The address; none for DHCP.</param>
    public static void Apply(NetworkInterface link, NetworkSettings settings)
    {
        if (!settings.IsFixed)
        {
            // Automatic DNS is a part of DHCP
            if (!link.IsDhcpEnabled || !link.IsAutomaticDnsEnabled) link.EnableDhcp();
            return;
        }

        string address = settings[NetworkSettings.Address];
        string mask = settings[NetworkSettings.Mask];
        string gateway = settings[NetworkSettings.Gateway];
        bool isSet = !link.IsDhcpEnabled && link.IPv4Address == address && link.IPv4SubnetMask == mask && link.IPv4GatewayAddress == gateway;
        if (!isSet) link.EnableStaticIPv4(address, mask, gateway);
        string[] servers = link.IPv4DnsAddresses;
        bool isServerSet = !link.IsAutomaticDnsEnabled && servers != null && servers.Length > 0 && servers[0] == settings.FixedNameServer;
        if (!isServerSet) link.EnableStaticIPv4Dns(new string[] { settings.FixedNameServer });
    }

    /// <summary>Present address of the first interface that has one.</summary>
    /// <returns>The address, or "".</returns>
    public static string PresentAddress()
    {
        foreach (NetworkInterface link in NetworkInterface.GetAllNetworkInterfaces())
        {
            string address = link.IPv4Address;
            if (address != null && address.Length > 0 && address != "0.0.0.0") return address;
        }

        return "";
    }
}
