using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>Writing the journal.</summary>
public sealed partial class TransactionJournal
{
    // No record but a segment's first is longer.
    private const int LongestRecord = 192;

    // A start or stop is never dropped: what the flash does not take stays in memory.
    private void Keep(JournalEntry entry, int reserve)
    {
        _allIsTold = false;
        Waiting++;
        CountKind(entry.Kind, 1);
        if (_volatile.Count == 0 && StoreCollected(entry, reserve)) return;
        _messages.Error("journal", "the flash does not take a transaction record; it is kept in memory");
        if (_volatile.Count < MostVolatile) _volatile.Add(entry);
    }

    // Appends the collected samples, and a start or stop behind them, in one step.
    private bool StoreCollected(JournalEntry? startOrStop, int reserve)
    {
        // Behind what the flash has not taken nothing may stand in it: the order would be another after a restart.
        if (_volatile.Count > 0) return false;
        if (_collected.Count == 0 && startOrStop == null) return true;
        if (!HasRoom(RoomFor(startOrStop), reserve))
        {
            // There is room for a start or stop where there is none for samples.
            if (startOrStop == null || _collected.Count == 0 || !HasRoom(LongestRecord, reserve)) return false;
            DropCollected();
        }

        foreach (JournalEntry sample in _collected)
        {
            Write(sample);
            _log.Stage(RecordType.Sample, _writer.Buffer, _writer.Length);
        }

        if (startOrStop != null)
        {
            Write(startOrStop);
            _log.Stage(TypeOf(startOrStop), _writer.Buffer, _writer.Length);
        }

        if (_writer.Overflowed || !_log.Commit())
        {
            _log.Unstage();
            return false;
        }

        foreach (JournalEntry sample in _collected) NoteStored(sample);
        _collected.Clear();
        return true;
    }

    private int RoomFor(JournalEntry? startOrStop)
        => (_collected.Count * (RecordLog.HeaderLength + JournalCodec.LongestSample)) + (startOrStop != null ? LongestRecord : 0);

    private void NoteStored(JournalEntry sample)
    {
        Transaction transaction = sample.Transaction;
        transaction.SafeSinceMs = _loop.NowMs;
        if (sample.Kept != 0 && transaction.FirstKeptSegment == 0) transaction.FirstKeptSegment = _log.LastSegment;
    }

    private void StoreCheckpoint(Transaction transaction)
    {
        StartRecord();
        _writer.Integer(transaction.LocalId, 4);
        JournalCodec.WriteEnergy(_writer, transaction.LastKnown);
        if (Store(_writer, RecordType.Checkpoint, ReservedForStops)) transaction.SafeSinceMs = _loop.NowMs;
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
        if (!Store(_writer, RecordType.Settled, 0)) _messages.Warning("journal", "a confirmation could not be stored; its message may be told twice");
    }

    private void StoreClock()
    {
        _clockIsStored = true;
        _clock.History.SetOffset(_clock.Boot, _clock.OffsetMs);
        if (Waiting == 0 && Running.Count == 0) return;
        StartRecord();
        _writer.Integer(_clock.Boot, 2);
        _writer.Integer(_clock.OffsetMs, 8);
        Store(_writer, RecordType.Clock, 0);
    }

    private void NoteBoot()
    {
        _clock.Boot++;
        _clock.History.Add(_clock.Boot, _loop.NowMs);
        StartRecord();
        _writer.Integer(_clock.Boot, 2);
        _writer.Integer(_loop.NowMs, 8);
        bool noted = _log.Segments == 0 ? BeginSegment() : Store(_writer, RecordType.Boot, 0);
        if (!noted) _messages.Error("journal", "the flash takes nothing: transactions are not safe against a loss of power");
    }

    private void StartRecord() => Start(_writer);

    private void Start(ByteWriter record)
    {
        record.Reset();
        record.Integer(_settled, SettledLength);
    }

    private static int TypeOf(JournalEntry entry)
        => entry.Kind == EntryKind.Start ? RecordType.Start : entry.Kind == EntryKind.Stop ? RecordType.Stop : RecordType.Sample;

    private void Write(JournalEntry entry)
    {
        Transaction transaction = entry.Transaction;
        StartRecord();
        if (entry.Kind == EntryKind.Sample)
        {
            JournalCodec.WriteSample(_writer, entry);
            return;
        }

        _writer.Integer(entry.Number, 4);
        if (entry.Kind == EntryKind.Start)
        {
            JournalCodec.WriteStart(_writer, transaction);
            return;
        }

        _writer.Integer(transaction.LocalId, 4);
        JournalCodec.WriteEnergy(_writer, transaction.End!);
        _writer.Integer((int)transaction.Reason, 1);
        _writer.Text(transaction.StopIdTag);
    }

    private bool Store(ByteWriter record, int type, int reserve)
        => !record.Overflowed && HasRoom(record.Length, reserve) && _log.Append(type, record.Buffer, record.Length);

    // Sees to it that the newest segment has room for so many bytes.
    private bool HasRoom(int bytes, int reserve)
    {
        if (Fits(bytes, reserve)) return true;
        if (_log.FreeSegments <= ReservedForStops) MakeRoom();
        return Fits(bytes, reserve) || (_log.FreeSegments > reserve && BeginSegment());
    }

    // A segment that was begun from the reserve is not for those that the reserve is kept from.
    private bool Fits(int bytes, int reserve) => _log.FreeSegments >= reserve && !_log.NeedsSegment(bytes);

    private bool BeginSegment()
    {
        ByteWriter state = State();
        if (state.Overflowed || !_log.BeginSegment(RecordType.Segment, state.Buffer, state.Length)) return false;
        foreach (Transaction transaction in Running) transaction.SafeSinceMs = _loop.NowMs;
        return true;
    }

    // A state that does not follow from the records before it.
    private void StoreState() => Store(State(), RecordType.State, 0);

    // Once in a segment: the longest record by far, for which no buffer is kept.
    private ByteWriter State()
    {
        ByteWriter state = new(RecordLog.LongestContent);
        Start(state);
        state.Integer(JournalCodec.Schema, 1);
        state.Integer(_clock.Boot, 2);
        state.Integer(_lastNumber, 4);
        state.Integer(_lastLocalId, 4);
        state.Integer(Exhausted, 4);
        JournalCodec.Write(state, _clock.History);
        state.Integer(_known.Count, 1);
        foreach (Transaction transaction in _known)
        {
            // Of one whose start is told already only the stop remains, which names whom it names itself.
            bool runs = Running.Contains(transaction);
            JournalCodec.WriteRunning(state, transaction, !runs && transaction.StartNumber <= _settled);
            state.Integer(runs ? 1 : 0, 1);
        }

        return state;
    }
}
