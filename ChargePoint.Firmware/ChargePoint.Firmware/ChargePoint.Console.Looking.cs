using ChargePoint.Console;

namespace ChargePoint.Firmware;

// Commands that look, and change nothing.
public sealed partial class ChargePoint
{
    private const int MeasurePeriodMs = 60_000;

    private int _lowestMemory = -1;
    private long _measuredMs = -MeasurePeriodMs;

    // Measuring costs a garbage collection: once a minute shows a trend, and what is used up for a moment shows in the errors that are counted.
    private void MeasureMemory()
    {
        if (Loop.NowMs - _measuredMs < MeasurePeriodMs) return;
        _measuredMs = Loop.NowMs;
        int free = _board.FreeMemoryBytes;
        if (free >= 0 && (_lowestMemory < 0 || free < _lowestMemory)) _lowestMemory = free;
    }

    private void AddLooking(ConsoleShell console)
    {
        WhyNot why = new(_room, Link, Registration, _limits, _cards, _authorizer, Restart);
        console.Add(new StatusCommand(_room, Connectors, Link, Registration, why) { Pin = Security.Pin, Host = this });
        console.Add(new ConnectorCommand(_room, Connectors, why));
        console.Add(new MeterCommand(Connectors));
        console.Add(new LinkCommand(_room, Link, Registration));
        console.Add(new QueueCommand(_journal, Security.Log, Loop, Clock, console, Transactions));
        console.Add(new TraceCommand(Link, Log));
        console.Add(new SelfTestCommand(_room, Connectors, Link, _cards, Restart, why, console));
        console.Add(new HistoryCommand(_history, Security.Log, Clock, console));
        console.Add(new SystemCommand(_room, _resetReason, () => _lowestMemory));
        console.Add(new FirmwareCommand(_room, Connectors, Restart));
        console.Add(new FactoryResetCommand(_room, Connectors, Restart, console));
    }
}
