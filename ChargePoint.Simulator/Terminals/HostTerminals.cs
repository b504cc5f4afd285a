using ChargePoint.Console;
using ChargePoint.Hal;
using ChargePoint.Simulator.Bench;
using ChargePoint.Simulator.CentralSystem;

namespace ChargePoint.Simulator.Terminals;

/// <summary>
/// Terminals of the simulator: the device's own <see cref="Terminal"/>, on the firmware's thread, but on a loop that outlives the firmware
/// and goes by real time. The terminal from which the simulator was started knows the commands of the bench as well.
/// </summary>
public sealed class HostTerminals(FirmwareHost host, BenchCommands bench, BuiltInCentralSystem? centralSystem, Action quit)
{
    private string[] _forms = [];

    /// <summary>Opens a terminal. Called on the firmware's thread.</summary>
    /// <param name="port">Its byte stream.</param>
    /// <param name="isOwn">Whether it is that of the simulator, not one of the device.</param>
    /// <param name="ended">What Ctrl-D does.</param>
    public Terminal Open(IConsolePort port, bool isOwn, Action ended)
    {
        Terminal terminal = new(host.Terminals, port, () => MakeShell(isOwn)) { Ended = ended };
        host.Restarted += terminal.Renew;
        terminal.Start();
        return terminal;
    }

    /// <summary>Ends a terminal. Called on the firmware's thread.</summary>
    public void Close(Terminal terminal)
    {
        host.Restarted -= terminal.Renew;
        terminal.Stop();
    }

    internal static void Answer(IConsoleReply reply, IReadOnlyList<string> lines, string? error)
    {
        foreach (string text in lines) reply.Line(text);
        if (error == null) reply.Done();
        else reply.Fail(error);
    }

    // While the charge point asks and waits, vehicles arrive and cards are presented.
    private static bool ActBeside(ConsoleShell shell, string text, IConsoleReply reply)
    {
        CommandLine line = new(text);
        if (line.Count < 2 || line.Word(0) is not ("sim" or "cs")) return false;
        shell.Find(line.Word(0))!.Execute(0, line, new AsideReply(reply));
        return true;
    }

    private ConsoleShell MakeShell(bool isOwn)
    {
        ConsoleShell? shell = host.ChargePoint?.NewConsole();
        if (shell != null)
        {
            _forms = [.. Enumerable.Range(0, shell.Count).Select(i => shell[i].Forms)];
        }
        else
        {
            shell = new ConsoleShell();
            foreach (string forms in _forms) shell.Add(new DeadCommand(forms));
        }

        if (!isOwn) return shell;
        shell.Add(new SimCommand(bench));
        shell.Add(new CentralSystemCommand(centralSystem, host));
        shell.Add(new QuitCommand(quit));
        shell.Aside = (text, reply) => ActBeside(shell, text, reply);
        return shell;
    }
}

/// <summary>The lines of an answer, and its end only if it is bad news.</summary>
internal sealed class AsideReply(IConsoleReply reply) : IConsoleReply
{
    public void Line(string text) => reply.Line(text);

    public void Done()
    {
    }

    public void Fail(string reason) => reply.Line("error: " + reason);
}

/// <summary>Real time.</summary>
internal sealed class RealClock : IClock
{
    public long MonotonicMs => Environment.TickCount64;
}
