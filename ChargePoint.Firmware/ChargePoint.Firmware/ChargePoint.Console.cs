using ChargePoint.Console;

namespace ChargePoint.Firmware;

// The technician's console and its commands.
public sealed partial class ChargePoint
{
    private ConsoleShell? _console;
    private Terminal? _terminal;
    private OcppCommand? _manual;

    /// <summary>The technician's console. It is made when somebody uses it: it takes 4 KiB, and few charge points ever have anybody at theirs.</summary>
    public ConsoleShell Console => _console ??= NewConsole();

    // The port is looked at from the start, so that a charge point which does not come up can be asked why.
    private void StartTerminal()
    {
        if (_board.Console == null) return;
        _terminal = new Terminal(Loop, _board.Console, NewConsole);
        _terminal.Start();
    }

    /// <summary>Makes another console, for another terminal.</summary>
    public ConsoleShell NewConsole()
    {
        ConsoleShell console = new() { Pin = Security.Pin };
        if (_manual == null)
        {
            _manual = new OcppCommand(_queue, Link);
            _queue.Add(_manual);
        }

        console.Add(new HelpCommand(console));
        AddLooking(console);
        console.Add(new FaultsCommand(Safety, Faults, Connectors.Length, console));
        console.Add(new FaultCommand(Safety, Connectors.Length));
        console.Add(new AvailabilityCommand(Availability, _changeAvailability, Connectors.Length));
        console.Add(new ConfigCommand(Configuration, console));
        console.Add(new PriceCommand(_costs, Connectors.Length));
        console.Add(new ProfilesCommand(_limits, _remoteStartProfiles, console));
        console.Add(_manual);
        console.Add(new CertificateCommand(Authorities, console));
        console.Add(new LogCommand(Log, console));
        console.Add(new SecurityLogCommand(Security.Log, Clock, console));
        console.Add(new ServiceCommand(Security.Pin));
        console.Add(new ClockCommand(Security.Time, Clock));
        console.Add(new RebootCommand(Restart));
        AddSetup(console);
        console.Add(new WatchCommand(console, Loop));
        console.Add(new TerminalCommand(null));
        return console;
    }
}
