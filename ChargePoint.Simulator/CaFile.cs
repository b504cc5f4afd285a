using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChargePoint.Hal;
using ChargePoint.Security;

namespace ChargePoint.Simulator;

/// <summary>The file of trusted authorities that the command line names (--ca).</summary>
public static class CaFile
{
    /// <summary>Reads the file.</summary>
    /// <param name="file">PEM file, or null for none.</param>
    /// <param name="problem">Why it cannot be used.</param>
    /// <returns>The certificates in DER, or null.</returns>
    public static byte[][]? Read(string? file, out string problem)
    {
        problem = "";
        if (file == null) return [];
        try
        {
            X509Certificate2Collection found = [];
            found.ImportFromPemFile(file);
            byte[][] all = [.. found.Select(certificate => certificate.RawData)];
            problem = all.Length == 0 ? $"{file} holds no certificate"
                : all.Length > CertificateStore.MostBuiltIn ? $"{file} holds more than {CertificateStore.MostBuiltIn} certificates"
                : all.Any(der => CertificateParser.Parse(new ByteRange(der, 0, der.Length)) == null) ? $"{file} holds a certificate that the charge point cannot read"
                : "";
            return problem.Length == 0 ? all : null;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            problem = $"{file} cannot be read: {e.Message.ReplaceLineEndings(" ")}";
            return null;
        }
    }
}
