using ChargePoint.Features;
using ChargePoint.Hal;

namespace ChargePoint.Console;

/// <summary>connector: what the hardware of a connector says now, and the session that runs there.</summary>
public sealed class ConnectorCommand : IConsoleCommand
{
    private readonly Connector[] _connectors;
    private readonly ChargingRoom _room;
    private readonly WhyNot _why;

    /// <summary>Makes the command.</summary>
    /// <param name="room">What connectors share.</param>
    /// <param name="connectors">All connectors.</param>
    /// <param name="why">Knows why a connector does not charge.</param>
    public ConnectorCommand(ChargingRoom room, Connector[] connectors, WhyNot why)
    {
        _why = why;
        _room = room;
        _connectors = connectors;
    }

    /// <inheritdoc/>
    public string Forms => "connector [C] [--json] -- pilot, contactor, lock, guards and session, live";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (!line.Number(1, "C", 1, _connectors.Length, 0, reply, out int wanted)) return;
        Report report = new(line, reply, true);
        foreach (Connector connector in _connectors)
        {
            if (wanted == 0 || wanted == connector.Id) Show(connector, report);
        }

        reply.Done();
    }

    internal static string LockName(IConnectorHardware hardware)
        => hardware.Lock == null ? "none" : hardware.Lock.State switch { LockState.Locked => "locked", LockState.Jammed => "jammed", _ => "unlocked" };

    private void Show(Connector connector, Report report)
    {
        IConnectorHardware hardware = connector.Hardware;
        IControlPilot pilot = hardware.Pilot;
        connector.Meter.Read();
        report.Key("connector", connector.Id);
        report.Text("status", StatusNames.Of(connector.Status));
        report.Number("statusForSeconds", (_room.Loop.NowMs - connector.StatusSinceMs) / 1000);
        report.Text("pilot", StatusCommand.PilotName(pilot.State));
        report.Number("pilotHighMillivolts", pilot.HighMillivolts);
        report.Number("pilotLowMillivolts", pilot.LowMillivolts);
        report.Text("pilotFault", pilot.Fault switch { PilotFault.None => "none", PilotFault.Diode => "diode", PilotFault.OutOfRange => "out of range", _ => "shorted" });
        report.Number("offeredMilliamps", pilot.OfferedMilliamps);
        report.Numbers("drawnMilliamps", connector.Meter.Reading.CurrentMilliamps, hardware.Meter.Phases);
        report.Text("contactorCommand", hardware.Contactor.Commanded ? "closed" : "open");
        report.Text("contactorFeedback", hardware.Contactor.Feedback ? "closed" : "open");
        report.Number("phases", hardware.Contactor.Phases);
        report.Text("lock", LockName(hardware));
        report.Flag("cable", hardware.CablePresent);
        report.Number("maximumMilliamps", hardware.MaximumMilliamps);
        ShowGuards(connector, report);
        ShowSession(connector, report);
        if (report.IsJson) report.Text("why", _why.Of(connector)); // for people, 'status' has it
        report.End();
    }

    private void ShowGuards(Connector connector, Report report)
    {
        IConnectorHardware hardware = connector.Hardware;
        IResidualCurrentMonitor? monitor = hardware.ResidualCurrent;
        report.Text("residualCurrent", monitor == null ? "no monitor" : monitor.Tripped ? "tripped" : "none");
        if (monitor != null) report.Text("selfTest", monitor.SelfTest switch { SelfTest.None => "not made", SelfTest.Running => "under way", SelfTest.Passed => "passed", _ => "failed" });
        if (hardware.Temperature != null)
        {
            if (hardware.Temperature.TryRead(out int tenths)) report.Number("temperatureTenthsCelsius", tenths);
            else report.Text(report.IsJson ? "temperatureTenthsCelsius" : "temperature", null);
        }

        int limit = _room.Safety.LimitMilliamps(connector.Id);
        if (limit != int.MaxValue) report.Number("warmLimitMilliamps", limit);
        report.Flag("permitted", _room.Safety.IsReady(connector.Id));
        report.Text("error", StatusNames.Of(connector.Error));
        if (connector.Info.Length > 0) report.Text("info", connector.Info);
    }

    private void ShowSession(Connector connector, Report report)
    {
        Transaction? transaction = connector.Transaction;
        if (transaction == null)
        {
            if (connector.AuthorizedIdTag != null) report.Text("idTagWaiting", connector.AuthorizedIdTag);
            return;
        }

        report.Text("session", transaction.HasId ? transaction.Id.ToString() : "no number yet");
        report.Text("idTag", transaction.IdTag);
        report.Number("sessionEnergyWh", connector.Meter.Reading.EnergyWh - transaction.Begin.EnergyWh);
        long ageMs = Words.AgeMs(transaction.Begin.Moment, _room.Loop.NowMs, _room.Clock);
        if (ageMs >= 0) report.Number("sessionSeconds", ageMs / 1000);
    }
}
