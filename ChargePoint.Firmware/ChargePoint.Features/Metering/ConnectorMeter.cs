using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>The energy meter of a connector as the charge point sees it: its latest reading, and samples of it.</summary>
public sealed class ConnectorMeter
{
    private readonly IConnectorHardware _hardware;
    private readonly EventLoop _loop;
    private readonly WallClock _clock;

    /// <summary>Reads the meter for the first time.</summary>
    /// <param name="hardware">The connector.</param>
    /// <param name="loop">Gives the monotonic time.</param>
    /// <param name="clock">Time of day.</param>
    public ConnectorMeter(IConnectorHardware hardware, EventLoop loop, WallClock clock)
    {
        _hardware = hardware;
        _loop = loop;
        _clock = clock;
        Read();
    }

    /// <summary>Latest reading; the caller may not change it.</summary>
    public MeterReading Reading { get; } = new();

    /// <summary>True if the meter did not answer when it was asked last.</summary>
    public bool IsSilent { get; private set; }

    /// <summary>Asks the meter.</summary>
    public void Read() => IsSilent = !_hardware.Meter.TryRead(Reading);

    /// <summary>Takes a sample now; of the latest reading, if the meter is silent.</summary>
    /// <param name="context">Why.</param>
    public MeterSample Take(ReadingContext context)
    {
        Read();
        return new MeterSample(Moment.Now(_loop.NowMs, _clock), context, Reading, _hardware.Meter.Phases, _hardware.Pilot.OfferedMilliamps);
    }
}
