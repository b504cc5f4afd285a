using ChargePoint.Features;
using ChargePoint.Runtime;
using ChargePoint.Security;

namespace ChargePoint.Console;

/// <summary>history: what has happened over restarts: faults, sessions and the connection, and from the security log starts and new firmware.</summary>
public sealed class HistoryCommand : IConsoleCommand, ILongAnswer
{
    private const int MostLooks = 16;

    private readonly EventHistory _history;
    private readonly SecurityLog _security;
    private readonly WallClock _clock;
    private readonly ConsoleShell _shell;
    private Report? _report;
    private RecordReader? _reader;
    private HistoryEntry? _entry;
    private SecurityEvent? _event;
    private int _place;
    private int _skip;
    private bool _isCounting;

    /// <summary>Makes the command.</summary>
    /// <param name="history">Faults, sessions and the connection.</param>
    /// <param name="security">Starts and new firmware.</param>
    /// <param name="clock">Time of day.</param>
    /// <param name="shell">Writes the long list.</param>
    public HistoryCommand(EventHistory history, SecurityLog security, WallClock clock, ConsoleShell shell)
    {
        _history = history;
        _security = security;
        _clock = clock;
        _shell = shell;
    }

    /// <inheritdoc/>
    public string Forms => "history [COUNT] [--json] -- events over restarts, the newest 20 if not said";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (!line.Number(1, "COUNT", 1, 9999, 20, reply, out int count)) return;
        _report = new Report(line, reply, true);
        _skip = -count;
        _isCounting = true;
        Rewind();
        _shell.AnswerAtLength(this);
    }

    /// <inheritdoc/>
    public bool WriteNext(IConsoleReply reply)
    {
        for (int i = 0; i < MostLooks; i++)
        {
            if (_entry == null && _event == null)
            {
                if (!_isCounting) return false;
                _isCounting = false;
                Rewind();
                continue;
            }

            bool isEntry = _event == null || (_entry != null && IsBefore(_entry.Moment, _event.Moment));
            if (_isCounting) _skip++;
            else if (_skip > 0) _skip--;
            else if (isEntry) Show(_entry!);
            else Show(_event!.Moment, 0, "start", _event.Type == SecurityEventTypes.StartupOfTheDevice ? _event.TechInfo ?? "" : _event.Type);
            if (isEntry) _entry = _history.Next(ref _place);
            else NextEvent();
            if (!_isCounting && _skip <= 0) return true;
        }

        return true;
    }

    // The history knows seconds only: what the security log has of the same second came first.
    private static bool IsBefore(Moment a, Moment b) => a.Boot < b.Boot || (a.Boot == b.Boot && a.MonotonicMs < b.MonotonicMs - (b.MonotonicMs % 1000));

    private void Rewind()
    {
        _place = 0;
        _reader = _security.NewReader();
        _entry = _history.Next(ref _place);
        NextEvent();
    }

    private void NextEvent()
    {
        do
        {
            _event = _security.Next(_reader!);
        }
        while (_event != null && _event.Type != SecurityEventTypes.StartupOfTheDevice && _event.Type != SecurityEventTypes.ResetOrReboot && _event.Type != SecurityEventTypes.FirmwareUpdated);
    }

    private void Show(HistoryEntry entry) => Show(entry.Moment, entry.ConnectorId, NameOf(entry.Kind), entry.Text);

    private void Show(Moment moment, int connectorId, string kind, string text)
    {
        Report report = _report!;
        bool isKnown = moment.IsDated(_clock);
        if (report.IsJson)
        {
            report.Number("boot", moment.Boot);
            report.Number("atSeconds", moment.MonotonicMs / 1000);
            report.Time("time", isKnown ? moment.UnixMs(_clock) : 0);
            report.Text("event", kind);
            if (connectorId > 0) report.Number("connector", connectorId);
            report.Text("text", text);
        }
        else
        {
            string time = isKnown ? Iso8601.ToText(moment.UnixMs(_clock)).Substring(0, 19) : $"boot {moment.Boot} + {Words.Duration(moment.MonotonicMs)}";
            report.Remark($"{time} {kind}{(connectorId > 0 ? $" connector {connectorId}" : "")}{(text.Length > 0 ? ": " + text : "")}");
        }

        report.End();
    }

    private static string NameOf(HistoryKind kind) => kind switch
    {
        HistoryKind.Fault => "fault",
        HistoryKind.FaultOver => "fault over",
        HistoryKind.Session => "session",
        HistoryKind.LinkLost => "link lost",
        HistoryKind.LinkBack => "link up",
        _ => "event", // of a newer version
    };
}
