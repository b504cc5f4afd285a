namespace ChargePoint.Hal.Esp32;

/// <summary>A fixed IPv4 address of a network interface; where there is none, DHCP gives one.</summary>
public sealed class FixedAddress
{
    /// <summary>Takes the address.</summary>
    /// <param name="address">Address, such as 192.168.1.20.</param>
    /// <param name="subnetMask">Subnet mask, such as 255.255.255.0.</param>
    /// <param name="gateway">Address of the router.</param>
    /// <param name="nameServer">Address of the name server.</param>
    public FixedAddress(string address, string subnetMask, string gateway, string nameServer)
    {
        Address = address;
        SubnetMask = subnetMask;
        Gateway = gateway;
        NameServer = nameServer;
    }

    /// <summary>Address.</summary>
    public string Address { get; }

    /// <summary>Subnet mask.</summary>
    public string SubnetMask { get; }

    /// <summary>Address of the router.</summary>
    public string Gateway { get; }

    /// <summary>Address of the name server.</summary>
    public string NameServer { get; }
}
