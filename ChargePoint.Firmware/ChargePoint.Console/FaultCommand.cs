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
    public string Forms => "fault clear [C] -- ends faults that are kept though their cause is gone";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (!line.Number(2, "C", 1, _connectorCount, 0, reply, out int connectorId)) return;
        _safety.Acknowledge(connectorId);
        reply.Line("faults whose cause is gone end now; 'faults' shows what is left");
        reply.Done();
    }
}
