using ChargePoint.Features;
using ChargePoint.Safety;

namespace ChargePoint.Firmware;

// What goes into the history.
public sealed partial class ChargePoint
{
    private readonly EventHistory _history;
    private readonly Transaction?[] _sessions;

    private void OnFault(int connectorId, SafetyFault fault, bool isOver)
        => _history.Add(isOver ? HistoryKind.FaultOver : HistoryKind.Fault, connectorId, FaultTable.Info(fault));

    // One entry for a session, when it is over: each costs the flash a block.
    private void NoteSessions()
    {
        for (int i = 0; i < Connectors.Length; i++)
        {
            Transaction? before = _sessions[i];
            if (before == Connectors[i].Transaction) continue;
            _sessions[i] = Connectors[i].Transaction;
            if (before != null) NoteEnd(before);
        }
    }

    private void NoteEnd(Transaction transaction)
    {
        MeterSample? end = transaction.End;
        if (end == null) return;
        long energyWh = end.EnergyWh - transaction.Begin.EnergyWh;
        Moment begun = transaction.Begin.Moment;
        string time = begun.Boot == end.Moment.Boot ? $"{(end.Moment.MonotonicMs - begun.MonotonicMs) / 1000} s, " : "";
        _history.Add(HistoryKind.Session, transaction.ConnectorId, $"{transaction.IdTag}, {time}{FixedPoint.ToText(energyWh, 3)} kWh, {transaction.ReasonName}");
    }
}
