namespace ChargePoint.Hal.Meters;

/// <summary>Checksum of Modbus RTU frames (Modbus over serial line V1.02, section 6.2.2).</summary>
public static class ModbusCrc
{
    /// <summary>Computes it bit by bit: a frame is short, and a table would cost 512 bytes of memory.</summary>
    /// <param name="bytes">Holds the frame.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="count">Number of bytes.</param>
    /// <returns>16 bits; the low byte is sent first.</returns>
    public static int Of(byte[] bytes, int offset, int count)
    {
        int crc = 0xFFFF;
        for (int i = 0; i < count; i++)
        {
            crc ^= bytes[offset + i];
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1;
        }

        return crc;
    }
}
