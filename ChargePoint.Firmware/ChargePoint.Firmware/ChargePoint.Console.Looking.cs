using ChargePoint.Console;

namespace ChargePoint.Firmware;

// Commands that look, and change nothing.
public sealed partial class ChargePoint
{
    private void AddLooking(ConsoleShell console)
    {
        WhyNot why = new(_room, Link, Registration, _limits, _cards, _authorizer, Restart);
        console.Add(new StatusCommand(_room, Connectors, Link, Registration, why) { Pin = Security.Pin });
    }
}
