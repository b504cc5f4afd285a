namespace ChargePoint.Hal.Simulated;

/// <summary>A trust store that holds nothing and takes nothing: every TLS connection is refused.</summary>
public sealed class EmptyTrustStore : ITrustStore
{
    /// <inheritdoc/>
    public int Count => 0;

    /// <inheritdoc/>
    public bool Add(string pem, out string problem)
    {
        problem = "this board keeps no certificates";
        return false;
    }

    /// <inheritdoc/>
    public string Describe(int index) => "";
}
