using System.Text;

namespace ChargePoint.Security;

/// <summary>The trusted authorities as a technician sees them (console: certificate).</summary>
public interface IAuthorities
{
    /// <summary>Describes the authorities.</summary>
    /// <returns>One line each: subject, last day of validity, and what it is trusted for.</returns>
    string[] Describe();

    /// <summary>Adds an authority for good. One that is there already is not added again.</summary>
    /// <param name="use">What it is trusted for.</param>
    /// <param name="pem">One certificate in PEM form.</param>
    /// <param name="problem">Why it was not added, in one line; "" on success.</param>
    /// <returns>False if it was not added.</returns>
    bool Add(CertificateUse use, string pem, out string problem);
}

/// <summary>The authorities of the store.</summary>
public sealed class Authorities : IAuthorities
{
    private readonly CertificateStore _store;
    private readonly RootInstaller _installer;

    /// <summary>Makes the view.</summary>
    /// <param name="store">Holds them.</param>
    /// <param name="installer">Adds to them.</param>
    public Authorities(CertificateStore store, RootInstaller installer)
    {
        _store = store;
        _installer = installer;
    }

    /// <inheritdoc/>
    public string[] Describe()
    {
        int count = _store.Count(CertificateUse.CentralSystemRootCertificate) + _store.Count(CertificateUse.ManufacturerRootCertificate);
        string[] lines = new string[count];
        int at = 0;
        for (int place = 0; place < _store.Places && at < count; place++)
        {
            StoredCertificate? stored = _store.Read(place);
            if (stored == null) continue;
            lines[at++] = stored.Certificate.Describe() + (stored.Use == CertificateUse.ManufacturerRootCertificate ? " (signs firmware)" : "");
        }

        return lines;
    }

    /// <inheritdoc/>
    public bool Add(CertificateUse use, string pem, out string problem)
    {
        if (pem.Length <= RootInstaller.LongestPem) return _installer.Install(use, Encoding.UTF8.GetBytes(pem), out problem) == InstallOutcome.Accepted;
        problem = $"the certificate is longer than {RootInstaller.LongestPem} characters";
        return false;
    }
}
