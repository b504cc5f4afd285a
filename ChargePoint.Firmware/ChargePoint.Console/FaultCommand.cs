using ChargePoint.Safety;

namespace ChargePoint.Console;

/// <summary>fault clear: acknowledges the faults of a connector, or of all: those whose cause is gone end.</summary>
public sealed class FaultCommand : IConsoleCommand
{
    private readonly SafetySupervisor _safety;
    private readonly int _connectorCount;

    /// <summary>Makes the command.</summary>
    /// <param name="safety">Keeps the faults.</param>
    /// <param name="connectorCount">Number of connectors.</param>
    public FaultCommand(SafetySupervisor safety, int connectorCount)
    {
        _safety = safety;
        _connectorCount = connectorCount;
    }

    /// <inheritdoc/>
    public string Name => "fault";

    /// <inheritdoc/>
    public string Usage => "fault clear [C]";

    /// <inheritdoc/>
    public string Summary => "ends faults that are kept though their cause is gone";

    /// <inheritdoc/>
    public void Execute(CommandLine line, IConsoleReply reply)
    {
        int connectorId = 0;
        bool sound = (line.Count == 2 || line.Count == 3) && line.Word(1) == "clear";
        if (sound && line.Count == 3) sound = int.TryParse(line.Word(2), out connectorId) && connectorId >= 1 && connectorId <= _connectorCount;
        if (!sound)
        {
            reply.Fail("usage: " + Usage);
            return;
        }

        _safety.Acknowledge(connectorId);
        reply.Line("faults whose cause is gone end now; 'faults' shows what is left");
        reply.Done();
    }
}
