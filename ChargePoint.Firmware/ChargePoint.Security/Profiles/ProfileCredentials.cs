namespace ChargePoint.Security;

/// <summary>What the security profiles 2 and 3 need beside a key.</summary>
public interface IProfileCredentials
{
    /// <summary>True if there is an authority that Central Systems are checked against.</summary>
    bool HasAuthority { get; }

    /// <summary>True if this charge point has a certificate, with its key, that it can show now.</summary>
    bool HasClientCertificate { get; }
}

/// <summary>The certificate by which this charge point proves to a Central System who it is (security profile 3).</summary>
public interface IClientCertificate
{
    /// <summary>True if there is one, with its key, and it can be used now.</summary>
    bool IsReady { get; }
}

/// <summary>What the certificate store has of it.</summary>
public sealed class ProfileCredentials : IProfileCredentials
{
    private readonly CertificateStore _store;

    /// <summary>Names the store.</summary>
    /// <param name="store">Holds the authorities.</param>
    public ProfileCredentials(CertificateStore store) => _store = store;

    /// <summary>The certificate of this charge point; null if it can have none.</summary>
    public IClientCertificate? Client { get; set; }

    /// <inheritdoc/>
    public bool HasAuthority => _store.Count(CertificateUse.CentralSystemRootCertificate) > 0;

    /// <inheritdoc/>
    public bool HasClientCertificate => Client != null && Client.IsReady;
}
