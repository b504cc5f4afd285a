using System.Text;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>The trusted authorities as a technician sees them (console: certificate).</summary>
public interface IAuthorities
{
    /// <summary>Number of authorities.</summary>
    int Count { get; }

    /// <summary>Describes an authority.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <param name="notAfterUnixMs">Last moment of validity, in milliseconds since 1970.</param>
    /// <param name="use">What it is trusted for.</param>
    /// <param name="fingerprint">SHA-256 of the certificate, in hexadecimal.</param>
    /// <returns>Its subject.</returns>
    string Tell(int index, out long notAfterUnixMs, out CertificateUse use, out string fingerprint);

    /// <summary>Adds an authority for good. One that is there already is not added again.</summary>
    /// <param name="use">What it is trusted for.</param>
    /// <param name="pem">One certificate in PEM form.</param>
    /// <param name="problem">Why it was not added, in one line; "" on success.</param>
    /// <returns>False if it was not added.</returns>
    bool Add(CertificateUse use, string pem, out string problem);

    /// <summary>Deletes an authority for good.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <returns>"", or why it stays, in one line.</returns>
    string Delete(int index);
}

/// <summary>The authorities of the store.</summary>
public sealed class Authorities : IAuthorities
{
    private readonly CertificateStore _store;
    private readonly RootInstaller _installer;
    private readonly ConfigurationStore _configuration;

    /// <summary>Makes the view.</summary>
    /// <param name="store">Holds them.</param>
    /// <param name="installer">Adds to them.</param>
    /// <param name="configuration">SecurityProfile.</param>
    public Authorities(CertificateStore store, RootInstaller installer, ConfigurationStore configuration)
    {
        _store = store;
        _installer = installer;
        _configuration = configuration;
    }

    /// <inheritdoc/>
    public int Count => _store.Count(CertificateUse.CentralSystemRootCertificate) + _store.Count(CertificateUse.ManufacturerRootCertificate);

    /// <inheritdoc/>
    public string Tell(int index, out long notAfterUnixMs, out CertificateUse use, out string fingerprint)
    {
        StoredCertificate stored = At(index, out _);
        ByteRange whole = stored.Certificate.Whole;
        notAfterUnixMs = stored.Certificate.NotAfterUnixMs;
        use = stored.Use;
        fingerprint = Hex.Of(new ByteRange(Sha256.Compute(whole.Buffer, whole.Offset, whole.Count), 0, Sha256.DigestLength));
        string? organization = stored.Certificate.Organization;
        return "CN=" + (stored.Certificate.CommonName ?? "?") + (organization == null ? "" : ", O=" + organization);
    }

    /// <inheritdoc/>
    public bool Add(CertificateUse use, string pem, out string problem)
    {
        if (pem.Length <= RootInstaller.LongestPem) return _installer.Install(use, Encoding.UTF8.GetBytes(pem), out problem) == InstallOutcome.Accepted;
        problem = $"the certificate is longer than {RootInstaller.LongestPem} characters";
        return false;
    }

    /// <inheritdoc/>
    public string Delete(int index)
    {
        StoredCertificate stored = At(index, out int place);
        string problem = _store.Delete(place, stored, _configuration.Integer(Key.SecurityProfile));
        if (problem.Length == 0) _store.Publish();
        return problem;
    }

    private StoredCertificate At(int index, out int place)
    {
        for (place = 0; ; place++)
        {
            StoredCertificate? stored = _store.Read(place);
            if (stored != null && index-- == 0) return stored;
        }
    }
}
