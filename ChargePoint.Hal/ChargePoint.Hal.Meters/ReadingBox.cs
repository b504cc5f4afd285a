using System.Threading;

namespace ChargePoint.Hal.Meters;

/// <summary>
/// Hands measurements from the event loop's thread to any other without a lock: of two readings one is published and not written to,
/// the other is being made. A number counts the publications; whoever copied while it changed copies again.
/// </summary>
internal sealed class ReadingBox
{
    private const int Attempts = 3;

    private readonly MeterReading _even = new MeterReading();
    private readonly MeterReading _odd = new MeterReading();
    private int _publications;

    /// <summary>The reading that is being made.</summary>
    public MeterReading Draft => (_publications & 1) == 0 ? _odd : _even;

    /// <summary>Publishes the draft; the reading that was published becomes the draft.</summary>
    public void Publish() => Interlocked.Increment(ref _publications);

    /// <summary>Copies the published reading.</summary>
    /// <returns>False if it changed three times meanwhile, which a thread that stands still for seconds may meet.</returns>
    public bool TryCopy(MeterReading target)
    {
        for (int i = 0; i < Attempts; i++)
        {
            int publications = _publications;
            MeterReading source = (publications & 1) == 0 ? _even : _odd;
            target.EnergyWh = source.EnergyWh;
            target.PowerW = source.PowerW;
            for (int phase = 0; phase < 3; phase++)
            {
                target.CurrentMilliamps[phase] = source.CurrentMilliamps[phase];
                target.VoltageMillivolts[phase] = source.VoltageMillivolts[phase];
            }

            if (publications == Interlocked.CompareExchange(ref _publications, 0, 0)) return true;
        }

        return false;
    }
}
