using ChargePoint.Console;
using ChargePoint.Simulator.Bench;
using ChargePoint.Simulator.CentralSystem;

namespace ChargePoint.Simulator.Terminals;

/// <summary><c>sim</c> at a terminal: what happens around the charge point.</summary>
internal sealed class SimCommand(BenchCommands bench) : IConsoleCommand, IWordSource
{
    private readonly string[] _words = [.. bench.Execute("help").Lines.Select(line => line.Split(' ')[1]).Distinct()];

    public string Forms => "sim [COMMAND...] -- what happens around the charge point ('sim help')";

    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        BenchResult result = bench.Execute([.. Enumerable.Range(1, line.Count - 1).Select(line.Word)]);
        HostTerminals.Answer(reply, result.Lines, result.Error);
    }

    public string? WordFor(string placeholder, int index) => placeholder == "COMMAND" && index < _words.Length ? _words[index] : null;
}

/// <summary><c>cs</c> at a terminal: the built-in Central System. It answers later, on the firmware's thread.</summary>
internal sealed class CentralSystemCommand(BuiltInCentralSystem? centralSystem, FirmwareHost host) : IConsoleCommand
{
    public string Forms => "cs [COMMAND...] -- the built-in Central System ('cs help')";

    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (centralSystem == null) reply.Fail("there is no built-in Central System: an external one is used");
        else _ = AnswerAsync(centralSystem, line.From(1), reply);
    }

    private async Task AnswerAsync(BuiltInCentralSystem system, string command, IConsoleReply reply)
    {
        (IReadOnlyList<string> lines, string? error) = await Task.Run(() => system.Commands.ExecuteAsync(command));
        await host.RunAsync(_ =>
        {
            HostTerminals.Answer(reply, lines, error);
            return true;
        });
    }
}

/// <summary><c>quit</c> at a terminal.</summary>
internal sealed class QuitCommand(Action quit) : IConsoleCommand
{
    public string Forms => "quit -- ends the simulator";

    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        reply.Done();
        quit();
    }
}

/// <summary>A command of a charge point that has no supply.</summary>
internal sealed class DeadCommand(string forms) : IConsoleCommand
{
    public string Forms => forms;

    public void Execute(int form, CommandLine line, IConsoleReply reply) => reply.Fail("the charge point has no supply");
}
