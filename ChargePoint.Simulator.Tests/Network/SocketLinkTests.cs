using System.Net;
using System.Net.Sockets;

namespace ChargePoint.Simulator.Tests.Network;

/// <summary>The client against servers that misbehave, over real sockets.</summary>
[TestClass]
public class SocketLinkTests
{
    [TestMethod]
    public void Refused_port_is_told()
    {
        int port;
        using (var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            port = ((IPEndPoint)probe.LocalEndPoint!).Port;
        }

        using HostLine line = new HostLine().Open($"ws://127.0.0.1:{port}/");
        line.Expect($"Refused 0 127.0.0.1 port {port}");
    }

    [TestMethod]
    public void Unknown_host_is_told()
    {
        using HostLine line = new HostLine().Open("ws://no-such-host.invalid/");
        line.Expect("NameResolution 0 no-such-host.invalid");
    }

    [TestMethod]
    public void Server_that_never_answers_the_upgrade_is_left_in_time()
    {
        using var server = new RawServer(socket => RawServer.ReadToEnd(socket));
        using var line = new HostLine();
        line.Options.UpgradeTimeoutMs = 200;
        line.Open($"ws://127.0.0.1:{server.Port}/");
        line.Expect("UpgradeTimeout 0 after 200 ms");
        Assert.IsTrue(server.Served.Wait(TimeSpan.FromSeconds(20)), "the connection was not closed");
    }

    [TestMethod]
    public void Server_that_never_answers_the_TLS_handshake_is_left_in_time()
    {
        using var server = new RawServer(socket => RawServer.ReadToEnd(socket));
        using var line = new HostLine();
        line.Options.ConnectTimeoutMs = 200;
        line.Open($"wss://127.0.0.1:{server.Port}/");
        line.Expect("ConnectTimeout 0 after 200 ms");
        Assert.IsTrue(server.Served.Wait(TimeSpan.FromSeconds(20)), "the connection was not closed");
    }

    [TestMethod]
    public void End_of_TCP_without_a_close_frame_is_told_as_lost()
    {
        using var server = new RawServer(async socket => await RawServer.Upgrade(socket));
        using HostLine line = new HostLine().Open($"ws://127.0.0.1:{server.Port}/");
        line.Expect("opened");
        line.Expect("Lost 0 the peer ended TCP");
    }

    [TestMethod]
    public void Reset_connection_is_told_as_lost()
    {
        using var server = new RawServer(async socket =>
        {
            await RawServer.Upgrade(socket);
            socket.LingerState = new LingerOption(true, 0);
        });
        using HostLine line = new HostLine().Open($"ws://127.0.0.1:{server.Port}/");
        line.Expect("opened");
        line.Expect("Lost 0 socket error 10054");
    }

    [TestMethod]
    public void Answer_and_first_message_in_one_packet_both_arrive_before_the_end()
    {
        using var server = new RawServer(async socket =>
        {
            NetworkStream stream = await RawServer.Upgrade(socket);
            await stream.WriteAsync(new byte[] { 0x81, 2, (byte)'h', (byte)'i', 0x88, 2, 0x03, 0xE9 });
        });
        using HostLine line = new HostLine().Open($"ws://127.0.0.1:{server.Port}/");
        line.Expect("opened");
        line.Expect("message hi");
        line.Expect("ClosedByPeer 1001");
    }

    [TestMethod]
    public void Frame_of_1_MiB_is_refused_with_1009_and_not_taken()
    {
        byte[] closeFrame = new byte[8];
        using var server = new RawServer(async socket =>
        {
            NetworkStream stream = await RawServer.Upgrade(socket);
            byte[] frame = new byte[10 + (1 << 20)];
            new byte[] { 0x81, 127, 0, 0, 0, 0, 0, 0x10, 0, 0 }.CopyTo(frame, 0);
            await stream.WriteAsync(frame);
            await stream.ReadExactlyAsync(closeFrame);
        });
        using HostLine line = new HostLine().Open($"ws://127.0.0.1:{server.Port}/");
        line.Expect("opened");
        line.Expect("MessageTooBig 1009 1048576 bytes announced, limit 8192");
        server.Served.Wait(TimeSpan.FromSeconds(20));
        Assert.AreEqual(1009, ((closeFrame[6] ^ closeFrame[2]) << 8) | (closeFrame[7] ^ closeFrame[3]));
    }

    [TestMethod]
    public void Reader_that_takes_nothing_is_cut_by_the_send_timeout()
    {
        using var server = new RawServer(HoldOpen);
        using var line = new HostLine();
        line.Options.SendTimeoutMs = 300;
        line.Open($"ws://127.0.0.1:{server.Port}/");
        line.Expect("opened");
        byte[] message = new byte[4000];

        // Sent only while there is room, as a careful sender would: TCP's own buffers fill up first, then ours.
        while (line.Ask(() => line.Client.IsOpen))
            line.Ask(() => line.Transport!.SendCapacity > 5000 && line.Client.Send(message, 0, message.Length));
        line.Expect("SendTimeout 0 ");
    }

    [TestMethod]
    public void Reader_that_takes_nothing_cannot_make_the_send_buffer_grow()
    {
        using var server = new RawServer(HoldOpen);
        using HostLine line = new HostLine().Open($"ws://127.0.0.1:{server.Port}/");
        line.Expect("opened");
        byte[] message = new byte[4000];
        long sent = 0;
        while (sent < 100_000_000 && line.Send(message)) sent += message.Length;
        line.Expect("SendBufferFull 0 ");
    }

    [TestMethod]
    public void Half_open_server_is_cut_by_the_ping_timeout()
    {
        using var server = new RawServer(HoldOpen);
        using var line = new HostLine();
        line.Options.PingIntervalSeconds = 1;
        line.Options.PongTimeoutMs = 200;
        line.Open($"ws://127.0.0.1:{server.Port}/");
        line.Expect("opened");
        line.Expect("PingTimeout 0 nothing for 200 ms");
    }

    [TestMethod]
    public void Server_that_floods_does_not_starve_the_loop()
    {
        byte[] frames = new byte[20_000];
        for (int i = 0; i < frames.Length; i += 2) frames[i] = 0x8A; // empty pongs
        using var server = new RawServer(async socket =>
        {
            NetworkStream stream = await RawServer.Upgrade(socket);
            while (true) await stream.WriteAsync(frames);
        });
        using HostLine line = new HostLine().Open($"ws://127.0.0.1:{server.Port}/");
        line.Expect("opened");
        for (int i = 0; i < 100; i++) Assert.IsTrue(line.Ask(() => line.Client.IsOpen));
        line.OnLoop(line.Client.Abort);
        line.Expect("ClosedByUs");
    }

    [TestMethod]
    public void Connection_that_comes_about_after_the_end_is_discarded()
    {
        using var server = new RawServer(socket => RawServer.ReadToEnd(socket));
        using var gate = new ManualResetEventSlim();
        using var line = new HostLine();
        line.Platform.ConnectGate = gate;
        line.Options.ConnectTimeoutMs = 100;
        line.Open($"ws://127.0.0.1:{server.Port}/");
        line.Expect("ConnectTimeout");
        Assert.IsFalse(line.Platform.AllEnded.IsSet);
        gate.Set();
        Assert.IsTrue(line.Platform.AllEnded.Wait(TimeSpan.FromSeconds(20)), "the late thread does not end");
    }

    [TestMethod]
    public void Abort_while_connecting_ends_at_once()
    {
        using var gate = new ManualResetEventSlim();
        using var line = new HostLine();
        line.Platform.ConnectGate = gate;
        line.Open("ws://127.0.0.1:9/");
        Assert.IsTrue(line.Platform.Connecting.Wait(TimeSpan.FromSeconds(20)));
        line.OnLoop(line.Client.Abort);
        line.Expect("ClosedByUs 0 aborted");
        gate.Set();
    }

    [TestMethod]
    public void IPv6_literal_connects()
    {
        if (!Socket.OSSupportsIPv6) Assert.Inconclusive("this machine has no IPv6");
        RawServer server;
        try
        {
            server = new RawServer(async socket => await RawServer.Upgrade(socket), IPAddress.IPv6Loopback);
        }
        catch (SocketException)
        {
            Assert.Inconclusive("this machine has no IPv6 loopback");
            return;
        }

        using (server)
        {
            using HostLine line = new HostLine().Open($"ws://[::1]:{server.Port}/");
            line.Expect("opened");
        }
    }

    // Answers the upgrade and then neither reads nor ends.
    private static async Task HoldOpen(Socket socket, Task over)
    {
        await RawServer.Upgrade(socket);
        await over;
    }
}
