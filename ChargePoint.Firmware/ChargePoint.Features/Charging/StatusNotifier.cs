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
    private readonly StatusNotification[] _calls;

    /// <summary>Makes a notifier.</summary>
    /// <param name="loop">The event loop.</param>
    /// <param name="queue">Sends the notifications.</param>
    /// <param name="sources">Element 0 is the charge point, the others are its connectors.</param>
    /// <param name="configuration">MinimumStatusDuration.</param>
    /// <param name="clock">Time of day.</param>
    public StatusNotifier(EventLoop loop, CallQueue queue, IStatusSource[] sources, ConfigurationStore configuration, WallClock clock)
    {
        Loop = loop;
        Queue = queue;
        Configuration = configuration;
        Clock = clock;
        _calls = new StatusNotification[sources.Length];
        for (int i = 0; i < sources.Length; i++) _calls[i] = new StatusNotification(this, i, sources[i]);
    }

    internal EventLoop Loop { get; }

    internal CallQueue Queue { get; }

    internal ConfigurationStore Configuration { get; }

    internal WallClock Clock { get; }

    /// <summary>A status or error may have changed.</summary>
    public void OnStatusChanged()
    {
        foreach (StatusNotification call in _calls) call.Look();
        Queue.Wake();
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

        Queue.Wake();
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

    private readonly StatusNotifier _notifier;
    private readonly int _connectorId;
    private readonly IStatusSource _source;
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

    public StatusNotification(StatusNotifier notifier, int connectorId, IStatusSource source)
    {
        _notifier = notifier;
        _connectorId = connectorId;
        _source = source;
        _status = source.Status;
        _error = source.Error;
        _vendorErrorCode = source.VendorErrorCode;
        _sinceMs = notifier.Loop.NowMs;
    }

    public override string Action => "StatusNotification";

    /// <summary>Notes since when the present state has been.</summary>
    public void Look()
    {
        if (_source.Status == _status && _source.Error == _error && _source.VendorErrorCode == _vendorErrorCode) return;
        _status = _source.Status;
        _error = _source.Error;
        _vendorErrorCode = _source.VendorErrorCode;
        _sinceMs = _notifier.Loop.NowMs;
    }

    public void Forget() => _toldStatus = _toldError = -1;

    public void Trigger() => _triggered = true;

    public bool IsDue(SendPermission permission)
    {
        if (_triggered) return true;
        if (permission != SendPermission.Everything || ((int)_status == _toldStatus && (int)_error == _toldError && _vendorErrorCode == _toldVendorErrorCode)) return false;
        long youngMs = (_notifier.Configuration.Integer(Key.MinimumStatusDuration) * 1000L) - (_notifier.Loop.NowMs - _sinceMs);
        if (youngMs <= 0 || _toldStatus < 0) return true;
        (_stable ??= _notifier.Loop.CreateTimer(_notifier.Queue.Wake)).Start(youngMs);
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
        if (_notifier.Clock.IsKnown) request.MemberTimestamp("timestamp", _notifier.Clock.At(_sinceMs));
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
        else if (failure == CallFailure.TimedOut) (_retry ??= _notifier.Loop.CreateTimer(OnRetry)).Start(RetryMs);
    }

    private void OnRetry()
    {
        Forget();
        _notifier.Queue.Wake();
    }
}
