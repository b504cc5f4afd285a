using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ChargePoint.Simulator.Tests.EndToEnd;

/// <summary>
/// Servers that misbehave below OCPP. Whatever they do, the charge point stays alive, says why in one log line for each
/// attempt, does not storm, and is back once the server has become a Central System.
/// </summary>
[TestClass]
public sealed class BadPeerTests
{
    private const int MostAttemptsInAMinute = 6;

    private static readonly Dictionary<string, Func<PeerConnection, Task>> Behaviours = new(StringComparer.Ordinal)
    {
        ["never answers the upgrade"] = async c =>
        {
            await c.ReadRequestAsync();
            await c.SilenceAsync();
        },
        ["never reads"] = c => c.SilenceAsync(),
        ["answers half a header"] = async c =>
        {
            await c.ReadRequestAsync();
            await c.SendBytesAsync("HTTP/1.1 101 Switching Pro"u8.ToArray());
            await c.SilenceAsync();
        },
        ["HTTP 401"] = c => c.RespondAsync("HTTP/1.1 401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"", "Content-Length: 0"),
        ["HTTP 404"] = c => c.RespondAsync("HTTP/1.1 404 Not Found", "Content-Length: 0"),
        ["HTTP 503"] = c => c.RespondAsync("HTTP/1.1 503 Service Unavailable", "Content-Length: 0"),
        ["HTTP 301"] = c => c.RespondAsync("HTTP/1.1 301 Moved Permanently", "Location: ws://elsewhere.example/"),
        ["HTTP 200"] = c => c.RespondAsync("HTTP/1.1 200 OK", "Content-Type: text/html"),
        ["no subprotocol"] = c => c.UpgradeAsync(null),
        ["wrong subprotocol"] = c => c.UpgradeAsync("ocpp2.0.1"),
        ["wrong accept"] = c => c.UpgradeAsync(wrongAccept: true),
        ["another protocol"] = c => c.SendBytesAsync("SSH-2.0-OpenSSH_9.6\r\n"u8.ToArray()),
        ["endless header"] = async c =>
        {
            await c.ReadRequestAsync();
            await c.SendBytesAsync("HTTP/1.1 101 Switching Protocols\r\n"u8.ToArray());
            for (int i = 0; i < 2000; i++) await c.SendBytesAsync(Encoding.ASCII.GetBytes($"X-{i}: {new string('x', 200)}\r\n"));
            await c.SilenceAsync();
        },
        ["closes at once"] = c =>
        {
            c.Dispose();
            return Task.CompletedTask;
        },
        ["resets at once"] = c =>
        {
            c.Reset();
            return Task.CompletedTask;
        },
        ["resets after boot"] = PeerCentralSystem.Then(c =>
        {
            c.Reset();
            return Task.CompletedTask;
        }),
        ["ends without close after boot"] = PeerCentralSystem.Then(c =>
        {
            c.Dispose();
            return Task.CompletedTask;
        }),
        ["resets in the middle of a frame"] = PeerCentralSystem.Then(async c =>
        {
            await c.SendBytesAsync([0x81, 100, .. "[2,\"x\""u8]);
            c.Reset();
        }),
        ["closes with 1000"] = Closing(1000, "bye"),
        ["closes with 1001"] = Closing(1001, ""),
        ["closes with 1011"] = Closing(1011, "a bug"),
        ["closes with 4001"] = Closing(4001, "go away"),
        ["closes without a code"] = Sending(PeerConnection.Close, []),
        ["closes with half a code"] = Sending(PeerConnection.Close, [3]),
        ["binary message"] = Sending(PeerConnection.Binary, [1, 2, 3]),
        ["invalid UTF-8"] = Sending(PeerConnection.Text, [0x5B, 0xC3, 0x28, 0x5D]),
        ["half a UTF-8 character"] = Sending(PeerConnection.Text, [0x5B, 0xE2, 0x82]),
        ["1 MiB message"] = Sending(PeerConnection.Text, new byte[1024 * 1024]),
        ["message of 2^63 - 1 bytes"] = Raw([0x81, 127, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3]),
        ["endless fragments"] = PeerCentralSystem.ThenSend(async c =>
        {
            await c.SendFrameAsync(PeerConnection.Text, new byte[1000], final: false);
            for (int i = 0; i < 20; i++) await c.SendFrameAsync(PeerConnection.Continuation, new byte[1000], final: false);
        }),
        ["masked frame"] = Raw([0x81, 0x82, 1, 2, 3, 4, 0x7A, 0x5F]),
        ["unknown opcode"] = Raw([0x83, 0]),
        ["reserved bit"] = Raw([0xC1, 2, 0x5B, 0x5D]),
        ["fragmented ping"] = Raw([0x09, 0]),
        ["long ping"] = Sending(PeerConnection.Ping, new byte[126]),
        ["continuation of nothing"] = Raw([0x80, 0]),
        ["text inside fragments"] = Raw([0x01, 1, 0x5B, 0x81, 1, 0x5B]),
        ["unfinished message"] = PeerCentralSystem.Then(async c =>
        {
            await c.SendBytesAsync([0x81, 100, .. "[2,"u8]);
            await c.SilenceAsync();
        }),
        ["vanishes without FIN"] = PeerCentralSystem.Then(c => c.SilenceAsync()),
    };

    [TestMethod]
    [DataRow("never answers the upgrade", "did not answer the WebSocket upgrade")]
    [DataRow("never reads", "did not answer the WebSocket upgrade")]
    [DataRow("answers half a header", "did not answer the WebSocket upgrade")]
    [DataRow("HTTP 401", "HTTP 401: check identity and AuthorizationKey")]
    [DataRow("HTTP 404", "HTTP 404: the Central System does not know this URL or identity")]
    [DataRow("HTTP 503", "HTTP 503")]
    [DataRow("HTTP 301", "HTTP 301: redirects are not followed")]
    [DataRow("HTTP 200", "HTTP 200")]
    [DataRow("no subprotocol", "does not speak the OCPP version")]
    [DataRow("wrong subprotocol", "does not speak the OCPP version")]
    [DataRow("wrong accept", "handshake does not match")]
    [DataRow("another protocol", "is not valid")]
    [DataRow("endless header", "is not valid")]
    [DataRow("closes at once", "connection lost")]
    [DataRow("resets at once", "connection lost")]
    [DataRow("resets after boot", "connection lost")]
    [DataRow("ends without close after boot", "connection lost")]
    [DataRow("resets in the middle of a frame", "connection lost")]
    [DataRow("closes with 1000", "code 1000: normal closure (bye)")]
    [DataRow("closes with 1001", "code 1001: it goes away")]
    [DataRow("closes with 1011", "code 1011: internal error there (a bug)")]
    [DataRow("closes with 4001", "code 4001 (go away)")]
    [DataRow("closes without a code", "no code given")]
    [DataRow("closes with half a code", "broke the WebSocket protocol")]
    [DataRow("binary message", "binary message")]
    [DataRow("invalid UTF-8", "not UTF-8")]
    [DataRow("half a UTF-8 character", "not UTF-8")]
    [DataRow("1 MiB message", "over the size limit")]
    [DataRow("message of 2^63 - 1 bytes", "over the size limit")]
    [DataRow("endless fragments", "over the size limit")]
    [DataRow("masked frame", "broke the WebSocket protocol")]
    [DataRow("unknown opcode", "broke the WebSocket protocol")]
    [DataRow("reserved bit", "broke the WebSocket protocol")]
    [DataRow("fragmented ping", "broke the WebSocket protocol")]
    [DataRow("long ping", "broke the WebSocket protocol")]
    [DataRow("continuation of nothing", "broke the WebSocket protocol")]
    [DataRow("text inside fragments", "broke the WebSocket protocol")]
    [DataRow("unfinished message", "did not complete it")]
    [DataRow("vanishes without FIN", "no sign of life")]
    public async Task A_server_that_misbehaves_is_named_and_left_in_peace(string behaviour, string reason)
    {
        await using RawPeer peer = new(Behaviours[behaviour]);
        string pings = behaviour == "vanishes without FIN" ? "10" : "60";
        await using SimulatorProcess simulator = SimulatorProcess.Start("--central-system", peer.Url, "--set", "WebSocketPingInterval=" + pings);
        await simulator.StatusAsync();
        await PassAMinuteAsync(simulator);
        await simulator.LogAsync(reason);
        Assert.IsTrue(peer.Attempts is >= 1 and <= MostAttemptsInAMinute, $"{peer.Attempts} attempts in the first minute");
        AssertOneLineForEachFailure(simulator, reason);

        peer.Behaviour = new PeerCentralSystem().ServeAsync;
        await BackAsync(simulator);
    }

    [TestMethod]
    public async Task A_port_where_nobody_listens_is_tried_again_without_a_storm()
    {
        int port;
        using (TcpListener listener = new(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        await using SimulatorProcess simulator = SimulatorProcess.Start("--central-system", $"ws://127.0.0.1:{port}/ocpp");
        await PassAMinuteAsync(simulator);
        await simulator.LogAsync("connection refused, nobody listens there");
        int attempts = AttemptsIn(simulator);
        Assert.IsTrue(attempts is >= 2 and <= MostAttemptsInAMinute, $"{attempts} attempts in the first minute");
        AssertOneLineForEachFailure(simulator, "nobody listens there");
        await using RawPeer peer = new(new PeerCentralSystem().ServeAsync, port);
        await BackAsync(simulator);
    }

    [TestMethod]
    public async Task A_host_that_does_not_exist_is_named()
    {
        await using SimulatorProcess simulator = SimulatorProcess.Start("--central-system", "ws://no-such-host.invalid/ocpp");
        await PassAMinuteAsync(simulator);
        await simulator.LogAsync("host name could not be resolved");
        Assert.IsLessThanOrEqualTo(MostAttemptsInAMinute, AttemptsIn(simulator));
    }

    private static Func<PeerConnection, Task> Closing(int code, string reason) =>
        Sending(PeerConnection.Close, [(byte)(code >> 8), (byte)code, .. Encoding.UTF8.GetBytes(reason)]);

    private static Func<PeerConnection, Task> Sending(int opcode, byte[] payload) => PeerCentralSystem.ThenSend(c => c.SendFrameAsync(opcode, payload));

    private static Func<PeerConnection, Task> Raw(byte[] bytes) => PeerCentralSystem.ThenSend(c => c.SendBytesAsync(bytes));

    private static async Task PassAMinuteAsync(SimulatorProcess simulator)
    {
        for (int i = 0; i < 12; i++) await simulator.DoAsync("sim skip 5");
    }

    private static int AttemptsIn(SimulatorProcess simulator) =>
        simulator.ErrorLines.Count(line => line.Contains("connecting to", StringComparison.Ordinal));

    private static void AssertOneLineForEachFailure(SimulatorProcess simulator, string reason)
    {
        string[] failures = [.. simulator.ErrorLines.Where(line => line.Contains("next attempt in", StringComparison.Ordinal))];
        Assert.IsTrue(failures.All(line => line.Contains(reason, StringComparison.Ordinal)), simulator.Errors);
        int running = AttemptsIn(simulator) - failures.Length;
        Assert.IsTrue(running is 0 or 1, simulator.Errors);
        Assert.DoesNotContain("ERROR", simulator.Errors);
        Assert.DoesNotContain("Exception", simulator.Errors);
    }

    // The longest wait is five minutes.
    private static async Task BackAsync(SimulatorProcess simulator)
    {
        for (int i = 0; i < 8 && !(await simulator.StatusAsync()).Online; i++) await simulator.DoAsync("sim skip 60");
        await simulator.OnlineAsync();
    }
}
