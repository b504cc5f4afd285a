using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChargePoint.Hal;

namespace ChargePoint.Simulator;

/// <summary>Trusted authorities of the simulated board: one PEM file each in a folder.</summary>
public sealed class PemTrustStore : ITrustStore
{
    /// <summary>Most certificates that are kept.</summary>
    public const int MostCertificates = 16;

    private readonly string _folder;
    private readonly HostTls _tls;
    private readonly X509Certificate2Collection _certificates = [];

    /// <summary>Opens the folder; files that hold no certificate are passed over.</summary>
    /// <param name="folder">Folder, made when the first certificate is added.</param>
    /// <param name="tls">Told of the certificates that it trusts.</param>
    public PemTrustStore(string folder, HostTls tls)
    {
        _folder = folder;
        _tls = tls;
        if (!Directory.Exists(folder)) return;
        foreach (string file in Directory.GetFiles(folder, "*.pem").Order(StringComparer.Ordinal)) TryParse(File.ReadAllText(file), out _);
        Apply();
    }

    /// <inheritdoc/>
    public int Count => _certificates.Count;

    /// <summary>Adds the certificates of a file.</summary>
    /// <param name="file">PEM file.</param>
    /// <param name="problem">Why none was added.</param>
    public bool AddFile(string file, out string problem)
    {
        try
        {
            X509Certificate2Collection found = [];
            found.ImportFromPemFile(file);
            problem = found.Count == 0 ? $"{file} holds no certificate" : "";
            foreach (X509Certificate2 certificate in found)
            {
                if (!_certificates.Contains(certificate)) _certificates.Add(certificate);
            }

            Apply();
            return found.Count > 0;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            problem = $"{file} cannot be read: {e.Message.ReplaceLineEndings(" ")}";
            return false;
        }
    }

    /// <inheritdoc/>
    public bool Add(string pem, out string problem)
    {
        if (_certificates.Count >= MostCertificates)
        {
            problem = $"no more than {MostCertificates} certificates are kept";
            return false;
        }

        int before = _certificates.Count;
        if (!TryParse(pem, out problem)) return false;
        if (_certificates.Count == before) return true;
        try
        {
            Directory.CreateDirectory(_folder);
            File.WriteAllText(Path.Combine(_folder, _certificates[before].Thumbprint + ".pem"), pem);
            Apply();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _certificates.RemoveAt(before);
            problem = $"the certificate cannot be stored: {e.Message.ReplaceLineEndings(" ")}";
            return false;
        }
    }

    /// <inheritdoc/>
    public string Describe(int index) => $"{_certificates[index].Subject}, valid until {_certificates[index].NotAfter.ToUniversalTime():yyyy-MM-dd}";

    private void Apply() => _tls.Trust(string.Join('\n', _certificates.Select(c => c.ExportCertificatePem())));

    private bool TryParse(string pem, out string problem)
    {
        try
        {
            X509Certificate2 certificate = X509Certificate2.CreateFromPem(pem);
            if (!_certificates.Contains(certificate)) _certificates.Add(certificate);
            problem = "";
            return true;
        }
        catch (CryptographicException e)
        {
            problem = $"not a certificate: {e.Message.ReplaceLineEndings(" ")}";
            return false;
        }
    }
}
