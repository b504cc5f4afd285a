using ChargePoint.Runtime;

namespace ChargePoint.Ocpp;

/// <summary>
/// The time limits of an open WebSocket connection: pings and the sign of life after them, silence, messages that never
/// become complete, and a peer that takes nothing of what is sent.
/// </summary>
internal sealed class WebSocketWatch
{
    private const int LongestPingSeconds = 86400;
    private const long Never = long.MaxValue;

    private readonly EventLoop _loop;
    private readonly WebSocketClient _client;
    private readonly LoopTimer _timer; // one for all limits: a timer costs more than a number
    private WebSocketOptions _options = new();
    private int _pings;
    private int _pingIntervalMs;
    private long _pingAtMs = Never;
    private long _pongDueMs = Never;
    private long _idleDueMs = Never;
    private long _messageDueMs = Never;
    private long _sendDueMs = Never;
    private long _sentBytes;
    private long _takenBytesAtStart;

    /// <summary>Makes a watch at rest.</summary>
    /// <param name="loop">Loop of the client.</param>
    /// <param name="client">Who is told.</param>
    public WebSocketWatch(EventLoop loop, WebSocketClient client)
    {
        _loop = loop;
        _client = client;
        _timer = loop.CreateTimer(Look);
    }

    /// <summary>Size of the transport's send buffer, in bytes.</summary>
    public int SendBufferBytes { get; private set; }

    /// <summary>True from a ping until the next sign of life.</summary>
    public bool IsAwaitingPong => _pongDueMs != Never;

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
        if (options.IdleTimeoutMs > 0) _idleDueMs = _loop.NowMs + options.IdleTimeoutMs;
        Arm();
    }

    /// <summary>Starts pings, or stops them if their interval is 0.</summary>
    public void StartPings()
    {
        int seconds = _options.PingIntervalSeconds;
        _pingIntervalMs = (seconds > LongestPingSeconds ? LongestPingSeconds : seconds) * 1000;
        _pingAtMs = seconds > 0 ? _loop.NowMs + _pingIntervalMs : Never;
        Arm();
    }

    /// <summary>Bytes have come: the peer lives.</summary>
    public void Received()
    {
        _pongDueMs = Never;
        if (_idleDueMs != Never) _idleDueMs = _loop.NowMs + _options.IdleTimeoutMs;
        Arm();
    }

    /// <summary>Follows a message from its first byte to its last.</summary>
    /// <param name="midway">True while a message or frame is begun and not complete.</param>
    public void MessageProgress(bool midway)
    {
        if (midway && _messageDueMs != Never) return;
        _messageDueMs = midway ? _loop.NowMs + _options.MessageTimeoutMs : Never;
        Arm();
    }

    /// <summary>Bytes were handed to the transport. Their time begins anew if the peer had taken everything before them.</summary>
    public void Sent(int count)
    {
        _sentBytes += count;
        if (_sendDueMs == Never || WaitingBytes <= count) StartSendLimit();
    }

    /// <summary>Stops everything.</summary>
    public void Stop()
    {
        _pingAtMs = _pongDueMs = _idleDueMs = _messageDueMs = _sendDueMs = Never;
        _timer.Stop();
    }

    private void Arm()
    {
        long next = _pingAtMs;
        if (_pongDueMs < next) next = _pongDueMs;
        if (_idleDueMs < next) next = _idleDueMs;
        if (_messageDueMs < next) next = _messageDueMs;
        if (_sendDueMs < next) next = _sendDueMs;
        if (next == Never) _timer.Stop();
        else _timer.Start(next - _loop.NowMs);
    }

    private void Look()
    {
        long now = _loop.NowMs;
        if (now >= _pongDueMs) _client.Cut(LinkFailure.PingTimeout, $"nothing for {_options.PongTimeoutMs} ms");
        else if (now >= _idleDueMs) _client.Cut(LinkFailure.IdleTimeout, $"nothing for {_options.IdleTimeoutMs} ms");
        else if (now >= _messageDueMs) _client.Fail(LinkFailure.MessageTimeout, WebSocketFrame.ProtocolError, $"not complete after {_options.MessageTimeoutMs} ms");
        else LookAtTraffic(now);
    }

    private void LookAtTraffic(long now)
    {
        if (now >= _sendDueMs)
        {
            _sendDueMs = Never;
            if (!CheckSending()) return;
        }

        if (now >= _pingAtMs)
        {
            _pingAtMs = now + _pingIntervalMs;
            Ping();
        }

        // Whatever happened may have ended the connection: then nothing is left to wait for.
        Arm();
    }

    private void Ping()
    {
        if (IsAwaitingPong) return;
        _pongDueMs = _loop.NowMs + _options.PongTimeoutMs;
        _client.SendPing(++_pings);
    }

    private void StartSendLimit()
    {
        _takenBytesAtStart = TakenBytes;
        _sendDueMs = _loop.NowMs + _options.SendTimeoutMs;
        Arm();
    }

    // False if the peer takes nothing, and the connection was cut.
    private bool CheckSending()
    {
        int waiting = WaitingBytes;
        if (waiting <= 0) return true;
        if (TakenBytes > _takenBytesAtStart)
        {
            StartSendLimit();
            return true;
        }

        _client.Cut(LinkFailure.SendTimeout, $"{waiting} bytes wait for {_options.SendTimeoutMs} ms");
        return false;
    }
}
