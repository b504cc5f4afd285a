using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using ChargePoint.Hal;
using ChargePoint.Hal.Esp32;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Simulator.Tests.Network;

/// <summary>The real client on a real event loop with real sockets. What its listener hears is queued as text.</summary>
internal sealed class HostLine : IClock, IRandom, IWebSocketListener, IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private readonly BlockingCollection<string> _heard = [];
    private readonly ConcurrentQueue<Action> _work = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Thread _thread;
    private readonly Signal _signal;

    public HostLine(HostTls? tls = null)
    {
        Platform = new CountingPlatform(new HostSocketPlatform(tls ?? new HostTls()));
        var log = new Log(this);
        Loop = new EventLoop(this, log);
        Client = new WebSocketClient(Loop, this, log, () => Transport = new SocketTransport(Platform, sendBytes: 16_384));
        _signal = Loop.CreateSignal(() =>
        {
            while (_work.TryDequeue(out Action? action)) action();
        });
        Options.PingIntervalSeconds = 0;
        _thread = new Thread(Loop.Run) { IsBackground = true, Name = "loop" };
        _thread.Start();
    }

    public CountingPlatform Platform { get; }

    public EventLoop Loop { get; }

    public WebSocketClient Client { get; }

    public WebSocketOptions Options { get; } = new();

    public SocketTransport? Transport { get; private set; }

    public long MonotonicMs => _watch.ElapsedMilliseconds;

    /// <summary>Called on the loop for each message, after it was queued.</summary>
    public Action<byte[]>? OnMessageDo { get; set; }

    public void Fill(byte[] buffer, int offset, int count) => RandomNumberGenerator.Fill(buffer.AsSpan(offset, count));

    public HostLine Open(string url)
    {
        WebSocketAddress address = WebSocketAddress.Parse(url, out string error) ?? throw new ArgumentException(error);
        OnLoop(() => Client.Open(address, Options, this));
        return this;
    }

    public void OnLoop(Action action)
    {
        _work.Enqueue(action);
        _signal.Raise();
    }

    public T Ask<T>(Func<T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        OnLoop(() => answer.SetResult(question()));
        Assert.IsTrue(answer.Task.Wait(Deadline), "the loop does not answer");
        return answer.Task.Result;
    }

    public bool Send(byte[] message) => Ask(() => Client.Send(message, 0, message.Length));

    /// <summary>The next thing that the listener hears.</summary>
    public string Next()
    {
        Assert.IsTrue(_heard.TryTake(out string? heard, Deadline), "nothing was heard in time");
        return heard;
    }

    public void Expect(string start) => StringAssert.StartsWith(Next(), start);

    public void OnOpened() => _heard.Add("opened");

    public void OnMessage(byte[] buffer, int offset, int count)
    {
        _heard.Add("message " + Encoding.UTF8.GetString(buffer, offset, count));
        OnMessageDo?.Invoke(buffer.AsSpan(offset, count).ToArray());
    }

    public void OnClosed(LinkFailure failure, int code, string detail) => _heard.Add($"{failure} {code} {detail}");

    public void Dispose()
    {
        OnLoop(() =>
        {
            Client.Abort();
            Loop.Stop();
        });
        Assert.IsTrue(_thread.Join(Deadline), "the loop does not end");
        Assert.IsTrue(Platform.AllEnded.Wait(Deadline), "a thread of the transport is left");
        Assert.AreEqual(0, Loop.Failures);
        _heard.Dispose();
    }
}

/// <summary>Counts the transport's threads, so that a test sees that none is left.</summary>
internal sealed class CountingPlatform(ISocketPlatform inner) : ISocketPlatform
{
    private int _running;

    public ManualResetEventSlim AllEnded { get; } = new(true);

    /// <summary>If set, connecting waits for it, deaf to Close as a name look-up is.</summary>
    public ManualResetEventSlim? ConnectGate { get; set; }

    public ManualResetEventSlim Connecting { get; } = new();

    public bool SupportsIPv6 => inner.SupportsIPv6;

    public void StartThread(ThreadStart work)
    {
        lock (AllEnded)
        {
            _running++;
            AllEnded.Reset();
        }

        inner.StartThread(() =>
        {
            work();
            lock (AllEnded)
            {
                if (--_running == 0) AllEnded.Set();
            }
        });
    }

    public void Connect(Socket socket, EndPoint endPoint)
    {
        Connecting.Set();
        ConnectGate?.Wait();
        inner.Connect(socket, endPoint);
    }

    public Stream? Authenticate(Socket socket, string host, out string reason) => inner.Authenticate(socket, host, out reason);

    public SocketError ErrorOf(SocketException exception) => inner.ErrorOf(exception);
}

/// <summary>TCP server on loopback whose behaviour is a method of the test.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener;
    private readonly TaskCompletionSource _over = new();

    public RawServer(Func<Socket, Task> serve, IPAddress? address = null)
        : this((socket, _) => serve(socket), address)
    {
    }

    /// <param name="serve">Serves the connection; its second argument ends when the test is over.</param>
    /// <param name="address">Where to listen.</param>
    public RawServer(Func<Socket, Task, Task> serve, IPAddress? address = null)
    {
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start();
        Task<Socket> accepting = _listener.AcceptSocketAsync(); // now, and not when a busy machine gets to it: the test may be over by then
        Served = Task.Run(async () =>
        {
            using Socket socket = await accepting;
            await serve(socket, _over.Task);
        });
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Ends when the first connection was served.</summary>
    public Task Served { get; }

    /// <summary>Reads an upgrade request and answers it.</summary>
    public static async Task<NetworkStream> Upgrade(Socket socket)
    {
        var stream = new NetworkStream(socket);
        string request = "";
        byte[] one = new byte[1];
        while (!request.EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) > 0) request += (char)one[0];
        string key = request.Split("Sec-WebSocket-Key: ")[1].Split('\r')[0];
        string accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: ocpp1.6\r\n\r\n"));
        return stream;
    }

    /// <summary>Reads until the client ends TCP.</summary>
    public static async Task ReadToEnd(Socket socket)
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // A reset ends it as well.
        }
    }

    public void Dispose()
    {
        _over.SetResult();
        _listener.Stop();
        try
        {
            Assert.IsTrue(Served.Wait(TimeSpan.FromSeconds(20)), "the server does not end");
        }
        catch (AggregateException e) when (e.InnerException is SocketException or IOException or ObjectDisposedException)
        {
            // Never reached, or the client was faster to leave: no matter for the test.
        }
    }
}
