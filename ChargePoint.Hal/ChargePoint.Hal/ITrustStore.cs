namespace ChargePoint.Hal;

/// <summary>
/// What TLS of this board goes by: the authorities that peers are checked against, and the certificate that the charge point shows to a
/// peer who asks for one. The firmware keeps certificates itself and hands them over at its start and after each change; what is handed over takes
/// effect at the next handshake. Before that nothing is trusted: every TLS connection is refused.
/// </summary>
public interface ITrustStore
{
    /// <summary>Begins a new set of authorities; the one before stays in effect until <see cref="End"/>.</summary>
    void Begin();

    /// <summary>Adds an authority to the new set.</summary>
    /// <param name="certificate">Its certificate, in DER; not to be kept, the buffer is used again.</param>
    /// <returns>False if the board cannot take it; the others are not affected.</returns>
    bool Add(ByteRange certificate);

    /// <summary>The new set is complete, and takes the place of the one before.</summary>
    void End();

    /// <summary>
    /// Which authority of the present set (0 is the first that was added) the last handshake that succeeded led to; -1 if there was none
    /// with this set, or the board cannot tell.
    /// </summary>
    int LastUsed { get; }

    /// <summary>Names the certificate that the charge point shows.</summary>
    /// <param name="slot">Place of its key pair in the secure element; -1 to show none.</param>
    /// <param name="chain">The certificate and those that lead from it to an authority, in DER, one behind the other; not to be kept.</param>
    /// <param name="count">Number of bytes.</param>
    /// <returns>False if the board cannot show it: none is shown then.</returns>
    bool Show(int slot, byte[] chain, int count);
}
