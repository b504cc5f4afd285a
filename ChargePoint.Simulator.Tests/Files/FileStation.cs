using System.Text.Json;
using ChargePoint.Simulator.CentralSystem;
using ChargePoint.Simulator.CentralSystem.Schemas;
using ChargePoint.Simulator.Tests.Bench;
using ChargePoint.Simulator.Tests.CentralSystem;
using ChargePoint.Simulator.Tests.EndToEnd;

namespace ChargePoint.Simulator.Tests.Files;

/// <summary>A simulator process and a Central System in the test, for operations that move files.</summary>
internal sealed class FileStation : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(40);

    private readonly TemporaryFolder _folder;
    private readonly string[] _arguments;

    private FileStation(Fixture centralSystem, TemporaryFolder folder, string[] arguments)
    {
        CentralSystem = centralSystem;
        _folder = folder;
        _arguments = arguments;
        Simulator = Launch();
    }

    public Fixture CentralSystem { get; }

    public SimulatorProcess Simulator { get; private set; }

    public static async Task<FileStation> StartAsync(params string[] arguments)
    {
        FileStation station = new(await Fixture.StartAsync(), new TemporaryFolder(), arguments);
        await station.Simulator.OnlineAsync();
        return station;
    }

    /// <summary>Kills the process at once and starts it again from the same storage.</summary>
    public async Task KillAndRestartAsync()
    {
        await Simulator.KillAsync();
        await Simulator.DisposeAsync();
        Simulator = Launch();
        await Simulator.OnlineAsync();
    }

    /// <summary>Calls the charge point, which has to answer with a result.</summary>
    public async Task<JsonElement> CallAsync(string action, object payload)
    {
        CallOutcome outcome = await CentralSystem.Server.CallAsync("FS1", action, JsonSerializer.Serialize(payload), Deadline);
        Assert.AreEqual(CallEnd.Result, outcome.End, outcome.ErrorCode + " " + outcome.ErrorDescription);
        Assert.IsNull(outcome.ReplyFinding, outcome.ReplyFinding?.Reason);
        return outcome.Payload;
    }

    /// <summary>The statuses that an operation has told so far.</summary>
    public string Told(string action) => string.Join(' ', CentralSystem.Server.Exchanges.Snapshot()
        .Where(e => e.Action == action && e.From == Sender.ChargePoint).Select(e => e.Request.Text("status")));

    /// <summary>Waits until a status was told, and gives all that were.</summary>
    public async Task<string> UntilToldAsync(string action, string status)
    {
        try
        {
            await CentralSystem.Server.Exchanges.WaitForAsync(e => e.Action == action && e.Request.Text("status") == status, Deadline);
        }
        catch (TimeoutException)
        {
            throw Simulator.Failure($"{action} has not told {status}, only: {Told(action)}");
        }

        return Told(action);
    }

    /// <summary>firmwareVersion of each BootNotification.</summary>
    public IReadOnlyList<string> BootVersions => [.. CentralSystem.Server.Exchanges.Snapshot().Where(e => e.Action == "BootNotification").Select(e => e.Request.Text("firmwareVersion"))];

    public void AssertNoViolation() => Assert.IsEmpty(CentralSystem.Violations, string.Join('\n', CentralSystem.Violations.Select(v => v.Reason)));

    public async ValueTask DisposeAsync()
    {
        await Simulator.DisposeAsync();
        await CentralSystem.DisposeAsync();
        _folder.Dispose();
    }

    private SimulatorProcess Launch() => SimulatorProcess.StartPlain(
        ["--central-system", CentralSystem.Server.Url.ToString(), "--id", "FS1", "--storage", _folder.At("storage"), .. _arguments]);
}
