using ChargePoint.Features;
using ChargePoint.Runtime;
using ChargePoint.Security;

namespace ChargePoint.Console;

/// <summary>queue: what the Central System has still to be told about transactions, and what it never confirmed.</summary>
public sealed class QueueCommand : IConsoleCommand, ILongAnswer
{
    private readonly TransactionJournal _journal;
    private readonly SecurityLog _security;
    private readonly EventLoop _loop;
    private readonly WallClock _clock;
    private readonly ConsoleShell _shell;
    private readonly TransactionQueue _transactions;
    private RecordReader? _reader;
    private int _settled = -1; // how many were set aside by this command; -1 while it is not about that

    /// <summary>Makes the command.</summary>
    /// <param name="journal">The journal of transactions.</param>
    /// <param name="security">Security events that wait.</param>
    /// <param name="loop">The event loop.</param>
    /// <param name="clock">Time of day.</param>
    /// <param name="shell">Writes the long list.</param>
    /// <param name="transactions">Sets messages aside.</param>
    public QueueCommand(TransactionJournal journal, SecurityLog security, EventLoop loop, WallClock clock, ConsoleShell shell, TransactionQueue transactions)
    {
        _transactions = transactions;
        _journal = journal;
        _security = security;
        _loop = loop;
        _clock = clock;
        _shell = shell;
    }

    /// <inheritdoc/>
    public string Forms =>
        "queue [--json] -- messages that wait to be sent, by kind, and the oldest of them\n" +
        "queue aside -- transaction messages that were given up\n" +
        "!queue set-aside -- gives up all that wait, before a move to another Central System";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (form == 2 && _journal.Running.Count > 0)
        {
            reply.Fail("a session is running");
            return;
        }

        _settled = form == 2 ? 0 : -1;
        if (form == 2)
        {
            _shell.AnswerAtLength(this);
            return;
        }

        if (form != 0)
        {
            _reader = _journal.AsideReader();
            _shell.AnswerAtLength(this);
            return;
        }

        Show(line, reply);
        reply.Done();
    }

    /// <inheritdoc/>
    public bool WriteNext(IConsoleReply reply)
    {
        if (_settled >= 0) return SetAside(reply);
        JournalEntry? entry = _journal.NextAside(_reader!);
        if (entry != null) reply.Line(Describe(entry));
        return entry != null;
    }

    // One at a time: each is written to the flash.
    private bool SetAside(IConsoleReply reply)
    {
        if (_journal.Running.Count == 0 && _transactions.SetFirstAside())
        {
            _settled++;
            return true;
        }

        reply.Line($"set aside: {_settled}, still waiting: {_journal.Waiting}");
        return false;
    }

    private void Show(CommandLine line, IConsoleReply reply)
    {
        JournalEntry? oldest = _journal.First();
        Report report = new(line, reply);
        int samples = _journal.Waiting - _journal.WaitingStarts - _journal.WaitingStops;
        report.Number("waiting", _journal.Waiting);
        report.Number("startTransaction", _journal.WaitingStarts);
        report.Number("meterValues", samples < 0 ? 0 : samples);
        report.Number("stopTransaction", _journal.WaitingStops);
        report.Text("oldest", oldest == null ? null : Describe(oldest));
        if (oldest != null)
        {
            long ageMs = Words.AgeMs(MomentOf(oldest), _loop.NowMs, _clock);
            if (ageMs >= 0) report.Number("oldestAgeSeconds", ageMs / 1000);
        }

        report.Number("setAside", _journal.Exhausted);
        report.Number("securityEvents", _security.Waiting);
        report.Number("segments", _journal.Segments);
        report.Number("mostSegments", TransactionJournal.MostSegments);
        report.Flag("roomForSession", _journal.CanBegin);
        if (_journal.SamplesThinned > 0) report.Number("samplesThinnedOut", _journal.SamplesThinned);
        if (_journal.SamplesDropped > 0) report.Number("samplesDropped", _journal.SamplesDropped);
        if (_journal.BytesLost > 0) report.Number("damagedBytes", _journal.BytesLost);
        if (_journal.Exhausted > 0) report.Remark("'queue aside' lists what was given up");
        report.End();
    }

    private static Moment MomentOf(JournalEntry entry) => entry.Kind switch
    {
        EntryKind.Start => entry.Transaction.Begin.Moment,
        EntryKind.Stop => entry.Transaction.End!.Moment,
        _ => entry.Sample!.Moment,
    };

    private string Describe(JournalEntry entry)
    {
        Transaction transaction = entry.Transaction;
        string text = entry.Kind switch
        {
            EntryKind.Start => $"StartTransaction of {transaction.IdTag}, connector {transaction.ConnectorId}, {transaction.Begin.EnergyWh} Wh, {Time(transaction.Begin.Moment)}",
            EntryKind.Stop => $"StopTransaction, {transaction.End!.EnergyWh} Wh, {Time(transaction.End.Moment)}, {transaction.ReasonName}",
            _ => $"MeterValues, {entry.Sample!.EnergyWh} Wh, {Time(entry.Sample.Moment)}",
        };
        return $"#{entry.Number} {text} (transaction {transaction.LocalId} of this charge point)";
    }

    private string Time(Moment moment) => moment.IsDated(_clock) ? Iso8601.ToText(moment.UnixMs(_clock)) : "time unknown";
}
