namespace ChargePoint.Ocpp;

/// <summary>
/// How many frames of the peer are handled: a token bucket. A peer that sends more waits, since nothing more is read from it before it is its turn:
/// nothing is lost, and nobody else is kept waiting.
/// </summary>
internal sealed class MessagePace
{
    private const int Unit = 1000; // of credit, for a frame

    private long _credit;
    private long _fullCredit;
    private int _perSecond;
    private long _lastMs;

    /// <summary>Starts for a new connection.</summary>
    public void Begin(WebSocketOptions options, long nowMs)
    {
        _perSecond = options.FramesPerSecond;
        _credit = _fullCredit = (long)options.FrameBurst * Unit;
        _lastMs = nowMs;
    }

    /// <summary>How long the next frame has to wait, in milliseconds; 0 if it is its turn.</summary>
    public int WaitMs(long nowMs)
    {
        if (_perSecond <= 0) return 0;
        _credit += (nowMs - _lastMs) * _perSecond;
        if (_credit > _fullCredit) _credit = _fullCredit;
        _lastMs = nowMs;
        return _credit >= Unit ? 0 : (int)((Unit - _credit + _perSecond - 1) / _perSecond);
    }

    /// <summary>A frame was handled.</summary>
    public void Count() => _credit -= Unit;
}
