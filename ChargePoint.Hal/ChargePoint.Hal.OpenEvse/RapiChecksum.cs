namespace ChargePoint.Hal.OpenEvse;

/// <summary>Checksum of OpenEVSE's RAPI: all characters before the '^', combined by exclusive or.</summary>
public static class RapiChecksum
{
    /// <summary>Computes it.</summary>
    /// <param name="bytes">Holds the message from its '$' on.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="count">Number of bytes before the '^'.</param>
    public static int Of(byte[] bytes, int offset, int count)
    {
        int sum = 0;
        for (int i = 0; i < count; i++) sum ^= bytes[offset + i];
        return sum;
    }
}
