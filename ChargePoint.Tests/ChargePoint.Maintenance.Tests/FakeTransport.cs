using System.Collections;
using System.Text;
using ChargePoint.Hal;

namespace ChargePoint.Maintenance.Tests;

/// <summary>Byte stream whose other end is the test.</summary>
internal sealed class FakeTransport : ITransport
{
    private readonly byte[] _inbound = new byte[65536];
    private int _inboundStart;
    private int _inboundEnd;
    private ITransportListener? _listener;

    public string Host { get; private set; } = "";

    public int Port { get; private set; }

    public bool Secure { get; private set; }

    public bool WasClosed { get; private set; }

    /// <summary>All that was sent.</summary>
    public string Sent { get; private set; } = "";

    /// <summary>Bytes that fit into the send buffer; 0 for a peer that takes nothing.</summary>
    public int Room { get; set; } = 9216;

    /// <summary>How many bytes one Receive hands out at most.</summary>
    public int PieceBytes { get; set; } = 65536;

    public bool IsOpen { get; private set; }

    public TransportError Error { get; private set; }

    public string ErrorDetail => "";

    public int SendCapacity => Room;

    public void Connect(string host, int port, bool secure, ITransportListener listener)
    {
        Host = host;
        Port = port;
        Secure = secure;
        _listener = listener;
    }

    public int Receive(byte[] buffer, int offset, int count)
    {
        int there = _inboundEnd - _inboundStart;
        if (count > there) count = there;
        if (count > PieceBytes) count = PieceBytes;
        System.Array.Copy(_inbound, _inboundStart, buffer, offset, count);
        _inboundStart += count;
        return count;
    }

    public bool Send(byte[] buffer, int offset, int count)
    {
        if (!IsOpen || count > Room) return false;
        Sent += Encoding.UTF8.GetString(buffer, offset, count);
        return true;
    }

    public void Close()
    {
        IsOpen = false;
        WasClosed = true;
    }

    public void Open()
    {
        IsOpen = true;
        _listener!.OnTransportEvent();
    }

    public void Say(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        System.Array.Copy(bytes, 0, _inbound, _inboundEnd, bytes.Length);
        _inboundEnd += bytes.Length;
        _listener!.OnTransportEvent();
    }

    public void Fail(TransportError error)
    {
        IsOpen = false;
        Error = error;
        _listener!.OnTransportEvent();
    }

    /// <summary>There is room again.</summary>
    public void Drain(int room)
    {
        Room = room;
        _listener!.OnTransportEvent();
    }
}

/// <summary>The byte streams that were made, in their order.</summary>
internal sealed class FakeNetwork
{
    private readonly ArrayList _made = new();

    public int Count => _made.Count;

    public FakeTransport Last => (FakeTransport)_made[_made.Count - 1]!;

    public FakeTransport this[int index] => (FakeTransport)_made[index]!;

    public ITransport Make()
    {
        FakeTransport made = new();
        _made.Add(made);
        return made;
    }
}
