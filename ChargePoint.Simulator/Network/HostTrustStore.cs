using System.Formats.Asn1;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChargePoint.Hal;

namespace ChargePoint.Simulator;

/// <summary>What TLS of the simulated board goes by; the private key of the certificate that it shows is the secure element's.</summary>
/// <param name="tls">TLS of the host.</param>
/// <param name="element">Keeps the private keys.</param>
public sealed class HostTrustStore(HostTls tls, HostSecureElement element) : ITrustStore
{
    private X509Certificate2Collection _next = [];

    /// <inheritdoc/>
    public int LastUsed => tls.LastUsed;

    /// <inheritdoc/>
    public void Begin() => _next = [];

    /// <inheritdoc/>
    public bool Add(ByteRange certificate)
    {
        try
        {
            _next.Add(X509CertificateLoader.LoadCertificate(certificate.Buffer.AsSpan(certificate.Offset, certificate.Count)));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void End() => tls.Trust(_next);

    /// <inheritdoc/>
    public bool Show(int slot, byte[] chain, int count)
    {
        tls.Show(null);
        if (slot < 0) return true;
        ECDsa? key = element.Key(slot);
        if (key == null) return false;
        try
        {
            X509Certificate2Collection certificates = [];
            for (int at = 0; at < count;)
            {
                X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(chain.AsSpan(at, Length(chain.AsSpan(at, count - at))));
                certificates.Add(certificate);
                at += certificate.RawData.Length;
            }

            X509Certificate2 own = certificates[0].CopyWithPrivateKey(key);
            certificates.RemoveAt(0);
            tls.Show(SslStreamCertificateContext.Create(own, certificates, offline: true));
            return true;
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException or ArgumentException)
        {
            return false;
        }
    }

    private static int Length(ReadOnlySpan<byte> der)
    {
        AsnDecoder.ReadEncodedValue(der, AsnEncodingRules.DER, out _, out _, out int consumed);
        return consumed;
    }
}
