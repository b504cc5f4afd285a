using System;
using System.Net.Security;
using System.Net.WebSockets;
using System.Net.WebSockets.WebSocketFrame;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using ChargePoint.Runtime;

namespace ChargePoint.Ocpp;

/// <summary>
/// The stock client of nanoFramework (package nanoFramework.System.Net.WebSockets.Client 1.1) behind the seam of
/// <see cref="WebSocketClient"/>, for makers who want it. Chosen in the board description; not the default, because of
/// faults of the package that an adapter cannot mend:
/// <list type="bullet">
/// <item>When the server ends TCP without a close frame, the receiver spins until a ping fails. Pings are therefore always
/// on here, once a minute if the options turn them off.</item>
/// <item>Connecting has no time limit and cannot be ended. When ours is over the attempt is abandoned, its thread stays until
/// the attempt ends by itself, and until then a new attempt fails at once.</item>
/// <item>HTTP status and close code stay hidden: failures are told as UpgradeMalformed, ClosedByPeer and Lost without
/// code. The selected subprotocol is not checked. "Connection" must be answered with the one word "upgrade", and header
/// fields with a colon in their value are skipped.</item>
/// <item>The Host header lacks the port, IPv6 addresses and a query right behind the host are not understood.</item>
/// <item>The key is made with a Random that is not seeded from hardware.</item>
/// <item>Each frame is allocated. Fragments behind the first are masked wrongly, so messages are sent in one frame.</item>
/// <item>A timer suspends the receiving thread while it looks at time limits.</item>
/// </list>
/// </summary>
public sealed class StockWebSocketLink : IMessageLink
{
    private const int InboxFrames = 8;
    private const int LeastPingSeconds = 60;

    private readonly Log _log;
    private readonly Signal _look;
    private readonly LoopTimer _stepTimer;
    private readonly LoopTimer _endTimer;
    private readonly object _lock = new();
    private readonly ReceiveMessageFrame?[] _inbox = new ReceiveMessageFrame?[InboxFrames];
    private int _inboxHead;
    private int _inboxCount;
    private bool _inboxOverrun;
    private bool _attemptRuns;
    private bool _attemptDone;
    private string _attemptError = "";
    private bool _peerGone;
    private ClientWebSocket? _socket;
    private IWebSocketListener? _listener;
    private WebSocketAddress? _address;
    private WebSocketOptions _options = new();
    private byte[] _message = new byte[0];
    private int _messageLength;
    private bool _busy;
    private bool _closing;
    private bool _ended;
    private LinkFailure _failure;
    private int _code;
    private string _detail = "";

    /// <summary>Makes a link that is not connected.</summary>
    /// <param name="loop">Loop that owns it.</param>
    /// <param name="log">For what goes wrong in the package.</param>
    public StockWebSocketLink(EventLoop loop, Log log)
    {
        _log = log;
        _look = loop.CreateSignal(Look);
        _stepTimer = loop.CreateTimer(StepTimedOut);
        _endTimer = loop.CreateTimer(TellEnd);
    }

    /// <summary>CA certificate that the server is verified against, or null to use the device's certificate store alone.</summary>
    public X509Certificate? Authority { get; set; }

    /// <inheritdoc/>
    public bool IsOpen { get; private set; }

    /// <inheritdoc/>
    public bool IsWaiting => _busy && !IsOpen;

    /// <inheritdoc/>
    public void Open(WebSocketAddress address, WebSocketOptions options, IWebSocketListener listener)
    {
        if (_busy) throw new InvalidOperationException("the link is in use");
        _busy = true;
        _closing = _ended = false;
        _address = address;
        _options = options;
        _listener = listener;
        _failure = LinkFailure.None;
        _messageLength = 0;
        if (_message.Length < options.MaximumMessageBytes) _message = new byte[options.MaximumMessageBytes];
        lock (_lock)
        {
            if (!_attemptRuns)
            {
                _attemptRuns = true;
                _attemptDone = _peerGone = _inboxOverrun = false;
                _inboxCount = 0;
                new Thread(Connect).Start();
                _stepTimer.Start(options.ConnectTimeoutMs + options.UpgradeTimeoutMs);
                return;
            }
        }

        End(LinkFailure.ConnectTimeout, "the last attempt still hangs in the network stack");
    }

    /// <inheritdoc/>
    public bool Send(byte[] buffer, int offset, int count)
    {
        if (!IsOpen) return false;
        byte[] message = new byte[count];
        Array.Copy(buffer, offset, message, 0, count);
        return _socket!.Send(message, WebSocketMessageType.Text, count + 1);
    }

    /// <inheritdoc/>
    public void Close(int code, string reason)
    {
        if (!_busy || _closing || _ended) return;
        if (!IsOpen)
        {
            End(LinkFailure.ClosedByUs, reason);
            return;
        }

        IsOpen = false;
        _closing = true;
        SetOutcome(LinkFailure.ClosedByUs, code, reason);
        _stepTimer.Start(_options.CloseTimeoutMs);

        // For 1001 the package waits on this thread until the frame is out: 1000 is sent instead.
        _socket!.Close((WebSocketCloseStatus)(code == 1001 ? 1000 : code), reason);
    }

    /// <inheritdoc/>
    public void Abort()
    {
        if (!_busy || _ended) return;
        if (_closing) End();
        else End(LinkFailure.ClosedByUs, "aborted");
    }

    // On a thread of its own, since everything in it blocks.
    private void Connect()
    {
        ClientWebSocket socket = new(new ClientWebSocketOptions
        {
            MaxReceiveFrameSize = _options.MaximumMessageBytes,
            KeepAliveInterval = TimeSpan.FromSeconds(_options.PingIntervalSeconds > 0 ? _options.PingIntervalSeconds : LeastPingSeconds),
            ServerTimeout = TimeSpan.FromMilliseconds(_options.PongTimeoutMs),
            SslProtocol = SslProtocols.Tls12 | SslProtocols.Tls13,

            // The only value with which the runtime verifies a server.
            SslVerification = SslVerification.CertificateRequired,
        });
        string error = "";
        lock (_lock)
        {
            if (_ended)
            {
                _attemptRuns = false;
                return;
            }

            _socket = socket;
        }

        try
        {
            socket.CACertificate = Authority;
            socket.SslVerification = SslVerification.CertificateRequired;
            socket.MessageReceived += Received;
            socket.ConnectionClosed += PeerGone;
            socket.Connect(_address!.ToString(), Headers());
            if (socket.State != WebSocketState.Open) error = "the package does not say why";
        }
        catch (Exception e)
        {
            error = e.Message == null ? "unknown error" : e.Message;
        }

        bool abandoned;
        lock (_lock)
        {
            abandoned = _socket != socket;
            _attemptRuns = false;
            _attemptDone = true;
            _attemptError = error;
        }

        if (abandoned) Discard(socket);
        _look.Raise();
    }

    private ClientWebSocketHeaders Headers()
    {
        ClientWebSocketHeaders headers = new();
        headers["Sec-WebSocket-Protocol"] = _options.Subprotocol;
        if (_options.User != null && _options.Password != null)
        {
            byte[] name = Encoding.UTF8.GetBytes(_options.User + ":");
            byte[] both = new byte[name.Length + _options.Password.Length];
            Array.Copy(name, 0, both, 0, name.Length);
            Array.Copy(_options.Password, 0, both, name.Length, _options.Password.Length);
            headers["Authorization"] = "Basic " + Convert.ToBase64String(both);
        }

        return headers;
    }

    // On the package's thread.
    private void Received(object sender, MessageReceivedEventArgs e)
    {
        lock (_lock)
        {
            if (sender != _socket) return;
            if (_inboxCount == InboxFrames)
            {
                _inboxOverrun = true;
            }
            else
            {
                _inbox[(_inboxHead + _inboxCount) % InboxFrames] = e.Frame;
                _inboxCount++;
            }
        }

        _look.Raise();
    }

    private void PeerGone(object sender, EventArgs e)
    {
        lock (_lock)
        {
            if (sender == _socket) _peerGone = true;
        }

        _look.Raise();
    }

    private void Look()
    {
        if (!_busy || _ended) return;
        bool done;
        bool gone;
        bool overrun;
        lock (_lock)
        {
            done = _attemptDone;
            gone = _peerGone;
            overrun = _inboxOverrun;
        }

        if (done && _attemptError.Length > 0 && !_closing && !IsOpen)
        {
            End(LinkFailure.UpgradeMalformed, _attemptError);
            return;
        }

        if (done && !IsOpen && !_closing)
        {
            _stepTimer.Stop();
            IsOpen = true;
            _listener!.OnOpened();
        }

        if (overrun && !_ended) End(LinkFailure.Lost, "more frames at once than the inbox holds");
        ReceiveMessageFrame? frame = TakeFrame();
        if (frame != null)
        {
            _look.Raise();
            TakePart(frame);
        }
        else if (gone && !_ended)
        {
            if (_closing) End();
            else End(LinkFailure.Lost, "closed by the peer, or no pong: the package does not say which");
        }
    }

    private ReceiveMessageFrame? TakeFrame()
    {
        lock (_lock)
        {
            if (_inboxCount == 0) return null;
            ReceiveMessageFrame? frame = _inbox[_inboxHead];
            _inbox[_inboxHead] = null;
            _inboxHead = (_inboxHead + 1) % InboxFrames;
            _inboxCount--;
            return frame;
        }
    }

    private void TakePart(ReceiveMessageFrame frame)
    {
        if (!IsOpen) return;
        byte[] part = frame.Buffer;
        if (frame.Fragmentation == FragmentationType.NotFragmented || frame.Fragmentation == FragmentationType.FirstFragment)
        {
            _messageLength = 0;
            if (frame.MessageType != WebSocketMessageType.Text)
            {
                Fail(LinkFailure.BinaryMessage, 1003);
                return;
            }
        }

        if (part.Length > _options.MaximumMessageBytes - _messageLength)
        {
            Fail(LinkFailure.MessageTooBig, 1009);
            return;
        }

        Array.Copy(part, 0, _message, _messageLength, part.Length);
        _messageLength += part.Length;
        if (frame.Fragmentation == FragmentationType.FirstFragment || frame.Fragmentation == FragmentationType.Fragment) return;
        if (WebSocketText.IsUtf8(_message, 0, _messageLength)) _listener!.OnMessage(_message, 0, _messageLength);
        else Fail(LinkFailure.InvalidPayload, 1007);
    }

    private void Fail(LinkFailure failure, int code)
    {
        Close(code, "");
        SetOutcome(failure, code, "");
    }

    private void StepTimedOut()
    {
        if (_closing) End();
        else End(LinkFailure.ConnectTimeout, "name resolution, TCP, TLS and upgrade together");
    }

    private void SetOutcome(LinkFailure failure, int code, string detail)
    {
        _failure = failure;
        _code = code;
        _detail = detail;
    }

    private void End(LinkFailure failure, string detail)
    {
        SetOutcome(failure, 0, detail);
        End();
    }

    private void End()
    {
        IsOpen = false;
        _ended = true;
        _stepTimer.Stop();
        ClientWebSocket? socket = null;
        lock (_lock)
        {
            if (!_attemptRuns) socket = _socket; // an attempt that still runs discards its socket itself
            _socket = null;
        }

        if (socket != null) Discard(socket);
        _endTimer.Start(0);
    }

    private void Discard(ClientWebSocket socket)
    {
        try
        {
            if (socket.State != WebSocketState.Closed) socket.Abort();
        }
        catch (Exception e)
        {
            _log.Debug("websocket", "stock client: " + e.Message);
        }
    }

    private void TellEnd()
    {
        IWebSocketListener listener = _listener!;
        _listener = null;
        _busy = false;
        listener.OnClosed(_failure, _code, _detail);
    }
}
