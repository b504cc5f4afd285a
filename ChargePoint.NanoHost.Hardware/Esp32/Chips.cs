namespace ChargePoint.NanoHost;

/// <summary>A chip on an SPI bus: one byte goes each way at a time, between selecting and deselecting.</summary>
public interface ISpiChip
{
    /// <summary>Chip select becomes active.</summary>
    void Select();

    /// <summary>Exchanges a byte.</summary>
    /// <param name="value">What the controller sends.</param>
    /// <returns>What the chip sends meanwhile.</returns>
    byte Exchange(byte value);

    /// <summary>Chip select ends.</summary>
    void Deselect();
}

/// <summary>A chip on an I2C bus.</summary>
public interface II2cChip
{
    /// <summary>Takes a write transfer.</summary>
    /// <returns>Number of bytes acknowledged; less than <paramref name="count"/> ends the transfer.</returns>
    int Write(byte[] bytes, int count);

    /// <summary>Gives the bytes of a read transfer.</summary>
    /// <returns>False if the address is not acknowledged.</returns>
    bool Read(byte[] bytes, int count);
}

/// <summary>Who is at the other end of a serial line.</summary>
public interface IUartPeer
{
    /// <summary>A byte has come whole.</summary>
    /// <param name="value">The byte.</param>
    /// <param name="atMs">When its last bit came; not later than now.</param>
    void OnByte(byte value, long atMs);

    /// <summary>Time has come this far: whatever is due can be done. Called before the controller looks at its port.</summary>
    void OnTime(long nowMs);
}
