using System.Text.Json;
using System.Threading.Channels;

namespace ChargePoint.Simulator.Tests.EndToEnd;

/// <summary>The least that a Central System has to be, on a connection whose bytes are in the test's hands.</summary>
internal sealed class PeerCentralSystem
{
    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource<PeerConnection> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Serves a connection: completes the handshake, accepts everything, and keeps the answers to the test's own calls.</summary>
    public async Task ServeAsync(PeerConnection connection)
    {
        await connection.UpgradeAsync();
        while (true)
        {
            string text = await connection.ReadTextAsync();
            using JsonDocument frame = JsonDocument.Parse(text);
            if (frame.RootElement[0].GetInt32() != 2)
            {
                _answers.Writer.TryWrite(text);
                continue;
            }

            await connection.SendTextAsync($"[3,{frame.RootElement[1].GetRawText()},{Reply(frame.RootElement[2].GetString()!)}]");

            // The last thing that a charge point with one connector has to say after its boot.
            if (text.Contains("\"connectorId\":1", StringComparison.Ordinal)) _ready.TrySetResult(connection);
        }
    }

    /// <summary>Boots the charge point of a connection, then lets the test go on with it.</summary>
    public static Func<PeerConnection, Task> Then(Func<PeerConnection, Task> next) => async connection =>
    {
        await connection.UpgradeAsync();
        string boot = await connection.ReadTextAsync();
        using JsonDocument frame = JsonDocument.Parse(boot);
        await connection.SendTextAsync($"[3,{frame.RootElement[1].GetRawText()},{Reply("BootNotification")}]");
        await next(connection);
    };

    /// <summary>Boots the charge point of a connection, sends it something and ends the connection once the charge point has left it.</summary>
    public static Func<PeerConnection, Task> ThenSend(Func<PeerConnection, Task> send) => Then(async connection =>
    {
        await send(connection);
        await connection.DrainAsync();
    });

    /// <summary>The connection, once the charge point has booted.</summary>
    public Task<PeerConnection> ReadyAsync() => _ready.Task.WaitAsync(SimulatorProcess.Deadline);

    /// <summary>The next answer to a call of the test.</summary>
    public async Task<JsonElement> AnswerAsync()
    {
        using CancellationTokenSource deadline = new(SimulatorProcess.Deadline);
        using JsonDocument answer = JsonDocument.Parse(await _answers.Reader.ReadAsync(deadline.Token));
        return answer.RootElement.Clone();
    }

    /// <summary>True while answers are there that nobody has taken.</summary>
    public bool HasAnswer => _answers.Reader.TryPeek(out _);

    private static string Reply(string action) => action switch
    {
        "BootNotification" => $$"""{"status":"Accepted","interval":3600,"currentTime":"{{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ssZ}}"}""",
        "Heartbeat" => $$"""{"currentTime":"{{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ssZ}}"}""",
        "Authorize" => """{"idTagInfo":{"status":"Accepted"}}""",
        "StartTransaction" => """{"transactionId":1,"idTagInfo":{"status":"Accepted"}}""",
        _ => "{}",
    };
}
