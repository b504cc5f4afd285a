using System.Text;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;
using ChargePoint.Security;

namespace ChargePoint.Console;

/// <summary>status: what the charge point does now and why, for a person or (--json) for a program.</summary>
public sealed class StatusCommand : IConsoleCommand
{
    private static string[] PilotNames => ["A", "B", "C", "D", "E", "F"];
    private static string[] RegistrationNames => ["None", "Accepted", "Pending", "Rejected"];

    private readonly BoardIdentity _identity;
    private readonly Connector[] _connectors;
    private readonly CentralSystemLink _link;
    private readonly Registration _registration;
    private readonly TransactionQueue _transactions;
    private readonly byte[] _buffer = new byte[3072];

    /// <summary>Makes the command.</summary>
    /// <param name="identity">Names the version.</param>
    /// <param name="connectors">All connectors.</param>
    /// <param name="link">Connection.</param>
    /// <param name="registration">Registration.</param>
    /// <param name="transactions">Queue.</param>
    public StatusCommand(BoardIdentity identity, Connector[] connectors, CentralSystemLink link, Registration registration, TransactionQueue transactions)
    {
        _identity = identity;
        _connectors = connectors;
        _link = link;
        _registration = registration;
        _transactions = transactions;
    }

    /// <summary>What opens the dangerous commands, or null.</summary>
    public ServicePin? Pin { get; set; }

    /// <inheritdoc/>
    public string Forms => "status [--json] -- what the charge point does now, and why";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (line.IsJson) reply.Line(Json());
        else Text(reply);
        reply.Done();
    }

    private string Json()
    {
        JsonWriter json = new(_buffer);
        json.StartObject();
        json.Member("version", _identity.FirmwareVersion);
        json.Member("online", _link.IsOnline);
        json.Member("registration", RegistrationNames[(int)_registration.Status]);
        json.Name("connectors");
        json.StartArray();
        foreach (Connector connector in _connectors) Write(json, connector);
        json.EndArray();
        json.Name("queue");
        json.StartObject();
        json.Member("transactionMessages", _transactions.Waiting);
        json.Member("exhausted", _transactions.Exhausted);
        json.EndObject();
        json.EndObject();
        return Encoding.UTF8.GetString(json.Buffer, 0, json.Length);
    }

    private static void Write(JsonWriter json, Connector connector)
    {
        IConnectorHardware hardware = connector.Hardware;
        long energyWh = connector.EnergyWh; // reads the meter, also for the current
        json.StartObject();
        json.Member("id", connector.Id);
        json.Member("status", StatusNames.Of(connector.Status));
        json.Member("pilot", PilotNames[(int)hardware.Pilot.State]);
        json.Member("contactor", hardware.Contactor.Feedback);
        json.Member("locked", hardware.Lock != null && hardware.Lock.State == LockState.Locked);
        json.Member("offeredMilliamps", hardware.Pilot.OfferedMilliamps);
        json.Member("drawnMilliamps", connector.Meter.Reading.CurrentMilliamps[0]);
        json.Member("energyWh", energyWh);
        json.Name("transactionId");
        if (connector.Transaction != null && connector.Transaction.HasId) json.Number(connector.Transaction.Id);
        else json.Null();
        json.Member("fault", StatusNames.Of(connector.Error));
        json.EndObject();
    }

    private void Text(IConsoleReply reply)
    {
        string link = _link.IsOnline ? "connected" : _link.LastFailure.Length > 0 ? "not connected: " + _link.LastFailure : "not connected";
        reply.Line($"Central System: {link}, registration {RegistrationNames[(int)_registration.Status]}");
        foreach (Connector connector in _connectors)
        {
            reply.Line($"connector {connector.Id}: {StatusNames.Of(connector.Status)} - {Reason(connector)}");
            IConnectorHardware hardware = connector.Hardware;
            reply.Line($"  pilot {PilotNames[(int)hardware.Pilot.State]}, contactor {(hardware.Contactor.Feedback ? "closed" : "open")}, {FixedPoint.ToText(hardware.Pilot.OfferedMilliamps, 3)} A offered, {FixedPoint.ToText(connector.EnergyWh, 3)} kWh");
        }

        if (Pin != null) reply.Line(ServiceCommand.Describe(Pin));
        if (!_transactions.CanBegin) reply.Line("no session can begin: too many transaction messages wait to be sent");
        reply.Line($"unsent transaction messages: {_transactions.Waiting}, set aside: {_transactions.Exhausted}");
    }

    private static string Reason(Connector connector) => connector.Status switch
    {
        ConnectorStatus.Faulted => "fault: " + StatusNames.Of(connector.Error) + (connector.Info.Length > 0 ? ", " + connector.Info : ""),
        ConnectorStatus.Charging => $"{connector.Transaction!.IdTag} takes {FixedPoint.ToText(connector.Meter.Reading.PowerW, 3)} kW",
        ConnectorStatus.SuspendedEV => "the vehicle does not ask for energy",
        ConnectorStatus.SuspendedEVSE => connector.Transaction!.IsRefused ? "the Central System has refused the card" : "less than 6 A is left for it, see 'profiles'",
        ConnectorStatus.Finishing => connector.KeepsPlug ? "the session is over, the cable is kept for its owner's card" : "the session is over, unplug the cable",
        ConnectorStatus.Unavailable => "out of service (ChangeAvailability)",
        ConnectorStatus.Reserved => Reserved(connector.Reservation),
        ConnectorStatus.Preparing => connector.AuthorizedIdTag != null ? "card accepted, plug in the vehicle" : "plugged in, present a card",
        _ => "plug in the vehicle or present a card",
    };

    private static string Reserved(Reservation? reservation)
        => reservation == null ? "kept for who has reserved any connector" : $"reserved for {reservation.IdTag} until {Iso8601.ToText(reservation.ExpiryUnixMs)}";
}
