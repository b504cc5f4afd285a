using System;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>
/// What happens when the journal fills: neighbouring segments are merged, without what is settled and without every second sample (or
/// more, where starts and stops take most of the room), so that the samples of a long outage become sparser evenly instead of ending. A
/// segment knows how often it was thinned out; those that were thinned out least come first, and the oldest of them.
/// </summary>
public sealed partial class TransactionJournal : IRecordFilter
{
    // How many pairs of segments are tried at a time: each costs reading two segments.
    private const int MostTries = 2;

    private const int HighestLevel = 14;

    // Of so many samples one is kept: what is tried in turn until two segments fit into one
    private static readonly int[] Strides = [2, 3, 4, 1000];

    // Samples passed over since one was kept, for transactions that overlap: those have neighbouring numbers
    private readonly int[] _passed = new int[8];
    private int _stride;
    private int _mergedSegment;
    private bool _stateIsKept;
    private int _thinnedOut;
    private int _messagesThinnedOut;

    /// <inheritdoc/>
    void IRecordFilter.Begin(int segment) => _mergedSegment = segment;

    /// <inheritdoc/>
    bool IRecordFilter.Keeps(byte[] segment, int at, int end)
    {
        int type = RecordLog.TypeAt(segment, at);
        if (type == RecordType.Segment) return KeepsState();
        if (type != RecordType.Sample && type != RecordType.Checkpoint) return true;
        _reader.Reset(segment, at + RecordLog.HeaderLength + SettledLength, RecordLog.LengthAt(segment, at) - SettledLength);
        int number = type == RecordType.Sample ? (int)_reader.Integer(4) : 0;
        int localId = (int)_reader.Integer(4);
        Transaction? transaction = Find(localId);

        // The latest energy of a transaction that runs is what a loss of power must not take.
        if (transaction != null && Running.Contains(transaction) && !HasLater(segment, at, end, localId)) return true;
        if (type == RecordType.Checkpoint || !IsNeeded(number, transaction)) return false;
        if (_first != null && number == _first.Number) return true;
        int slot = localId & (_passed.Length - 1);
        if (++_passed[slot] >= _stride)
        {
            _passed[slot] = 0;
            return true;
        }

        _thinnedOut++;
        if (number > _settled) _messagesThinnedOut++;
        return false;
    }

    // What is true where the second segment begins follows from the first one.
    private bool KeepsState()
    {
        bool keeps = !_stateIsKept;
        _stateIsKept = true;
        return keeps;
    }

    // A sample is needed until it is confirmed, or longer if StopTransaction tells of it.
    private bool IsNeeded(int number, Transaction? transaction)
    {
        if (number > _settled) return true;
        JournalCodec.ReadEnergy(_reader, ReadingContext.SamplePeriodic);
        _reader.Integer(1);
        _reader.Integer(2);
        int kept = (int)_reader.Integer(2);
        if (kept == 0) return false;
        return transaction != null || _mergedSegment >= _cursor.Segment;
    }

    private bool HasLater(byte[] segment, int at, int end, int localId)
    {
        at += RecordLog.HeaderLength + RecordLog.LengthAt(segment, at);
        for (at = RecordLog.NextAt(segment, at, end); at >= 0; at = RecordLog.NextAt(segment, at + RecordLog.HeaderLength + RecordLog.LengthAt(segment, at), end))
        {
            if (RecordLog.TypeAt(segment, at) != RecordType.Sample) continue;
            int position = at + RecordLog.HeaderLength + SettledLength + 4;
            int other = segment[position] | (segment[position + 1] << 8) | (segment[position + 2] << 16) | (segment[position + 3] << 24);
            if (other == localId) return true;
        }

        return false;
    }

    private void MakeRoom()
    {
        byte[] buffer;
        try
        {
            buffer = new byte[SegmentBytes + (SegmentBytes / 2)];
        }
        catch (OutOfMemoryException)
        {
            _messages.Warning("journal", "not enough memory to thin out samples now");
            return;
        }

        for (int tries = 0; tries < MostTries; tries++)
        {
            int index = DensestPair(out int level);
            if (index < 0) return;
            for (int i = 0; i < Strides.Length; i++)
            {
                _stride = Strides[i];
                if (MergePair(index, level + 1 + i, buffer)) return;
            }

            // Starts and stops alone: not to be tried first again.
            _log.SetLevel(index, HighestLevel < level + Strides.Length + 1 ? HighestLevel : level + Strides.Length + 1);
        }
    }

    // The newest segment stays as it is.
    private int DensestPair(out int level)
    {
        int best = -1;
        level = HighestLevel;
        for (int i = 0; i + 2 < _log.Segments; i++)
        {
            int higher = _log.LevelAt(i) > _log.LevelAt(i + 1) ? _log.LevelAt(i) : _log.LevelAt(i + 1);
            if (higher >= level) continue;
            level = higher;
            best = i;
        }

        return best;
    }

    private bool MergePair(int index, int level, byte[] buffer)
    {
        int merged = _log.SegmentAt(index);
        int gone = _log.SegmentAt(index + 1);
        _stateIsKept = false;
        Array.Clear(_passed, 0, _passed.Length);
        _thinnedOut = 0;
        _messagesThinnedOut = 0;
        if (!_log.Merge(index, level, this, buffer)) return false;
        Waiting = Waiting > _messagesThinnedOut ? Waiting - _messagesThinnedOut : 0;
        if (SamplesThinned == 0 && _thinnedOut > 0) _messages.Warning("journal", "the journal is full, samples are thinned out");
        SamplesThinned += _thinnedOut;
        if (_cursor.Segment == merged || _cursor.Segment == gone) _cursor.GoTo(merged);
        foreach (Transaction transaction in _known)
        {
            if (transaction.FirstKeptSegment == gone) transaction.FirstKeptSegment = merged;
        }

        return true;
    }

    // The flash takes no samples: those in memory become sparser, the latest stays.
    private void ThinCollected()
    {
        if (_collected.Count < MostCollected) return;
        for (int i = _collected.Count - 2; i >= 0; i -= 2) DropCollectedAt(i);
    }

    private void DropCollected()
    {
        for (int i = _collected.Count - 1; i >= 0; i--) DropCollectedAt(i);
    }

    private void DropCollectedAt(int index)
    {
        JournalEntry sample = (JournalEntry)_collected[index]!;
        if (sample == _first) return;
        _collected.RemoveAt(index);
        if (sample.Number > _settled && Waiting > 0) Waiting--;
        if (SamplesDropped++ == 0) _messages.Warning("journal", "the journal is full, samples are dropped");
    }
}
