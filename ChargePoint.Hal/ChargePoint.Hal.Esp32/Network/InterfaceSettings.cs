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
    /// <param name="address">The address; null for DHCP.</param>
    public static void Apply(NetworkInterface link, FixedAddress? address)
    {
        if (address == null)
        {
            // Automatic DNS is a part of DHCP
            if (!link.IsDhcpEnabled || !link.IsAutomaticDnsEnabled) link.EnableDhcp();
            return;
        }

        bool isSet = !link.IsDhcpEnabled && link.IPv4Address == address.Address && link.IPv4SubnetMask == address.SubnetMask && link.IPv4GatewayAddress == address.Gateway;
        if (!isSet) link.EnableStaticIPv4(address.Address, address.SubnetMask, address.Gateway);
        string[] servers = link.IPv4DnsAddresses;
        bool isServerSet = !link.IsAutomaticDnsEnabled && servers != null && servers.Length > 0 && servers[0] == address.NameServer;
        if (!isServerSet) link.EnableStaticIPv4Dns(new string[] { address.NameServer });
    }
}
