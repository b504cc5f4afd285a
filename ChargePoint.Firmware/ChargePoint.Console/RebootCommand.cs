using ChargePoint.Features;

namespace ChargePoint.Console;

/// <summary>reboot: restarts in order.</summary>
public sealed class RebootCommand : IConsoleCommand
{
    private readonly RestartProcedure _procedure;

    /// <summary>Makes the command.</summary>
    /// <param name="procedure">Carries it out.</param>
    public RebootCommand(RestartProcedure procedure) => _procedure = procedure;

    /// <inheritdoc/>
    public string Forms => "reboot -- ends transactions in order and restarts";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (_procedure.Begin(StopReason.Reboot)) reply.Done();
        else reply.Fail("a restart is under way already");
    }
}
