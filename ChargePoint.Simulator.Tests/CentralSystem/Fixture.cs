using System.Text.Json;
using ChargePoint.Simulator.CentralSystem;

namespace ChargePoint.Simulator.Tests.CentralSystem;

/// <summary>A Central System on a port of the system's choice, whose clock stands still at a known time.</summary>
internal sealed class Fixture : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    public static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private Fixture(BuiltInCentralSystem system) => System = system;

    public BuiltInCentralSystem System { get; }

    public OcppServer Server => System.Server;

    public Ledger Ledger => System.Ledger;

    public IReadOnlyList<Violation> Violations => System.Validator.Violations.Snapshot();

    public static async Task<Fixture> StartAsync(OcppServerOptions? options = null, TraceView? trace = null)
    {
        var fixture = new Fixture(new BuiltInCentralSystem(options ?? new OcppServerOptions(), () => Noon, trace));
        await fixture.System.StartAsync();
        return fixture;
    }

    public async Task<TestClient> ConnectAsync(string id = "CP1")
    {
        var client = await TestClient.ConnectAsync(Server.Url, id);
        await Server.WaitForConnectionAsync(id, Deadline);
        return client;
    }

    public Task<Violation> ViolationAsync(string reason) =>
        System.Validator.Violations.WaitForAsync(found => found.Reason.Contains(reason, StringComparison.Ordinal), Deadline);

    public static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public ValueTask DisposeAsync() => System.DisposeAsync();
}
