namespace ChargePoint.Hal.Readers;

/// <summary>What was found in received bytes.</summary>
public enum Pn532FrameKind
{
    /// <summary>No whole frame yet.</summary>
    None,

    /// <summary>The acknowledgement of a command.</summary>
    Ack,

    /// <summary>An answer with right checksums.</summary>
    Answer,
}

/// <summary>
/// Frames of the PN532 (user manual UM0701-02, section 6.2.1): 00 00 FF, length, its complement, direction (D4 to the chip, D5 from it),
/// data, checksum, 00. Only normal frames: longer ones have no place here and are passed over as noise.
/// </summary>
public static class Pn532Frame
{
    /// <summary>Bytes of a frame besides its data: preamble 3, length 2, direction, checksum, postamble.</summary>
    public const int Overhead = 8;

    private const int ToChip = 0xD4;
    private const int FromChip = 0xD5;

    /// <summary>Puts a command into a frame.</summary>
    /// <param name="frame">Receives the frame; holds the data from byte 6 on.</param>
    /// <param name="count">Bytes of data.</param>
    /// <returns>Length of the frame.</returns>
    public static int Close(byte[] frame, int count)
    {
        frame[0] = 0;
        frame[1] = 0;
        frame[2] = 0xFF;
        frame[3] = (byte)(count + 1);
        frame[4] = (byte)(0xFF - count);
        frame[5] = ToChip;
        int sum = ToChip;
        for (int i = 0; i < count; i++) sum += frame[6 + i];
        frame[6 + count] = (byte)(0x100 - (sum & 0xFF));
        frame[7 + count] = 0;
        return count + Overhead;
    }

    /// <summary>Looks for the first good frame; noise before it and bad frames are passed over.</summary>
    /// <param name="bytes">What was received.</param>
    /// <param name="count">Number of bytes.</param>
    /// <param name="data">First byte of an answer's data, behind the direction.</param>
    /// <param name="length">Number of bytes of data.</param>
    /// <param name="end">First byte behind the frame's checksum.</param>
    public static Pn532FrameKind Find(byte[] bytes, int count, out int data, out int length, out int end)
    {
        data = length = end = 0;
        for (int at = 0; at + 4 <= count; at++)
        {
            if (bytes[at] != 0 || bytes[at + 1] != 0xFF) continue;
            int size = bytes[at + 2];
            if (size == 0 && bytes[at + 3] == 0xFF)
            {
                end = at + 4;
                return Pn532FrameKind.Ack;
            }

            if (size < 2 || ((size + bytes[at + 3]) & 0xFF) != 0 || at + 5 + size > count) continue;
            int sum = 0;
            for (int i = 0; i <= size; i++) sum += bytes[at + 4 + i];
            if (bytes[at + 4] != FromChip || (sum & 0xFF) != 0) continue;
            data = at + 5;
            length = size - 1;
            end = at + 5 + size;
            return Pn532FrameKind.Answer;
        }

        return Pn532FrameKind.None;
    }

    /// <summary>Reads the identifier out of the answer to InListPassiveTarget (section 7.3.5) for one card of type A.</summary>
    /// <param name="bytes">Holds the answer's data: 4B, number of cards, its number, SENS_RES (2), SEL_RES, length, identifier, more.</param>
    /// <param name="data">First byte of it.</param>
    /// <param name="length">Number of bytes.</param>
    /// <param name="uid">Receives the identifier, up to 10 bytes.</param>
    /// <returns>Its length, or 0 if the answer is not that.</returns>
    public static int ReadUid(byte[] bytes, int data, int length, byte[] uid)
    {
        if (length < 7 || bytes[data] != 0x4B || bytes[data + 1] != 1 || bytes[data + 2] != 1) return 0;
        int count = bytes[data + 6];
        if (!CardUid.IsLength(count) || length < 7 + count) return 0;

        // 88 announces a longer identifier and is never the first byte of a short one
        if (count == 4 && bytes[data + 7] == 0x88) return 0;
        for (int i = 0; i < count; i++) uid[i] = bytes[data + 7 + i];
        return count;
    }
}
