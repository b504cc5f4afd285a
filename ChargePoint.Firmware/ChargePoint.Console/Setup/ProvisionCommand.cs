namespace ChargePoint.Console;

/// <summary>provision: what became of the provisioning file at this start.</summary>
public sealed class ProvisionCommand : IConsoleCommand
{
    private readonly ISetupHost _host;

    /// <summary>Makes the command.</summary>
    /// <param name="host">Has looked for the file.</param>
    public ProvisionCommand(ISetupHost host) => _host = host;

    /// <inheritdoc/>
    public string Forms => "provision [--json] -- what became of provision.json at this start";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        string? problem = _host.Provision;
        Report report = new(line, reply);
        report.Text("provision", problem == null ? "none" : problem.Length == 0 ? "applied" : "wrong");
        if (problem != null && problem.Length > 0)
        {
            report.Text("problem", problem);
            report.Remark("nothing was changed; the file is read again at the next start");
        }

        report.End();
        reply.Done();
    }
}
