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

    private void NoteSession(Connector connector)
    {
        Transaction? before = _sessions[connector.Id - 1];
        Transaction? present = connector.Transaction;
        if (before == present) return;
        _sessions[connector.Id - 1] = present;
        if (before != null && before.End != null)
        {
            _history.Add(HistoryKind.SessionEnd, connector.Id, $"{before.IdTag}, {FixedPoint.ToText(before.End.EnergyWh - before.Begin.EnergyWh, 3)} kWh, {before.ReasonName}");
        }

        if (present != null) _history.Add(HistoryKind.SessionBegin, connector.Id, present.IdTag);
    }
}
