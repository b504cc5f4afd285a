using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace ChargePoint.Simulator.Tests.EndToEnd;

/// <summary>A TCP server that does with each connection what a test says, right or wrong.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly ConcurrentBag<PeerConnection> _connections = [];
    private readonly Task _accepting;
    private volatile Func<PeerConnection, Task> _behaviour;
    private int _attempts;

    /// <summary>Starts to listen on loopback.</summary>
    /// <param name="behaviour">What is done with a connection.</param>
    /// <param name="port">Port, or 0 for one of the system's choice.</param>
    public RawPeer(Func<PeerConnection, Task> behaviour, int port = 0)
    {
        _behaviour = behaviour;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>What is done with the connections that come from now on.</summary>
    public Func<PeerConnection, Task> Behaviour
    {
        set => _behaviour = value;
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>What a charge point is given as its Central System.</summary>
    public string Url => $"ws://127.0.0.1:{Port}/ocpp";

    /// <summary>Connections that were made.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        foreach (PeerConnection connection in _connections) connection.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        List<Task> serving = [];
        try
        {
            while (true)
            {
                PeerConnection connection = new(await _listener.AcceptSocketAsync());
                _connections.Add(connection);
                Interlocked.Increment(ref _attempts);
                serving.Add(ServeAsync(connection));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving); // the listener was stopped
        }
    }

    private async Task ServeAsync(PeerConnection connection)
    {
        try
        {
            await _behaviour(connection);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The charge point has left, or the test is over.
        }
    }
}

/// <summary>One connection of a <see cref="RawPeer"/>, with the bytes of RFC 6455 in the test's hands.</summary>
internal sealed class PeerConnection(Socket socket) : IDisposable
{
    /// <summary>Opcodes of RFC 6455 section 5.2.</summary>
    public const int Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10;

    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly SemaphoreSlim _sending = new(1);
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Keeps the connection and does nothing, until the test is over.</summary>
    public Task SilenceAsync() => _disposed.Task;

    /// <summary>Reads the upgrade request.</summary>
    public async Task<string> ReadRequestAsync()
    {
        StringBuilder request = new();
        byte[] one = new byte[1];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await _stream.ReadExactlyAsync(one);
            request.Append((char)one[0]);
        }

        return request.ToString();
    }

    /// <summary>Reads the request and answers with lines of a header, CR LF added.</summary>
    public async Task RespondAsync(params string[] lines)
    {
        await ReadRequestAsync();
        await SendBytesAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n"));
    }

    /// <summary>Completes the handshake, with the subprotocol line that the test wants.</summary>
    public async Task UpgradeAsync(string? subprotocol = "ocpp1.6", bool wrongAccept = false)
    {
        string request = await ReadRequestAsync();
        string key = request.Split("\r\n").First(line => line.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase)).Split(':', 2)[1].Trim();
        string accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + (wrongAccept ? "no" : "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))));
        string selected = subprotocol == null ? "" : $"Sec-WebSocket-Protocol: {subprotocol}\r\n";
        await SendBytesAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n{selected}\r\n"));
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendBytesAsync(byte[] bytes)
    {
        await _sending.WaitAsync();
        try
        {
            await _stream.WriteAsync(bytes);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Sends a frame, unmasked as a server has to.</summary>
    public Task SendFrameAsync(int opcode, byte[] payload, bool final = true)
    {
        byte first = (byte)(opcode | (final ? 0x80 : 0));
        byte[] header = payload.Length switch
        {
            < 126 => [first, (byte)payload.Length],
            < 65_536 => [first, 126, (byte)(payload.Length >> 8), (byte)payload.Length],
            _ => [first, 127, 0, 0, 0, 0, (byte)(payload.Length >> 24), (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length],
        };
        return SendBytesAsync([.. header, .. payload]);
    }

    /// <summary>Sends a text message.</summary>
    public Task SendTextAsync(string text) => SendFrameAsync(Text, Encoding.UTF8.GetBytes(text));

    /// <summary>Gives the next text message; pings are answered. Throws EndOfStreamException once the charge point closes.</summary>
    public async Task<string> ReadTextAsync()
    {
        using MemoryStream message = new();
        while (true)
        {
            (int opcode, bool final, byte[] payload) = await ReadFrameAsync();
            switch (opcode)
            {
                case Ping:
                    await SendFrameAsync(Pong, payload);
                    break;
                case Pong:
                    break;
                case Close:
                    await SendFrameAsync(Close, payload);
                    throw new EndOfStreamException("closed by the charge point");
                default:
                    await message.WriteAsync(payload);
                    if (final) return Encoding.UTF8.GetString(message.ToArray());
                    break;
            }
        }
    }

    /// <summary>Reads until the charge point closes the WebSocket, and ends TCP then, as a server has to.</summary>
    public async Task DrainAsync()
    {
        while ((await ReadFrameAsync()).Opcode != Close)
        {
        }

        Dispose();
    }

    /// <summary>Ends the connection with RST.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close(0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed.TrySetResult();
        _stream.Dispose();
    }

    private async Task<(int Opcode, bool Final, byte[] Payload)> ReadFrameAsync()
    {
        byte[] head = await ReadAsync(2);
        int length = head[1] & 0x7F;
        if (length == 126) length = BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2));
        else if (length == 127) length = (int)BinaryPrimitives.ReadUInt64BigEndian(await ReadAsync(8));
        if ((head[1] & 0x80) == 0) throw new InvalidDataException("a client has to mask its frames");
        byte[] mask = await ReadAsync(4);
        byte[] payload = await ReadAsync(length);
        for (int i = 0; i < length; i++) payload[i] ^= mask[i % 4];
        return (head[0] & 0x0F, (head[0] & 0x80) != 0, payload);
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        byte[] bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes);
        return bytes;
    }
}
