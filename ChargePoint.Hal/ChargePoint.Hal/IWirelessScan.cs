namespace ChargePoint.Hal;

/// <summary>A look at the wireless networks around, for the technician who installs a charge point.</summary>
public interface IWirelessScan
{
    /// <summary>True while a scan is under way: up to 15 s, with the connection slowed down meanwhile.</summary>
    bool IsScanning { get; }

    /// <summary>Number of networks that were found by the newest scan; 0 before the first.</summary>
    int NetworkCount { get; }

    /// <summary>Starts a scan and returns at once.</summary>
    /// <returns>False if none can be made now: one is under way, or a network is just being joined.</returns>
    bool BeginScan();

    /// <summary>Gives a network that was found.</summary>
    /// <param name="index">0 to <see cref="NetworkCount"/> - 1.</param>
    /// <param name="signalDbm">Strength of its signal, in dBm.</param>
    /// <returns>Its name (SSID), up to 32 bytes of UTF-8; "" for a hidden one.</returns>
    string Network(int index, out int signalDbm);

    /// <summary>Forgets the networks that were found, and frees their memory.</summary>
    void ForgetNetworks();
}
