using ChargePoint.Runtime;

namespace ChargePoint.Authorization;

/// <summary>A place of fixed size for a record, with a CRC.</summary>
internal static class ListSlot
{
    /// <summary>Length of a slot in bytes.</summary>
    public const int Length = AuthorizationEntry.LongestRecord + 4;

    /// <summary>Completes a slot with its CRC.</summary>
    public static void Seal(byte[] buffer, int at) => ListBytes.Put(buffer, at + Length - 4, Crc32.Add(Crc32.Empty, buffer, at, Length - 4));

    /// <summary>Tells whether a slot is as it was written.</summary>
    public static bool IsSound(byte[] buffer, int at)
        => AuthorizationEntry.LengthAt(buffer, at) <= AuthorizationEntry.LongestRecord && ListBytes.Get(buffer, at + Length - 4) == Crc32.Add(Crc32.Empty, buffer, at, Length - 4);

    /// <summary>Empties a slot.</summary>
    public static void Clear(byte[] buffer, int at)
    {
        for (int i = 0; i < Length; i++) buffer[at + i] = 0;
    }
}

/// <summary>Numbers in a buffer, little-endian.</summary>
internal static class ListBytes
{
    public static void Put(byte[] buffer, int at, uint value)
    {
        for (int i = 0; i < 4; i++) buffer[at + i] = (byte)(value >> (8 * i));
    }

    public static uint Get(byte[] buffer, int at) => (uint)(buffer[at] | (buffer[at + 1] << 8) | (buffer[at + 2] << 16) | (buffer[at + 3] << 24));

    public static void PutShort(byte[] buffer, int at, int value)
    {
        buffer[at] = (byte)value;
        buffer[at + 1] = (byte)(value >> 8);
    }

    public static int GetShort(byte[] buffer, int at) => buffer[at] | (buffer[at + 1] << 8);
}
