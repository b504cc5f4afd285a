using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>
/// Samples all meters at the moments of ClockAlignedDataInterval: evenly spaced from midnight UTC on (OCPP 1.6 section 3.16.2). While the
/// time of day is unknown, there are none.
/// </summary>
public sealed class ClockAlignedSampling
{
    private const int MsPerDay = 86_400_000;

    // The clock may be set meanwhile: it is looked at again at least that often.
    private const int LongestWaitMs = 30_000;

    private readonly Connector[] _connectors;
    private readonly SingleMeterValues _meterValues;
    private readonly ConfigurationStore _configuration;
    private readonly WallClock _clock;
    private readonly EventLoop _loop;
    private LoopTimer? _timer; // made when it is needed
    private long _dueUnixMs;

    /// <summary>Makes it, at rest.</summary>
    /// <param name="connectors">All connectors.</param>
    /// <param name="meterValues">Tells what belongs to no transaction.</param>
    /// <param name="loop">The event loop.</param>
    /// <param name="configuration">ClockAlignedDataInterval.</param>
    /// <param name="clock">Time of day.</param>
    public ClockAlignedSampling(Connector[] connectors, SingleMeterValues meterValues, EventLoop loop, ConfigurationStore configuration, WallClock clock)
    {
        _connectors = connectors;
        _meterValues = meterValues;
        _configuration = configuration;
        _clock = clock;
        _loop = loop;
    }

    /// <summary>Starts anew: the interval has changed, the time of day was set, or the charge point has started.</summary>
    public void Schedule()
    {
        _timer?.Stop();
        int intervalMs = _configuration.Integer(Key.ClockAlignedDataInterval) * 1000;
        if (intervalMs == 0) return;
        long now = _clock.UnixMs;
        long midnight = now - (now % MsPerDay);
        long due = midnight + ((((now - midnight) / intervalMs) + 1) * intervalMs);
        _dueUnixMs = due > midnight + MsPerDay ? midnight + MsPerDay : due;
        Wait();
    }

    private void Wait()
    {
        long wait = _clock.IsKnown ? _dueUnixMs - _clock.UnixMs : LongestWaitMs;
        (_timer ??= _loop.CreateTimer(OnTimer)).Start(wait > LongestWaitMs ? LongestWaitMs : wait);
    }

    private void OnTimer()
    {
        if (!_clock.IsKnown || _clock.UnixMs < _dueUnixMs)
        {
            // A clock that was set back must not silence the meters for longer than an interval.
            if (_dueUnixMs - _clock.UnixMs > MsPerDay) Schedule();
            else Wait();
            return;
        }

        // One that was set forward has jumped over moments: they are not made up for.
        if (_clock.UnixMs - _dueUnixMs < LongestWaitMs) Sample();
        Schedule();
    }

    private void Sample()
    {
        foreach (Connector connector in _connectors)
        {
            if (connector.Transaction != null) connector.Sampler.OnAligned();
            else _meterValues.TellAligned(connector);
        }
    }
}
