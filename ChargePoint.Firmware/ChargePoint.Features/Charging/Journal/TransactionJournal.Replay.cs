using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>Reading the journal: at start, to know what was, and message by message, to tell what waits.</summary>
public sealed partial class TransactionJournal
{
    private int _counted;

    // Twice from the beginning: first for the numbers, above all up to where messages are settled; then, knowing that, for the
    // transactions that run and those whose stop is still to be told.
    private void Replay()
    {
        RecordReader records = new(_log);
        while (records.Next()) ReplayNumbers(records);
        BytesLost = records.BytesLost;
        if (records.SegmentsMissing > 0) _messages.Error("journal", $"{records.SegmentsMissing} segments of the journal are missing, with all that stood there");
        if (BytesLost > 0) _messages.Warning("journal", $"{BytesLost} damaged bytes were passed over");
        if (_settled > _lastNumber) _lastNumber = _settled;
        if (records.IsUnreadable) _messages.Error("journal", "a part of the journal cannot be read now");
        records.Rewind();
        while (records.Next()) ReplayTransactions(records);

        // Samples of a transaction that runs may have been told under numbers that were never stored.
        if (Running.Count > 0) _lastNumber += NumberReserve;
    }

    private int Open(RecordReader record)
    {
        _reader.Reset(record.Buffer, RecordLog.HeaderLength, record.Length);
        return (int)_reader.Integer(SettledLength);
    }

    private void ReplayNumbers(RecordReader record)
    {
        int settled = Open(record);
        if (settled > _settled) _settled = settled;
        switch (record.Type)
        {
            case RecordType.Segment:
            case RecordType.State:
                ReplaySegment();
                break;
            case RecordType.Start:
                Number();
                Transaction begun = JournalCodec.ReadStart(_reader);
                if (begun.LocalId > _lastLocalId) _lastLocalId = begun.LocalId;
                Saw(begun.Begin.Moment);
                break;
            case RecordType.Sample:
            case RecordType.Stop:
                Number();
                _reader.Integer(4);
                Saw(JournalCodec.ReadMoment(_reader));
                break;
            case RecordType.Checkpoint:
                _reader.Integer(4);
                Saw(JournalCodec.ReadMoment(_reader));
                break;
            case RecordType.Settled:
                if ((Settlement)(int)_reader.Integer(1) == Settlement.SetAside) Exhausted++;
                break;
            case RecordType.Clock:
                int boot = (int)_reader.Integer(2);
                _clock.History.SetOffset(boot, _reader.Integer(8));
                break;
            case RecordType.Boot:
                _clock.Boot = (int)_reader.Integer(2);
                _clock.History.Add(_clock.Boot, _reader.Integer(8));
                break;
            default:
                break; // of a newer version: kept, and not understood
        }
    }

    private void ReplaySegment()
    {
        int schema = (int)_reader.Integer(1);
        if (schema > JournalCodec.Schema) _messages.Warning("journal", "a part of the journal was written by a newer version");
        int boot = (int)_reader.Integer(2);
        if (boot > _clock.Boot) _clock.Boot = boot;
        int lastNumber = (int)_reader.Integer(4);
        if (lastNumber > _lastNumber) _lastNumber = lastNumber;
        int lastLocalId = (int)_reader.Integer(4);
        if (lastLocalId > _lastLocalId) _lastLocalId = lastLocalId;
        Exhausted = (int)_reader.Integer(4);
        JournalCodec.Read(_reader, _clock.History);
    }

    private void Number()
    {
        int number = (int)_reader.Integer(4);
        if (number > _lastNumber) _lastNumber = number;
    }

    private void Saw(Moment moment) => _clock.History.Saw(moment.Boot, moment.MonotonicMs);

    private void ReplayTransactions(RecordReader record)
    {
        Open(record);
        switch (record.Type)
        {
            case RecordType.Segment:
            case RecordType.State:
                ReplayState();
                break;
            case RecordType.Start:
                int number = Count(EntryKind.Start);
                Transaction begun = JournalCodec.ReadStart(_reader);
                if (_reader.Failed || Find(begun.LocalId) != null) break;
                begun.StartNumber = number;
                Running.Add(begun);
                _known.Add(begun);
                break;
            case RecordType.Sample:
                Count(EntryKind.Sample);
                ReplaySample(record.Segment);
                break;
            case RecordType.Checkpoint:
                ReplayEnergy((int)_reader.Integer(4));
                break;
            case RecordType.Stop:
                ReplayStop();
                break;
            case RecordType.Settled:
                ReplaySettled();
                break;
            default:
                break;
        }
    }

    private void ReplayState()
    {
        _reader.Integer(1);
        _reader.Integer(2);
        _reader.Integer(4);
        _reader.Integer(4);
        _reader.Integer(4);
        JournalCodec.Read(_reader, _clock.History);

        // These are all that ran. Whatever else ran in an older segment has ended since, in a record that is damaged or given back.
        Running.Clear();
        int count = (int)_reader.Integer(1);
        for (int i = 0; i < count && !_reader.Failed; i++)
        {
            Transaction transaction = JournalCodec.ReadRunning(_reader);
            bool running = _reader.Integer(1) != 0;
            if (_reader.Failed) break;
            TakeState(transaction);
            if (running) Running.Add(transaction);
        }
    }

    // The state is newer than all that came before: a confirmation may have become known with the segment that it began.
    private void TakeState(Transaction transaction)
    {
        Transaction? older = Find(transaction.LocalId);
        if (older != null)
        {
            transaction.FirstKeptSegment = older.FirstKeptSegment;
            _known.Remove(older);
        }

        _known.Add(transaction);
    }

    // A message that waits. Numbers only grow: one that is there twice, since a loss of power came between, counts once.
    private int Count(EntryKind kind)
    {
        int number = (int)_reader.Integer(4);
        if (number <= _settled || number <= _counted) return number;
        _counted = number;
        Waiting++;
        CountKind(kind, 1);
        return number;
    }

    private Transaction? ReplayEnergy(int localId)
    {
        Transaction? transaction = Find(localId);
        MeterSample energy = JournalCodec.ReadEnergy(_reader, ReadingContext.TransactionEnd);
        if (transaction == null || _reader.Failed) return null;
        transaction.LastKnown = energy;
        transaction.SafeSinceMs = _loop.NowMs;
        return transaction;
    }

    private void ReplaySample(int segment)
    {
        Transaction? transaction = ReplayEnergy((int)_reader.Integer(4));
        _reader.Integer(1);
        _reader.Integer(2);
        bool isKept = _reader.Integer(2) != 0;
        if (transaction != null && isKept && transaction.FirstKeptSegment == 0) transaction.FirstKeptSegment = segment;
    }

    private void ReplayStop()
    {
        int number = Count(EntryKind.Stop);
        Transaction? transaction = Find((int)_reader.Integer(4));
        if (transaction == null) return;
        ReadStop(transaction);
        Running.Remove(transaction);
        if (number <= _settled || transaction.StartNumber > _settled) _known.Remove(transaction);
    }

    private void ReadStop(Transaction transaction)
    {
        MeterSample end = JournalCodec.ReadEnergy(_reader, ReadingContext.TransactionEnd);
        StopReason reason = (StopReason)(int)_reader.Integer(1);
        transaction.Stop(end, reason, _reader.Text());
    }

    private void ReplaySettled()
    {
        _reader.Integer(1);
        if ((EntryKind)(int)_reader.Integer(1) != EntryKind.Start) return;
        Transaction? transaction = Find((int)_reader.Integer(4));
        if (transaction == null) return;
        int flags = (int)_reader.Integer(1);
        int id = (int)_reader.Integer(4);
        JournalCodec.SetFlags(transaction, flags, id);
        string? parent = _reader.Text();
        if (parent != null) transaction.ParentIdTag = parent;
    }

    // The message that the cursor stands on, or null if it is none, or settled.
    private JournalEntry? ReadMessage()
    {
        if (_cursor.Type != RecordType.Start && _cursor.Type != RecordType.Sample && _cursor.Type != RecordType.Stop) return null;
        Open(_cursor);
        int number = (int)_reader.Integer(4);
        if (_cursor.Type == RecordType.Sample) return ReadSample(number);
        if (number <= _settled) return null;
        _settled = number - 1; // what lies between was thinned out, or lost with a damaged record
        if (_cursor.Type == RecordType.Start) return ReadStart(number);
        int localId = (int)_reader.Integer(4);
        Transaction transaction = Find(localId) ?? Orphan(localId);
        if (transaction.End == null) ReadStop(transaction);
        return new JournalEntry(EntryKind.Stop, number, transaction);
    }

    private JournalEntry? ReadSample(int number)
    {
        int localId = (int)_reader.Integer(4);
        Transaction? transaction = Find(localId);
        if (number <= _settled && transaction == null) return null;
        transaction ??= Orphan(localId);
        JournalEntry entry = JournalCodec.ReadSample(_reader, number, transaction);
        if (entry.Kept != 0 && transaction.FirstKeptSegment == 0) transaction.FirstKeptSegment = _cursor.Segment;
        if (number <= _settled) return null;
        _settled = number - 1;
        return entry;
    }

    private JournalEntry ReadStart(int number)
    {
        Transaction stored = JournalCodec.ReadStart(_reader);
        Transaction? live = Find(stored.LocalId);
        if (live != null) return new JournalEntry(EntryKind.Start, number, live);
        stored.StartNumber = number;
        _known.Add(stored);
        return new JournalEntry(EntryKind.Start, number, stored);
    }

    // Its start was damaged: nothing that follows can be told.
    private Transaction Orphan(int localId)
    {
        Transaction orphan = new(0, "", null, new MeterSample(Moment.Now(_loop.NowMs, _clock), ReadingContext.TransactionBegin, 0)) { LocalId = localId, IsOrphan = true };
        _known.Add(orphan);
        return orphan;
    }

    private Transaction? Find(int localId)
    {
        foreach (Transaction transaction in _known)
        {
            if (transaction.LocalId == localId) return transaction;
        }

        return null;
    }
}
