using ChargePoint.Console;

namespace ChargePoint.Firmware;

// Commands that look, and change nothing.
public sealed partial class ChargePoint
{
    private void AddLooking(ConsoleShell console)
    {
        WhyNot why = new(_room, Link, Registration, _limits, _cards, _authorizer, Restart);
        console.Add(new StatusCommand(_room, Connectors, Link, Registration, why) { Pin = Security.Pin });
        console.Add(new ConnectorCommand(_room, Connectors));
        console.Add(new MeterCommand(Connectors));
        console.Add(new LinkCommand(_room, Link, Registration));
        console.Add(new QueueCommand(_journal, Security.Log, Loop, Clock, console));
        console.Add(new TraceCommand(Link, Log));
        console.Add(new SelfTestCommand(_room, Connectors, Link, _cards, Restart, why, console));
    }
}
