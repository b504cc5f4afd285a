namespace ChargePoint.Hal.Readers;

/// <summary>
/// A card reader that is driven by polling. A card is told once for each presentation, and again only after it was away for a second;
/// up to four cards wait to be taken, further ones are not seen. Identifiers of 4 bytes that begin with 08 are random (ISO/IEC 14443-3,
/// section 6.5.4: phones and some passports make a new one each time the field comes on) and are told like all others: they identify nobody.
/// </summary>
public interface IPolledReader : IRfidReader
{
    /// <summary>
    /// True after three attempts in a row at finding or using the chip failed, until it works again. The driver goes on trying every 3 s.
    /// </summary>
    bool IsFaulty { get; }

    /// <summary>True while a card waits to be taken.</summary>
    bool HasCard { get; }

    /// <summary>Goes on: one small step, without waiting. To be called every 10 to 50 ms.</summary>
    void Poll();
}
