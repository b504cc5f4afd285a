using System.Text;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;
using ChargePoint.Security;

namespace ChargePoint.Console;

/// <summary>
/// status: what the charge point does now, and for each connector one sentence about why it does not charge (<see cref="WhyNot"/>), for a
/// person or (--json) for a program.
/// </summary>
public sealed class StatusCommand : IConsoleCommand
{
    // Enough for a connector with everything but its sentence, and for the rest
    private const int JsonBytes = 384;

    private readonly BoardIdentity _identity;
    private readonly Connector[] _connectors;
    private readonly ChargingRoom _room;
    private readonly CentralSystemLink _link;
    private readonly Registration _registration;
    private readonly WhyNot _why;

    /// <summary>Makes the command.</summary>
    /// <param name="room">What connectors share.</param>
    /// <param name="connectors">All connectors.</param>
    /// <param name="link">Connection.</param>
    /// <param name="registration">Registration.</param>
    /// <param name="why">Knows why a connector does not charge.</param>
    public StatusCommand(ChargingRoom room, Connector[] connectors, CentralSystemLink link, Registration registration, WhyNot why)
    {
        _identity = room.Board.Identity;
        _room = room;
        _connectors = connectors;
        _link = link;
        _registration = registration;
        _why = why;
    }

    /// <summary>What opens the dangerous commands, or null.</summary>
    public ServicePin? Pin { get; set; }

    /// <summary>Knows of a provisioning file that is wrong, or null.</summary>
    public ISetupHost? Host { get; set; }

    /// <inheritdoc/>
    public string Forms => "status [--json] -- what the charge point does now; why does it not charge?";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (line.IsJson) reply.Line(Json());
        else Text(reply);
        reply.Done();
    }

    internal static string PilotName(PilotState state) => ((char)('A' + (int)state)).ToString();

    internal static string NameOf(RegistrationStatus status) => status switch
    {
        RegistrationStatus.Accepted => "Accepted",
        RegistrationStatus.Pending => "Pending",
        RegistrationStatus.Rejected => "Rejected",
        _ => "None",
    };

    private string Json()
    {
        JsonWriter json = new(new byte[JsonBytes * (_connectors.Length + 1)]);
        json.StartObject();
        json.Member("version", _identity.FirmwareVersion);
        json.Member("online", _link.IsOnline);
        json.Member("registration", NameOf(_registration.Status));
        json.Name("connectors");
        json.StartArray();
        foreach (Connector connector in _connectors) Write(json, connector);
        json.EndArray();
        json.Name("queue");
        json.StartObject();
        json.Member("transactionMessages", _room.Transactions.Waiting);
        json.Member("exhausted", _room.Transactions.Exhausted);
        json.EndObject();
        json.EndObject();
        if (json.Overflowed) throw new System.InvalidOperationException("the status is too long");
        return Encoding.UTF8.GetString(json.Buffer, 0, json.Length);
    }

    private static void Write(JsonWriter json, Connector connector)
    {
        IConnectorHardware hardware = connector.Hardware;
        long energyWh = connector.EnergyWh; // reads the meter, also for the current
        json.StartObject();
        json.Member("id", connector.Id);
        json.Member("status", StatusNames.Of(connector.Status));
        json.Member("pilot", PilotName(hardware.Pilot.State));
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
        reply.Line($"firmware {_identity.FirmwareVersion}, up {Words.Duration(_room.Loop.UptimeMs)}, {(_room.Clock.IsKnown ? Iso8601.ToText(_room.Clock.UnixMs) : "time of day not known")}");
        foreach (Connector connector in _connectors)
        {
            IConnectorHardware hardware = connector.Hardware;
            long energyWh = connector.EnergyWh;
            string locked = hardware.Lock == null ? "" : ", " + (hardware.Lock.State == LockState.Jammed ? "lock jammed" : ConnectorCommand.LockName(hardware));
            Words.Fold(reply, $"connector {connector.Id}: {_why.Of(connector)}");
            reply.Line($"  {StatusNames.Of(connector.Status)}, pilot {PilotName(hardware.Pilot.State)}, contactor {(hardware.Contactor.Feedback ? "closed" : "open")}{locked}, {ProfilesCommand.Amperes(hardware.Pilot.OfferedMilliamps)} offered, {FixedPoint.ToText(energyWh, 3)} kWh");
        }

        Words.Fold(reply, "Central System: " + _why.Link());
        reply.Line($"unsent transaction messages: {_room.Transactions.Waiting}, set aside: {_room.Transactions.Exhausted}");
        if (Pin != null) reply.Line(ServiceCommand.Describe(Pin));
        string? provision = Host?.Provision;
        if (provision != null && provision.Length > 0) reply.Line("provision.json changes nothing: " + provision);
    }
}
