using ChargePoint.Hal;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>What StatusNotification tells about a connector, or about the charge point as a whole.</summary>
public interface IStatusSource
{
    /// <summary>Present status.</summary>
    ConnectorStatus Status { get; }

    /// <summary>Present error.</summary>
    HardwareFault Error { get; }

    /// <summary>What there is to say about it for people, at most 50 characters; "" for nothing.</summary>
    string Info { get; }

    /// <summary>What it is exactly, in our own words, at most 50 characters; "" for nothing.</summary>
    string VendorErrorCode { get; }
}

/// <summary>
/// StatusNotification (OCPP 1.6 section 4.9) for connector 0 and every connector. Remembers what the Central System was told and
/// sends what differs from it; states that came and went while nothing could be sent are not told. Neither are those that last shorter than
/// MinimumStatusDuration, which goes for every status and error, Faulted as well; after each acceptance, and when asked for, the present
/// state is told at once.
/// </summary>
public sealed class StatusNotifier : ICallSource
{
    private readonly CallQueue _queue;
    private readonly StatusNotification[] _calls;

    /// <summary>Makes a notifier.</summary>
    /// <param name="loop">The event loop.</param>
    /// <param name="queue">Sends the notifications.</param>
    /// <param name="sources">Element 0 is the charge point, the others are its connectors.</param>
    /// <param name="configuration">MinimumStatusDuration.</param>
    /// <param name="clock">Time of day.</param>
    public StatusNotifier(EventLoop loop, CallQueue queue, IStatusSource[] sources, ConfigurationStore configuration, WallClock clock)
    {
        _queue = queue;
        _calls = new StatusNotification[sources.Length];
        for (int i = 0; i < sources.Length; i++) _calls[i] = new StatusNotification(i, sources[i], loop, queue, configuration, clock);
    }

    /// <summary>A status or error may have changed.</summary>
    public void OnStatusChanged()
    {
        foreach (StatusNotification call in _calls) call.Look();
        _queue.Wake();
    }

    /// <summary>The Central System accepted the boot: it is told everything (OCPP 1.6 section 4.9).</summary>
    public void TellAll()
    {
        foreach (StatusNotification call in _calls) call.Forget();
        OnStatusChanged();
    }

    /// <summary>Tells a status because the Central System asked for it.</summary>
    /// <param name="connectorId">Connector, 0 for the charge point, or -1 for all.</param>
    public void Trigger(int connectorId)
    {
        for (int i = 0; i < _calls.Length; i++)
        {
            if (connectorId < 0 || connectorId == i) _calls[i].Trigger();
        }

        _queue.Wake();
    }

    /// <inheritdoc/>
    public OutboundCall? NextCall(SendPermission permission)
    {
        foreach (StatusNotification call in _calls)
        {
            if (call.IsDue(permission)) return call;
        }

        return null;
    }
}

/// <summary>StatusNotification of one connector.</summary>
internal sealed class StatusNotification : OutboundCall
{
    private const string VendorId = "ChargePoint";

    // Longer than it takes to tell all of nine in vain
    private const int RetryMs = 300_000;

    private readonly int _connectorId;
    private readonly IStatusSource _source;
    private readonly EventLoop _loop;
    private readonly CallQueue _queue;
    private readonly WallClock _clock;
    private readonly ConfigurationStore _configuration;
    private LoopTimer? _stable; // made when it is needed
    private LoopTimer? _retry; // made when it is needed
    private ConnectorStatus _status;
    private HardwareFault _error;
    private string _vendorErrorCode;
    private string _toldVendorErrorCode = "";
    private long _sinceMs;
    private int _toldStatus = -1;
    private int _toldError = -1;
    private bool _triggered;

    public StatusNotification(int connectorId, IStatusSource source, EventLoop loop, CallQueue queue, ConfigurationStore configuration, WallClock clock)
    {
        _connectorId = connectorId;
        _source = source;
        _loop = loop;
        _queue = queue;
        _configuration = configuration;
        _clock = clock;
        _status = source.Status;
        _error = source.Error;
        _vendorErrorCode = source.VendorErrorCode;
        _sinceMs = loop.NowMs;
    }

    public override string Action => "StatusNotification";

    /// <summary>Notes since when the present state has been.</summary>
    public void Look()
    {
        if (_source.Status == _status && _source.Error == _error && _source.VendorErrorCode == _vendorErrorCode) return;
        _status = _source.Status;
        _error = _source.Error;
        _vendorErrorCode = _source.VendorErrorCode;
        _sinceMs = _loop.NowMs;
    }

    public void Forget() => _toldStatus = _toldError = -1;

    public void Trigger() => _triggered = true;

    public bool IsDue(SendPermission permission)
    {
        if (_triggered) return true;
        if (permission != SendPermission.Everything || ((int)_status == _toldStatus && (int)_error == _toldError && _vendorErrorCode == _toldVendorErrorCode)) return false;
        long youngMs = (_configuration.Integer(Key.MinimumStatusDuration) * 1000L) - (_loop.NowMs - _sinceMs);
        if (youngMs <= 0 || _toldStatus < 0) return true;
        (_stable ??= _loop.CreateTimer(_queue.Wake)).Start(youngMs);
        return false;
    }

    public override void WriteRequest(JsonWriter request)
    {
        // Taken as told now: a change while the call is under way is told next. A failure takes it back.
        _triggered = false;
        _toldStatus = (int)_status;
        _toldError = (int)_error;
        _toldVendorErrorCode = _vendorErrorCode;
        request.StartObject();
        request.Member("connectorId", _connectorId);
        request.Member("errorCode", StatusNames.Of(_error));
        string info = _source.Info;
        if (info.Length > 0) request.Member("info", info);
        request.Member("status", StatusNames.Of(_status));
        if (_clock.IsKnown) request.MemberTimestamp("timestamp", _clock.At(_sinceMs));
        if (_vendorErrorCode.Length > 0)
        {
            request.Member("vendorId", VendorId);
            request.Member("vendorErrorCode", _vendorErrorCode);
        }

        request.EndObject();
    }

    public override CallError? OnConfirmation(Fields confirmation)
    {
        confirmation.BeginObject();
        return confirmation.Error;
    }

    // A Central System that refuses a status will refuse it again: only one that was lost on the way is repeated. One that does not
    // answer it has its time, so that what comes behind has its turn.
    public override void OnFailure(CallFailure failure, string detail)
    {
        if (failure == CallFailure.LinkLost) Forget();
        else if (failure == CallFailure.TimedOut) (_retry ??= _loop.CreateTimer(OnRetry)).Start(RetryMs);
    }

    private void OnRetry()
    {
        Forget();
        _queue.Wake();
    }
}
