namespace ChargePoint.Runtime;

/// <summary>
/// CRC-32 as in IEEE 802.3, zlib and PNG (reflected polynomial 0xEDB88320). Works a half byte at a time with a table of 16
/// entries: 64 bytes of heap instead of 1 KiB, at half the speed of the large table.
/// </summary>
public static class Crc32
{
    /// <summary>CRC of no bytes: what a calculation in pieces starts with.</summary>
    public const uint Empty = 0;

    private static readonly uint[] Table =
    {
        0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
        0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
    };

    /// <summary>Continues a CRC over further bytes.</summary>
    /// <param name="crc">CRC of the bytes before, or <see cref="Empty"/>.</param>
    /// <param name="buffer">Holds the bytes.</param>
    /// <param name="offset">First of them.</param>
    /// <param name="count">Number of them.</param>
    /// <returns>CRC of all bytes so far.</returns>
    public static uint Add(uint crc, byte[] buffer, int offset, int count)
    {
        uint value = ~crc;
        for (int i = 0; i < count; i++)
        {
            value ^= buffer[offset + i];
            value = Table[value & 15] ^ (value >> 4);
            value = Table[value & 15] ^ (value >> 4);
        }

        return ~value;
    }
}
