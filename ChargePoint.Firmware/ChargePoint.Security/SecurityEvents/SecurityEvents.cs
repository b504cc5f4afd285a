using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>
/// What happened that matters to security: written to the security log, and told to the Central System by SecurityEventNotification, in
/// order, as soon as the boot is accepted, and also after restarts. All events are told, not only those that the whitepaper calls
/// critical. Rules where it is open:
/// <list type="bullet">
/// <item>They are told to a Central System that knows the whitepaper (<see cref="IsKnown"/>): others treat the message as an error, or even
/// close the connection. Until then they wait.</item>
/// <item>One that is not answered is told again after a minute, without end: those behind it wait.</item>
/// <item>One that is refused is told again as well, but counts as told after the third time: it must not hold up the others for ever.</item>
/// <item>A Central System that says that it does not know the message (NotImplemented, NotSupported), or that drops the connection each time,
/// is not bothered again before the next start.</item>
/// </list>
/// </summary>
public sealed class SecurityEvents : OutboundCall, ISecurityEvents, ICallSource
{
    /// <summary>Wait before an event is told again, in milliseconds.</summary>
    public const int RetryMs = 60_000;

    /// <summary>How often an event may be refused.</summary>
    public const int MostRefusals = 3;

    /// <summary>How often in a row the connection may be lost while an event is under way.</summary>
    public const int MostLosses = 5;

    private readonly SecurityLog _store;
    private readonly CallQueue _queue;
    private readonly WallClock _clock;
    private readonly EventLoop _loop;
    private readonly Log _log;
    private LoopTimer? _retry; // made when it is needed
    private EventLimit? _limit; // made for the first event that needs it
    private SecurityEvent? _first;
    private int _refusals;
    private int _losses;
    private bool _isUnwanted;

    /// <summary>Makes it; what is in the log and not told waits.</summary>
    /// <param name="store">The security log.</param>
    /// <param name="loop">The event loop.</param>
    /// <param name="queue">Sends the notifications.</param>
    /// <param name="clock">Time of day.</param>
    /// <param name="log">Log.</param>
    public SecurityEvents(SecurityLog store, EventLoop loop, CallQueue queue, WallClock clock, Log log)
    {
        _store = store;
        _loop = loop;
        _queue = queue;
        _clock = clock;
        _log = log;
    }

    /// <summary>True if the Central System knows the whitepaper: a security profile is in use, or it has called one of the whitepaper's operations.</summary>
    public bool IsKnown { get; private set; }

    /// <inheritdoc/>
    public override string Action => "SecurityEventNotification";

    /// <inheritdoc/>
    public void Raise(string type, string? techInfo)
    {
        bool isLimited = EventLimit.Covers(type);
        if (isLimited)
        {
            _limit ??= new EventLimit();
            if (!_limit.Takes(type, _loop.NowMs, out int suppressed)) return;
            if (suppressed > 0) techInfo = $"{techInfo ?? type} (and {suppressed} more before)";
        }

        string text = techInfo == null ? type : $"{type}: {techInfo}";
        if (isLimited) _log.Warning("security", text);
        else _log.Info("security", text);
        if (_store.Add(type, techInfo)) _queue.Wake();
    }

    /// <summary>The Central System knows the whitepaper.</summary>
    public void OnKnown()
    {
        if (IsKnown) return;
        IsKnown = true;
        _queue.Wake();
    }

    /// <inheritdoc/>
    public OutboundCall? NextCall(SendPermission permission)
    {
        if (permission != SendPermission.Everything || !IsKnown || _isUnwanted || _retry is { IsRunning: true } || _store.Waiting == 0) return null;
        _first ??= _store.FirstWaiting();
        return _first == null ? null : this;
    }

    /// <inheritdoc/>
    public override void WriteRequest(JsonWriter request)
    {
        SecurityEvent entry = _first!;
        request.StartObject();
        request.Member("type", entry.Type);
        request.MemberTimestamp("timestamp", entry.Moment.UnixMs(_clock));
        if (entry.TechInfo != null) request.Member("techInfo", entry.TechInfo);
        request.EndObject();
    }

    /// <inheritdoc/>
    public override CallError? OnConfirmation(Fields confirmation)
    {
        confirmation.BeginObject();
        if (confirmation.Error != null) return confirmation.Error;
        Settle();
        return null;
    }

    /// <inheritdoc/>
    public override void OnFailure(CallFailure failure, string detail)
    {
        bool isUnwanted = failure == CallFailure.Refused && (detail.StartsWith("NotImplemented") || detail.StartsWith("NotSupported"));
        if (failure == CallFailure.LinkLost) isUnwanted = ++_losses >= MostLosses;
        if (isUnwanted)
        {
            _isUnwanted = true;
            _log.Info("security", "the Central System takes no security events: they stay in the security log");
        }

        if (isUnwanted || failure == CallFailure.LinkLost) return;
        if (failure != CallFailure.TimedOut && ++_refusals >= MostRefusals) Settle();
        else (_retry ??= _loop.CreateTimer(_queue.Wake)).Start(RetryMs);
    }

    private void Settle()
    {
        _refusals = _losses = 0;
        _store.OnTold(_first!.Number);
        _first = null;
    }
}
