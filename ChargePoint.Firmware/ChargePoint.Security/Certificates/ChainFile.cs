using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>
/// The charge point's certificates in flash: one file for each key pair of the secure element, written as a whole.
/// <code>
///  content of chain.0 and chain.1 (numbers are little-endian)
///     n  the certificate and those that lead from it to an authority, DER, one behind the other
///     4  magic "CPCC"
///     4  CRC-32 of all that stands before
/// </code>
/// </summary>
internal static class ChainFile
{
    private const int TrailerLength = 8;
    private const int LongestFile = 8192;
    private const uint Magic = 0x43435043;

    /// <summary>Writes a chain.</summary>
    /// <param name="flash">Where to.</param>
    /// <param name="slot">Key pair that it belongs to.</param>
    /// <param name="buffer">Holds it from index 0, with room for eight more bytes.</param>
    /// <param name="count">Length.</param>
    public static bool Write(IFlashStore flash, int slot, byte[] buffer, int count)
    {
        if (count + TrailerLength > buffer.Length || count + TrailerLength > LongestFile) return false;
        Put(buffer, count, Magic);
        Put(buffer, count + 4, Crc32.Add(Crc32.Empty, buffer, 0, count + 4));
        return flash.Write(NameOf(slot), buffer, 0, count + TrailerLength);
    }

    /// <summary>Reads a chain.</summary>
    /// <param name="flash">Where from.</param>
    /// <param name="slot">Key pair that it belongs to.</param>
    /// <param name="count">Length of the chain; the array is longer.</param>
    /// <returns>The chain from index 0, or null if there is none or it is damaged.</returns>
    public static byte[]? Read(IFlashStore flash, int slot, out int count)
    {
        int length = flash.Length(NameOf(slot));
        count = length - TrailerLength;
        if (count <= 0 || length > LongestFile) return null;
        byte[] file = new byte[length];
        if (flash.Read(NameOf(slot), 0, file, 0, length) != length) return null;
        return Get(file, count) == Magic && Get(file, count + 4) == Crc32.Add(Crc32.Empty, file, 0, count + 4) ? file : null;
    }

    /// <summary>Deletes a chain.</summary>
    /// <param name="flash">Where it is.</param>
    /// <param name="slot">Key pair that it belongs to.</param>
    public static bool Delete(IFlashStore flash, int slot) => flash.Delete(NameOf(slot));

    private static string NameOf(int slot) => "chain." + slot.ToString();

    private static void Put(byte[] file, int at, uint value)
    {
        for (int i = 0; i < 4; i++) file[at + i] = (byte)(value >> (8 * i));
    }

    private static uint Get(byte[] file, int at) => (uint)(file[at] | (file[at + 1] << 8) | (file[at + 2] << 16) | (file[at + 3] << 24));
}
