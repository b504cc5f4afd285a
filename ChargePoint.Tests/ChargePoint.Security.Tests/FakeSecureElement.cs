using System;
using ChargePoint.Hal;

namespace ChargePoint.Security.Tests;

/// <summary>A secure element whose signatures are no signatures: what it says of one is what the test tells it to.</summary>
internal sealed class FakeSecureElement : ISecureElement
{
    private const byte SealMark = 0x5A;

    private readonly byte[]?[] _keys = new byte[]?[2];
    private byte _made;

    /// <summary>What is said of signatures by a key that is not <see cref="Wrong"/>.</summary>
    public SignatureCheck Answer { get; set; } = SignatureCheck.Good;

    /// <summary>Public key of a certificate whose signatures are wrong, or null.</summary>
    public Certificate? Wrong { get; set; }

    public bool IsBroken { get; set; }

    public int Checks { get; private set; }

    public byte[]? LastHash { get; private set; }

    /// <summary>Turns the bits around, and puts one byte in front.</summary>
    public byte[]? Seal(byte[] secret)
    {
        if (IsBroken) return null;
        byte[] made = new byte[secret.Length + 1];
        made[0] = SealMark;
        for (int i = 0; i < secret.Length; i++) made[i + 1] = (byte)~secret[i];
        return made;
    }

    public byte[]? Open(byte[] sealedSecret)
    {
        if (IsBroken || sealedSecret.Length == 0 || sealedSecret[0] != SealMark) return null;
        byte[] secret = new byte[sealedSecret.Length - 1];
        for (int i = 0; i < secret.Length; i++) secret[i] = (byte)~sealedSecret[i + 1];
        return secret;
    }

    public bool MakeKey(int slot)
    {
        if (IsBroken) return false;
        byte[] point = new byte[65];
        point[0] = 4;
        for (int i = 1; i < point.Length; i++) point[i] = (byte)(i + _made);
        _made++;
        _keys[slot] = point;
        return true;
    }

    /// <summary>Puts the key of a certificate into a place.</summary>
    public void SetKey(int slot, Certificate certificate)
    {
        byte[] point = new byte[65];
        Array.Copy(certificate.PublicKey.Buffer, certificate.PublicKey.Offset, point, 0, 65);
        _keys[slot] = point;
    }

    public bool ReadPublicKey(int slot, byte[] point)
    {
        if (_keys[slot] == null) return false;
        _keys[slot]!.CopyTo(point, 0);
        return true;
    }

    public bool Sign(int slot, byte[] hash, byte[] signature)
    {
        if (IsBroken || _keys[slot] == null) return false;
        for (int i = 0; i < 64; i++) signature[i] = (byte)(i + 0xA0);
        return true;
    }

    public SignatureCheck Verify(SignatureScheme scheme, ByteRange publicKey, ByteRange data, ByteRange signature)
    {
        Checks++;
        return Wrong != null && Wrong.PublicKeyInfo.IsSameAs(publicKey) ? SignatureCheck.Bad : Answer;
    }

    public SignatureCheck VerifyHash(SignatureScheme scheme, ByteRange publicKey, byte[] hash, ByteRange signature)
    {
        LastHash = hash;
        return Verify(scheme, publicKey, new ByteRange(hash, 0, hash.Length), signature);
    }
}
