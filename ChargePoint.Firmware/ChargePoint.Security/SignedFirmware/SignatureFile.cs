using System;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>
/// Who has signed the image of the update that is under way, and the signature; in flash, so that a check can be made after a restart.
/// <code>
///  offset  size  content of fwsign (numbers are little-endian)
///       0     4  magic "CPFS"
///       4     4  CRC-32 of all that follows
///       8     4  number of the request
///      12     2  signature scheme, as in SignatureScheme
///      14     2  length k of the key
///      16     k  public key of the signer: SubjectPublicKeyInfo, DER
///  16 + k        signature, to the end
/// </code>
/// </summary>
internal sealed class SignatureFile
{
    private const string Name = "fwsign";
    private const int HeaderLength = 16;
    private const int LongestFile = HeaderLength + Certificate.LongestDer + 800;
    private const uint Magic = 0x53465043;

    private SignatureFile(SignatureScheme scheme, ByteRange key, ByteRange signature)
    {
        Scheme = scheme;
        Key = key;
        Signature = signature;
    }

    /// <summary>How the image is signed.</summary>
    public SignatureScheme Scheme { get; }

    /// <summary>Public key of the signer.</summary>
    public ByteRange Key { get; }

    /// <summary>The signature.</summary>
    public ByteRange Signature { get; }

    /// <summary>Writes the file.</summary>
    /// <param name="flash">Where to.</param>
    /// <param name="requestId">Number of the request.</param>
    /// <param name="scheme">How the image is signed.</param>
    /// <param name="key">Public key of the signer.</param>
    /// <param name="signature">The signature.</param>
    public static bool Write(IFlashStore flash, int requestId, SignatureScheme scheme, ByteRange key, ByteRange signature)
    {
        byte[] file = new byte[HeaderLength + key.Count + signature.Count];
        Put(file, 0, Magic, 4);
        Put(file, 8, (uint)requestId, 4);
        Put(file, 12, (uint)scheme, 2);
        Put(file, 14, (uint)key.Count, 2);
        Array.Copy(key.Buffer, key.Offset, file, HeaderLength, key.Count);
        Array.Copy(signature.Buffer, signature.Offset, file, HeaderLength + key.Count, signature.Count);
        Put(file, 4, Crc32.Add(Crc32.Empty, file, 8, file.Length - 8), 4);
        return flash.Write(Name, file, 0, file.Length);
    }

    /// <summary>Reads the file.</summary>
    /// <param name="flash">Where from.</param>
    /// <returns>What it holds, or null if there is none or it is damaged.</returns>
    public static SignatureFile? Read(IFlashStore flash)
    {
        int length = flash.Length(Name);
        if (length < HeaderLength || length > LongestFile) return null;
        byte[] file = new byte[length];
        if (flash.Read(Name, 0, file, 0, length) != length) return null;
        if (Get(file, 0, 4) != Magic || Get(file, 4, 4) != Crc32.Add(Crc32.Empty, file, 8, length - 8)) return null;
        int key = (int)Get(file, 14, 2);
        if (key > length - HeaderLength) return null;
        return new SignatureFile((SignatureScheme)Get(file, 12, 2), new ByteRange(file, HeaderLength, key), new ByteRange(file, HeaderLength + key, length - HeaderLength - key));
    }

    private static void Put(byte[] file, int at, uint value, int bytes)
    {
        for (int i = 0; i < bytes; i++) file[at + i] = (byte)(value >> (8 * i));
    }

    private static uint Get(byte[] file, int at, int bytes)
    {
        uint value = 0;
        for (int i = bytes - 1; i >= 0; i--) value = (value << 8) | file[at + i];
        return value;
    }
}
