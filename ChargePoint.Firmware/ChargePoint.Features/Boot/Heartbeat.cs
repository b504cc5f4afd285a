using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>Heartbeat (OCPP 1.6 section 4.6): tells that the charge point is alive and sets its clock.</summary>
public sealed class Heartbeat : OutboundCall, ICallSource, IConfigurationObserver
{
    private readonly CallQueue _queue;
    private readonly WallClock _clock;
    private readonly ConfigurationStore _configuration;
    private readonly LoopTimer _timer;
    private bool _due;
    private bool _triggered;

    /// <summary>Makes the heartbeat, not started.</summary>
    /// <param name="loop">The event loop.</param>
    /// <param name="queue">Sends it.</param>
    /// <param name="clock">Time of day, set by each answer.</param>
    /// <param name="configuration">Names the interval.</param>
    public Heartbeat(EventLoop loop, CallQueue queue, WallClock clock, ConfigurationStore configuration)
    {
        _queue = queue;
        _clock = clock;
        _configuration = configuration;
        _timer = loop.CreateTimer(OnTimer);
        configuration.Observe(this);
    }

    /// <inheritdoc/>
    public override string Action => "Heartbeat";

    /// <summary>Starts to count the interval.</summary>
    public void Start() => _timer.StartPeriodic(_configuration.Integer(Key.HeartbeatInterval) * 1000);

    /// <summary>Sends one because the Central System asked for it.</summary>
    public void Trigger()
    {
        _triggered = true;
        _queue.Wake();
    }

    /// <inheritdoc/>
    public OutboundCall? NextCall(SendPermission permission)
        => _triggered || (_due && permission == SendPermission.Everything) ? this : null;

    /// <inheritdoc/>
    public override void WriteRequest(JsonWriter request)
    {
        _due = false;
        _triggered = false;
        request.StartObject();
        request.EndObject();
    }

    /// <inheritdoc/>
    public override CallError? OnConfirmation(Fields confirmation)
    {
        long currentTime = -1;
        confirmation.BeginObject();
        while (confirmation.NextMember())
        {
            if (confirmation.Is("currentTime")) currentTime = confirmation.Timestamp();
        }

        confirmation.Require(currentTime >= 0, "currentTime");
        if (confirmation.Error != null) return confirmation.Error;
        _clock.Set(currentTime);
        return null;
    }

    /// <summary>A missed heartbeat is not made up for: the next one follows at its time.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="detail">More about it.</param>
    public override void OnFailure(CallFailure failure, string detail)
    {
    }

    void IConfigurationObserver.OnConfigurationChanged(int key)
    {
        if (key == Key.HeartbeatInterval && _timer.IsRunning) Start();
    }

    private void OnTimer()
    {
        _due = true;
        _queue.Wake();
    }
}
