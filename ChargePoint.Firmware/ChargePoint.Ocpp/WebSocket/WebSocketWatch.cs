using ChargePoint.Runtime;

namespace ChargePoint.Ocpp;

/// <summary>
/// The time limits of an open WebSocket connection: pings and the sign of life after them, silence, messages that never
/// become complete, and a peer that takes nothing of what is sent.
/// </summary>
internal sealed class WebSocketWatch
{
    private const int LongestPingSeconds = 86400;

    private readonly WebSocketClient _client;
    private readonly LoopTimer _pingTimer;
    private readonly LoopTimer _pongTimer;
    private readonly LoopTimer _idleTimer;
    private readonly LoopTimer _messageTimer;
    private readonly LoopTimer _sendTimer;
    private WebSocketOptions _options = new();
    private int _pings;
    private long _sentBytes;
    private long _takenBytesAtStart;

    /// <summary>Makes a watch at rest.</summary>
    /// <param name="loop">Loop of the client.</param>
    /// <param name="client">Who is told.</param>
    public WebSocketWatch(EventLoop loop, WebSocketClient client)
    {
        _client = client;
        _pingTimer = loop.CreateTimer(Ping);
        _pongTimer = loop.CreateTimer(() => _client.Cut(LinkFailure.PingTimeout, $"nothing for {_options.PongTimeoutMs} ms"));
        _idleTimer = loop.CreateTimer(() => _client.Cut(LinkFailure.IdleTimeout, $"nothing for {_options.IdleTimeoutMs} ms"));
        _messageTimer = loop.CreateTimer(() => _client.Fail(
            LinkFailure.MessageTimeout, WebSocketFrame.ProtocolError, $"not complete after {_options.MessageTimeoutMs} ms"));
        _sendTimer = loop.CreateTimer(CheckSending);
    }

    /// <summary>Size of the transport's send buffer, in bytes.</summary>
    public int SendBufferBytes { get; private set; }

    /// <summary>True from a ping until the next sign of life.</summary>
    public bool IsAwaitingPong => _pongTimer.IsRunning;

    /// <summary>True while the transport holds bytes that the peer has not taken.</summary>
    public bool IsSending => WaitingBytes > 0;

    private int WaitingBytes => SendBufferBytes - _client.SendCapacity;

    private long TakenBytes => _sentBytes - WaitingBytes;

    /// <summary>Starts for a new connection on which nothing was sent yet.</summary>
    public void Begin(WebSocketOptions options, int sendBufferBytes)
    {
        _options = options;
        SendBufferBytes = sendBufferBytes;
        _sentBytes = 0;
        if (options.IdleTimeoutMs > 0) _idleTimer.Start(options.IdleTimeoutMs);
    }

    /// <summary>Starts pings, or stops them if their interval is 0.</summary>
    public void StartPings()
    {
        int seconds = _options.PingIntervalSeconds;
        _pingTimer.Stop();
        if (seconds > 0) _pingTimer.StartPeriodic((seconds > LongestPingSeconds ? LongestPingSeconds : seconds) * 1000);
    }

    /// <summary>Bytes have come: the peer lives.</summary>
    public void Received()
    {
        _pongTimer.Stop();
        if (_idleTimer.IsRunning) _idleTimer.Start(_options.IdleTimeoutMs);
    }

    /// <summary>Follows a message from its first byte to its last.</summary>
    /// <param name="midway">True while a message or frame is begun and not complete.</param>
    public void MessageProgress(bool midway)
    {
        if (!midway) _messageTimer.Stop();
        else if (!_messageTimer.IsRunning) _messageTimer.Start(_options.MessageTimeoutMs);
    }

    /// <summary>Bytes were handed to the transport. Their time begins anew if the peer had taken everything before them.</summary>
    public void Sent(int count)
    {
        _sentBytes += count;
        if (!_sendTimer.IsRunning || WaitingBytes <= count) StartSendTimer();
    }

    /// <summary>Stops everything.</summary>
    public void Stop()
    {
        _pingTimer.Stop();
        _pongTimer.Stop();
        _idleTimer.Stop();
        _messageTimer.Stop();
        _sendTimer.Stop();
    }

    private void Ping()
    {
        if (_pongTimer.IsRunning) return;
        _pongTimer.Start(_options.PongTimeoutMs);
        _client.SendPing(++_pings);
    }

    private void StartSendTimer()
    {
        _takenBytesAtStart = TakenBytes;
        _sendTimer.Start(_options.SendTimeoutMs);
    }

    private void CheckSending()
    {
        int waiting = WaitingBytes;
        if (waiting <= 0) return;
        if (TakenBytes > _takenBytesAtStart) StartSendTimer();
        else _client.Cut(LinkFailure.SendTimeout, $"{waiting} bytes wait for {_options.SendTimeoutMs} ms");
    }
}
