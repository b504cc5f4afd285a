using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChargePoint.Simulator.Tests.Network;

namespace ChargePoint.Simulator.Tests.Security;

/// <summary>Somebody whom a manufacturer lets sign firmware.</summary>
internal sealed class FirmwareSigner : IDisposable
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _ecdsa;

    public FirmwareSigner(TestAuthority authority, string kind)
    {
        CertificateRequest request;
        if (kind == "RSA")
        {
            _rsa = RSA.Create(3072);
            request = new CertificateRequest("CN=Signer, O=Maker", _rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        }
        else
        {
            _ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            request = new CertificateRequest("CN=Signer, O=Maker", _ecdsa, HashAlgorithmName.SHA256);
        }

        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        Pem = authority.Certify(request).ExportCertificatePem();
    }

    public string Pem { get; }

    public string Sign(byte[] image) => Convert.ToBase64String(_rsa != null
        ? _rsa.SignData(image, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
        : _ecdsa!.SignData(image, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    public void Dispose()
    {
        _rsa?.Dispose();
        _ecdsa?.Dispose();
    }
}
