using System;
using System.Net.Security;
using System.Text;

namespace ChargePoint.Hal.Esp32;

/// <summary>
/// Authorities of the device's TLS: the bundle in the runtime's own certificate store, which each handshake reads, so that none of it stays in
/// the managed heap (this file is compiled for the device only). The store is in flash and outlives restarts: it is written only when
/// the bundle is another than the one before.
/// <para>
/// The charge point's own certificate cannot be shown: mbedTLS of this runtime takes private keys from memory only, not from a secure
/// element. Security profile 3 needs a runtime that is built with the element's driver, and a trust store that knows it.
/// </para>
/// </summary>
public sealed class Esp32TrustStore : ITrustStore
{
    private const string File = "tls-bundle";

    private readonly IFlashStore _flash;
    private StringBuilder? _next;

    /// <summary>Names the flash.</summary>
    /// <param name="flash">Keeps what the bundle in the certificate store is.</param>
    public Esp32TrustStore(IFlashStore flash) => _flash = flash;

    /// <summary>The runtime does not tell which authority a handshake led to.</summary>
    public int LastUsed => -1;

    /// <inheritdoc/>
    public void Begin() => _next = new StringBuilder();

    /// <inheritdoc/>
    public bool Add(ByteRange certificate)
    {
        if (_next == null) return false;
        byte[] der = new byte[certificate.Count];
        Array.Copy(certificate.Buffer, certificate.Offset, der, 0, der.Length);
        _next.Append("-----BEGIN CERTIFICATE-----\n").Append(Convert.ToBase64String(der)).Append("\n-----END CERTIFICATE-----\n");
        return true;
    }

    /// <inheritdoc/>
    public void End()
    {
        if (_next == null) return;
        byte[] text = Encoding.UTF8.GetBytes(_next.ToString());
        _next = null;
        byte[] bundle = new byte[text.Length + 1]; // mbedTLS wants a NUL behind PEM
        Array.Copy(text, 0, bundle, 0, text.Length);
        byte[] mark = Mark(bundle);
        if (IsWritten(mark)) return;

        // First forget what is there: a cut between the two is found at the next start, which writes again.
        _flash.Delete(File);
        if (CertificateManager.AddCaCertificateBundle(bundle)) _flash.Write(File, mark, 0, mark.Length);
    }

    /// <inheritdoc/>
    public bool Show(int slot, byte[] chain, int count) => slot < 0;

    private bool IsWritten(byte[] mark)
    {
        byte[] old = new byte[mark.Length];
        return _flash.Length(File) == mark.Length && _flash.Read(File, 0, old, 0, old.Length) == old.Length && new ByteRange(old, 0, old.Length).IsSameAs(new ByteRange(mark, 0, mark.Length));
    }

    // Length and FNV-1a of the bundle: not against anybody, only to see that it is another.
    private static byte[] Mark(byte[] bundle)
    {
        uint hash = 2166136261;
        for (int i = 0; i < bundle.Length; i++) hash = (hash ^ bundle[i]) * 16777619;
        byte[] mark = new byte[8];
        for (int i = 0; i < 4; i++)
        {
            mark[i] = (byte)(bundle.Length >> (8 * i));
            mark[4 + i] = (byte)(hash >> (8 * i));
        }

        return mark;
    }
}
