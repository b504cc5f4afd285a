using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ChargePoint.Simulator;

/// <summary>
/// Firmware image of the simulated board: a header that names the version, some filling and a SHA-256 over everything before it.
/// <code>
///   8 bytes  "CPSIMFW1"
///   2 bytes  length of the version, little-endian
///   n bytes  version, UTF-8
///   4,096 B  filling
///  32 bytes  SHA-256 of all that stands before; wrong in a broken image
/// </code>
/// </summary>
public static class FirmwareImage
{
    private const int FillingLength = 4096;

    private static readonly byte[] Magic = "CPSIMFW1"u8.ToArray();

    /// <summary>Writes an image to a file.</summary>
    /// <param name="version">Version, 1 to 50 characters.</param>
    /// <param name="file">File to write.</param>
    /// <param name="broken">True for an image that the board refuses.</param>
    /// <returns>Exit code.</returns>
    public static int Make(string version, string file, bool broken)
    {
        try
        {
            File.WriteAllBytes(file, Build(version, broken));
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            System.Console.Error.WriteLine($"error: {file} cannot be written: {e.Message.ReplaceLineEndings(" ")}");
            return 1;
        }
    }

    /// <summary>Makes an image.</summary>
    /// <param name="version">Version.</param>
    /// <param name="broken">True for a wrong checksum.</param>
    public static byte[] Build(string version, bool broken)
    {
        byte[] name = Encoding.UTF8.GetBytes(version);
        int signedLength = Magic.Length + 2 + name.Length + FillingLength;
        byte[] image = new byte[signedLength + SHA256.HashSizeInBytes];
        Magic.CopyTo(image, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(Magic.Length), (ushort)name.Length);
        name.CopyTo(image, Magic.Length + 2);
        for (int i = 0; i < FillingLength; i++) image[signedLength - FillingLength + i] = (byte)(i * 31);
        SHA256.HashData(image.AsSpan(0, signedLength)).CopyTo(image, signedLength);
        if (broken) image[^1] ^= 0xFF;
        return image;
    }

    /// <summary>Reads an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="version">Its version.</param>
    /// <returns>False if it is no image, or broken.</returns>
    public static bool TryRead(ReadOnlySpan<byte> image, out string version)
    {
        version = "";
        int start = Magic.Length + 2;
        if (image.Length < start + SHA256.HashSizeInBytes || !image.StartsWith(Magic)) return false;
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(image[Magic.Length..]);
        int signedLength = image.Length - SHA256.HashSizeInBytes;
        if (start + nameLength > signedLength) return false;
        if (!SHA256.HashData(image[..signedLength]).AsSpan().SequenceEqual(image[signedLength..])) return false;
        version = Encoding.UTF8.GetString(image.Slice(start, nameLength));
        return true;
    }
}
