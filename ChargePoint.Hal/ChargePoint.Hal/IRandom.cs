namespace ChargePoint.Hal;

/// <summary>Source of randomness: message identities, WebSocket masks and nonces, jitter.</summary>
public interface IRandom
{
    /// <summary>Fills a range with random bytes, unpredictable on a real board (hardware generator), reproducible in tests.</summary>
    /// <param name="buffer">Buffer to fill.</param>
    /// <param name="offset">First byte to fill.</param>
    /// <param name="count">Number of bytes; 0 does nothing.</param>
    void Fill(byte[] buffer, int offset, int count);
}
