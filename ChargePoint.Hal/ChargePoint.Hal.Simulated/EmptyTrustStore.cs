namespace ChargePoint.Hal.Simulated;

/// <summary>A trust store that takes nothing: every TLS connection is refused, and no certificate is shown.</summary>
public sealed class EmptyTrustStore : ITrustStore
{
    /// <inheritdoc/>
    public int LastUsed => -1;

    /// <inheritdoc/>
    public void Begin()
    {
    }

    /// <inheritdoc/>
    public bool Add(ByteRange certificate) => false;

    /// <inheritdoc/>
    public void End()
    {
    }

    /// <inheritdoc/>
    public bool Show(int slot, byte[] chain, int count) => false;
}
