using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Ocpp;

/// <summary>
/// The connection to the Central System: opens it, keeps it, opens it again with backoff and jitter after it was lost, and
/// hands what arrives to the call queue (answers) or the router (calls).
/// </summary>
public sealed class CentralSystemLink : IWebSocketListener, IAnswerSink
{
    /// <summary>How long a connection has to last until it counts as a success, in milliseconds.</summary>
    public const int StableMs = 60_000;

    /// <summary>How long a connection stays open after its settings have changed, in milliseconds.</summary>
    public const int ReopenDelayMs = 500;

    /// <summary>How often a network link that is down is looked at, in milliseconds.</summary>
    public const int LinkPollMs = 1_000;

    private readonly EventLoop _loop;
    private readonly IMessageLink _link;
    private readonly CallQueue _queue;
    private readonly CallRouter _router;
    private readonly INetworkLink _network;
    private readonly Log _log;
    private readonly ReconnectBackoff _backoff;
    private readonly FrameReader _frame;
    private readonly LoopTimer _connect;
    private readonly LoopTimer _watchNetwork;
    private LoopTimer? _reopen; // made when it is needed
    private WebSocketAddress? _address;
    private WebSocketAddress? _next;
    private WebSocketOptions _options = new();
    private bool _hasFailed;
    private bool _linkWasDown;
    private bool _wanted;
    private bool _opening;
    private bool _reopening;

    /// <summary>Makes a link that is not started.</summary>
    /// <param name="loop">The event loop.</param>
    /// <param name="link">WebSocket client.</param>
    /// <param name="queue">Sends the charge point's calls.</param>
    /// <param name="router">Answers the Central System's calls.</param>
    /// <param name="network">Network link below TCP/IP.</param>
    /// <param name="random">Jitter.</param>
    /// <param name="log">Log.</param>
    public CentralSystemLink(EventLoop loop, IMessageLink link, CallQueue queue, CallRouter router, INetworkLink network, IRandom random, Log log)
    {
        _loop = loop;
        _link = link;
        _queue = queue;
        queue.Owner = this;
        _router = router;
        router.Sink = this;
        _frame = new FrameReader(router.Frames.Reader);
        _network = network;
        _log = log;
        _backoff = new ReconnectBackoff(random);
        _connect = loop.CreateTimer(Connect);
        _watchNetwork = loop.CreateTimer(WatchNetwork);
    }

    /// <summary>Is told when the connection opens and closes; may be null.</summary>
    public ILinkObserver? Observer { get; set; }

    /// <summary>Is told of what goes wrong; may be null.</summary>
    public ILinkWatch? Watch { get; set; }

    /// <summary>Sees every message that is sent and received; null unless somebody wants to.</summary>
    public ILinkTrace? Trace { get; set; }

    /// <summary>Where it connects to; null before <see cref="Start"/>.</summary>
    public WebSocketAddress? Address => _address;

    /// <summary>True while the WebSocket is open.</summary>
    public bool IsOnline { get; private set; }

    /// <summary>True while a connection is being made.</summary>
    public bool IsOpening => _opening;

    /// <summary>Since when it is online, or is not, in monotonic milliseconds.</summary>
    public long SinceMs { get; private set; }

    /// <summary>When the next attempt to connect is made, in monotonic milliseconds; -1 if none is planned.</summary>
    public long NextAttemptMs => _connect.IsRunning ? _connect.DueMs : -1;

    /// <summary>Messages sent since start.</summary>
    public int Sent { get; private set; }

    /// <summary>Messages received since start.</summary>
    public int Received { get; private set; }

    /// <summary>When the last message was sent, in monotonic milliseconds; meaningful if any was.</summary>
    public long SentMs { get; private set; }

    /// <summary>When the last message was received, in monotonic milliseconds; meaningful if any was.</summary>
    public long ReceivedMs { get; private set; }

    /// <summary>True if the present address is connected to over TLS.</summary>
    public bool IsSecure => _address != null && _address.Secure;

    /// <summary>True while something is awaited from the network.</summary>
    public bool IsWaiting => _link.IsWaiting;

    /// <summary>Attempts to connect since start.</summary>
    public int Attempts { get; private set; }

    /// <summary>Why there is no connection, in plain words; "" if there is one, or nothing failed since there was.</summary>
    public string LastFailure => _hasFailed ? LinkFailures.Explain(Failure, FailureCode, FailureDetail) : "";

    /// <summary>What failed last, also if there is a connection now.</summary>
    public LinkFailure Failure { get; private set; }

    /// <summary>HTTP status or close code, as <see cref="Failure"/> says.</summary>
    public int FailureCode { get; private set; }

    /// <summary>More about <see cref="Failure"/>; may be empty.</summary>
    public string FailureDetail { get; private set; } = "";

    /// <summary>When that was, in monotonic milliseconds.</summary>
    public long FailureMs { get; private set; }

    /// <summary>Starts to connect, and from then on keeps the connection.</summary>
    /// <param name="address">Address, with the charge point's identity at its end.</param>
    /// <param name="options">Subprotocol, credentials, limits.</param>
    public void Start(WebSocketAddress address, WebSocketOptions options)
    {
        _address = address;
        _options = options;
        _wanted = true;
        _connect.Start(0);
        _watchNetwork.StartPeriodic(LinkPollMs);
    }

    /// <summary>Closes the connection in order and does not open it again.</summary>
    /// <param name="reason">Reason for the close frame, at most 100 characters.</param>
    public void Stop(string reason)
    {
        _wanted = false;
        _connect.Stop();
        _reopen?.Stop();
        _watchNetwork.Stop();
        _link.Close(1001, reason);
    }

    /// <summary>Connects again after <see cref="Stop"/>, as before. Does nothing if it was never started.</summary>
    public void Resume()
    {
        if (_address != null && !_wanted) Start(_address, _options);
    }

    /// <summary>Drops the connection without a word and does not open it again: for a sudden loss of power.</summary>
    public void Abandon()
    {
        _wanted = false;
        _connect.Stop();
        _reopen?.Stop();
        _watchNetwork.Stop();
        _link.Abort();
    }

    /// <summary>Settings that the next connection is opened with.</summary>
    /// <param name="options">Credentials and limits; not to be changed any more.</param>
    public void Use(WebSocketOptions options) => _options = options;

    /// <summary>Closes the connection soon and opens it again with new settings; what is being answered now is answered first.</summary>
    /// <param name="options">Credentials and limits; not to be changed any more.</param>
    public void Reopen(WebSocketOptions options)
    {
        Use(options);
        if (_wanted) (_reopen ??= _loop.CreateTimer(OnReopen)).Start(ReopenDelayMs);
    }

    /// <summary>Closes the connection soon and opens another one; what is being answered now is answered first.</summary>
    /// <param name="address">Where the next connection leads.</param>
    /// <param name="options">Credentials and limits; not to be changed any more.</param>
    public void Reopen(WebSocketAddress address, WebSocketOptions options)
    {
        _next = address;
        Reopen(options);
    }

    /// <summary>Sends any text as one message, past the call queue. For the answers of calls.</summary>
    /// <param name="message">What to send.</param>
    public void Send(JsonWriter message)
    {
        if (!_link.IsOpen) return;
        if (_link.Send(message.Buffer, message.Start, message.Length)) OnSent(message);
        else _link.Abort();
    }

    internal void OnSent(JsonWriter message)
    {
        Sent++;
        SentMs = _loop.NowMs;
        Trace?.OnMessage(true, message.Buffer, message.Start, message.Length);
    }

    void IWebSocketListener.OnOpened()
    {
        IsOnline = true;
        _opening = false;
        _hasFailed = false;
        SinceMs = _loop.NowMs;

        // Neither path nor query: operators put tokens there.
        _log.Info("link", $"connected to {_address!.HostHeader}{(_address.Secure ? " (TLS)" : "")}");
        Observer?.OnOnline();
        _queue.OnLinkOpened(_link);
    }

    void IWebSocketListener.OnMessage(byte[] buffer, int offset, int count)
    {
        Received++;
        ReceivedMs = _loop.NowMs;
        Trace?.OnMessage(false, buffer, offset, count);
        bool wellFormed = _frame.Read(buffer, offset, count);
        if (_queue.Permission == SendPermission.Nothing)
        {
            // OCPP 1.6 section 4.2: while rejected, calls of the Central System are not answered.
            _log.Warning("ocpp", "ignored a message: the Central System has rejected this charge point");
        }
        else if (!wellFormed)
        {
            OnMalformed();
        }
        else if (_frame.Kind == FrameKind.Call)
        {
            if (_router.Handle(_frame, buffer)) Send(_router.Answer);
            if (_router.Refusal == null) Watch?.OnCalled(_frame.Action);
            else if (_router.Refusal.IsViolation) Watch?.OnInvalidMessage($"{_frame.Action}: {_router.Refusal.Code}");
            _queue.Wake();
        }
        else
        {
            _queue.OnAnswer(_frame, buffer);
        }
    }

    void IWebSocketListener.OnClosed(LinkFailure failure, int code, string detail)
    {
        bool wasOnline = IsOnline;
        IsOnline = false;
        _opening = false;
        _queue.OnLinkClosed();
        _router.OnLinkClosed();
        if (wasOnline)
        {
            if (_loop.NowMs - SinceMs >= StableMs) _backoff.Reset();
            SinceMs = _loop.NowMs;
        }

        bool isFailure = _wanted && !_reopening && !_linkWasDown;
        if (isFailure) Failed(failure, code, detail);
        if (wasOnline) Observer?.OnOffline();
        if (!_wanted) return;
        if (_reopening)
        {
            _reopening = false;
            _connect.Start(0);
            return;
        }

        if (_linkWasDown)
        {
            // Cut by ourselves: as soon as the network is back it is opened again.
            return;
        }

        int wait = _backoff.NextMs();
        _log.Warning("link", $"{LastFailure}; next attempt in {(wait + 500) / 1000} s");
        Watch?.OnLinkFailed(failure, code, detail);
        _connect.Start(wait);
    }

    private void Failed(LinkFailure failure, int code, string detail)
    {
        _hasFailed = true;
        Failure = failure;
        FailureCode = code;
        FailureDetail = detail;
        FailureMs = _loop.NowMs;
    }

    private void OnReopen()
    {
        _backoff.Reset();
        _reopening = IsOnline || _opening;
        if (_reopening) _link.Close(1000, "settings changed");
        else _connect.Start(0);
    }

    private void OnMalformed()
    {
        if (_frame.Kind == FrameKind.CallResult || _frame.Kind == FrameKind.CallError)
        {
            // An answer is never answered: that could go on for ever.
            _log.Warning("ocpp", $"malformed answer: {_frame.Problem}");
            Watch?.OnInvalidMessage("an answer that is malformed");
            _queue.OnMalformedAnswer(_frame.MessageId, _frame.Problem);
            return;
        }

        Watch?.OnInvalidMessage("a message that is no frame of OCPP-J");
        _router.Refuse(_frame.MessageId, CallError.Formation(_frame.Problem));
        Send(_router.Answer);
    }

    private void Connect()
    {
        if (!_wanted || IsOnline || _opening) return;
        if (!_network.IsUp)
        {
            // The watch opens the connection when the network is back.
            WatchNetwork();
            return;
        }

        Attempts++;
        _opening = true;
        if (_next != null) _address = _next;
        _next = null;
        _log.Info("link", $"connecting to {_address!.HostHeader} (attempt {_backoff.Failures + 1})");
        _link.Open(_address, _options, this);
    }

    // After the network came back, all charge points of a site see it at the same moment: each waits a little while of its own.
    private void WatchNetwork()
    {
        if (!_network.IsUp)
        {
            if (!_linkWasDown)
            {
                _log.Warning("link", "the network is down");
                Failed(LinkFailure.NetworkDown, 0, "");
            }

            _linkWasDown = true;
            if (IsOnline || _opening) _link.Abort();
            return;
        }

        if (!_linkWasDown) return;
        _linkWasDown = false;
        _log.Info("link", "the network is back");
        if (!IsOnline && !_opening) _connect.Start(_backoff.Below(3_000));
    }
}

/// <summary>Sees the messages of the connection to the Central System.</summary>
public interface ILinkTrace
{
    /// <summary>A message was sent, or has arrived.</summary>
    /// <param name="isSent">True if it was sent.</param>
    /// <param name="buffer">Holds it, during the call only.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="count">Number of bytes.</param>
    void OnMessage(bool isSent, byte[] buffer, int offset, int count);
}

/// <summary>Is told of what goes wrong with the connection to the Central System.</summary>
public interface ILinkWatch
{
    /// <summary>The connection could not be made, or was lost. Not called for what this charge point or its network does.</summary>
    /// <param name="failure">What happened.</param>
    /// <param name="code">HTTP status or close code, as <paramref name="failure"/> says.</param>
    /// <param name="detail">More about it; may be empty.</param>
    void OnLinkFailed(LinkFailure failure, int code, string detail);

    /// <summary>The Central System has called an operation, and it was carried out.</summary>
    /// <param name="action">The operation.</param>
    void OnCalled(string action);

    /// <summary>A message came that is not what OCPP-J or the operation's schema asks for.</summary>
    /// <param name="problem">What is wrong, without anything of the message but its action.</param>
    void OnInvalidMessage(string problem);
}

/// <summary>Is told when the connection to the Central System opens and closes.</summary>
public interface ILinkObserver
{
    /// <summary>The WebSocket is open.</summary>
    void OnOnline();

    /// <summary>The WebSocket was open and is gone.</summary>
    void OnOffline();
}
