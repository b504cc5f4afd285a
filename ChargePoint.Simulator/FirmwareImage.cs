using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ChargePoint.Simulator;

/// <summary>What is wrong with a firmware image that is made for a trial.</summary>
public enum ImageDefect
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Its checksum is wrong: the board refuses it.</summary>
    Broken,

    /// <summary>It is whole, and ends as soon as it is started: the board goes back to the one before.</summary>
    DoesNotStart,
}

/// <summary>
/// Firmware image of the simulated board: a header that names the version, some filling and a SHA-256 over everything before it.
/// <code>
///   8 bytes  "CPSIMFW1"
///   2 bytes  length of the version, little-endian
///   n bytes  version, UTF-8
///   m bytes  filling, 4,096 by default; its first byte is 1 in an image that does not start, otherwise 0
///  32 bytes  SHA-256 of all that stands before; wrong in a broken image
/// </code>
/// </summary>
public static class FirmwareImage
{
    /// <summary>Length of the filling unless another is asked for, in bytes.</summary>
    public const int FillingLength = 4096;

    private static readonly byte[] Magic = "CPSIMFW1"u8.ToArray();

    /// <summary>Writes an image to a file.</summary>
    /// <param name="version">Version, 1 to 50 characters.</param>
    /// <param name="file">File to write.</param>
    /// <param name="defect">What is to be wrong with it.</param>
    /// <returns>Exit code.</returns>
    public static int Make(string version, string file, ImageDefect defect)
    {
        try
        {
            File.WriteAllBytes(file, Build(version, defect));
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
    /// <param name="defect">What is to be wrong with it.</param>
    /// <param name="fillingLength">Length of the filling, 1 or more.</param>
    public static byte[] Build(string version, ImageDefect defect = ImageDefect.None, int fillingLength = FillingLength)
    {
        byte[] name = Encoding.UTF8.GetBytes(version);
        int signedLength = Magic.Length + 2 + name.Length + fillingLength;
        byte[] image = new byte[signedLength + SHA256.HashSizeInBytes];
        Magic.CopyTo(image, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(Magic.Length), (ushort)name.Length);
        name.CopyTo(image, Magic.Length + 2);
        Span<byte> filling = image.AsSpan(signedLength - fillingLength, fillingLength);
        for (int i = 0; i < fillingLength; i++) filling[i] = (byte)(i * 31);
        filling[0] = (byte)(defect == ImageDefect.DoesNotStart ? 1 : 0);
        SHA256.HashData(image.AsSpan(0, signedLength)).CopyTo(image, signedLength);
        if (defect == ImageDefect.Broken) image[^1] ^= 0xFF;
        return image;
    }

    /// <summary>Reads an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="version">Its version.</param>
    /// <param name="starts">False if it ends as soon as it is started.</param>
    /// <returns>False if it is no image, or broken.</returns>
    public static bool TryRead(ReadOnlySpan<byte> image, out string version, out bool starts)
    {
        version = "";
        starts = false;
        int start = Magic.Length + 2;
        if (image.Length < start + 1 + SHA256.HashSizeInBytes || !image.StartsWith(Magic)) return false;
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(image[Magic.Length..]);
        int signedLength = image.Length - SHA256.HashSizeInBytes;
        if (nameLength is < 1 or > 200 || start + nameLength >= signedLength) return false;
        if (!SHA256.HashData(image[..signedLength]).AsSpan().SequenceEqual(image[signedLength..])) return false;
        version = Encoding.UTF8.GetString(image.Slice(start, nameLength));
        starts = image[start + nameLength] != 1;
        return version.Length <= 50;
    }
}
