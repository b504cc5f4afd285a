using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>What became of an installation (whitepaper: InstallCertificateStatusEnumType).</summary>
public enum InstallOutcome
{
    /// <summary>It is installed, or was already.</summary>
    Accepted,

    /// <summary>It is right, but cannot be installed.</summary>
    Failed,

    /// <summary>It is wrong, or there is no room for it.</summary>
    Rejected,
}

/// <summary>
/// Installs the certificates of authorities by the rules of the whitepaper. Where it is open:
/// <list type="bullet">
/// <item>An authority has to be one (basic constraints, key usage), with RSA of 2,048 bits or more or an elliptic curve, and not expired.
/// One that issues itself has to bear its own signature, if the board can check it.</item>
/// <item>One that is installed already is accepted and not kept twice.</item>
/// <item>With AdditionalRootCertificateCheck, an authority for the Central System has to be signed by the newest one, and takes its place. TLS
/// takes the one before as well, as fallback, until a connection has been made with the new one. Boards that cannot tell which
/// one a connection was made with keep it until the next but one is installed.</item>
/// </list>
/// </summary>
public sealed class RootInstaller
{
    /// <summary>Longest PEM text (whitepaper), in characters.</summary>
    public const int LongestPem = 5500;

    private readonly CertificateStore _store;
    private readonly ISecureElement? _element;
    private readonly ConfigurationStore _configuration;
    private readonly KnownTime _time;
    private readonly ISecurityEvents _events;
    private readonly Log _log;

    /// <summary>Makes an installer.</summary>
    /// <param name="store">Keeps the certificates.</param>
    /// <param name="element">Checks signatures, or null.</param>
    /// <param name="configuration">AdditionalRootCertificateCheck.</param>
    /// <param name="time">What time it is.</param>
    /// <param name="events">Hears of authorities that are refused for their signature.</param>
    /// <param name="log">Log.</param>
    public RootInstaller(CertificateStore store, ISecureElement? element, ConfigurationStore configuration, KnownTime time, ISecurityEvents events, Log log)
    {
        _store = store;
        _element = element;
        _configuration = configuration;
        _time = time;
        _events = events;
        _log = log;
    }

    /// <summary>Installs an authority.</summary>
    /// <param name="use">What it is trusted for.</param>
    /// <param name="pem">Its certificate in PEM; the array is used up.</param>
    /// <param name="problem">Why it was not installed; "" if it was.</param>
    public InstallOutcome Install(CertificateUse use, byte[] pem, out string problem)
    {
        InstallOutcome outcome = Try(use, pem, out problem);
        if (outcome == InstallOutcome.Accepted) return outcome;
        _log.Warning("certificate", "not installed: " + problem);
        return outcome;
    }

    /// <summary>Judges a certificate without installing it.</summary>
    /// <param name="use">What it is to be trusted for.</param>
    /// <param name="pem">The certificate in PEM; the array is used up.</param>
    /// <param name="isInstalled">True if it is there already.</param>
    /// <returns>"" if it could be installed where there is room, otherwise why not, in one line.</returns>
    public string Examine(CertificateUse use, byte[] pem, out bool isInstalled)
    {
        int[] ends = new int[1];
        Certificate? certificate = Pem.Decode(pem, pem.Length, ends) == 1 ? CertificateParser.Parse(new ByteRange(pem, 0, ends[0])) : null;
        isInstalled = certificate != null && IsInstalled(use, certificate);
        return certificate == null ? "it is no certificate" : Check(certificate);
    }

    /// <summary>How many more can be installed.</summary>
    public int Room => CertificateStore.MostCertificates - _store.Installed;

    /// <summary>A connection was made with an authority: with the newest one, those that it has taken the place of are not needed any more.</summary>
    /// <param name="index">Which of those that were handed to TLS, 0 for the newest; -1 if nobody knows.</param>
    public void OnConnected(int index)
    {
        if (index == 0) DropFallbacks(0);
    }

    private InstallOutcome Try(CertificateUse use, byte[] pem, out string problem)
    {
        int[] ends = new int[1];
        Certificate? certificate = Pem.Decode(pem, pem.Length, ends) == 1 ? CertificateParser.Parse(new ByteRange(pem, 0, ends[0])) : null;
        problem = certificate == null ? "it is no certificate" : Check(certificate);
        if (problem.Length > 0) return InstallOutcome.Rejected;
        if (IsInstalled(use, certificate!)) return InstallOutcome.Accepted;
        bool replaces = use == CertificateUse.CentralSystemRootCertificate && _configuration.Boolean(Key.AdditionalRootCertificateCheck);
        StoredCertificate? issuer = null;
        if (replaces)
        {
            issuer = _store.Newest(use);
            InstallOutcome outcome = issuer == null ? InstallOutcome.Accepted : CheckSuccession(certificate!, issuer.Certificate, out problem);
            if (outcome != InstallOutcome.Accepted) return outcome;
            DropFallbacks(1);
        }

        if (_store.Installed >= CertificateStore.MostCertificates)
        {
            problem = $"no more than {CertificateStore.MostCertificates} certificates are kept";
            return InstallOutcome.Rejected;
        }

        ByteRange issuerKey = certificate!.IsSelfIssued ? certificate.PublicKey : FindIssuerKey(certificate, issuer);
        if (!_store.Write(use, certificate, issuerKey))
        {
            problem = "the flash does not take it";
            return InstallOutcome.Failed;
        }

        _log.Info("certificate", "installed: " + certificate.Describe());
        if (use == CertificateUse.CentralSystemRootCertificate) _store.Publish();
        return InstallOutcome.Accepted;
    }

    private string Check(Certificate certificate)
    {
        if (!certificate.MayIssue) return "it is not the certificate of an authority";
        if (certificate.HasUnknownCritical) return "it has a critical extension that is not understood";
        if (!certificate.IsStrong) return "its key is too weak, or of a kind that is not used";
        if (_time.UnixMs > certificate.NotAfterUnixMs) return "it has expired";
        if (!certificate.IsSelfIssued || _element == null) return "";
        return CheckSignature(certificate, certificate) == SignatureCheck.Bad ? "its signature is wrong" : "";
    }

    private InstallOutcome CheckSuccession(Certificate certificate, Certificate former, out string problem)
    {
        SignatureCheck check = !certificate.Issuer.IsSameAs(former.Subject) ? SignatureCheck.Bad
            : _element == null ? SignatureCheck.Unsupported
            : CheckSignature(certificate, former);
        problem = "";
        if (check == SignatureCheck.Good) return InstallOutcome.Accepted;
        if (check == SignatureCheck.Unsupported)
        {
            problem = "this board cannot check the signature of the former authority";
            return InstallOutcome.Failed;
        }

        problem = "it is not signed by the authority whose place it would take";
        _events.Raise("InvalidCentralSystemCertificate", problem);
        return InstallOutcome.Rejected;
    }

    private bool IsInstalled(CertificateUse use, Certificate certificate)
    {
        for (int place = 0; place < _store.Places; place++)
        {
            StoredCertificate? stored = _store.Read(place);
            if (stored != null && stored.Use == use && stored.Certificate.Whole.IsSameAs(certificate.Whole)) return true;
        }

        return false;
    }

    // An authority below another, whose key nobody here knows: its own stands for it, so that it has a name to be deleted by.
    private ByteRange FindIssuerKey(Certificate certificate, StoredCertificate? issuer)
    {
        if (issuer != null) return issuer.Certificate.PublicKey;
        for (int place = 0; place < _store.Places; place++)
        {
            StoredCertificate? stored = _store.Read(place);
            if (stored != null && stored.Certificate.Subject.IsSameAs(certificate.Issuer)) return stored.Certificate.PublicKey;
        }

        return certificate.PublicKey;
    }

    // Keeps the newest, and so many of those before it.
    private void DropFallbacks(int fallbacks)
    {
        if (!_configuration.Boolean(Key.AdditionalRootCertificateCheck)) return;
        uint limit = uint.MaxValue;
        for (int i = 0; i <= fallbacks; i++)
        {
            uint next = 0;
            for (int place = 0; place < CertificateStore.MostCertificates; place++)
            {
                StoredCertificate? stored = _store.Read(place);
                if (stored != null && stored.Use == CertificateUse.CentralSystemRootCertificate && stored.Number < limit && stored.Number > next) next = stored.Number;
            }

            limit = next;
        }

        bool dropped = false;
        for (int place = 0; place < CertificateStore.MostCertificates; place++)
        {
            StoredCertificate? stored = _store.Read(place);
            if (stored == null || stored.Use != CertificateUse.CentralSystemRootCertificate || stored.Number >= limit) continue;
            _log.Info("certificate", "not needed any more: " + stored.Certificate.Describe());
            dropped |= _store.Delete(place);
        }

        if (dropped) _store.Publish();
    }

    private SignatureCheck CheckSignature(Certificate certificate, Certificate issuer) =>
        _element!.Verify(certificate.Scheme, issuer.PublicKeyInfo, certificate.Signed, certificate.Signature);
}
