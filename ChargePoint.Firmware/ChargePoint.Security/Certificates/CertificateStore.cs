using System;
using System.Collections;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>
/// The authorities that are trusted, in flash: a file each, written and deleted as a whole, so that a loss of power leaves all of them or
/// one fewer. Nothing of them is kept in memory.
/// <code>
///  offset  size  content of cert.0 to cert.7 (numbers are little-endian)
///       0     4  magic "CPCA"
///       4     1  use: 1 CentralSystemRootCertificate, 2 ManufacturerRootCertificate
///       5     3  reserved, 0
///       8     4  number of the installation, 1 or more
///      12    32  SHA-256 of the issuer's public key
///      44     4  CRC-32 of bytes 0 to 43 and of the certificate
///      48        certificate, DER
/// </code>
/// </summary>
public sealed class CertificateStore
{
    /// <summary>Most certificates that are installed (CertificateStoreMaxLength), of both uses together.</summary>
    public const int MostCertificates = 8;

    /// <summary>Most certificates that are built in.</summary>
    public const int MostBuiltIn = 8;

    private const int HeaderLength = 48;
    private const int CrcOffset = 44;
    private const uint Magic = 0x41435043;

    private readonly IFlashStore _flash;
    private readonly ITrustStore _trust;
    private readonly Log _log;
    private ArrayList? _builtIn; // made with the first

    /// <summary>Opens the store; reads nothing yet.</summary>
    /// <param name="flash">Where the certificates are.</param>
    /// <param name="trust">Told of those that TLS goes by.</param>
    /// <param name="log">Log.</param>
    public CertificateStore(IFlashStore flash, ITrustStore trust, Log log)
    {
        _flash = flash;
        _trust = trust;
        _log = log;
    }

    /// <summary>Number of places that <see cref="Read"/> knows; some may be empty.</summary>
    public int Places => MostCertificates + (_builtIn == null ? 0 : _builtIn.Count);

    /// <summary>Number of certificates in flash.</summary>
    public int Installed
    {
        get
        {
            int count = 0;
            for (int place = 0; place < MostCertificates; place++)
            {
                if (Read(place) != null) count++;
            }

            return count;
        }
    }

    /// <summary>Adds an authority that belongs to the firmware, or is given at its start. It is kept in memory and cannot be deleted.</summary>
    /// <param name="use">What it is trusted for.</param>
    /// <param name="der">Its certificate; the array is kept.</param>
    /// <returns>False if it is no certificate, or there are too many.</returns>
    public bool AddBuiltIn(CertificateUse use, byte[] der)
    {
        ByteRange range = new(der, 0, der.Length);
        if (_builtIn != null && _builtIn.Count == MostBuiltIn) return false;
        Certificate? certificate = CertificateParser.Parse(range);
        if (certificate == null) return false;
        _builtIn ??= new ArrayList();
        _builtIn.Add(new StoredCertificate(certificate, use, 0, new ByteRange(KeyHash(certificate.PublicKey), 0, Sha256.DigestLength)));
        return true;
    }

    /// <summary>Reads a certificate.</summary>
    /// <param name="place">0 to <see cref="Places"/> - 1.</param>
    /// <returns>The certificate, or null if there is none, or it is damaged.</returns>
    public StoredCertificate? Read(int place)
    {
        if (place >= MostCertificates) return (StoredCertificate)_builtIn![place - MostCertificates]!;
        int length = _flash.Length(NameOf(place));
        if (length < 0) return null;
        StoredCertificate? stored = null;
        if (length > HeaderLength && length <= HeaderLength + Certificate.LongestDer)
        {
            byte[] file = new byte[length];
            if (_flash.Read(NameOf(place), 0, file, 0, length) == length) stored = Open(file);
        }

        if (stored == null) _log.Error("certificate", $"{NameOf(place)} is damaged");
        return stored;
    }

    /// <summary>Finds the certificate of a use that was installed last, or is built in.</summary>
    /// <param name="use">What it is trusted for.</param>
    /// <returns>The certificate, or null if there is none.</returns>
    public StoredCertificate? Newest(CertificateUse use)
    {
        StoredCertificate? newest = null;
        for (int place = 0; place < Places; place++)
        {
            StoredCertificate? stored = Read(place);
            if (stored != null && stored.Use == use && (newest == null || stored.Number >= newest.Number)) newest = stored;
        }

        return newest;
    }

    /// <summary>Counts the certificates of a use.</summary>
    /// <param name="use">What they are trusted for.</param>
    public int Count(CertificateUse use)
    {
        int count = 0;
        for (int place = 0; place < Places; place++)
        {
            StoredCertificate? stored = Read(place);
            if (stored != null && stored.Use == use) count++;
        }

        return count;
    }

    /// <summary>Writes a certificate into a place that is free; one that is damaged is.</summary>
    /// <param name="use">What it is trusted for.</param>
    /// <param name="certificate">The certificate.</param>
    /// <param name="issuerKey">Public key of its issuer.</param>
    /// <returns>False if no place is free or the flash does not take it.</returns>
    public bool Write(CertificateUse use, Certificate certificate, ByteRange issuerKey)
    {
        int place = 0;
        while (place < MostCertificates && Read(place) != null) place++;
        if (place == MostCertificates) return false;
        byte[] file = new byte[HeaderLength + certificate.Whole.Count];
        Put(file, 0, Magic);
        file[4] = (byte)use;
        Put(file, 8, NextNumber());
        Array.Copy(KeyHash(issuerKey), 0, file, 12, Sha256.DigestLength);
        Array.Copy(certificate.Whole.Buffer, certificate.Whole.Offset, file, HeaderLength, certificate.Whole.Count);
        Put(file, CrcOffset, Crc(file));
        return _flash.Write(NameOf(place), file, 0, file.Length);
    }

    /// <summary>Deletes a certificate.</summary>
    /// <param name="place">Its place.</param>
    /// <returns>False if it is built in, or the flash does not take it.</returns>
    public bool Delete(int place) => place < MostCertificates && _flash.Delete(NameOf(place));

    /// <summary>Deletes a certificate, unless there would be no connection to the Central System any more. TLS goes by it after the next Publish.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="stored">What stands there.</param>
    /// <param name="profile">Present security profile.</param>
    /// <returns>"", or why it stays, in one line.</returns>
    public string Delete(int place, StoredCertificate stored, int profile)
    {
        if (stored.IsBuiltIn) return "it is built in";
        if (stored.Use == CertificateUse.CentralSystemRootCertificate && profile >= 2 && Count(stored.Use) == 1) return $"it is the last one, which security profile {profile} needs";
        if (!Delete(place)) return "the flash does not take it";
        _log.Info("certificate", "deleted: " + stored.Certificate.Describe());
        return "";
    }

    /// <summary>Hands the authorities that certify the Central System to TLS, the newest first and those that are built in last.</summary>
    public void Publish()
    {
        uint[] numbers = new uint[MostCertificates];
        for (int place = 0; place < MostCertificates; place++)
        {
            StoredCertificate? stored = Read(place);
            if (stored != null && stored.Use == CertificateUse.CentralSystemRootCertificate) numbers[place] = stored.Number;
        }

        _trust.Begin();
        for (int newest = Highest(numbers); numbers[newest] > 0; newest = Highest(numbers))
        {
            StoredCertificate? stored = Read(newest);
            if (stored != null) Publish(stored);
            numbers[newest] = 0;
        }

        for (int place = MostCertificates; place < Places; place++)
        {
            StoredCertificate stored = Read(place)!;
            if (stored.Use == CertificateUse.CentralSystemRootCertificate) Publish(stored);
        }

        _trust.End();
    }

    private static int Highest(uint[] numbers)
    {
        int highest = 0;
        for (int i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] > numbers[highest]) highest = i;
        }

        return highest;
    }

    private void Publish(StoredCertificate stored)
    {
        if (!_trust.Add(stored.Certificate.Whole)) _log.Warning("certificate", $"TLS of this board does not take {stored.Certificate.Describe()}");
    }

    private uint NextNumber()
    {
        uint highest = 0;
        for (int place = 0; place < MostCertificates; place++)
        {
            StoredCertificate? stored = Read(place);
            if (stored != null && stored.Number > highest) highest = stored.Number;
        }

        return highest + 1;
    }

    private static StoredCertificate? Open(byte[] file)
    {
        uint number = Get(file, 8);
        if (Get(file, 0) != Magic || Get(file, CrcOffset) != Crc(file) || number == 0) return null;
        if (file[4] < 1 || file[4] > (int)CertificateUse.ManufacturerRootCertificate) return null;
        Certificate? certificate = CertificateParser.Parse(new ByteRange(file, HeaderLength, file.Length - HeaderLength));
        return certificate == null ? null : new StoredCertificate(certificate, (CertificateUse)file[4], number, new ByteRange(file, 12, Sha256.DigestLength));
    }

    private static byte[] KeyHash(ByteRange key) => Sha256.Compute(key.Buffer, key.Offset, key.Count);

    private static uint Crc(byte[] file)
    {
        uint crc = Crc32.Add(Crc32.Empty, file, 0, CrcOffset);
        return Crc32.Add(crc, file, HeaderLength, file.Length - HeaderLength);
    }

    private static string NameOf(int place) => "cert." + place.ToString();

    private static void Put(byte[] file, int at, uint value)
    {
        for (int i = 0; i < 4; i++) file[at + i] = (byte)(value >> (8 * i));
    }

    private static uint Get(byte[] file, int at) => (uint)(file[at] | (file[at + 1] << 8) | (file[at + 2] << 16) | (file[at + 3] << 24));
}

/// <summary>The authorities of one use, for a chain.</summary>
public sealed class StoredAnchors : IAnchors
{
    private readonly CertificateStore _store;
    private readonly CertificateUse _use;

    /// <summary>Names the authorities.</summary>
    /// <param name="store">Holds them.</param>
    /// <param name="use">What they are trusted for.</param>
    public StoredAnchors(CertificateStore store, CertificateUse use)
    {
        _store = store;
        _use = use;
    }

    /// <inheritdoc/>
    public int Places => _store.Places;

    /// <inheritdoc/>
    public Certificate? Read(int place)
    {
        StoredCertificate? stored = _store.Read(place);
        return stored != null && stored.Use == _use ? stored.Certificate : null;
    }
}
