using System.Text;
using ChargePoint.Features;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;
using ChargePoint.Safety;

namespace ChargePoint.Console;

/// <summary>
/// faults: what is wrong at each connector, what still waits for somebody though its cause is gone, and how often each fault was seen; for a
/// person or (--json) for a program.
/// </summary>
public sealed class FaultsCommand : IConsoleCommand, ILongAnswer
{
    private const int JsonBytesOfFault = 160;
    private const int JsonBytesOfConnector = 40;

    private readonly SafetySupervisor _safety;
    private readonly FaultCounters _counters;
    private readonly int _connectorCount;
    private readonly ConsoleShell _shell;
    private int _next;

    /// <summary>Makes the command.</summary>
    /// <param name="safety">Knows the faults.</param>
    /// <param name="counters">Counts them.</param>
    /// <param name="connectorCount">Number of connectors.</param>
    /// <param name="shell">Writes the long list.</param>
    public FaultsCommand(SafetySupervisor safety, FaultCounters counters, int connectorCount, ConsoleShell shell)
    {
        _safety = safety;
        _counters = counters;
        _connectorCount = connectorCount;
        _shell = shell;
    }

    /// <inheritdoc/>
    public string Forms => "faults [--json] -- faults that are there, and how often each was seen";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        _counters.Look();
        if (!line.IsJson)
        {
            _next = 1;
            _shell.AnswerAtLength(this);
            return;
        }

        reply.Line(Json());
        reply.Done();
    }

    /// <inheritdoc/>
    public bool WriteNext(IConsoleReply reply)
    {
        Text(_next, reply);
        return ++_next <= _connectorCount;
    }

    private static string NameOf(SafetyFault fault) => fault switch
    {
        SafetyFault.Hardware => "HARDWARE",
        SafetyFault.ChargePoint => "CHARGE-POINT",
        _ => FaultTable.VendorErrorCode(fault),
    };

    internal static string Awaited(SafetyFault fault) => FaultTable.Release(fault) switch
    {
        FaultRelease.Unplugged => "until the vehicle is unplugged, or 'fault clear'",
        FaultRelease.Permission => "until the session ends, or 'fault clear'",
        FaultRelease.Acknowledged => "until 'fault clear' or a restart",
        _ => "for a moment",
    };

    private void Text(int id, IConsoleReply reply)
    {
        reply.Line($"connector {id}: {(_safety.Active(id) == 0 ? "no fault" : "")}");
        for (int i = 0; i < FaultTable.Count; i++)
        {
            SafetyFault fault = (SafetyFault)i;
            if (!IsListed(id, fault)) continue;
            string state = IsPresent(id, fault) ? "now" : IsActive(id, fault) ? "over, kept " + Awaited(fault) : "over";
            int count = _counters.Count(id, fault);
            long last = _counters.LastUnixSeconds(id, fault);
            reply.Line($"  {NameOf(fault)}: {FaultTable.Info(fault)}, {state}; seen {count} time(s){(last > 0 ? ", last " + Iso8601.ToText(last * 1000) : "")}");
        }
    }

    private string Json()
    {
        int faults = 0;
        for (int id = 1; id <= _connectorCount; id++)
        {
            for (int i = 0; i < FaultTable.Count; i++) faults += IsListed(id, (SafetyFault)i) ? 1 : 0;
        }

        JsonWriter json = new(new byte[((_connectorCount + 1) * JsonBytesOfConnector) + (faults * JsonBytesOfFault)]);
        json.StartObject();
        json.Name("connectors");
        json.StartArray();
        for (int id = 1; id <= _connectorCount; id++)
        {
            json.StartObject();
            json.Member("id", id);
            json.Name("faults");
            json.StartArray();
            for (int i = 0; i < FaultTable.Count; i++)
            {
                if (IsListed(id, (SafetyFault)i)) Write(json, id, (SafetyFault)i);
            }

            json.EndArray();
            json.EndObject();
        }

        json.EndArray();
        json.EndObject();
        return Encoding.UTF8.GetString(json.Buffer, 0, json.Length);
    }

    private void Write(JsonWriter json, int connectorId, SafetyFault fault)
    {
        json.StartObject();
        json.Member("fault", NameOf(fault));
        json.Member("errorCode", StatusNames.Of(FaultTable.Code(fault)));
        json.Member("present", IsPresent(connectorId, fault));
        json.Member("active", IsActive(connectorId, fault));
        json.Member("count", _counters.Count(connectorId, fault));
        long last = _counters.LastUnixSeconds(connectorId, fault);
        if (last > 0) json.MemberTimestamp("last", last * 1000);
        json.EndObject();
    }

    private bool IsPresent(int connectorId, SafetyFault fault) => (_safety.Causes(connectorId) & FaultTable.Bit(fault)) != 0;

    private bool IsActive(int connectorId, SafetyFault fault) => (_safety.Active(connectorId) & FaultTable.Bit(fault)) != 0;

    private bool IsListed(int connectorId, SafetyFault fault) => IsActive(connectorId, fault) || _counters.Count(connectorId, fault) > 0;
}
