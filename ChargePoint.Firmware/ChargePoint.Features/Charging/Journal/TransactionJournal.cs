using System.Collections;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>How the first message of the journal was settled.</summary>
public enum Settlement
{
    /// <summary>The Central System has confirmed it.</summary>
    Confirmed,

    /// <summary>It is set aside: its attempts are used up, or it cannot be told.</summary>
    SetAside,
}

/// <summary>
/// The journal of transactions, which is also the queue of what the Central System has not confirmed yet: starts, samples, stops
/// and confirmations are records of one log in flash, and what is still to be sent is derived from it. There is no second copy
/// that could disagree.
/// <list type="bullet">
/// <item>Messages are numbered without gaps; they are settled in order, so one number says what is settled. It stands in every record.</item>
/// <item>Each segment begins with the state at that moment (boot, numbers, transactions that run), so that older segments can go as soon as all
/// their messages are settled.</item>
/// <item>A record that a loss of power has torn is passed over; what is written behind it is found all the same.</item>
/// <item>What the flash does not take is kept in memory and told all the same.</item>
/// <item>Everything is stored at once, before it is told. The log spares the flash: it collects in short files, not in memory.</item>
/// <item>When the journal fills, samples are thinned out, evenly: every second one goes where they are densest.</item>
/// </list>
/// </summary>
public sealed partial class TransactionJournal
{
    /// <summary>Length of a segment in bytes: one block of the flash.</summary>
    public const int SegmentBytes = 4096;

    /// <summary>Most segments: 160 KiB of the 256 KiB that the flash has.</summary>
    public const int MostSegments = 40;

    /// <summary>Segments that samples may not begin: kept for starts, stops and confirmations.</summary>
    public const int ReservedForStops = 4;

    /// <summary>Segments that starts may not begin: kept for the stops of what runs, and confirmations.</summary>
    public const int ReservedForEnds = 2;

    /// <summary>Most segments of messages that were set aside: 16 KiB, some 200 messages.</summary>
    public const int MostAsideSegments = 4;

    /// <summary>Most starts and stops that are kept in memory because the flash does not take them.</summary>
    public const int MostVolatile = 32;

    /// <summary>Most samples that are kept in memory because the flash does not take them.</summary>
    public const int MostCollected = 8;

    /// <summary>Longest time between two moments at which the energy of a running transaction becomes durable, in milliseconds.</summary>
    public const int SafeIntervalMs = 60_000;

    // Numbers that may have been used by samples that the flash did not take: the next boot begins behind them
    private const int NumberReserve = 16;

    private const int SettledLength = 4;

    // No record but a segment's first and a state is longer
    private const int LongestWritten = 256;

    // Of the state: what is always there, a transaction that runs, and one that is over and whose stop waits, at most
    private const int StateBytes = 21 + (BootHistory.Capacity * 27);
    private const int RunningBytes = 109;
    private const int OverBytes = 69;

    private readonly RecordLog _log;
    private readonly RecordLog _aside;
    private readonly RecordReader _cursor;
    private readonly ByteWriter _writer = new(LongestWritten);
    private readonly ByteReader _reader = new();
    private readonly WallClock _clock;
    private readonly EventLoop _loop;
    private readonly Log _messages;
    private readonly ArrayList _known = new();
    private readonly ArrayList _volatile = new();
    private readonly ArrayList _collected = new();
    private JournalEntry? _first;
    private int _lastNumber;
    private int _settled;
    private int _lastLocalId;
    private bool _clockIsStored;
    private bool _allIsTold;

    /// <summary>Reads the journal and notes in it that a new boot has begun.</summary>
    /// <param name="flash">Where it is kept.</param>
    /// <param name="loop">Gives the monotonic time.</param>
    /// <param name="clock">Time of day; is told the number of this boot and the history of earlier ones.</param>
    /// <param name="messages">Log for people.</param>
    /// <param name="scratch">Buffer to work in, shared with other users on the same loop, of at least <see cref="RecordLog.LongestStaged"/> bytes; null
    /// for one of its own.</param>
    public TransactionJournal(IFlashStore flash, EventLoop loop, WallClock clock, Log messages, byte[]? scratch = null)
    {
        _loop = loop;
        _clock = clock;
        _messages = messages;
        scratch ??= new byte[RecordLog.LongestStaged];
        _log = new RecordLog(flash, "tx", SegmentBytes, MostSegments, scratch, true);
        _aside = new RecordLog(flash, "aside", SegmentBytes, MostAsideSegments, scratch);
        _cursor = new RecordReader(_log, scratch);
        Replay();
        NoteBoot();
        First();
        DropSettledSegments();
    }

    /// <summary>Transactions that have begun and not ended; after a start, those that a loss of power has interrupted.</summary>
    public ArrayList Running { get; } = new();

    /// <summary>Messages that are not settled.</summary>
    public int Waiting { get; private set; }

    /// <summary>StartTransactions among <see cref="Waiting"/>.</summary>
    public int WaitingStarts { get; private set; }

    /// <summary>StopTransactions among <see cref="Waiting"/>.</summary>
    public int WaitingStops { get; private set; }

    /// <summary>Messages that were set aside, ever.</summary>
    public int Exhausted { get; private set; }

    /// <summary>Samples that found no room since start.</summary>
    public int SamplesDropped { get; private set; }

    /// <summary>Samples that were taken out again to make room since start.</summary>
    public int SamplesThinned { get; private set; }

    /// <summary>Bytes of the journal that belonged to no sound record when it was read.</summary>
    public int BytesLost { get; private set; }

    /// <summary>Segments that are in use.</summary>
    public int Segments => _log.Segments;

    /// <summary>True while there is room for another transaction.</summary>
    public bool CanBegin => (_log.FreeSegments > ReservedForEnds || Fits(RecordLog.LongestContent / 4, ReservedForEnds)) && _volatile.Count < MostVolatile / 2 && StateHasRoom;

    // The state that begins each segment names all that run and all whose stop waits: should it not fit, nothing could be stored any more.
    private bool StateHasRoom
        => StateBytes + ((Running.Count + 1) * RunningBytes) + ((_known.Count - Running.Count) * OverBytes) + RunningBytes - OverBytes <= RecordLog.LongestContent;

    /// <summary>A transaction has begun.</summary>
    /// <param name="transaction">The transaction; gets its number in the journal.</param>
    public void Begin(Transaction transaction)
    {
        transaction.LocalId = ++_lastLocalId;
        transaction.StartNumber = ++_lastNumber;
        transaction.SafeSinceMs = _loop.NowMs;
        Keep(new JournalEntry(EntryKind.Start, _lastNumber, transaction), ReservedForEnds);
        Running.Add(transaction);
        _known.Add(transaction);
    }

    /// <summary>A running transaction was measured.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="sample">The measurement.</param>
    /// <param name="told">Set of what MeterValues tells of it; with 0 it is no message.</param>
    /// <param name="kept">Set of what StopTransaction tells of it (transactionData); with 0 nothing.</param>
    public void Sample(Transaction transaction, MeterSample sample, int told, int kept)
    {
        transaction.LastKnown = sample;
        if ((told | kept) != 0)
        {
            _collected.Add(new JournalEntry(EntryKind.Sample, told != 0 ? ++_lastNumber : 0, transaction) { Sample = sample, Told = told, Kept = kept });
            if (told != 0) Waiting++;
            _allIsTold = false;
        }

        if (_collected.Count > 0 && !StoreCollected(null, ReservedForStops)) ThinCollected();
        if (_loop.NowMs - transaction.SafeSinceMs >= SafeIntervalMs) StoreCheckpoint(transaction);
    }

    /// <summary>A transaction has ended.</summary>
    /// <param name="transaction">The transaction, which knows its end.</param>
    public void End(Transaction transaction)
    {
        Keep(new JournalEntry(EntryKind.Stop, ++_lastNumber, transaction), 0);
        Running.Remove(transaction);

        // Its start is still in the log in front of the cursor: the transaction is made from it again when its turn comes.
        bool underWay = _first != null && _first.Transaction == transaction;
        if (transaction.StartNumber > _settled && !underWay && _volatile.Count == 0 && _collected.Count == 0) _known.Remove(transaction);
    }

    /// <summary>The oldest message that is not settled, or null.</summary>
    public JournalEntry? First()
    {
        if (_clock.IsKnown && !_clockIsStored) StoreClock();
        if (_first != null || _allIsTold) return _first;
        while (_cursor.Next())
        {
            _first = ReadMessage();
            if (_first != null) return _first;
        }

        // What cannot be read now is neither lost nor told: it is tried again.
        if (_cursor.IsUnreadable) return null;

        // Whatever the log does not hold is in memory, or was lost with a damaged record.
        _first = OldestInMemory();
        if (_first != null) return _first;
        _settled = _lastNumber;
        Waiting = WaitingStarts = WaitingStops = 0;
        _allIsTold = true;
        ForgetEnded();
        DropSettledSegments();
        return null;
    }

    /// <summary>Settles the oldest message.</summary>
    /// <param name="settlement">How.</param>
    public void SettleFirst(Settlement settlement)
    {
        JournalEntry entry = _first!;
        _first = null;
        _settled = entry.Number;
        if (Waiting > 0) Waiting--;
        CountKind(entry.Kind, -1);
        bool wasInMemory = _volatile.Contains(entry) || _collected.Contains(entry);
        _volatile.Remove(entry);
        if (settlement == Settlement.SetAside) KeepAside(entry, wasInMemory);
        int collected = _collected.IndexOf(entry);
        if (collected >= 0 && entry.Kept == 0) _collected.RemoveAt(collected);
        else if (collected >= 0) _collected[collected] = new JournalEntry(EntryKind.Sample, 0, entry.Transaction) { Sample = entry.Sample, Kept = entry.Kept };
        if (entry.Kind == EntryKind.Stop) _known.Remove(entry.Transaction);

        // A sample's settlement becomes durable with the next record; should it be lost, the sample is told once more under the same name.
        if (entry.Kind != EntryKind.Sample || settlement != Settlement.Confirmed) StoreSettled(entry, settlement);

        // A start that the flash did not take: the state of its transaction is written as soon as that is possible.
        if (wasInMemory && entry.Kind == EntryKind.Start && Running.Contains(entry.Transaction)) StoreState();
        DropSettledSegments();
    }

    private void CountKind(EntryKind kind, int step)
    {
        if (kind == EntryKind.Start && WaitingStarts + step >= 0) WaitingStarts += step;
        else if (kind == EntryKind.Stop && WaitingStops + step >= 0) WaitingStops += step;
    }

    // All is told: of what does not run nothing is left, even if the record of its stop was damaged.
    private void ForgetEnded()
    {
        for (int i = _known.Count - 1; i >= 0; i--)
        {
            if (!Running.Contains(_known[i])) _known.RemoveAt(i);
        }
    }

    // By number: a start or stop that the flash did not take, or a sample that it was not given yet.
    private JournalEntry? OldestInMemory()
    {
        JournalEntry? oldest = _volatile.Count > 0 ? (JournalEntry)_volatile[0]! : null;
        foreach (JournalEntry sample in _collected)
        {
            if (sample.Number <= _settled) continue; // only kept for StopTransaction
            return oldest == null || sample.Number < oldest.Number ? sample : oldest;
        }

        return oldest;
    }

    // The record as it is, for whoever has to clear up by hand: the one that the cursor stands on, or that of an entry in memory.
    private void KeepAside(JournalEntry entry, bool wasInMemory)
    {
        Exhausted++;
        int type = _cursor.Type;
        byte[] content = _cursor.Buffer;
        int offset = RecordLog.HeaderLength;
        int length = _cursor.Length;
        if (wasInMemory || !_cursor.Reload())
        {
            Write(entry);
            type = TypeOf(entry);
            content = _writer.Buffer;
            offset = 0;
            length = _writer.Length;
        }

        byte[] copy = new byte[length];
        System.Array.Copy(content, offset, copy, 0, length);
        bool kept = _aside.NeedsSegment(length) ? _aside.BeginSegment(type, copy, length) : _aside.Append(type, copy, length);
        if (!kept) _messages.Error("journal", "a message that was set aside could not be kept");
    }

    // A segment goes when all its messages are settled and no StopTransaction needs a sample of it.
    private void DropSettledSegments()
    {
        int needed = _cursor.Segment;
        foreach (Transaction transaction in _known)
        {
            if (transaction.FirstKeptSegment > 0 && transaction.FirstKeptSegment < needed) needed = transaction.FirstKeptSegment;
        }

        while (_log.FirstSegment < needed && _log.DropFirstSegment())
        {
        }
    }
}
