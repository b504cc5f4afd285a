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
    public string Forms =>
        "service -- what the console allows now\n" +
        "service end -- closes the dangerous commands\n" +
        "*service set PIN -- sets the PIN, or changes it while they are open\n" +
        "*service PIN -- opens the dangerous commands for 10 minutes";

    /// <summary>What the console allows now, in one line.</summary>
    /// <param name="pin">The service PIN.</param>
    internal static string Describe(ServicePin pin)
        => !pin.IsSet ? "console: open to everybody, no service PIN is set ('service set PIN')"
            : pin.IsOpen ? "console: open" : "console: dangerous commands need the service PIN ('service PIN')";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        string problem = "";
        if (form == 0) reply.Line(Describe(_pin));
        else if (form == 1) _pin.Close();
        else if (form == 2) _pin.Set(line.Word(2), out problem);
        else _pin.Open(line.Word(1), out problem);
        if (problem.Length == 0) reply.Done();
        else reply.Fail(problem);
    }
}
