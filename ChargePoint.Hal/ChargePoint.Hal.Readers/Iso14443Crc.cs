namespace ChargePoint.Hal.Readers;

/// <summary>Checksum CRC_A of ISO/IEC 14443-3 (annex B): polynomial x16 + x12 + x5 + 1, begun with 6363 hexadecimal, low byte first.</summary>
public static class Iso14443Crc
{
    /// <summary>Computes it.</summary>
    /// <param name="bytes">Holds the frame.</param>
    /// <param name="count">Number of bytes from the first.</param>
    /// <returns>16 bits; the low byte is sent first.</returns>
    public static int Of(byte[] bytes, int count)
    {
        int crc = 0x6363;
        for (int i = 0; i < count; i++)
        {
            crc ^= bytes[i];
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x8408 : crc >> 1;
        }

        return crc;
    }
}
