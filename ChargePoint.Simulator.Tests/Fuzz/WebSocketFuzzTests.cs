using System.Text;
using ChargePoint.Hal;

namespace ChargePoint.Simulator.Tests.Fuzz;

/// <summary>
/// Bytes on the WebSocket that no Central System would send: damaged handshakes, frames that are fragmented, masked, oversized, of unknown kinds or cut off.
/// The charge point keeps the connection or makes a new one; its state stays, and it answers the next call.
/// </summary>
[TestClass]
[DoNotParallelize]
public sealed class WebSocketFuzzTests
{
    private const int EpisodeLength = 400;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Whatever_bytes_come_the_charge_point_stays_or_comes_back()
    {
        FuzzRun run = new("websocket", 80, TestContext);
        Mutator mutator = new(run.Random);
        FuzzStation station = FuzzStation.Charging();
        run.Begin(station);
        while (run.Next())
        {
            if (run.Index % EpisodeLength == EpisodeLength - 1)
            {
                run.End(station);
                station = FuzzStation.Charging();
                run.Begin(station);
            }

            string[] state = station.State();
            byte[] input = run.Random.Next(10) == 0 ? Handshake(run, mutator, station) : Frames(run, mutator, station);
            if (station.Limits() is { } problem) run.Fail(problem, input);
            if (station.CentralSystem.IsOpen) station.Run(run.Random.Next(3) == 0 ? 70_000 : 100, 500);
            run.Count(station.CentralSystem.IsOpen ? "connection kept" : "connection ended");
            run.Learn(input, station.LastLine);
            ComeBack(run, station, input);
            string[] after = station.State();
            for (int i = 0; i < state.Length; i++)
            {
                if (state[i] != after[i]) run.Fail($"the state changed from {state[i]} to {after[i]}", input);
            }

            if (station.ChargePoint.Connectors[0].Transaction == null) run.Fail("the transaction is gone", input);
        }

        run.Report();
    }

    private static byte[] Handshake(FuzzRun run, Mutator mutator, FuzzStation station)
    {
        byte[] input = [];
        station.CentralSystem.MangleHandshake = answer =>
        {
            input = answer;
            if (run.Random.Next(4) == 0) input = Encoding.Latin1.GetBytes(Other(run.Random));
            for (int i = run.Random.Next(4); i > 0; i--) input = mutator.Raw(input, answer);
            return input;
        };
        station.CentralSystem.Stream!.Fail(TransportError.Reset);
        for (int waited = 0; input.Length == 0 && waited < 600; waited++) station.Run(1000, 500);
        station.Run(16_000, 500);
        station.CentralSystem.MangleHandshake = null;
        run.Count("handshakes");

        // What was taken for a connection is one that leads nowhere
        station.CentralSystem.Stream!.Fail(TransportError.ClosedByPeer);
        return input;
    }

    private static string Other(Random random) => new[]
    {
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 5\r\n\r\nhello", "HTTP/1.1 302 Found\r\nLocation: ws://elsewhere.example/\r\n\r\n", "HTTP/1.1 503 \r\nRetry-After: 9999999999\r\n\r\n",
        "SSH-2.0-OpenSSH\r\n", "HTTP/1.1 101 x\r\n" + new string('a', 5000) + ": b\r\n\r\n", "\0\0\0\0",
    }[random.Next(6)];

    private static byte[] Frames(FuzzRun run, Mutator mutator, FuzzStation station)
    {
        Random random = run.Random;
        byte[] input = [];
        for (int i = random.Next(1, 4); i > 0; i--) input = Mutator.Join(input, Sequence(random));
        for (int i = random.Next(3); i > 0; i--) input = mutator.Raw(input, Sequence(random));
        int at = 0;
        while (at < input.Length)
        {
            // In pieces, as a network does it
            int piece = random.Next(3) == 0 ? random.Next(1, 40) : input.Length;
            piece = Math.Min(piece, input.Length - at);
            station.CentralSystem.Stream!.Say(input[at..(at + piece)]);
            station.Run(0);
            at += piece;
        }

        return input;
    }

    // Valid or nearly: nothing in it that an accepted call would change.
    private static byte[] Sequence(Random random)
    {
        byte[] call = Encoding.UTF8.GetBytes("[2,\"w\",\"GetConfiguration\",{\"key\":[\"HeartbeatInterval\"]}]");
        int cut = random.Next(1, call.Length);
        return random.Next(14) switch
        {
            0 => FuzzCentralSystem.Frame(0x81, call),
            1 => Mutator.Join(FuzzCentralSystem.Frame(0x01, call[..cut]), FuzzCentralSystem.Frame(0x80, call[cut..])),
            2 => Mutator.Join(FuzzCentralSystem.Frame(0x01, call[..cut]), FuzzCentralSystem.Frame(0x89, "ping"u8.ToArray()), FuzzCentralSystem.Frame(0x80, call[cut..])),
            3 => Mutator.Join(FuzzCentralSystem.Frame(0x01, call[..cut]), FuzzCentralSystem.Frame(0x00, []), FuzzCentralSystem.Frame(0x01, call), FuzzCentralSystem.Frame(0x80, call[cut..])),
            4 => FuzzCentralSystem.Frame(0x89, new byte[random.Next(130)]),
            5 => FuzzCentralSystem.Frame(0x8A, new byte[random.Next(130)]),
            6 => FuzzCentralSystem.Frame(0x88, random.Next(3) switch { 0 => [], 1 => [3], _ => [(byte)random.Next(256), (byte)random.Next(256), .. "why"u8] }),
            7 => FuzzCentralSystem.Frame(0x82, call),
            8 => FuzzCentralSystem.Frame((byte)random.Next(256), call),
            9 => [0x81, (byte)(0x80 | call.Length), 1, 2, 3, 4, .. call],
            10 => [0x81, 127, (byte)random.Next(256), 0, 0, (byte)random.Next(2), (byte)random.Next(256), 0, 0, 0],
            11 => FuzzCentralSystem.Frame(0x81, [.. Enumerable.Repeat((byte)'[', random.Next(6000, 9000))]),
            12 => [0x81, 126, 0, (byte)call.Length, .. call],
            _ => [.. Enumerable.Repeat(FuzzCentralSystem.Frame(0x01, [(byte)'[']), random.Next(1, 200)).SelectMany(frame => frame)],
        };
    }

    private static void ComeBack(FuzzRun run, FuzzStation station, byte[] input)
    {
        // Half a message keeps the line busy until its time is over; then the line is cut, and made anew.
        for (int attempt = 0; attempt < 4; attempt++)
        {
            if (!station.RunUntilOnline()) break;
            station.CentralSystem.Received.Clear();
            station.Say("[2,\"probe\",\"GetConfiguration\",{\"key\":[\"NumberOfConnectors\"]}]");
            station.Run(1000, 500);
            if (station.CentralSystem.Received.Any(frame => frame.StartsWith("[3,\"probe\"", StringComparison.Ordinal))) return;
            run.Count("probes that were not heard at once");
            station.Run(120_000, 500);
        }

        run.Fail($"does not come back (open: {station.CentralSystem.IsOpen}, registration {station.ChargePoint.Registration.Status}, {station.Limits()}, {station.LastLine})", input);
    }
}
