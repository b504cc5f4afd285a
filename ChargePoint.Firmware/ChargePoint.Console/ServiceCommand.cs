using ChargePoint.Security;

namespace ChargePoint.Console;

/// <summary>service: opens the dangerous commands with the service PIN, or sets it.</summary>
public sealed class ServiceCommand : IConsoleCommand
{
    private readonly ServicePin _pin;

    /// <summary>Makes the command.</summary>
    /// <param name="pin">The service PIN.</param>
    public ServiceCommand(ServicePin pin) => _pin = pin;

    /// <inheritdoc/>
    public string Name => "service";

    /// <inheritdoc/>
    public string Usage => "service [PIN | set PIN | end]";

    /// <inheritdoc/>
    public string Summary => "opens the dangerous commands for 10 minutes; sets the PIN";

    /// <summary>What the console allows now, in one line.</summary>
    /// <param name="pin">The service PIN.</param>
    internal static string Describe(ServicePin pin)
        => !pin.IsSet ? "console: open to everybody, no service PIN is set ('service set PIN')"
            : pin.IsOpen ? "console: open" : "console: dangerous commands need the service PIN ('service PIN')";

    /// <inheritdoc/>
    public void Execute(CommandLine line, IConsoleReply reply)
    {
        string problem = "";
        if (line.Count == 1) reply.Line(Describe(_pin));
        else if (line.Count == 2 && line.Word(1) == "end") _pin.Close();
        else if (line.Count == 2) _pin.Open(line.Word(1), out problem);
        else if (line.Count == 3 && line.Word(1) == "set") _pin.Set(line.Word(2), out problem);
        else problem = "usage: " + Usage;
        if (problem.Length == 0) reply.Done();
        else reply.Fail(problem);
    }
}
