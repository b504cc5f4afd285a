namespace ChargePoint.Hal;

/// <summary>How a signature was made.</summary>
public enum SignatureScheme
{
    /// <summary>A scheme that nobody here knows.</summary>
    Unknown,

    /// <summary>ECDSA with SHA-256; the signature is the DER sequence of r and s.</summary>
    EcdsaSha256,

    /// <summary>ECDSA with SHA-384.</summary>
    EcdsaSha384,

    /// <summary>ECDSA with SHA-512.</summary>
    EcdsaSha512,

    /// <summary>RSA PKCS#1 v1.5 with SHA-256.</summary>
    RsaSha256,

    /// <summary>RSA PKCS#1 v1.5 with SHA-384.</summary>
    RsaSha384,

    /// <summary>RSA PKCS#1 v1.5 with SHA-512.</summary>
    RsaSha512,

    /// <summary>RSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes.</summary>
    RsaPssSha256,

    /// <summary>RSA-PSS with SHA-384, MGF1 with SHA-384 and a salt of 48 bytes.</summary>
    RsaPssSha384,

    /// <summary>RSA-PSS with SHA-512, MGF1 with SHA-512 and a salt of 64 bytes.</summary>
    RsaPssSha512,
}

/// <summary>What a look at a signature says.</summary>
public enum SignatureCheck
{
    /// <summary>The key's owner made it over these bytes.</summary>
    Good,

    /// <summary>It is not of this key, not over these bytes, or no signature at all.</summary>
    Bad,

    /// <summary>The board cannot check signatures of this scheme, or with keys of this kind.</summary>
    Unsupported,
}

/// <summary>
/// Keeps private keys that never leave it (a secure element such as ATECC608, or a library behind the same walls), and checks signatures,
/// which the platform cannot do by itself. Calls may take up to 200 ms.
/// </summary>
public interface ISecureElement
{
    /// <summary>
    /// Makes a new key pair (ECDSA on NIST P-256) in a place, for good. The one that was there is lost. There are two places, so that a new pair
    /// can be made while the old one is in use.
    /// </summary>
    /// <param name="slot">0 or 1.</param>
    /// <returns>False if it could not be made.</returns>
    bool MakeKey(int slot);

    /// <summary>Reads a public key.</summary>
    /// <param name="slot">Place of the pair.</param>
    /// <param name="point">Receives 65 bytes: 0x04 and the two coordinates (SEC 1 section 2.3.3).</param>
    /// <returns>False if there is no pair.</returns>
    bool ReadPublicKey(int slot, byte[] point);

    /// <summary>Signs with ECDSA.</summary>
    /// <param name="slot">Place of the pair.</param>
    /// <param name="hash">SHA-256 of what is signed, 32 bytes.</param>
    /// <param name="signature">Receives r and s, 32 bytes each.</param>
    /// <returns>False if there is no pair.</returns>
    bool Sign(int slot, byte[] hash, byte[] signature);

    /// <summary>Checks a signature over bytes.</summary>
    /// <param name="scheme">How it was made.</param>
    /// <param name="publicKey">Signer's public key: SubjectPublicKeyInfo in DER (RFC 5280 section 4.1).</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">The signature, as it stands in a certificate.</param>
    SignatureCheck Verify(SignatureScheme scheme, ByteRange publicKey, ByteRange data, ByteRange signature);

    /// <summary>Checks a signature whose SHA-256 is known.</summary>
    /// <param name="scheme">How it was made: one with SHA-256.</param>
    /// <param name="publicKey">Signer's public key: SubjectPublicKeyInfo in DER.</param>
    /// <param name="hash">SHA-256 of what was signed, 32 bytes.</param>
    /// <param name="signature">The signature, as it stands in a certificate.</param>
    SignatureCheck VerifyHash(SignatureScheme scheme, ByteRange publicKey, byte[] hash, ByteRange signature);

    /// <summary>
    /// Encrypts bytes for the flash, so that only this element can read them again and a change is noticed: such as AES-GCM with a key that
    /// never leaves it.
    /// </summary>
    /// <param name="secret">Up to 512 bytes.</param>
    /// <returns>At most 64 bytes more, or null if this element cannot encrypt: the secret is then stored as it is.</returns>
    byte[]? Seal(byte[] secret);

    /// <summary>Reads what <see cref="Seal"/> made.</summary>
    /// <param name="sealedSecret">What it made.</param>
    /// <returns>The secret, or null if another element made it, or somebody has changed it.</returns>
    byte[]? Open(byte[] sealedSecret);
}
