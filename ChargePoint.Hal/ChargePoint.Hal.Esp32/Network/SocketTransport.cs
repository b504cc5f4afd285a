using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace ChargePoint.Hal.Esp32;

/// <summary>
/// TCP or TLS over <see cref="Socket"/>, the same source on device and host. One thread resolves, connects, does the TLS
/// handshake and then reads; a second writes. Both only move bytes between the stream and two bounded rings, so no call of
/// the event loop blocks. A receive ring that is full stops reading, and TCP slows the peer down.
/// <para>
/// Time limits are the owner's: nanoFramework's Socket.Connect waits without limit (Poll(-1)), as do reading and writing.
/// Whoever runs out of patience calls <see cref="Close"/>, which closes the socket; that wakes a thread which waits in
/// connect, read or write, also on the device. Name resolution cannot be woken (on the device at most 30 s): its thread
/// finds the transport closed when it comes back, and ends. A connection that comes about after Close is closed at once.
/// </para>
/// </summary>
public sealed class SocketTransport : ITransport
{
    /// <summary>
    /// Most bytes handed to the stream at once. On the device, a TLS write that does not fit into lwIP's send buffer spins inside
    /// the runtime until it does, with everything else stopped. A socket counts as writable with 2,872 free bytes and
    /// more, so a record of this size always fits.
    /// </summary>
    private const int LargestWrite = 1024;

    private readonly ISocketPlatform _platform;
    private readonly object _lock = new();
    private readonly ByteRing _received;
    private readonly ByteRing _toSend;
    private readonly AutoResetEvent _roomToReceive = new(false);
    private readonly AutoResetEvent _workToSend = new(false);
    private ITransportListener? _listener;
    private string _host = "";
    private int _port;
    private bool _secure;
    private Socket? _socket;
    private Stream? _stream;
    private bool _open;
    private bool _closed;
    private TransportError _error;
    private string _errorDetail = "";

    /// <summary>Makes an unconnected transport.</summary>
    /// <param name="platform">Sockets of this platform.</param>
    /// <param name="receiveBytes">Size of the receive ring.</param>
    /// <param name="sendBytes">Size of the send ring: the largest message that can be sent, with its frame headers, must fit.</param>
    public SocketTransport(ISocketPlatform platform, int receiveBytes = 2048, int sendBytes = 9216)
    {
        _platform = platform;
        _received = new ByteRing(receiveBytes);
        _toSend = new ByteRing(sendBytes);
    }

    /// <inheritdoc/>
    public bool IsOpen
    {
        get
        {
            lock (_lock) return _open;
        }
    }

    /// <inheritdoc/>
    public TransportError Error
    {
        get
        {
            lock (_lock) return _error;
        }
    }

    /// <inheritdoc/>
    public string ErrorDetail
    {
        get
        {
            lock (_lock) return _errorDetail;
        }
    }

    /// <inheritdoc/>
    public int SendCapacity
    {
        get
        {
            lock (_lock) return _toSend.Free;
        }
    }

    /// <inheritdoc/>
    public void Connect(string host, int port, bool secure, ITransportListener listener)
    {
        if (_listener != null) throw new InvalidOperationException("a transport is used once");
        _host = host;
        _port = port;
        _secure = secure;
        _listener = listener;
        _platform.StartThread(ConnectAndRead);
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int count)
    {
        int taken;
        lock (_lock) taken = _closed ? 0 : _received.Read(buffer, offset, count);
        if (taken > 0) _roomToReceive.Set();
        return taken;
    }

    /// <inheritdoc/>
    public bool Send(byte[] buffer, int offset, int count)
    {
        lock (_lock)
        {
            if (!_open || count > _toSend.Free) return false;
            _toSend.Write(buffer, offset, count);
        }

        _workToSend.Set();
        return true;
    }

    /// <inheritdoc/>
    public void Close()
    {
        Socket? socket;
        Stream? stream;
        lock (_lock)
        {
            _closed = true;
            _open = false;
            socket = _socket;
            stream = _stream;
            _socket = null;
            _stream = null;
        }

        _roomToReceive.Set();
        _workToSend.Set();

        // The stream first: on the device an SslStream frees its TLS context only while its socket is still open.
        stream?.Close();
        socket?.Close();
    }

    private bool IsClosed
    {
        get
        {
            lock (_lock) return _closed;
        }
    }

    private void ConnectAndRead()
    {
        try
        {
            if (!Establish()) return;
            _platform.StartThread(WriteAll);
            _listener!.OnTransportEvent();
            ReadAll();
        }
        catch (Exception e)
        {
            Failed(e);
        }
    }

    private bool Establish()
    {
        IPAddress[] addresses = Resolve();
        for (int i = 0; i < addresses.Length; i++)
        {
            if (IsClosed) return false;
            bool last = i == addresses.Length - 1;
            if (addresses[i].AddressFamily == AddressFamily.InterNetworkV6 && !_platform.SupportsIPv6)
            {
                if (last) Fail(TransportError.Unreachable, "this platform has no IPv6");
                continue;
            }

            try
            {
                if (TryConnect(addresses[i])) return Secure();
            }
            catch (SocketException e)
            {
                if (last) Fail(ErrorOf(e), $"{addresses[i]} port {_port}, socket error {(int)_platform.ErrorOf(e)}");
            }
        }

        return false;
    }

    // A literal address needs no look-up: .NET would do a reverse one.
    private IPAddress[] Resolve()
    {
        if (IsLiteral(_host)) return new IPAddress[] { IPAddress.Parse(_host) };
        try
        {
            IPAddress[] found = Dns.GetHostEntry(_host).AddressList;
            if (found.Length == 0) Fail(TransportError.NameResolution, _host);
            return found;
        }
        catch (SocketException e)
        {
            Fail(TransportError.NameResolution, $"{_host}, socket error {(int)_platform.ErrorOf(e)}");
            return new IPAddress[0];
        }
    }

    private bool TryConnect(IPAddress address)
    {
        Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        lock (_lock)
        {
            if (!_closed) _socket = socket;
        }

        if (IsClosed)
        {
            socket.Close();
            return false;
        }

        bool connected = false;
        try
        {
            _platform.Connect(socket, new IPEndPoint(address, _port));
            connected = true;
        }
        finally
        {
            if (!connected) socket.Close();
        }

        return true;
    }

    private bool Secure()
    {
        Socket? socket;
        lock (_lock) socket = _socket;
        if (socket == null) return false; // closed meanwhile, which closed the socket too
        Stream? stream;
        if (_secure)
        {
            stream = _platform.Authenticate(socket, _host, out string reason);
            if (stream == null)
            {
                socket.Close();
                Fail(TransportError.Tls, reason);
                return false;
            }
        }
        else
        {
            stream = new NetworkStream(socket, true);
        }

        lock (_lock)
        {
            if (!_closed)
            {
                _stream = stream;
                _open = true;
                return true;
            }
        }

        stream.Close();
        socket.Close();
        return false;
    }

    private void ReadAll()
    {
        while (true)
        {
            Stream? stream;
            int start;
            int room;
            lock (_lock)
            {
                if (_closed || _error != TransportError.None) return;
                stream = _stream;
                start = _received.Tail;
                room = _received.Vacant;
            }

            if (room == 0)
            {
                _roomToReceive.WaitOne();
                continue;
            }

            int count = stream!.Read(_received.Bytes, start, room);
            if (count <= 0)
            {
                Fail(TransportError.ClosedByPeer, "");
                return;
            }

            lock (_lock) _received.Add(count);
            _listener!.OnTransportEvent();
        }
    }

    private void WriteAll()
    {
        try
        {
            while (WriteSome())
            {
            }
        }
        catch (Exception e)
        {
            Failed(e);
        }
    }

    private bool WriteSome()
    {
        Stream? stream;
        int start;
        int count;
        lock (_lock)
        {
            if (!_open) return false;
            stream = _stream;
            start = _toSend.Head;
            count = _toSend.Filled;
        }

        if (count == 0)
        {
            _workToSend.WaitOne();
            return true;
        }

        if (count > LargestWrite) count = LargestWrite;
        stream!.Write(_toSend.Bytes, start, count);
        bool empty;
        lock (_lock)
        {
            _toSend.Drop(count);
            empty = _toSend.Count == 0;
        }

        if (empty) _listener!.OnTransportEvent();
        return true;
    }

    // What a socket or stream threw. After Close that is how its threads get to know of it, and no failure.
    private void Failed(Exception e)
    {
        if (IsClosed) return;
        SocketException? cause = e as SocketException ?? e.InnerException as SocketException;
        if (cause != null) Fail(ErrorOf(cause), $"socket error {(int)_platform.ErrorOf(cause)}");
        else Fail(TransportError.Reset, $"{e.GetType().Name}: {e.Message}");
    }

    private void Fail(TransportError error, string detail)
    {
        lock (_lock)
        {
            if (_closed || _error != TransportError.None) return;
            _open = false;
            _error = error;
            _errorDetail = detail;
        }

        _workToSend.Set();
        _listener!.OnTransportEvent();
    }

    private TransportError ErrorOf(SocketException e)
    {
        switch (_platform.ErrorOf(e))
        {
            case SocketError.ConnectionRefused:
                return TransportError.Refused;
            case SocketError.HostNotFound:
            case SocketError.NoData:
            case SocketError.NoRecovery:
            case SocketError.TryAgain:
                return TransportError.NameResolution;
            case SocketError.TimedOut:
                return TransportError.TimedOut;
            case SocketError.ConnectionReset:
            case SocketError.ConnectionAborted:
            case SocketError.Shutdown:
                return TransportError.Reset;
            default:
                // Before the connection stands, any other error means that there is no way; later, that the way broke.
                return _stream == null ? TransportError.Unreachable : TransportError.Reset;
        }
    }

    private static bool IsLiteral(string host)
    {
        if (host.IndexOf(':') >= 0) return true;
        char[] text = host.ToCharArray();
        int dots = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '.') dots++;
            else if (text[i] < '0' || text[i] > '9') return false;
        }

        return dots == 3;
    }
}
