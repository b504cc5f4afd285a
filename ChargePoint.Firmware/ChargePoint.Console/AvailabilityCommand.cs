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
    public string Name => "availability";

    /// <inheritdoc/>
    public string Usage => "availability [C on|off]";

    /// <inheritdoc/>
    public string Summary => "shows what is in service, or changes it; C 0 is all";

    /// <inheritdoc/>
    public void Execute(CommandLine line, IConsoleReply reply)
    {
        if (line.Count == 1)
        {
            for (int i = 0; i <= _connectorCount; i++) reply.Line($"{(i == 0 ? "charge point" : $"connector {i}")}: {(_store.IsOperative(i) ? "on" : "off")}");
            reply.Done();
            return;
        }

        bool on = line.Count == 3 && line.Word(2) == "on";
        if (line.Count != 3 || (!on && line.Word(2) != "off") || !int.TryParse(line.Word(1), out int connectorId) || connectorId < 0 || connectorId > _connectorCount)
        {
            reply.Fail("usage: " + Usage);
            return;
        }

        string status = _operation.Change(connectorId, on);
        if (status == "Rejected")
        {
            reply.Fail("the flash does not take the change");
            return;
        }

        if (status == "Scheduled") reply.Line("goes out of service when the session is over");
        reply.Done();
    }
}
