using System.Collections.Concurrent;
using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.Tests.Bench;
using ChargePoint.Simulator.Tests.CentralSystem;
using ChargePoint.Simulator.Tests.Network;

namespace ChargePoint.Simulator.Tests.EndToEnd;

/// <summary>wss, trust and Basic authorization.</summary>
[TestClass]
public sealed class TlsTests
{
    [TestMethod]
    public async Task A_session_over_wss_with_a_trusted_authority()
    {
        using Trust trust = new();
        await using Fixture centralSystem = await trust.StartServerAsync();
        await using SimulatorProcess simulator = SimulatorProcess.Start("--central-system", trust.Url(centralSystem), "--ca", trust.File, "--id", "SECURE1");
        await simulator.OnlineAsync();
        await simulator.DoAllAsync("sim plug 1", "sim tap CARD1");
        await simulator.ChargingAsync();
        await simulator.DoAllAsync("sim skip 60", "sim tap CARD1");
        await centralSystem.Ledger.WaitUntilAsync(ledger => ledger.Transactions.Any(t => t is { ChargePointId: "SECURE1", IsRunning: false }), SimulatorProcess.Deadline);
        Assert.IsEmpty(centralSystem.Violations);
    }

    [TestMethod]
    public async Task An_authority_imported_on_the_console_is_trusted_at_the_next_attempt()
    {
        using Trust trust = new();
        await using Fixture centralSystem = await trust.StartServerAsync();
        await using SimulatorProcess simulator = SimulatorProcess.Start("--central-system", trust.Url(centralSystem));
        Assert.Contains("no CA certificate is installed", await simulator.LogAsync("TLS handshake failed"));
        await simulator.DoAsync("certificate import " + trust.Authority.Pem.ReplaceLineEndings(" "));
        await simulator.DoAsync("sim skip 10");
        await simulator.OnlineAsync();
    }

    [TestMethod]
    [DataRow("no authority", "no CA certificate is installed")]
    [DataRow("wrong authority", "no installed CA certificate vouches for")]
    [DataRow("wrong name", "not for localhost")]
    [DataRow("expired", "expired")]
    public async Task A_server_that_cannot_be_trusted_is_refused_with_the_reason(string kind, string reason)
    {
        using Trust trust = new();
        using TestAuthority other = new("Somebody else");
        string otherFile = trust.Folder.At("other.pem");
        await File.WriteAllTextAsync(otherFile, other.Pem);
        await using Fixture centralSystem = await trust.StartServerAsync(kind == "wrong name" ? "elsewhere.example" : "localhost", kind == "expired" ? -1 : 30);
        string[] ca = kind == "no authority" ? [] : ["--ca", kind == "wrong authority" ? otherFile : trust.File];
        await using SimulatorProcess simulator = SimulatorProcess.Start(["--central-system", trust.Url(centralSystem), .. ca]);
        string line = await simulator.LogAsync("TLS handshake failed");
        Assert.Contains(reason, line);
        await simulator.DoAsync("sim skip 60");
        Assert.IsTrue(simulator.IsRunning);
        Assert.IsFalse((await simulator.StatusAsync()).Online);
        int attempts = simulator.ErrorLines.Count(l => l.Contains("connecting to", StringComparison.Ordinal));
        Assert.IsTrue(attempts is >= 2 and <= 6, $"{attempts} attempts in the first minute");
        Assert.AreEqual(0, centralSystem.Server.Connections.Total, "nothing was told to a server that is not trusted");
    }

    [TestMethod]
    public async Task Basic_authorization_names_the_identity_and_a_wrong_password_is_explained()
    {
        ConcurrentQueue<(string Id, string? Password)> seen = new();
        await using Fixture centralSystem = await Fixture.StartAsync(new OcppServerOptions
        {
            Refuse = (id, password) =>
            {
                seen.Enqueue((id, password));
                return password == "0123456789abcdef" ? null : 401;
            },
        });
        string url = centralSystem.Server.Url.ToString();
        await using SimulatorProcess simulator = SimulatorProcess.Start("--central-system", url, "--id", "CP 1".Replace(' ', '-'), "--set", "AuthorizationKey=0123456789abcdef");
        await simulator.OnlineAsync();
        Assert.IsTrue(seen.TryDequeue(out (string Id, string? Password) first));
        Assert.AreEqual(("CP-1", "0123456789abcdef"), first);
        Assert.AreEqual("AuthorizationKey = (set, not shown)", (await simulator.DoAsync("config get AuthorizationKey")).Text);
        Assert.DoesNotContain("0123456789abcdef", simulator.Errors);

        await simulator.DoAsync("config set AuthorizationKey fedcba9876543210");
        await simulator.DoAsync("sim skip 5");
        Assert.Contains("check identity and AuthorizationKey", await simulator.LogAsync("HTTP 401"));
        Assert.DoesNotContain("fedcba9876543210", simulator.Errors);
    }

    private sealed class Trust : IDisposable
    {
        public Trust() => System.IO.File.WriteAllText(File, Authority.Pem);

        public TestAuthority Authority { get; } = new("Test CA");

        public TemporaryFolder Folder { get; } = new();

        public string File => Folder.At("ca.pem");

        public string Url(Fixture centralSystem) => $"wss://localhost:{centralSystem.Server.Url.Port}/ocpp";

        public Task<Fixture> StartServerAsync(string host = "localhost", int toDays = 30) =>
            Fixture.StartAsync(new OcppServerOptions { Certificate = Authority.Issue(host, -10, toDays) });

        public void Dispose()
        {
            Authority.Dispose();
            Folder.Dispose();
        }
    }
}
