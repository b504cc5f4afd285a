using ChargePoint.Features;
using ChargePoint.Runtime;

namespace ChargePoint.Console;

/// <summary>queue: what the Central System has still to be told about transactions, and what it never confirmed.</summary>
public sealed class QueueCommand : IConsoleCommand, ILongAnswer
{
    private readonly TransactionJournal _journal;
    private readonly WallClock _clock;
    private readonly ConsoleShell _shell;
    private RecordReader? _reader;

    /// <summary>Makes the command.</summary>
    /// <param name="journal">The journal of transactions.</param>
    /// <param name="clock">Time of day.</param>
    /// <param name="shell">Writes the long list.</param>
    public QueueCommand(TransactionJournal journal, WallClock clock, ConsoleShell shell)
    {
        _journal = journal;
        _clock = clock;
        _shell = shell;
    }

    /// <inheritdoc/>
    public string Forms =>
        "queue -- transaction messages that wait to be sent\n" +
        "queue aside -- transaction messages that were given up";

    /// <inheritdoc/>
    public void Execute(int form, CommandLine line, IConsoleReply reply)
    {
        if (form != 0)
        {
            _reader = _journal.AsideReader();
            _shell.AnswerAtLength(this);
            return;
        }

        Show(reply);
        reply.Done();
    }

    /// <inheritdoc/>
    public bool WriteNext(IConsoleReply reply)
    {
        JournalEntry? entry = _journal.NextAside(_reader!);
        if (entry != null) reply.Line(Describe(entry));
        return entry != null;
    }

    private void Show(IConsoleReply reply)
    {
        JournalEntry? first = _journal.First();
        reply.Line($"waiting: {_journal.Waiting}");
        if (first != null) reply.Line("first: " + Describe(first));
        reply.Line($"set aside: {_journal.Exhausted}{(_journal.Exhausted > 0 ? " (queue aside)" : "")}");
        reply.Line($"flash: {_journal.Segments} of {TransactionJournal.MostSegments} segments of {TransactionJournal.SegmentBytes / 1024} KiB{(_journal.CanBegin ? "" : ", full: no transaction can begin")}");
        if (_journal.SamplesThinned > 0) reply.Line($"samples thinned out since start: {_journal.SamplesThinned}");
        if (_journal.SamplesDropped > 0) reply.Line($"samples dropped since start: {_journal.SamplesDropped}");
        if (_journal.BytesLost > 0) reply.Line($"damaged bytes found at start: {_journal.BytesLost}");
    }

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

    private string Time(Moment moment) => moment.FixedUnixMs != 0 || _clock.IsKnown ? Iso8601.ToText(moment.UnixMs(_clock)) : "time unknown";
}
