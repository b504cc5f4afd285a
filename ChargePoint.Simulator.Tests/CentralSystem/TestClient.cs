using System.Net.WebSockets;
using System.Text;
using ChargePoint.Simulator.CentralSystem;

namespace ChargePoint.Simulator.Tests.CentralSystem;

/// <summary>Plays a charge point with the WebSocket of .NET. Every step has a deadline.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[2 * 1024 * 1024];
    private int _lastId;

    /// <summary>The socket, for what this class does not do.</summary>
    public ClientWebSocket Socket => _socket;

    /// <summary>Connects to URL/identity.</summary>
    public static async Task<TestClient> ConnectAsync(Uri url, string id, string? subprotocol = "ocpp1.6", string? authorization = null)
    {
        var client = new TestClient();
        if (subprotocol is not null)
            client._socket.Options.AddSubProtocol(subprotocol);
        if (authorization is not null)
            client._socket.Options.SetRequestHeader("Authorization", authorization);
        using var deadline = new CancellationTokenSource(Deadline);
        await client._socket.ConnectAsync(new Uri($"{url.AbsoluteUri.TrimEnd('/')}/{id}"), deadline.Token);
        return client;
    }

    /// <summary>Sends a text frame.</summary>
    public async Task SendAsync(string text)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, deadline.Token);
    }

    /// <summary>Receives a text frame.</summary>
    public async Task<string> ReceiveTextAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), deadline.Token);
            if (part.MessageType == WebSocketMessageType.Close)
                throw new WebSocketException($"closed with {(int?)_socket.CloseStatus} {_socket.CloseStatusDescription}");
            length += part.Count;
            if (part.EndOfMessage)
                return Encoding.UTF8.GetString(_buffer, 0, length);
        }
    }

    /// <summary>Receives a frame of OCPP-J.</summary>
    public async Task<OcppFrame> ReceiveAsync()
    {
        var text = await ReceiveTextAsync();
        return OcppFrame.TryParse(text, out var frame, out var fault) ? frame! : throw new FormatException($"{fault!.Reason}: {text}");
    }

    /// <summary>Sends a call and gives the next frame.</summary>
    public async Task<OcppFrame> CallAsync(string action, string payloadJson)
    {
        await SendAsync(OcppFrame.Call($"id-{++_lastId}", action, payloadJson));
        return await ReceiveAsync();
    }

    /// <summary>Drops the connection.</summary>
    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
