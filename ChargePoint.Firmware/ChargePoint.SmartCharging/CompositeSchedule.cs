using ChargePoint.Ocpp;

namespace ChargePoint.SmartCharging;

/// <summary>
/// The schedule that follows from all charging profiles together (OCPP 1.6 section 3.13.3): at every moment the lowest of what the
/// ChargePointMaxProfile, the transaction's profile and the hardware allow. For connector 0 it is the sum of what the connectors may take, at
/// most what the ChargePointMaxProfile allows. How connectors share at a moment is no part of it.
/// </summary>
public sealed class CompositeSchedule
{
    /// <summary>Most periods; a schedule with more is told as far as these reach.</summary>
    public const int MostPeriods = 64;

    /// <summary>Most moments that are looked at, for the same reason.</summary>
    public const int MostSteps = 512;

    private readonly LimitCalculator _calculator;
    private readonly IOutlet[] _outlets;
    private readonly ChargingLimit _limit = new();
    private readonly ChargingLimit _other = new();
    private long _tenths;
    private int _phases;

    /// <summary>Makes a schedule.</summary>
    /// <param name="calculator">Says what limits at a moment.</param>
    /// <param name="outlets">All connectors, connector 1 first.</param>
    public CompositeSchedule(LimitCalculator calculator, IOutlet[] outlets)
    {
        _calculator = calculator;
        _outlets = outlets;
    }

    /// <summary>Writes the periods as an array.</summary>
    /// <param name="writer">Receives the array.</param>
    /// <param name="connectorId">Connector, or 0 for the whole charge point.</param>
    /// <param name="startSeconds">Begin, in seconds since 1970 UTC. The time of day has to be known.</param>
    /// <param name="durationSeconds">Length in seconds, 0 or more.</param>
    /// <param name="isPower">True for watts.</param>
    /// <returns>The length that was told, shorter than wanted if the schedule has too many changes.</returns>
    public int WritePeriods(JsonWriter writer, int connectorId, long startSeconds, int durationSeconds, bool isPower)
    {
        long end = startSeconds + durationSeconds;
        long now = startSeconds;
        long tenths = -1;
        int phases = -1;
        int periods = 0;
        writer.StartArray();
        for (int step = 0; step < MostSteps; step++)
        {
            Look(connectorId, now, isPower);
            if (_tenths != tenths || _phases != phases)
            {
                if (periods == MostPeriods) break;
                tenths = _tenths;
                phases = _phases;
                periods++;
                WritePeriod(writer, now - startSeconds, tenths, phases);
            }

            now = _calculator.NextChangeSeconds < end ? _calculator.NextChangeSeconds : end;
            if (now >= end) break;
        }

        writer.EndArray();
        return (int)(now - startSeconds);
    }

    private static void WritePeriod(JsonWriter writer, long start, long tenths, int phases)
    {
        writer.StartObject();
        writer.Member("startPeriod", start);
        writer.Name("limit");
        writer.Decimal(tenths, 1);
        writer.Member("numberPhases", phases);
        writer.EndObject();
    }

    private void Look(int connectorId, long seconds, bool isPower)
    {
        _calculator.At(seconds, true);
        if (connectorId > 0)
        {
            IOutlet outlet = _outlets[connectorId - 1];
            Transaction(outlet);
            if (_calculator.ChargePointMax(outlet.Phases, _other)) _limit.Lower(_other);
            _tenths = _limit.InTenths(isPower);
            _phases = _limit.Phases;
            return;
        }

        _tenths = 0;
        _phases = 1;
        foreach (IOutlet outlet in _outlets)
        {
            Transaction(outlet);
            _tenths += _limit.InTenths(isPower);
            if (outlet.Phases > _phases) _phases = outlet.Phases;
        }

        if (!_calculator.ChargePointMax(_phases, _other)) return;
        long most = _other.InTenths(isPower);
        if (most >= _tenths) return;
        _tenths = most;
        _phases = _other.Phases;
    }

    private void Transaction(IOutlet outlet) =>
        _calculator.Transaction(outlet.ConnectorId, outlet.LocalId, outlet.ChargingSinceSeconds, outlet.MaximumMilliamps, outlet.Phases, _limit);
}
