namespace ChargePoint.Runtime;

/// <summary>A place in a <see cref="RecordLog"/> that goes from record to record.</summary>
public sealed class RecordReader
{
    private readonly RecordLog _log;
    private readonly byte[] _window;
    private int _offset;
    private int _last;

    /// <summary>Makes a reader in front of the oldest record.</summary>
    /// <param name="log">The log.</param>
    /// <param name="scratch">Buffer to work in, shared with other users on the same loop: the present record stands in it until somebody uses
    /// it. At least <see cref="RecordLog.HeaderLength"/> + <see cref="RecordLog.LongestContent"/> bytes; null for one of its own.</param>
    public RecordReader(RecordLog log, byte[]? scratch = null)
    {
        if (scratch != null && scratch.Length < RecordLog.HeaderLength + RecordLog.LongestContent) throw new System.ArgumentException("scratch");
        _window = scratch ?? new byte[RecordLog.HeaderLength + RecordLog.LongestContent];
        _log = log;
        BytesLost = log.BytesDamaged;
        Rewind();
    }

    /// <summary>Segment of the present record.</summary>
    public int Segment { get; private set; }

    /// <summary>Type of the present record.</summary>
    public int Type { get; private set; }

    /// <summary>Length of the present record's content.</summary>
    public int Length { get; private set; }

    /// <summary>Buffer that holds the content, from <see cref="RecordLog.HeaderLength"/> on, until the next step.</summary>
    public byte[] Buffer => _window;

    /// <summary>Bytes passed over because they belonged to no sound record.</summary>
    public int BytesLost { get; private set; }

    /// <summary>Segments that are not there although one before them is.</summary>
    public int SegmentsMissing { get; private set; }

    /// <summary>True if the last step ended because the flash did not give what it holds: to be tried again.</summary>
    public bool IsUnreadable { get; private set; }

    /// <summary>Goes in front of the oldest record.</summary>
    public void Rewind()
    {
        GoTo(_log.FirstSegment);
    }

    /// <summary>Goes in front of the first record of a segment.</summary>
    /// <param name="segment">Number of the segment.</param>
    public void GoTo(int segment)
    {
        Segment = segment;
        _offset = 0;
        _last = 0;
    }

    /// <summary>Brings the present record back into the buffer, after somebody else has used it.</summary>
    /// <returns>False if the log does not give it any more.</returns>
    public bool Reload()
    {
        int start = _offset - RecordLog.HeaderLength - Length;
        int available = start < 0 ? -1 : _log.ReadFrom(Segment, start, _window);
        return available > 0 && _window[0] == RecordLog.Mark && _window[1] == Type && IsSound(0, available);
    }

    /// <summary>Goes to the next record.</summary>
    /// <returns>False at the end; a later call may find more.</returns>
    public bool Next()
    {
        IsUnreadable = false;
        if (Segment < _log.FirstSegment) Rewind();
        while (Segment <= _log.LastSegment)
        {
            int available = _log.ReadFrom(Segment, _offset, _window);
            if (available > 0)
            {
                int start = FindRecord(available);
                BytesLost += start;
                _offset += start;
                if (start == available) continue; // only damage here: look behind it
                if (start == 0)
                {
                    _offset += RecordLog.HeaderLength + Length;
                    if (Type < RecordLog.OwnHeaderType) return true;
                    if (Type == RecordLog.MergedType) _last = _log.NoteMerged(Segment, _window);
                    continue;
                }

                continue; // read again, so that the record stands at the window's beginning
            }

            if (available < 0 && _log.HasSegment(Segment))
            {
                IsUnreadable = true;
                return false;
            }

            int next = _log.SegmentAfter(Segment);
            if (next < 0) return false;
            if (next > (_last > Segment ? _last : Segment) + 1) SegmentsMissing += next - 1 - (_last > Segment ? _last : Segment);
            Segment = next;
            _offset = 0;
        }

        return false;
    }

    // Position of the next sound record in the window, or how much of the window can be passed over.
    private int FindRecord(int available)
    {
        for (int i = 0; i < available; i++)
        {
            if (_window[i] != RecordLog.Mark) continue;
            if (IsSound(i, available)) return i;
        }

        return available;
    }

    // A record that begins in the middle of the window and reaches beyond it cannot be judged yet: it counts as found, to be looked at again.
    private bool IsSound(int at, int available)
    {
        if (at + RecordLog.HeaderLength > available) return at > 0 && available == _window.Length;
        int length = RecordLog.LengthAt(_window, at);
        if (length > RecordLog.LongestContent) return false;
        if (at + RecordLog.HeaderLength + length > available) return at > 0 && available == _window.Length;
        if (!RecordLog.IsSound(_window, at, available)) return false;
        Type = _window[at + 1];
        Length = length;
        return true;
    }
}
