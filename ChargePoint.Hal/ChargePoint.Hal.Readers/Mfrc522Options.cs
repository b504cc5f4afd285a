namespace ChargePoint.Hal.Readers;

/// <summary>How an MFRC522 is wired.</summary>
public sealed class Mfrc522Options
{
    /// <summary>SPI bus, 1 or 2. Its pins are given to it before.</summary>
    public int SpiBus { get; set; } = 1;

    /// <summary>Pin of chip select (SDA on many modules).</summary>
    public int ChipSelectPin { get; set; }

    /// <summary>Pin of NRSTPD, or -1 where it is tied to 3.3 V; then the chip is reset by command.</summary>
    public int ResetPin { get; set; } = -1;

    /// <summary>SPI clock in hertz, 100,000 to 10,000,000. Cables of 20 cm and more want 1 MHz or less.</summary>
    public int ClockHz { get; set; } = 1000000;
}
