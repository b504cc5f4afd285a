using System.Security.Cryptography;
using System.Text;
using ChargePoint.Hal;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Simulator.Tests.Network;

/// <summary>Frames cost no memory: on the device, what is allocated here is taken from the session.</summary>
[TestClass]
public sealed class AllocationTests : IClock, IRandom, IWebSocketListener, ITransport
{
    private readonly byte[] _inbound = new byte[65_536];
    private int _inboundStart;
    private int _inboundEnd;
    private int _messages;
    private int _sent;
    private string _request = "";

    public long MonotonicMs => 0;

    public bool IsOpen => true;

    public TransportError Error => TransportError.None;

    public string ErrorDetail => "";

    public int SendCapacity => 8192;

    [TestMethod]
    public void Messages_pings_and_fragments_in_both_directions_allocate_nothing()
    {
        var log = new Log(this);
        var loop = new EventLoop(this, log);
        var client = new WebSocketClient(loop, this, log, () => this);
        client.Open(WebSocketAddress.Parse("ws://test/", out _)!, new WebSocketOptions(), this);
        ((ITransportListener)client).OnTransportEvent();
        Run(loop);
        string key = _request.Split("Sec-WebSocket-Key: ")[1].Split('\r')[0];
        string accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
        Arrive(Encoding.ASCII.GetBytes("HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: ocpp1.6\r\n\r\n"));
        byte[] frames = [0x81, 1, (byte)'a', 0x89, 2, 1, 2, 0x01, 1, (byte)'b', 0x80, 1, (byte)'c'];
        byte[] message = new byte[3000];
        Exchange(client, loop, frames, message); // the first round may load code

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) Exchange(client, loop, frames, message);
        Assert.AreEqual(0L, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.AreEqual(2002, _messages);
        Assert.IsTrue(_sent > 3_000_000);
    }

    public void Connect(string host, int port, bool secure, ITransportListener listener)
    {
    }

    public int Receive(byte[] buffer, int offset, int count)
    {
        count = Math.Min(count, _inboundEnd - _inboundStart);
        Array.Copy(_inbound, _inboundStart, buffer, offset, count);
        _inboundStart += count;
        return count;
    }

    public bool Send(byte[] buffer, int offset, int count)
    {
        if (_sent == 0) _request = Encoding.ASCII.GetString(buffer, offset, count);
        _sent += count;
        return true;
    }

    public void Close()
    {
    }

    public void Fill(byte[] buffer, int offset, int count) => RandomNumberGenerator.Fill(buffer.AsSpan(offset, count));

    public void OnOpened()
    {
    }

    public void OnMessage(byte[] buffer, int offset, int count) => _messages++;

    public void OnClosed(LinkFailure failure, int code, string detail) => Assert.Fail(LinkFailures.Explain(failure, code, detail));

    private static void Run(EventLoop loop)
    {
        while (loop.Step())
        {
        }
    }

    private void Arrive(byte[] bytes)
    {
        _inboundStart = 0;
        _inboundEnd = bytes.Length;
        Array.Copy(bytes, _inbound, bytes.Length);
    }

    private void Exchange(WebSocketClient client, EventLoop loop, byte[] frames, byte[] message)
    {
        ((ITransportListener)client).OnTransportEvent();
        Run(loop);
        Arrive(frames);
        ((ITransportListener)client).OnTransportEvent();
        Run(loop);
        if (!client.Send(message, 0, message.Length)) Assert.Fail("not sent");
    }
}
