using System.Collections.Concurrent;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.Tests.Bench;
using ChargePoint.Simulator.Tests.CentralSystem;
using ChargePoint.Simulator.Tests.EndToEnd;
using ChargePoint.Simulator.Tests.Network;

namespace ChargePoint.Simulator.Tests.Security;

/// <summary>Certificates end to end: a Central System over TLS that asks for the charge point's certificate, and a CA made by the test.</summary>
[TestClass]
public sealed class ClientCertificateTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(40);

    [TestMethod]
    public async Task A_certificate_is_asked_for_signed_and_shown_also_after_a_kill()
    {
        await using Scene scene = await Scene.StartAsync();
        Assert.IsFalse(scene.Shown.Last().HasValue, "none at first");
        X509Certificate2 issued = await scene.RenewAsync(scene.Authority);
        await scene.UntilShownAsync(issued);
        await scene.Simulator.LogAsync("the new certificate is in use");
        Assert.AreEqual("CN=SEC1, O=Test Operator", string.Join(", ", issued.Subject.Split(", ").Order()));

        await scene.KillAndRestartAsync();
        await scene.UntilShownAsync(issued);

        X509Certificate2 second = await scene.RenewAsync(scene.Authority);
        await scene.UntilShownAsync(second);
        Assert.AreNotEqual(issued.GetPublicKeyString(), second.GetPublicKeyString(), "each has a key pair of its own");
        Assert.IsEmpty(scene.CentralSystem.Violations, string.Join('\n', scene.CentralSystem.Violations.Select(v => v.Reason)));
    }

    [TestMethod]
    public async Task A_certificate_of_another_authority_is_rejected_and_told()
    {
        await using Scene scene = await Scene.StartAsync();
        using TestAuthority namesake = new("Test CA");
        await scene.RenewAsync(namesake, "Rejected");
        await scene.CentralSystem.Server.Exchanges.WaitForAsync(e => e.Action == "SecurityEventNotification" && e.Request.Text("type") == "InvalidChargePointCertificate", Deadline);
    }

    [TestMethod]
    public async Task A_certificate_that_the_Central_System_does_not_accept_after_all_gives_way_to_the_one_before()
    {
        await using Scene scene = await Scene.StartAsync();
        X509Certificate2 good = await scene.RenewAsync(scene.Authority);
        await scene.UntilShownAsync(good);
        await scene.Simulator.LogAsync("the new certificate is in use");
        X509Certificate2 bad = await scene.RenewAsync(scene.Authority, refuse: true);
        await scene.UntilShownAsync(bad);
        for (int i = 0; i < 60 && !scene.Simulator.Errors.Contains("the one before stays", StringComparison.Ordinal); i++)
        {
            await scene.Simulator.DoAsync("sim skip 20");
            await Task.Delay(200);
        }

        await scene.Simulator.LogAsync("the one before stays");
        await scene.UntilShownAsync(good);
        await scene.Simulator.OnlineAsync();
    }

    [TestMethod]
    public async Task Roots_are_installed_named_and_deleted_over_OCPP()
    {
        await using Scene scene = await Scene.StartAsync();
        using TestAuthority other = new("Another CA");
        Assert.AreEqual("Accepted", (await scene.CallAsync("InstallCertificate", new { certificateType = "CentralSystemRootCertificate", certificate = other.Pem })).Text("status"));
        JsonElement ids = (await scene.CallAsync("GetInstalledCertificateIds", new { certificateType = "CentralSystemRootCertificate" })).GetProperty("certificateHashData");
        X509Certificate2 root = X509Certificate2.CreateFromPem(other.Pem);
        JsonElement own = ids.EnumerateArray().Single(id => id.Text("issuerNameHash") == Convert.ToHexStringLower(SHA256.HashData(root.IssuerName.RawData)));
        Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData(root.PublicKey.EncodedKeyValue.RawData)), own.Text("issuerKeyHash"));
        Assert.AreEqual(root.SerialNumber.TrimStart('0').ToLowerInvariant(), own.Text("serialNumber"));
        Assert.Contains("CN=Another CA", (await scene.Simulator.DoAsync("certificate")).Text);
        Assert.AreEqual("Accepted", (await scene.CallAsync("DeleteCertificate", new { certificateHashData = own })).Text("status"));
        Assert.AreEqual("NotFound", (await scene.CallAsync("DeleteCertificate", new { certificateHashData = own })).Text("status"));
        Assert.IsEmpty(scene.CentralSystem.Violations);
    }

    [TestMethod]
    public async Task A_server_that_offers_TLS_1_1_only_is_refused()
    {
#pragma warning disable SYSLIB0039, CA5397 // what is to be refused
        const SslProtocols Old = SslProtocols.Tls11;
#pragma warning restore SYSLIB0039, CA5397
        using TestAuthority authority = new("Test CA");
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.At("ca.pem"), authority.Pem);
        await using Fixture centralSystem = await Fixture.StartAsync(new OcppServerOptions { Certificate = authority.Issue("localhost"), Protocols = Old });
        await using SimulatorProcess simulator = SimulatorProcess.Start("--central-system", $"wss://localhost:{centralSystem.Server.Url.Port}/ocpp", "--ca", folder.At("ca.pem"));
        await simulator.LogAsync("TLS handshake failed");
        Assert.AreEqual(0, centralSystem.Server.Connections.Total);
    }

    private sealed class Scene : IAsyncDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly ConcurrentDictionary<string, bool> _refused = [];
        private byte _requests;

        public TestAuthority Authority { get; } = new("Test CA");

        public ConcurrentQueue<Thumbprint> Shown { get; } = [];

        public Fixture CentralSystem { get; private set; } = null!;

        public SimulatorProcess Simulator { get; private set; } = null!;

        public static async Task<Scene> StartAsync()
        {
            Scene scene = new();
            await File.WriteAllTextAsync(scene._folder.At("ca.pem"), scene.Authority.Pem);
            scene.CentralSystem = await Fixture.StartAsync(new OcppServerOptions { Certificate = scene.Authority.Issue("localhost"), AcceptsClient = scene.Look });
            scene.Launch();
            await scene.Simulator.OnlineAsync();
            return scene;
        }

        public async Task KillAndRestartAsync()
        {
            await Simulator.KillAsync();
            await Simulator.DisposeAsync();
            Shown.Clear();
            Launch();
            await Simulator.OnlineAsync();
        }

        /// <summary>Has the charge point ask for a certificate, and sends it one.</summary>
        public async Task<X509Certificate2> RenewAsync(TestAuthority authority, string expected = "Accepted", bool refuse = false)
        {
            int before = CentralSystem.Server.Exchanges.Snapshot().Count(e => e.Action == "SignCertificate");
            Assert.AreEqual("Accepted", (await CallAsync("ExtendedTriggerMessage", new { requestedMessage = "SignChargePointCertificate" })).Text("status"));
            for (int i = 0; i < 200 && CentralSystem.Server.Exchanges.Snapshot().Count(e => e.Action == "SignCertificate") == before; i++) await Task.Delay(50);
            string csr = CentralSystem.Server.Exchanges.Snapshot().Last(e => e.Action == "SignCertificate").Request.Text("csr");
            X509Certificate2 certificate = authority.Sign(csr, Fixture.Noon.AddDays(-10 + _requests++), Fixture.Noon.AddYears(2));
            if (refuse) _refused[certificate.Thumbprint] = true;
            Assert.AreEqual(expected, (await CallAsync("CertificateSigned", new { certificateChain = certificate.ExportCertificatePem() })).Text("status"));
            return certificate;
        }

        public async Task UntilShownAsync(X509Certificate2 certificate)
        {
            for (int i = 0; i < 200 && !Shown.Contains(new Thumbprint(certificate.Thumbprint)); i++) await Task.Delay(100);
            Assert.Contains(new Thumbprint(certificate.Thumbprint), Shown);
        }

        public async Task<JsonElement> CallAsync(string action, object payload)
        {
            CallOutcome outcome = await CentralSystem.Server.CallAsync("SEC1", action, JsonSerializer.Serialize(payload), Deadline);
            Assert.AreEqual(CallEnd.Result, outcome.End, outcome.ErrorCode + " " + outcome.ErrorDescription);
            Assert.IsNull(outcome.ReplyFinding, outcome.ReplyFinding?.Reason);
            return outcome.Payload;
        }

        public async ValueTask DisposeAsync()
        {
            await Simulator.DisposeAsync();
            await CentralSystem.DisposeAsync();
            Authority.Dispose();
            _folder.Dispose();
        }

        private void Launch() => Simulator = SimulatorProcess.StartPlain(
            "--central-system", $"wss://localhost:{CentralSystem.Server.Url.Port}/ocpp", "--ca", _folder.At("ca.pem"), "--id", "SEC1", "--storage", _folder.At("storage"), "--set", "CpoName=Test Operator");

        private bool Look(X509Certificate2? certificate)
        {
            Shown.Enqueue(new Thumbprint(certificate?.Thumbprint));
            return certificate == null || !_refused.ContainsKey(certificate.Thumbprint);
        }
    }

    private sealed record Thumbprint(string? Value)
    {
        public bool HasValue => Value != null;
    }
}
