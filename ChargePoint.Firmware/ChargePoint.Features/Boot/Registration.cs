using System;
using ChargePoint.Hal;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>What the Central System said to BootNotification (OCPP 1.6 section 7.45).</summary>
public enum RegistrationStatus
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>The charge point takes part.</summary>
    Accepted,

    /// <summary>The Central System wants to set it up first.</summary>
    Pending,

    /// <summary>The Central System does not want it.</summary>
    Rejected,
}

/// <summary>Is told when the Central System accepts the charge point.</summary>
public interface IRegistrationObserver
{
    /// <summary>BootNotification was accepted; the clock is set.</summary>
    void OnAccepted();

    /// <summary>The Central System does not accept the charge point, or not any more.</summary>
    void OnNotAccepted();
}

/// <summary>
/// BootNotification (OCPP 1.6 section 4.2): sent first after each start, and again after the interval that the Central System
/// names until it accepts. After a mere loss of connection it is not sent again.
/// </summary>
public sealed class Registration : ICallSource
{
    /// <summary>Wait after a BootNotification that failed, or whose answer names no interval, in seconds.</summary>
    public const int DefaultRetrySeconds = 60;

    private readonly CallQueue _queue;
    private readonly BootNotification _call;
    private readonly EventLoop _loop;
    private LoopTimer? _retry; // made when it is needed
    private readonly Log _log;
    private bool _due = true;
    private bool _triggered;

    /// <summary>Makes the boot procedure, not begun.</summary>
    /// <param name="loop">The event loop.</param>
    /// <param name="queue">Sends the call; its permission follows the registration.</param>
    /// <param name="identity">What the charge point tells about itself.</param>
    /// <param name="clock">Time of day, set by the answer.</param>
    /// <param name="configuration">HeartbeatInterval is set by the answer.</param>
    /// <param name="log">Log.</param>
    public Registration(EventLoop loop, CallQueue queue, BoardIdentity identity, WallClock clock, ConfigurationStore configuration, Log log)
    {
        _queue = queue;
        _log = log;
        _call = new BootNotification(this, identity, clock, configuration);
        _loop = loop;
    }

    /// <summary>What the Central System said last.</summary>
    public RegistrationStatus Status { get; private set; }

    /// <summary>Is told of acceptance, or null.</summary>
    public IRegistrationObserver? Observer { get; set; }

    /// <summary>Is called each time that BootNotification is accepted, also when it was before; or null.</summary>
    public Action? Confirmed { get; set; }

    /// <summary>True once accepted since start.</summary>
    public bool IsAccepted => Status == RegistrationStatus.Accepted;

    /// <summary>Sends a BootNotification because the Central System asked for one.</summary>
    public void Trigger()
    {
        _triggered = true;
        _queue.Wake();
    }

    /// <summary>Begins anew, since it is another Central System, or this charge point has another name: nobody has accepted it yet.</summary>
    public void Renew()
    {
        Status = RegistrationStatus.None;
        _due = true;
        _triggered = false;
        _retry?.Stop();
        _queue.Permission = SendPermission.BootAndTriggered;
        Observer?.OnNotAccepted();
    }

    /// <inheritdoc/>
    public OutboundCall? NextCall(SendPermission permission)
    {
        if (_triggered || (_due && !IsAccepted)) return _call;
        return null;
    }

    internal void OnSent()
    {
        _due = false;
        _triggered = false;
    }

    internal void OnAnswered(RegistrationStatus status, int intervalSeconds)
    {
        bool first = !IsAccepted;
        if (status == RegistrationStatus.Accepted)
        {
            _log.Info("boot", $"accepted by the Central System, heartbeat every {intervalSeconds} s");
            Status = status;
            _queue.Permission = SendPermission.Everything;
            _retry?.Stop();
            Confirmed?.Invoke();
            if (first) Observer?.OnAccepted();
            return;
        }

        string name = status == RegistrationStatus.Pending ? "pending" : "rejected";
        _log.Warning("boot", $"{name} by the Central System, next BootNotification in {intervalSeconds} s");
        Status = status;
        _queue.Permission = status == RegistrationStatus.Pending ? SendPermission.BootAndTriggered : SendPermission.Nothing;
        (_retry ??= _loop.CreateTimer(OnRetry)).Start(intervalSeconds * 1000L);
        Observer?.OnNotAccepted();
    }

    internal void OnFailed(CallFailure failure)
    {
        if (IsAccepted) return;

        // A lost link retries as soon as it is back; the backoff of the link keeps that from becoming a storm.
        if (failure == CallFailure.LinkLost) _due = true;
        else (_retry ??= _loop.CreateTimer(OnRetry)).Start(DefaultRetrySeconds * 1000L);
    }

    private void OnRetry()
    {
        _due = true;
        if (_queue.Permission == SendPermission.Nothing) _queue.Permission = SendPermission.BootAndTriggered;
        _queue.Wake();
    }
}
