namespace ChargePoint.Hal.Simulated;

/// <summary>
/// A byte stream that runs over the board's simulated link. While the link is down nothing arrives, and what is sent is taken
/// as long as a send buffer would take it, as by a TCP that has not noticed yet. A stream does not outlive an outage: when the
/// link is back it is found to be reset, since what was sent meanwhile is lost.
/// </summary>
internal sealed class SimulatedTransport : ITransport, ITransportListener
{
    private const int StalledSendCapacity = 4096;

    private readonly object _gate = new();
    private readonly SimulatedLink _link;
    private readonly ITransport _inner;
    private ITransportListener? _listener;
    private TransportError _error;
    private string _errorDetail = "";
    private bool _stalled;
    private bool _openWhenStalled;
    private bool _closed;
    private int _stalledCapacity;

    internal SimulatedTransport(SimulatedLink link, ITransport inner)
    {
        _link = link;
        _inner = inner;
    }

    /// <inheritdoc/>
    public bool IsOpen
    {
        get
        {
            lock (_gate) return !_closed && _error == TransportError.None && (_stalled ? _openWhenStalled : _inner.IsOpen);
        }
    }

    /// <inheritdoc/>
    public TransportError Error
    {
        get
        {
            lock (_gate) return _error != TransportError.None ? _error : _stalled ? TransportError.None : _inner.Error;
        }
    }

    /// <inheritdoc/>
    public string ErrorDetail
    {
        get
        {
            lock (_gate) return _error != TransportError.None ? _errorDetail : _stalled ? "" : _inner.ErrorDetail;
        }
    }

    /// <inheritdoc/>
    public int SendCapacity
    {
        get
        {
            lock (_gate)
            {
                if (_closed || _error != TransportError.None) return 0;
                return _stalled ? _stalledCapacity : _inner.SendCapacity;
            }
        }
    }

    internal bool IsFinished => _closed || Error != TransportError.None;

    /// <inheritdoc/>
    public void Connect(string host, int port, bool secure, ITransportListener listener)
    {
        bool up = _link.IsUp;
        lock (_gate)
        {
            _listener = listener;
            if (!up) Fail(TransportError.Unreachable, "the network link is down");
        }

        if (up) _inner.Connect(host, port, secure, this);
        else listener.OnTransportEvent();
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int count)
    {
        lock (_gate) return _stalled || _error != TransportError.None ? 0 : _inner.Receive(buffer, offset, count);
    }

    /// <inheritdoc/>
    public bool Send(byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            if (_closed || _error != TransportError.None) return false;
            if (!_stalled) return _inner.Send(buffer, offset, count);
            if (!_openWhenStalled || count > _stalledCapacity) return false;
            _stalledCapacity -= count;
            return true;
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
        lock (_gate) _closed = true;
        _inner.Close();
    }

    /// <inheritdoc/>
    public void OnTransportEvent()
    {
        // Takes no lock: a transport may call while it holds its own, and this object calls it while it holds the gate.
        if (_stalled || _closed) return;
        _listener?.OnTransportEvent();
    }

    internal void OnLinkChanged(bool up)
    {
        bool failed;
        lock (_gate)
        {
            if (_closed || _error != TransportError.None || _listener == null) return;
            failed = up && _stalled;
            if (failed)
            {
                Fail(TransportError.Reset, "the connection did not outlive the outage of the network link");
            }
            else if (!up && _inner.Error == TransportError.None)
            {
                _stalled = true;
                _openWhenStalled = _inner.IsOpen;
                _stalledCapacity = StalledSendCapacity;
            }
        }

        if (!failed) return;
        _inner.Close();
        _listener?.OnTransportEvent();
    }

    private void Fail(TransportError error, string detail)
    {
        _error = error;
        _errorDetail = detail;
    }
}
