using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChargePoint.Simulator.CentralSystem;

namespace ChargePoint.Simulator.Tests.Interop;

/// <summary>A call that the server received.</summary>
public sealed record ReceivedCall(string ChargePointId, string Action, JsonElement Params);

/// <summary>A message that strict mode found wrong; inbound ones are the charge point's fault.</summary>
public sealed record StrictModeFailure(string ChargePointId, string Action, bool Outbound, string Reason);

/// <summary>The answer to a call of the server; <see cref="ErrorCode"/> is null when it is a CALLRESULT.</summary>
public sealed record CallAnswer(JsonElement Result, string? ErrorCode, string ErrorMessage);

/// <summary>
/// A Central System that others wrote, as a process: <c>ocpp-rpc-server.mjs</c> (npm's <c>ocpp-rpc</c> in strict mode) or another one
/// that is spoken to in the same way. Starts it, shows what it saw, and lets it call the charge point.
/// </summary>
public sealed class OcppRpcServer : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan EndDeadline = TimeSpan.FromSeconds(5);

    private readonly Process _node;
    private readonly Task _reading;
    private readonly TaskCompletionSource<int> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<string> _errors;
    private int _lastTag;

    private OcppRpcServer(Process node)
    {
        _node = node;
        _errors = node.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    /// <summary>The URL to which a charge point appends its identity.</summary>
    public Uri Url { get; private set; } = new("ws://127.0.0.1");

    /// <summary>The calls of the charge points, in the order they came.</summary>
    public WaitableLog<ReceivedCall> Calls { get; } = new(10_000);

    /// <summary>What strict mode found wrong.</summary>
    public WaitableLog<StrictModeFailure> ValidationErrors { get; } = new(10_000);

    /// <summary>Frames that are no OCPP-J.</summary>
    public WaitableLog<string> BadFrames { get; } = new(10_000);

    /// <summary>The identities that connected, once for each connection.</summary>
    public WaitableLog<string> Connections { get; } = new(10_000);

    /// <summary>The identities that left, with the close code.</summary>
    public WaitableLog<(string ChargePointId, int Code)> Disconnections { get; } = new(10_000);

    private WaitableLog<(int Tag, CallAnswer Answer)> Answers { get; } = new(1000);

    /// <summary>Installs the packages if need be and starts the server on a port of the system's choice.</summary>
    public static async Task<OcppRpcServer> StartAsync(string script = "ocpp-rpc-server.mjs")
    {
        await NpmFolder.EnsureInstalledAsync();
        var command = new ProcessStartInfo("node", script)
        {
            WorkingDirectory = NpmFolder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var server = new OcppRpcServer(NpmFolder.Start(command, "node"));
        try
        {
            var port = await server._listening.Task.WaitAsync(StartDeadline);
            server.Url = new Uri($"ws://127.0.0.1:{port}");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Calls the charge point and waits for its answer; throws TimeoutException.</summary>
    public async Task<CallAnswer> CallAsync(string action, JsonObject parameters, TimeSpan timeout, string? chargePointId = null)
    {
        var tag = Interlocked.Increment(ref _lastTag);
        var command = new JsonObject { ["call"] = action, ["params"] = parameters.DeepClone(), ["tag"] = tag };
        if (chargePointId is not null)
            command["id"] = chargePointId;
        await TellAsync(command);
        return (await Answers.WaitForAsync(answer => answer.Tag == tag, timeout)).Answer;
    }

    /// <summary>Sets how following BootNotifications are answered: Accepted, Pending or Rejected.</summary>
    public Task AnswerBootsAsync(string status, int intervalSeconds) =>
        TellAsync(new JsonObject { ["boot"] = status, ["interval"] = intervalSeconds });

    /// <summary>Cuts every connection without a close frame.</summary>
    public Task DropConnectionsAsync() => TellAsync(new JsonObject { ["drop"] = true });

    /// <summary>Ends the server.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_node.HasExited)
                _node.StandardInput.Close(); // the server ends with its input
            await _node.WaitForExitAsync().WaitAsync(EndDeadline);
        }
        catch (Exception stuck) when (stuck is TimeoutException or IOException)
        {
            _node.Kill(entireProcessTree: true);
            await _node.WaitForExitAsync();
        }

        await _reading;
        _node.Dispose();
    }

    private async Task TellAsync(JsonObject command)
    {
        await _node.StandardInput.WriteLineAsync(command.ToJsonString());
        await _node.StandardInput.FlushAsync();
    }

    private async Task ReadAsync()
    {
        while (await _node.StandardOutput.ReadLineAsync() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            Take(document.RootElement.Clone());
        }

        _listening.TrySetException(new InvalidOperationException("The Central System ended at its start: " + await _errors));
    }

    private void Take(JsonElement line)
    {
        var first = line.EnumerateObject().First();
        var id = line.Text("id");
        switch (first.Name)
        {
            case "listening":
                _listening.TrySetResult(first.Value.GetInt32());
                break;
            case "connected":
                Connections.Add(first.Value.GetString()!);
                break;
            case "disconnected":
                Disconnections.Add((first.Value.GetString()!, (int)(line.Whole("code") ?? 1006)));
                break;
            case "call":
                Calls.Add(new ReceivedCall(id, first.Value.GetString()!, line.Member("params")));
                break;
            case "invalid":
                ValidationErrors.Add(new StrictModeFailure(id, first.Value.GetString()!, line.Member("outbound").GetBoolean(), line.Text("reason")));
                break;
            case "bad":
                BadFrames.Add(line.Text("bad"));
                break;
            case "result":
                Answers.Add(((int)line.Whole("tag")!, new CallAnswer(first.Value, null, "")));
                break;
            case "error":
                Answers.Add(((int)line.Whole("tag")!, new CallAnswer(default, first.Value.Text("code"), first.Value.Text("message"))));
                break;
            default:
                throw new InvalidOperationException("The Central System said what nobody understands: " + line.GetRawText());
        }
    }
}
