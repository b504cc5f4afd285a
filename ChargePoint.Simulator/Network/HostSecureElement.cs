using System.Security.Cryptography;
using ChargePoint.Hal;

namespace ChargePoint.Simulator;

/// <summary>
/// Secure element of the simulated board. Its keys are files in a folder, as what a real element keeps outlives any restart; they
/// protect nothing.
/// </summary>
/// <param name="folder">Folder, made when the first key is made.</param>
public sealed class HostSecureElement(string folder) : ISecureElement
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int SealingKeyBytes = 32;

    /// <summary>A key pair.</summary>
    /// <param name="slot">Its place.</param>
    /// <returns>The pair, or null if there is none.</returns>
    public ECDsa? Key(int slot)
    {
        try
        {
            if (!File.Exists(FileOf(slot))) return null;
            ECDsa key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(FileOf(slot)));
            return key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public bool MakeKey(int slot)
    {
        if (slot is not (0 or 1)) return false;
        try
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            Directory.CreateDirectory(folder);
            string temporary = FileOf(slot) + ".new";
            File.WriteAllText(temporary, key.ExportPkcs8PrivateKeyPem());
            File.Move(temporary, FileOf(slot), true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public byte[]? Seal(byte[] secret)
    {
        if (SealingKey(true) is not { } key) return null;
        byte[] made = new byte[NonceBytes + secret.Length + TagBytes];
        Span<byte> nonce = made.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using AesGcm cipher = new(key, TagBytes);
        cipher.Encrypt(nonce, secret, made.AsSpan(NonceBytes, secret.Length), made.AsSpan(NonceBytes + secret.Length));
        return made;
    }

    /// <inheritdoc/>
    public byte[]? Open(byte[] sealedSecret)
    {
        if (sealedSecret.Length < NonceBytes + TagBytes || SealingKey(false) is not { } key) return null;
        byte[] secret = new byte[sealedSecret.Length - NonceBytes - TagBytes];
        try
        {
            using AesGcm cipher = new(key, TagBytes);
            cipher.Decrypt(sealedSecret.AsSpan(0, NonceBytes), sealedSecret.AsSpan(NonceBytes, secret.Length), sealedSecret.AsSpan(NonceBytes + secret.Length), secret);
            return secret;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public bool ReadPublicKey(int slot, byte[] point)
    {
        using ECDsa? key = Key(slot);
        if (key == null) return false;
        ECParameters parameters = key.ExportParameters(false);
        point[0] = 4;
        parameters.Q.X!.CopyTo(point, 1);
        parameters.Q.Y!.CopyTo(point, 33);
        return true;
    }

    /// <inheritdoc/>
    public bool Sign(int slot, byte[] hash, byte[] signature)
    {
        using ECDsa? key = Key(slot);
        return key != null && key.TrySignHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation, out _);
    }

    /// <inheritdoc/>
    public SignatureCheck Verify(SignatureScheme scheme, ByteRange publicKey, ByteRange data, ByteRange signature) =>
        VerifyHash(scheme, publicKey, Hash(scheme, Span(data)), signature);

    /// <inheritdoc/>
    public SignatureCheck VerifyHash(SignatureScheme scheme, ByteRange publicKey, byte[] hash, ByteRange signature)
    {
        try
        {
            bool isGood = scheme switch
            {
                SignatureScheme.EcdsaSha256 or SignatureScheme.EcdsaSha384 or SignatureScheme.EcdsaSha512 => VerifyEcdsa(publicKey, hash, signature),
                SignatureScheme.RsaSha256 or SignatureScheme.RsaSha384 or SignatureScheme.RsaSha512 => VerifyRsa(scheme, publicKey, hash, signature, RSASignaturePadding.Pkcs1),
                _ => VerifyRsa(scheme, publicKey, hash, signature, RSASignaturePadding.Pss),
            };
            return isGood ? SignatureCheck.Good : SignatureCheck.Bad;
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            return SignatureCheck.Bad; // a key of another kind, or a malformed one
        }
    }

    private static bool VerifyEcdsa(ByteRange publicKey, byte[] hash, ByteRange signature)
    {
        using ECDsa key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Span(publicKey), out _);
        return key.VerifyHash(hash, Span(signature), DSASignatureFormat.Rfc3279DerSequence);
    }

    private static bool VerifyRsa(SignatureScheme scheme, ByteRange publicKey, byte[] hash, ByteRange signature, RSASignaturePadding padding)
    {
        using RSA key = RSA.Create();
        key.ImportSubjectPublicKeyInfo(Span(publicKey), out _);
        return key.VerifyHash(hash, Span(signature), NameOf(scheme), padding);
    }

    private static byte[] Hash(SignatureScheme scheme, ReadOnlySpan<byte> data) => CryptographicOperations.HashData(NameOf(scheme), data);

    private static HashAlgorithmName NameOf(SignatureScheme scheme) => scheme switch
    {
        SignatureScheme.EcdsaSha384 or SignatureScheme.RsaSha384 or SignatureScheme.RsaPssSha384 => HashAlgorithmName.SHA384,
        SignatureScheme.EcdsaSha512 or SignatureScheme.RsaSha512 or SignatureScheme.RsaPssSha512 => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA256,
    };

    private static ReadOnlySpan<byte> Span(ByteRange range) => range.Buffer.AsSpan(range.Offset, range.Count);

    private string FileOf(int slot) => Path.Combine(folder, $"key-{slot}.pem");

    private byte[]? SealingKey(bool make)
    {
        string file = Path.Combine(folder, "sealing");
        try
        {
            if (File.Exists(file)) return File.ReadAllBytes(file) is { Length: SealingKeyBytes } key ? key : null;
            if (!make) return null;
            Directory.CreateDirectory(folder);
            byte[] made = RandomNumberGenerator.GetBytes(SealingKeyBytes);
            File.WriteAllBytes(file + ".new", made);
            File.Move(file + ".new", file, true);
            return made;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
