using ChargePoint.Features;

namespace ChargePoint.Console;

/// <summary>availability: shows what is out of service, or takes a connector (0: all) out of service and back, as ChangeAvailability does.</summary>
public sealed class AvailabilityCommand : IConsoleCommand
{
    private readonly AvailabilityStore _store;
    private readonly ChangeAvailability _operation;
    private readonly int _connectorCount;

    /// <summary>Makes the command.</summary>
    /// <param name="store">Knows the states.</param>
    /// <param name="operation">Changes them.</param>
    /// <param name="connectorCount">Number of connectors.</param>
    public AvailabilityCommand(AvailabilityStore store, ChangeAvailability operation, int connectorCount)
    {
        _store = store;
        _operation = operation;
        _connectorCount = connectorCount;
    }

    /// <inheritdoc/>
    public string Forms =>
        "availability [--json] -- what is in service\n" +
        "availability C on|off -- takes a connector (0: all) into service or out of it";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (form == 0)
        {
            Show(line, reply);
            return;
        }

        if (!line.Number(1, "C", 0, _connectorCount, 0, reply, out int connectorId)) return;
        string status = _operation.Change(connectorId, line.Word(2) == "on");
        if (status == "Rejected")
        {
            reply.Fail("the flash does not take the change");
            return;
        }

        if (status == "Scheduled") reply.Line("goes out of service when the session is over");
        reply.Done();
    }
    private void Show(CommandLine line, IConsoleReply reply)
    {
        Report report = new(line, reply, true);
        for (int id = 0; id <= _connectorCount; id++)
        {
            report.Key("connector", id);
            report.Flag("inService", _store.IsOperative(id));
            report.End();
        }

        report.Remark("connector 0 is the charge point as a whole");
        reply.Done();
    }
}
