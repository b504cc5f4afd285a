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

    /// <summary>Most messages that are kept in memory because the flash does not take them.</summary>
    public const int MostVolatile = 32;

    private const int SettledLength = 4;

    private readonly RecordLog _log;
    private readonly RecordLog _aside;
    private readonly RecordReader _cursor;
    private readonly ByteWriter _writer = new(RecordLog.LongestContent);
    private readonly ByteReader _reader = new();
    private readonly WallClock _clock;
    private readonly EventLoop _loop;
    private readonly Log _messages;
    private readonly ArrayList _known = new();
    private readonly ArrayList _volatile = new();
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
    public TransactionJournal(IFlashStore flash, EventLoop loop, WallClock clock, Log messages)
    {
        _loop = loop;
        _clock = clock;
        _messages = messages;
        _log = new RecordLog(flash, "tx", SegmentBytes, MostSegments);
        _aside = new RecordLog(flash, "aside", SegmentBytes, MostAsideSegments);
        _cursor = new RecordReader(_log);
        Replay();
        NoteBoot();
        First();
        DropSettledSegments();
    }

    /// <summary>Transactions that have begun and not ended; after a start, those that a loss of power has interrupted.</summary>
    public ArrayList Running { get; } = new();

    /// <summary>Messages that are not settled.</summary>
    public int Waiting => _lastNumber - _settled;

    /// <summary>Messages that were set aside, ever.</summary>
    public int Exhausted { get; private set; }

    /// <summary>Samples that found no room since start.</summary>
    public int SamplesDropped { get; private set; }

    /// <summary>Bytes of the journal that belonged to no sound record when it was read.</summary>
    public int BytesLost { get; private set; }

    /// <summary>True while there is room for another transaction.</summary>
    public bool CanBegin => (_log.FreeSegments > ReservedForEnds || !_log.NeedsSegment(RecordLog.LongestContent / 4)) && _volatile.Count < MostVolatile / 2;

    /// <summary>A transaction has begun.</summary>
    /// <param name="transaction">The transaction; gets its number in the journal.</param>
    public void Begin(Transaction transaction)
    {
        transaction.LocalId = ++_lastLocalId;
        transaction.StartNumber = ++_lastNumber;
        Keep(new JournalEntry(EntryKind.Start, _lastNumber, transaction), ReservedForEnds);
        Running.Add(transaction);
        _known.Add(transaction);
    }

    /// <summary>A running transaction was measured.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="sample">The measurement.</param>
    /// <param name="measurands">Comma-separated names of what to tell.</param>
    public void Sample(Transaction transaction, MeterSample sample, string measurands)
    {
        StartRecord();
        _writer.Integer(_lastNumber + 1, 4);
        _writer.Integer(transaction.LocalId, 4);
        JournalCodec.WriteSample(_writer, sample);
        _writer.Text(measurands);
        if (_volatile.Count > 0 || !Store(RecordType.Sample, ReservedForStops))
        {
            if (SamplesDropped++ == 0) _messages.Warning("journal", "the journal is full, samples are dropped");
            return;
        }

        _lastNumber++;
        _allIsTold = false;
        transaction.LastKnown = sample;
    }

    /// <summary>Makes the energy of a running transaction safe without telling it.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="sample">The measurement.</param>
    public void Checkpoint(Transaction transaction, MeterSample sample)
    {
        StartRecord();
        _writer.Integer(transaction.LocalId, 4);
        JournalCodec.WriteEnergy(_writer, sample);
        if (Store(RecordType.Checkpoint, ReservedForStops)) transaction.LastKnown = sample;
    }

    /// <summary>A transaction has ended.</summary>
    /// <param name="transaction">The transaction, which knows its end.</param>
    public void End(Transaction transaction)
    {
        Keep(new JournalEntry(EntryKind.Stop, ++_lastNumber, transaction), 0);
        Running.Remove(transaction);

        // Its start is still in the log in front of the cursor: the transaction is made from it again when its turn comes.
        bool underWay = _first != null && _first.Transaction == transaction;
        if (transaction.StartNumber > _settled && !underWay && _volatile.Count == 0) _known.Remove(transaction);
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
        if (_volatile.Count > 0)
        {
            _first = (JournalEntry)_volatile[0]!;
            return _first;
        }

        _settled = _lastNumber;
        _allIsTold = true;
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
        bool wasVolatile = _volatile.Count > 0 && _volatile[0] == entry;
        if (wasVolatile) _volatile.RemoveAt(0);
        if (settlement == Settlement.SetAside) KeepAside(entry, wasVolatile);
        if (entry.Kind == EntryKind.Stop) _known.Remove(entry.Transaction);

        // A sample's settlement becomes durable with the next record; should it be lost, the sample is told once more under the same name.
        if (entry.Kind != EntryKind.Sample || settlement != Settlement.Confirmed) StoreSettled(entry, settlement);
        // A start that the flash did not take: the state of its transaction is written as soon as that is possible.
        if (wasVolatile && entry.Kind == EntryKind.Start && Running.Contains(entry.Transaction)) BeginSegment();
        DropSettledSegments();
    }

    // The record as it is, for whoever has to clear up by hand: the one that the cursor stands on, or that of an entry in memory.
    private void KeepAside(JournalEntry entry, bool wasVolatile)
    {
        Exhausted++;
        int type = _cursor.Type;
        byte[] content = _cursor.Buffer;
        int offset = RecordLog.HeaderLength;
        int length = _cursor.Length;
        if (wasVolatile)
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

    private void DropSettledSegments()
    {
        while (_log.FirstSegment < _cursor.Segment && _log.DropFirstSegment())
        {
        }
    }

    private void StoreSettled(JournalEntry entry, Settlement settlement)
    {
        Transaction transaction = entry.Transaction;
        StartRecord();
        _writer.Integer((int)settlement, 1);
        _writer.Integer((int)entry.Kind, 1);
        _writer.Integer(transaction.LocalId, 4);
        _writer.Integer(JournalCodec.FlagsOf(transaction), 1);
        _writer.Integer(transaction.HasId ? transaction.Id : 0, 4);
        _writer.Text(transaction.ParentIdTag);
        if (!Store(RecordType.Settled, 0)) _messages.Warning("journal", "a confirmation could not be stored; its message may be told twice");
    }

    private void StoreClock()
    {
        _clockIsStored = true;
        _clock.History.SetOffset(_clock.Boot, _clock.OffsetMs);
        if (Waiting == 0 && Running.Count == 0) return;
        StartRecord();
        _writer.Integer(_clock.Boot, 2);
        _writer.Integer(_clock.OffsetMs, 8);
        Store(RecordType.Clock, 0);
    }

    private void StartRecord()
    {
        _writer.Reset();
        _writer.Integer(_settled, SettledLength);
    }

    // A start or stop is never dropped: what the flash does not take stays in memory.
    private void Keep(JournalEntry entry, int reserve)
    {
        _allIsTold = false;
        Write(entry);
        if (_volatile.Count == 0 && Store(TypeOf(entry), reserve)) return;
        _messages.Error("journal", "the flash does not take a transaction record; it is kept in memory");
        if (_volatile.Count < MostVolatile) _volatile.Add(entry);
    }

    private static int TypeOf(JournalEntry entry) => entry.Kind == EntryKind.Start ? RecordType.Start : RecordType.Stop;

    private void Write(JournalEntry startOrStop)
    {
        Transaction transaction = startOrStop.Transaction;
        StartRecord();
        _writer.Integer(startOrStop.Number, 4);
        if (startOrStop.Kind == EntryKind.Start)
        {
            JournalCodec.WriteTransaction(_writer, transaction);
            return;
        }

        _writer.Integer(transaction.LocalId, 4);
        JournalCodec.WriteEnergy(_writer, transaction.End!);
        _writer.Integer((int)transaction.Reason, 1);
        _writer.Text(transaction.StopIdTag);
    }

    private bool Store(int type, int reserve)
    {
        if (_writer.Overflowed) return false;
        if (!_log.NeedsSegment(_writer.Length)) return _log.Append(type, _writer.Buffer, _writer.Length);
        if (_log.FreeSegments <= reserve) return false;

        // The state that begins the segment is written over the record in the writer: keep the record aside.
        byte[] record = new byte[_writer.Length];
        System.Array.Copy(_writer.Buffer, 0, record, 0, record.Length);
        return BeginSegment() && _log.Append(type, record, record.Length);
    }

    private bool BeginSegment()
    {
        StartRecord();
        _writer.Integer(JournalCodec.Schema, 1);
        _writer.Integer(_clock.Boot, 2);
        _writer.Integer(_lastNumber, 4);
        _writer.Integer(_lastLocalId, 4);
        _writer.Integer(Exhausted, 4);
        JournalCodec.Write(_writer, _clock.History);
        _writer.Integer(_known.Count, 1);
        foreach (Transaction transaction in _known)
        {
            JournalCodec.WriteRunning(_writer, transaction);
            _writer.Integer(Running.Contains(transaction) ? 1 : 0, 1);
        }

        return !_writer.Overflowed && _log.BeginSegment(RecordType.Segment, _writer.Buffer, _writer.Length);
    }
}
