using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ChargePoint.Simulator;

/// <summary>
/// TLS of the host, with the device's rules: TLS 1.2 or newer, only the given CA certificates are trusted (not those of the
/// operating system), dates and host name are checked, and nothing is downloaded. Without a CA every server is refused. A server that asks
/// for a certificate is shown the charge point's.
/// </summary>
public sealed class HostTls
{
    private X509Certificate2Collection _roots = [];
    private SslStreamCertificateContext? _own;

    /// <summary>Longest time of silence during a handshake, in milliseconds.</summary>
    public int HandshakeTimeoutMs { get; set; } = 30_000;

    /// <summary>Number of trusted CA certificates.</summary>
    public int RootCount => _roots.Count;

    /// <summary>Replaces the trusted CA certificates; connections that stand are not affected.</summary>
    /// <param name="pem">Any number of certificates in PEM; an empty text trusts nothing.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate cannot be read; the old ones stay.</exception>
    public void Trust(string pem)
    {
        X509Certificate2Collection roots = [];
        roots.ImportFromPem(pem);
        Trust(roots);
    }

    /// <summary>Replaces the trusted CA certificates; connections that stand are not affected.</summary>
    /// <param name="roots">The certificates; not to be changed any more.</param>
    public void Trust(X509Certificate2Collection roots)
    {
        _roots = roots;
        LastUsed = -1;
    }

    /// <summary>Names the certificate that a server is shown if it asks for one.</summary>
    /// <param name="own">The certificate with its private key and those that lead from it to a CA, or null for none.</param>
    public void Show(SslStreamCertificateContext? own) => _own = own;

    /// <summary>Which CA certificate the last handshake that succeeded led to, in their order; -1 for none so far.</summary>
    public int LastUsed { get; private set; } = -1;

    /// <summary>TLS handshake as a client.</summary>
    /// <param name="socket">A connected socket; the stream owns it.</param>
    /// <param name="host">Name or address that the certificate must be for.</param>
    /// <param name="reason">Why the server was refused, in one line; empty on success.</param>
    /// <returns>The encrypted stream, or null.</returns>
    public Stream? Authenticate(Socket socket, string host, out string reason)
    {
        X509Certificate2Collection roots = _roots;
        string refusal = "";
        int used = -1;
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(roots);

        // An authority below another (AdditionalRootCertificateCheck) is trusted without the one above: Judge looks for it in the chain,
        // whose signatures and dates are checked all the same.
        if (roots.Any(root => !root.SubjectName.RawData.AsSpan().SequenceEqual(root.IssuerName.RawData)))
            policy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            socket.ReceiveTimeout = HandshakeTimeoutMs;
            stream.AuthenticateAsClient(new SslClientAuthenticationOptions
            {
                TargetHost = host,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                CertificateChainPolicy = policy,
                ClientCertificateContext = _own,
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                {
                    refusal = Judge(certificate, chain, errors, host, roots, out used);
                    return refusal.Length == 0;
                },
            });
            socket.ReceiveTimeout = 0;
            if (ReferenceEquals(roots, _roots)) LastUsed = used;
            reason = "";
            return stream;
        }
        catch (Exception e) when (e is AuthenticationException or IOException or SocketException)
        {
            stream.Dispose();
            reason = refusal.Length > 0 ? refusal : Explain(e);
            return null;
        }
    }

    private static string Judge(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, string host, X509Certificate2Collection roots, out int used)
    {
        used = FindAuthority(chain, roots);
        if (errors == SslPolicyErrors.None && used >= 0) return "";
        if (certificate is not X509Certificate2 own) return "the server has no certificate";
        if (roots.Count == 0) return "no CA certificate is installed: nothing is trusted";
        foreach (X509ChainElement element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            if (!element.ChainElementStatus.Any(status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid))) continue;
            X509Certificate2 bad = element.Certificate;
            DateTime now = DateTime.Now;
            return now > bad.NotAfter
                ? $"certificate expired on {bad.NotAfter.ToUniversalTime():yyyy-MM-dd} ({Name(bad)})"
                : $"certificate is valid only from {bad.NotBefore.ToUniversalTime():yyyy-MM-dd} ({Name(bad)}): check the clock";
        }

        if (used < 0 || errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            X509ChainStatus[] chainErrors = chain?.ChainStatus ?? [];
            const X509ChainStatusFlags Untrusted = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;
            return used < 0 || chainErrors.Any(status => (status.Status & Untrusted) != 0)
                ? $"certificate is not trusted: issued by {own.GetNameInfo(X509NameType.SimpleName, forIssuer: true)}, which no installed CA certificate vouches for"
                : $"certificate refused: {string.Join(", ", chainErrors.Select(status => status.Status))}";
        }

        return $"certificate is for {Names(own)}, not for {host}";
    }

    private static int FindAuthority(X509Chain? chain, X509Certificate2Collection roots)
    {
        if (chain == null) return -1;
        for (int i = 0; i < roots.Count; i++)
        {
            if (chain.ChainElements.Any(element => element.Certificate.RawDataMemory.Span.SequenceEqual(roots[i].RawDataMemory.Span))) return i;
        }

        return -1;
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        string[] all = names == null ? [] : [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(address => address.ToString())];
        return all.Length == 0 ? Name(certificate) : string.Join(", ", all.Take(4));
    }

    private static string Name(X509Certificate2 certificate) => certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    // What the TLS library says differs by platform and version; only what can be told apart for sure is translated.
    private static string Explain(Exception exception)
    {
        for (Exception? e = exception; e != null; e = e.InnerException)
        {
            string text = e.Message;
            if (text.Contains("protocol version", StringComparison.OrdinalIgnoreCase)
                || text.Contains("unsupported protocol", StringComparison.OrdinalIgnoreCase))
                return "no common TLS version: the server must offer TLS 1.2 or newer";
            if (text.Contains("handshake failure", StringComparison.OrdinalIgnoreCase))
                return "the server refused the handshake: no common TLS version (1.2 or newer) or cipher, or it wants a client certificate";
            if (text.Contains("wrong version number", StringComparison.OrdinalIgnoreCase)
                || text.Contains("frame size", StringComparison.OrdinalIgnoreCase)
                || text.Contains("packet length", StringComparison.OrdinalIgnoreCase))
                return "the server does not speak TLS on this port";
            if (text.Contains("unexpected EOF", StringComparison.OrdinalIgnoreCase)) return "the server ended the connection during the handshake";
            if (e is SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.WouldBlock })
                return "the server was silent during the handshake";
            if (e is SocketException { SocketErrorCode: SocketError.ConnectionReset }) return "the server ended the connection during the handshake";
        }

        return exception.GetBaseException().Message;
    }
}
