using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ChargePoint.Simulator.Tests.Network;

/// <summary>Which authorities a handshake goes by: roots, and roots that stand below another (AdditionalRootCertificateCheck).</summary>
[TestClass]
public sealed class HostTlsTests
{
    [TestMethod]
    public async Task The_authority_that_vouched_is_known()
    {
        using Issuer first = new("First");
        using Issuer second = new("Second");
        HostTls tls = Trusting(first, second);
        Assert.AreEqual(-1, tls.LastUsed);
        Assert.AreEqual("", await ShakeAsync(tls, second));
        Assert.AreEqual(1, tls.LastUsed);
        Assert.AreEqual("", await ShakeAsync(tls, first));
        Assert.AreEqual(0, tls.LastUsed);
        tls.Trust([second.Certificate]);
        Assert.AreEqual(-1, tls.LastUsed, "another set");
        Assert.Contains("not trusted", await ShakeAsync(tls, first));
        Assert.AreEqual(-1, tls.LastUsed);
    }

    [TestMethod]
    public async Task A_successor_vouches_with_and_without_the_root_above_it()
    {
        using Issuer old = new("Old");
        using Issuer successor = new("New", old);
        Assert.AreEqual("", await ShakeAsync(Trusting(successor, old), successor));
        HostTls alone = Trusting(successor);
        Assert.AreEqual("", await ShakeAsync(alone, successor));
        Assert.AreEqual(0, alone.LastUsed);
        HostTls both = Trusting(successor, old);
        Assert.AreEqual("", await ShakeAsync(both, old));
        Assert.AreEqual(1, both.LastUsed, "the fallback");
    }

    [TestMethod]
    public async Task Nobody_else_passes_where_a_successor_is_trusted()
    {
        using Issuer old = new("Old");
        using Issuer successor = new("New", old);
        using Issuer namesake = new("New");
        using Issuer other = new("Other");
        using Issuer otherBelow = new("New", other);
        HostTls tls = Trusting(successor);
        foreach (Issuer wrong in new[] { old, namesake, other, otherBelow })
        {
            string reason = await ShakeAsync(tls, wrong);
            Assert.AreNotEqual("", reason, wrong.Certificate.Subject);
            reason = await ShakeAsync(tls, wrong, successor.Certificate);
            Assert.AreNotEqual("", reason, "with the right authority sent along: " + wrong.Certificate.Subject);
        }

        Assert.Contains("expired", await ShakeAsync(tls, successor, days: -1));
        Assert.Contains("not for localhost", await ShakeAsync(tls, successor, host: "elsewhere"));
        Assert.AreEqual(-1, tls.LastUsed);
    }

    private static HostTls Trusting(params Issuer[] issuers)
    {
        HostTls tls = new();
        tls.Trust([.. issuers.Select(issuer => issuer.Certificate)]);
        return tls;
    }

    private static async Task<string> ShakeAsync(HostTls tls, Issuer issuer, X509Certificate2? extra = null, int days = 30, string host = "localhost")
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndpoint);
        using TcpClient accepted = await listener.AcceptTcpClientAsync();
        using X509Certificate2 certificate = issuer.Issue(host, days);
        Task server = Task.Run(async () =>
        {
            using SslStream stream = new(accepted.GetStream());
            try
            {
                await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = SslStreamCertificateContext.Create(certificate, extra == null ? [] : [extra], offline: true),
                });
                await stream.ReadExactlyAsync(new byte[1]);
            }
            catch (Exception e) when (e is AuthenticationException or IOException)
            {
                // The client has refused, or has left.
            }
        });
        Stream? secured = tls.Authenticate(client, "localhost", out string reason);
        Assert.AreEqual(reason.Length == 0, secured != null);
        secured?.Dispose();
        client.Close();
        await server;
        return reason;
    }

    private sealed class Issuer : IDisposable
    {
        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public Issuer(string name, Issuer? above = null)
        {
            CertificateRequest request = new($"CN={name}", _key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
            DateTimeOffset from = DateTimeOffset.UtcNow.AddYears(-1);
            DateTimeOffset to = DateTimeOffset.UtcNow.AddYears(1);
            Certificate = above == null
                ? request.CreateSelfSigned(from, to)
                : request.Create(above.Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(above._key), from, to, [7]);
        }

        public X509Certificate2 Certificate { get; }

        public X509Certificate2 Issue(string host, int days)
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = new($"CN={host}", key, HashAlgorithmName.SHA256);
            SubjectAlternativeNameBuilder names = new();
            names.AddDnsName(host);
            request.CertificateExtensions.Add(names.Build());
            using X509Certificate2 issued = request.Create(Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(days), [8]);
            return issued.CopyWithPrivateKey(key);
        }

        public void Dispose()
        {
            Certificate.Dispose();
            _key.Dispose();
        }
    }
}
