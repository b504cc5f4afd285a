using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.Tests.Bench;
using ChargePoint.Simulator.Tests.EndToEnd;
using ChargePoint.Simulator.Tests.Network;

namespace ChargePoint.Simulator.Tests.Conformance;

/// <summary>How a charge point has shown who it is: the password of Basic authentication and its certificate, null where there is none.</summary>
internal sealed record Login(string Identity, string? Password, X509Certificate2? Certificate);

/// <summary>
/// The certificate authority of a case, and what a Central System shows charge points and asks of them. What it shows can be changed
/// while it runs; it counts from the next connection on.
/// </summary>
internal sealed class SecureSite : IDisposable
{
    public const string Key = "conformance-key-1";

    private readonly TemporaryFolder _folder = new();
    private readonly List<Login> _logins = [];
    private readonly ChangeSignal _changed = new();
    private SslStreamCertificateContext _shown = null!;
    private X509Certificate2? _ofClient;

    public SecureSite(bool isPlain = false)
    {
        File.WriteAllText(CaFile, Authority.Pem);
        Show(Authority.Issue("localhost"));
        Options = new OcppServerOptions
        {
            Certificate = isPlain ? null : _shown.TargetCertificate,
            EachHandshake = settings =>
            {
                settings.ServerCertificateContext = _shown;
                settings.EnabledSslProtocols = Protocols;
            },
            BeforeTls = async connection => SpeaksTls11 && await AnswerInTls11Async(connection),
            AcceptsClient = certificate =>
            {
                _ofClient = certificate == null ? null : X509CertificateLoader.LoadCertificate(certificate.RawData);
                return true;
            },
            Refuse = OnLogin,
        };
    }

    public TestAuthority Authority { get; } = new("Conformance CA");

    public string CaFile => _folder.At("ca.pem");

    public OcppServerOptions Options { get; }

    /// <summary>Answers as a server with nothing newer than TLS 1.1 does, which today's TLS libraries refuse to be.</summary>
    public bool SpeaksTls11 { get; set; }

    /// <summary>Versions of TLS that are offered.</summary>
    public SslProtocols Protocols { get; set; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>The password that is asked for of who shows no certificate; any other is answered with 401.</summary>
    public string Password { get; set; } = Key;

    /// <summary>All logins so far, also those that were refused.</summary>
    public IReadOnlyList<Login> Logins
    {
        get
        {
            lock (_logins) return [.. _logins];
        }
    }

    /// <summary>Shows this certificate from now on.</summary>
    public void Show(X509Certificate2 certificate) => _shown = SslStreamCertificateContext.Create(certificate, null, offline: true);

    /// <summary>Returns once somebody has logged in like this behind so many logins.</summary>
    public Task UntilLoginAsync(int behind, Func<Login, bool> wanted) =>
        _changed.WaitUntilAsync(() => Logins.Skip(behind).Any(wanted), SimulatorProcess.Deadline);

    public void Dispose()
    {
        Authority.Dispose();
        _folder.Dispose();
    }

    // ServerHello (RFC 4346 §7.4.1.3) with version 3.2, any random bytes, no session and TLS_RSA_WITH_AES_128_CBC_SHA.
    private static async Task<bool> AnswerInTls11Async(IDuplexPipe connection)
    {
        byte[] hello = [22, 3, 2, 0, 42, 2, 0, 0, 38, 3, 2, .. RandomNumberGenerator.GetBytes(32), 0, 0, 0x2F, 0];
        await connection.Output.WriteAsync(hello);
        while (true)
        {
            ReadResult said = await connection.Input.ReadAsync();
            connection.Input.AdvanceTo(said.Buffer.End);
            if (said.IsCompleted) return true;
        }
    }

    private int? OnLogin(string identity, string? password)
    {
        X509Certificate2? certificate = _ofClient;
        lock (_logins) _logins.Add(new Login(identity, password, certificate));
        _changed.Raise();
        return password == null ? (certificate == null ? 401 : null) : (password == Password ? null : 401);
    }
}
