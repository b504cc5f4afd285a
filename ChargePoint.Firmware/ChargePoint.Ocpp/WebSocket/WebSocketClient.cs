using System;
using System.Text;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Ocpp;

/// <summary>
/// WebSocket client (RFC 6455) for text messages, without extensions. One object serves one connection after another.
/// All its state belongs to the event loop; the transport's threads only raise a signal. Buffers are made at the first
/// <see cref="Open"/> and kept, frames allocate nothing, and each step has a time limit:
/// <code>
/// Idle -> Connecting -> Upgrading -> Open -> CloseSent -> Draining -> Ended -> Idle
///              |            |         |          |            |         |
///              +------------+---------+----------+------------+-> Ended +-- OnClosed
///                                     +-- close frame from the peer, or fault of the peer -> Draining
/// </code>
/// </summary>
public sealed class WebSocketClient : IMessageLink, ITransportListener
{
    /// <summary>Size of the receive buffer, and most bytes that are handled in one turn of the loop.</summary>
    public const int ReceiveBufferBytes = 256;

    private const string Room = "websocket";

    private readonly Log _log;
    private readonly TransportMaker _makeTransport;
    private readonly IRandom _random;
    private readonly Signal _look;
    private readonly LoopTimer _stepTimer;
    private readonly LoopTimer _endTimer;
    private LoopTimer? _paceTimer; // made when it is needed
    private readonly EventLoop _loop;
    private readonly MessagePace _pace = new();
    private readonly WebSocketWatch _watch;
    private WebSocketUpgrade? _upgrade; // only while a connection is being opened
    private readonly WebSocketFrameWriter _writer;
    private readonly byte[] _input = new byte[ReceiveBufferBytes];
    private readonly FrameBuffer? _frames;
    private WebSocketFrameReader? _reader;
    private ITransport? _transport;
    private IWebSocketListener? _listener;
    private WebSocketAddress? _address;
    private WebSocketOptions _options = new();
    private State _state = State.Idle;
    private int _roomForAnswer;
    private bool _starved;
    private bool _paced;
    private int _inputOffset;
    private int _inputEnd;
    private LinkFailure _failure;
    private int _code;
    private string _detail = "";

    /// <summary>Makes a client that is not connected.</summary>
    /// <param name="loop">Loop that owns it.</param>
    /// <param name="random">For masks and nonces.</param>
    /// <param name="log">For steps (debug) and messages that cannot be sent.</param>
    /// <param name="makeTransport">Makes a transport for each connection, such as <see cref="IController.CreateTransport"/>.</param>
    /// <param name="frames">Buffer that messages arrive in, shared with who handles them; null for one of its own.</param>
    public WebSocketClient(EventLoop loop, IRandom random, Log log, TransportMaker makeTransport, FrameBuffer? frames = null)
    {
        _frames = frames;
        _log = log;
        _random = random;
        _makeTransport = makeTransport;
        _writer = new WebSocketFrameWriter(random);
        _look = loop.CreateSignal(Look);
        _stepTimer = loop.CreateTimer(StepTimedOut);
        _endTimer = loop.CreateTimer(TellEnd);
        _loop = loop;
        _watch = new WebSocketWatch(loop, this);
    }

    private enum State
    {
        Idle,
        Connecting,
        Upgrading,
        Open,
        CloseSent, // our close frame is out, the peer's is awaited
        Draining, // the outcome is known; only the end of TCP is awaited, so that our last frame gets out
        Ended, // OnClosed comes with the loop's next turn
    }

    /// <inheritdoc/>
    public bool IsOpen => _state == State.Open;

    /// <inheritdoc/>
    public bool IsWaiting => _state == State.Open ? _watch.IsAwaitingPong || _watch.IsSending : _state != State.Idle;

    /// <summary>Room in the transport's send buffer, in bytes.</summary>
    internal int SendCapacity => _transport == null ? 0 : _transport.SendCapacity;

    /// <inheritdoc/>
    public void Open(WebSocketAddress address, WebSocketOptions options, IWebSocketListener listener)
    {
        if (_state != State.Idle) throw new InvalidOperationException("the link is in use");
        if (options.MaximumFrameBytes < WebSocketOptions.SmallestFrameBytes || options.MaximumFrameBytes > WebSocketOptions.LargestFrameBytes
            || options.MaximumMessageBytes < 1)
            throw new ArgumentOutOfRangeException(nameof(options));
        _address = address;
        _options = options;
        _listener = listener;
        _writer.Reset(options.MaximumFrameBytes);

        // The buffer for messages also holds the header of the handshake's answer.
        int size = options.MaximumMessageBytes < WebSocketUpgrade.LongestHeader ? WebSocketUpgrade.LongestHeader : options.MaximumMessageBytes;
        if (_reader == null || _reader.Message.Length < size)
        {
            if (_frames != null && _frames.Bytes.Length < size) throw new ArgumentOutOfRangeException(nameof(options));
            _reader = new WebSocketFrameReader(_frames ?? new FrameBuffer(size));
        }

        _reader.Reset(options.MaximumMessageBytes);
        _inputOffset = _inputEnd = 0;
        _failure = LinkFailure.None;
        _code = 0;
        _detail = "";
        _state = State.Connecting;
        _stepTimer.Start(options.ConnectTimeoutMs);
        _transport = _makeTransport();
        _log.Debug(Room, "connecting to " + address.HostHeader); // not the path and query: both can hold a secret
        _transport.Connect(address.Host, address.Port, address.Secure, this);
    }

    /// <inheritdoc/>
    public bool Send(byte[] buffer, int offset, int count)
    {
        if (_state != State.Open) return false;
        long size = _writer.SizeOf(count);
        if (size > _watch.SendBufferBytes)
        {
            _log.Error(Room, $"message of {count} bytes not sent: it exceeds the send buffer of {_watch.SendBufferBytes} bytes");
            return false;
        }

        if (size > _transport!.SendCapacity || !_writer.SendText(_transport, buffer, offset, count))
        {
            if (IsBroken()) return true;
            End(LinkFailure.SendBufferFull, 0, $"{_watch.SendBufferBytes - _transport.SendCapacity} bytes wait");
            return false;
        }

        _watch.Sent((int)size);
        return true;
    }

    /// <inheritdoc/>
    public void Close(int code, string reason)
    {
        if (!WebSocketFrame.IsCloseCode(code)) throw new ArgumentOutOfRangeException(nameof(code));
        if (_state == State.Connecting || _state == State.Upgrading)
        {
            End(LinkFailure.ClosedByUs, code, reason);
        }
        else if (_state == State.Open)
        {
            SetOutcome(LinkFailure.ClosedByUs, code, reason);
            BeginClosing(State.CloseSent, code, reason);
        }
    }

    /// <inheritdoc/>
    public void Abort()
    {
        if (_state == State.Idle || _state == State.Ended) return;
        if (_failure == LinkFailure.None) End(LinkFailure.ClosedByUs, 0, "aborted");
        else End();
    }

    // Merged into one event of the loop, however often and from whichever thread it is called.
    /// <inheritdoc/>
    void ITransportListener.OnTransportEvent() => _look.Raise();

    /// <summary>Sends a ping; called by the watch.</summary>
    internal void SendPing(int number)
    {
        byte[] payload = new byte[4];
        for (int i = 0; i < 4; i++) payload[i] = (byte)(number >> (24 - (8 * i)));
        SendControl(WebSocketFrame.Ping, payload, 4);
    }

    /// <summary>Ends the connection at once, since the peer does not react any more; called by the watch.</summary>
    internal void Cut(LinkFailure failure, string detail) => End(failure, 0, detail);

    /// <summary>Fails the connection with a close frame (RFC 6455 section 7.1.7).</summary>
    internal void Fail(LinkFailure failure, int code, string detail)
    {
        SetOutcome(failure, code, detail);
        BeginClosing(State.Draining, code, "");
    }

    // Looks at the transport. Bytes that arrived before a failure come first, so the error is read before the bytes.
    private void Look()
    {
        if (_state == State.Idle || _state == State.Ended) return;
        ITransport transport = _transport!;
        TransportError error = transport.Error;
        if (_state == State.Connecting && transport.IsOpen) BeginUpgrade();
        if (_inputOffset == _inputEnd && _state != State.Connecting && _state != State.Ended)
        {
            _inputOffset = 0;
            _inputEnd = transport.Receive(_input, 0, _input.Length);
        }

        if (_inputOffset == _inputEnd)
        {
            _starved = false;
            if (error != TransportError.None && _state != State.Ended) TransportFailed(error, transport.ErrorDetail);
            return;
        }

        _watch.Received();
        _paced = false;
        try
        {
            // Handed over from here, not from where it was found: what it brings about is the deepest call of all, and each call takes memory.
            while (ReadMessage())
            {
                if (_state == State.Open) _listener!.OnMessage(_reader!.Message, 0, _reader.MessageLength);
                _reader!.DropMessage();
            }
        }
        finally
        {
            // More may be waiting; and if a handler threw, the rest of these bytes must not be lost. Without room for an answer, the
            // transport tells when there is some again; and a peer that is too fast waits for the timer.
            if (!_starved && !_paced) _look.Raise();
        }
    }

    // Reads to the end of the next message. False if what has come holds none, or it is not its turn.
    private bool ReadMessage()
    {
        if (_state == State.Upgrading)
        {
            if (!_upgrade!.Take(_input, ref _inputOffset, _inputEnd)) return false;
            EndUpgrade();
        }

        while (_inputOffset < _inputEnd && (_state == State.Open || _state == State.CloseSent))
        {
            // A peer that asks faster than it takes our answers waits: nothing more is read from it before its answer fits. One
            // that is gone will never make room.
            _starved = _state == State.Open && _transport!.SendCapacity < _roomForAnswer && _transport.Error == TransportError.None;
            if (_starved || IsTooEarly()) return false;
            FrameEvent found = _reader!.Read(_input, ref _inputOffset, _inputEnd);
            _watch.MessageProgress(_reader.IsMidway);
            if (found != FrameEvent.None) _pace.Count();
            if (found == FrameEvent.Message) return true;
            HandleFrame(found);
        }

        // Behind a close frame or a fault nothing counts any more.
        if (_state == State.Draining || _state == State.Ended) _inputOffset = _inputEnd;
        return false;
    }

    private bool IsTooEarly()
    {
        int wait = _pace.WaitMs(_loop.NowMs);
        _paced = _state == State.Open && wait > 0;
        if (_paced) (_paceTimer ??= _loop.CreateTimer(Look)).Start(wait);
        return _paced;
    }

    private void HandleFrame(FrameEvent found)
    {
        WebSocketFrameReader reader = _reader!;
        bool open = _state == State.Open;
        switch (found)
        {
            case FrameEvent.Ping:
                if (open) SendControl(WebSocketFrame.Pong, reader.Control, reader.ControlLength);
                break;
            case FrameEvent.Close:
                TakeClose(reader);
                break;
            case FrameEvent.Fault:
                if (open) Fail(reader.Failure, reader.Code, reader.Detail);
                else End();
                break;
        }
    }

    // RFC 6455 section 5.5.1: answered with the same code; then the server is to end TCP first (section 7.1.1).
    private void TakeClose(WebSocketFrameReader reader)
    {
        if (_state == State.CloseSent)
        {
            _state = State.Draining;
            return;
        }

        string reason = reader.ControlLength > 2 ? Encoding.UTF8.GetString(reader.Control, 2, reader.ControlLength - 2) : "";
        SetOutcome(LinkFailure.ClosedByPeer, reader.Code, reason);
        BeginClosing(State.Draining, reader.Code, "");
    }

    private void BeginUpgrade()
    {
        _reader!.Occupy(WebSocketUpgrade.LongestHeader);
        _upgrade = new WebSocketUpgrade();
        byte[] request = _upgrade.Begin(_address!, _options, _random, _reader.Message);
        _watch.Begin(_options, _transport!.SendCapacity);
        long largest = _writer.SizeOf(_options.MaximumMessageBytes);
        _roomForAnswer = largest > _watch.SendBufferBytes ? _watch.SendBufferBytes : (int)largest;
        _state = State.Upgrading;
        _stepTimer.Start(_options.UpgradeTimeoutMs);
        if (_transport.Send(request, 0, request.Length)) _watch.Sent(request.Length);
        else if (!IsBroken()) End(LinkFailure.SendBufferFull, 0, "upgrade request");
    }

    // The connection may have broken since the last look. What was to be sent is lost then, as it would have been a moment
    // later; the next look reads what came before the end and tells the reason.
    private bool IsBroken()
    {
        bool broken = _transport!.Error != TransportError.None;
        if (broken) _look.Raise();
        return broken;
    }

    private void EndUpgrade()
    {
        if (_upgrade!.Failure != LinkFailure.None)
        {
            EndFailedUpgrade();
            return;
        }

        _upgrade = null;
        _reader!.DropMessage();
        _state = State.Open;
        _stepTimer.Stop();
        _pace.Begin(_options, _loop.NowMs);
        _watch.StartPings();
        _log.Debug(Room, "open: " + _address!.HostHeader);
        _listener!.OnOpened();
    }

    private void EndFailedUpgrade()
        => End(_upgrade!.Failure, _upgrade.Failure == LinkFailure.HttpStatus ? _upgrade.Status : 0, _upgrade.Detail);

    private void SendControl(int opcode, byte[] payload, int count)
    {
        if (_writer.SendControl(_transport!, opcode, payload, count)) _watch.Sent((int)_writer.SizeOf(count));
        else if (!IsBroken()) End(LinkFailure.SendBufferFull, 0, "control frame");
    }

    private void BeginClosing(State next, int code, string reason)
    {
        int length = 0;
        byte[] payload = new byte[WebSocketFrame.LongestControl];
        if (code != WebSocketFrame.NoCode)
        {
            payload[0] = (byte)(code >> 8);
            payload[1] = (byte)code;
            byte[] text = Encoding.UTF8.GetBytes(reason);
            length = Utf8Text.WholeCharacters(text, WebSocketFrame.LongestControl - 2);
            Array.Copy(text, 0, payload, 2, length);
            length += 2;
        }

        _state = next;
        _watch.Stop();
        _stepTimer.Start(_options.CloseTimeoutMs);
        if (!_writer.SendControl(_transport!, WebSocketFrame.Close, payload, length)) End();
    }

    private void StepTimedOut()
    {
        switch (_state)
        {
            case State.Connecting:
                End(LinkFailure.ConnectTimeout, 0, $"after {_options.ConnectTimeoutMs} ms");
                break;
            case State.Upgrading:
                _upgrade!.Fail(LinkFailure.UpgradeTimeout, $"after {_options.UpgradeTimeoutMs} ms");
                EndFailedUpgrade();
                break;
            default:
                End();
                break;
        }
    }

    private void TransportFailed(TransportError error, string detail)
    {
        if (_state == State.CloseSent || _state == State.Draining)
        {
            End();
            return;
        }

        LinkFailure failure = error switch
        {
            TransportError.NameResolution => LinkFailure.NameResolution,
            TransportError.Refused => LinkFailure.Refused,
            TransportError.Unreachable => LinkFailure.Unreachable,
            TransportError.TimedOut => _state == State.Connecting ? LinkFailure.ConnectTimeout : LinkFailure.Lost,
            TransportError.Tls => LinkFailure.Tls,
            TransportError.SendBufferFull => LinkFailure.SendBufferFull,
            _ => LinkFailure.Lost,
        };
        if (failure == LinkFailure.Lost && detail.Length == 0)
            detail = error == TransportError.ClosedByPeer ? "the peer ended TCP" : "the connection broke";
        if (_state == State.Upgrading)
        {
            _upgrade!.Fail(failure, detail + " before the upgrade was answered");
            EndFailedUpgrade();
            return;
        }

        End(failure, 0, detail);
    }

    private void SetOutcome(LinkFailure failure, int code, string detail)
    {
        _failure = failure;
        _code = code;
        _detail = detail;
    }

    private void End(LinkFailure failure, int code, string detail)
    {
        SetOutcome(failure, code, detail);
        End();
    }

    // The listener is told by a timer and not at once, so never from within a call to this client.
    private void End()
    {
        _state = State.Ended;
        _stepTimer.Stop();
        _paceTimer?.Stop();
        _watch.Stop();
        _transport!.Close();
        _endTimer.Start(0);
    }

    private void TellEnd()
    {
        IWebSocketListener listener = _listener!;
        _listener = null;
        _transport = null;
        _upgrade = null;
        _state = State.Idle;
        listener.OnClosed(_failure, _code, _detail);
    }
}
