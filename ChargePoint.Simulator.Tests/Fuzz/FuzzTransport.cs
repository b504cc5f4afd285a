using ChargePoint.Hal;

namespace ChargePoint.Simulator.Tests.Fuzz;

/// <summary>The other end of byte streams.</summary>
internal interface IFuzzPeer
{
    /// <summary>Somebody connects: open the stream or let it fail.</summary>
    void OnConnect(FuzzTransport stream);

    /// <summary>Bytes arrived at the peer.</summary>
    void OnBytes(FuzzTransport stream, byte[] bytes);

    /// <summary>The charge point has closed the stream.</summary>
    void OnClosed(FuzzTransport stream)
    {
    }
}

/// <summary>Byte stream between the charge point and a peer that the test plays.</summary>
internal sealed class FuzzTransport(Func<string, int, IFuzzPeer> peers) : ITransport
{
    private readonly Queue<byte[]> _inbound = new();
    private ITransportListener? _listener;
    private IFuzzPeer? _peer;
    private int _taken;

    public string Host { get; private set; } = "";

    public int Port { get; private set; }

    public bool IsOpen { get; private set; }

    public bool IsClosed { get; private set; }

    public TransportError Error { get; private set; }

    public string ErrorDetail => "";

    public int SendCapacity => 9216;

    public void Connect(string host, int port, bool secure, ITransportListener listener)
    {
        Host = host;
        Port = port;
        _listener = listener;
        _peer = peers(host, port);
        _peer.OnConnect(this);
    }

    public int Receive(byte[] buffer, int offset, int count)
    {
        if (!_inbound.TryPeek(out byte[]? piece)) return 0;
        int taken = Math.Min(count, piece.Length - _taken);
        Array.Copy(piece, _taken, buffer, offset, taken);
        _taken += taken;
        if (_taken < piece.Length) return taken;
        _inbound.Dequeue();
        _taken = 0;
        return taken;
    }

    public bool Send(byte[] buffer, int offset, int count)
    {
        if (!IsOpen || count > SendCapacity) return false;
        _peer!.OnBytes(this, buffer.AsSpan(offset, count).ToArray());
        return true;
    }

    public void Close()
    {
        if (IsOpen) _peer!.OnClosed(this);
        IsOpen = false;
        IsClosed = true;
        _inbound.Clear();
        _taken = 0;
    }

    /// <summary>The connection is there.</summary>
    public void Open()
    {
        IsOpen = true;
        _listener!.OnTransportEvent();
    }

    /// <summary>Bytes go to the charge point.</summary>
    public void Say(byte[] bytes)
    {
        if (!IsOpen || bytes.Length == 0) return;
        _inbound.Enqueue(bytes);
        _listener!.OnTransportEvent();
    }

    /// <summary>The connection ends.</summary>
    public void Fail(TransportError error)
    {
        if (IsClosed) return;
        IsOpen = false;
        Error = error;
        _listener!.OnTransportEvent();
    }
}
