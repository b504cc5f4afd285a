using ChargePoint.Features;
using ChargePoint.Hal;

namespace ChargePoint.Console;

/// <summary>meter: the registers of the energy meters, live.</summary>
public sealed class MeterCommand : IConsoleCommand
{
    private readonly Connector[] _connectors;

    /// <summary>Makes the command.</summary>
    /// <param name="connectors">All connectors.</param>
    public MeterCommand(Connector[] connectors) => _connectors = connectors;

    /// <inheritdoc/>
    public string Forms => "meter [C] [--json] -- registers of the energy meter, live";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (!line.Number(1, "C", 1, _connectors.Length, 0, reply, out int wanted)) return;
        Report report = new(line, reply, true);
        foreach (Connector connector in _connectors)
        {
            if (wanted != 0 && wanted != connector.Id) continue;
            connector.Meter.Read();
            MeterReading reading = connector.Meter.Reading;
            int phases = connector.Hardware.Meter.Phases;
            report.Key("meter", connector.Id);
            report.Flag("answers", !connector.Meter.IsSilent);
            report.Number("energyWh", reading.EnergyWh);
            report.Number("powerWatts", reading.PowerW);
            report.Numbers("currentMilliamps", reading.CurrentMilliamps, phases);
            report.Numbers("voltageMillivolts", reading.VoltageMillivolts, phases);
            if (connector.Meter.IsSilent) report.Remark("it does not answer now: these are the last values that it told");
            report.End();
        }

        reply.Done();
    }
}
