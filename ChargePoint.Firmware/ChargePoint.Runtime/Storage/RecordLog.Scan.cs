namespace ChargePoint.Runtime;

/// <summary>Finding the segments when a log is opened.</summary>
public sealed partial class RecordLog
{
    internal const int OwnHeaderType = 254;

    // Which log (1) and the segment's number (4)
    private const int OwnHeaderContent = 5;

    private const int OwnHeaderLength = HeaderLength + OwnHeaderContent;

    private byte LogMark
    {
        get
        {
            uint crc = Crc32.Empty;
            byte[] one = new byte[1];
            foreach (char c in _name.ToCharArray())
            {
                one[0] = (byte)c;
                crc = Crc32.Add(crc, one, 0, 1);
            }

            return (byte)crc;
        }
    }

    private void StageOwnHeader(int number)
    {
        Unstage();
        _staged[HeaderLength] = LogMark;
        PutInt(_staged, HeaderLength + 1, number);
        _stagedLength = Seal(_staged, 0, OwnHeaderType, OwnHeaderContent);
    }

    // First those that say themselves which segment they are, then those whose name says it: of these the beginning is damaged.
    private void Scan()
    {
        string[] files = _flash.List();
        _room = files.Length > MostSegments ? files.Length : MostSegments;
        foreach (string file in files)
        {
            int number = NumberIn(file);
            if (number > 0) Insert(number, file);
        }

        foreach (string file in files)
        {
            int number = NumberOf(file, out _);
            if (number > 0 && NumberIn(file) < 0 && _flash.Length(file) > 0) Insert(number, file);
        }

        for (int i = 0; i < Segments; i++)
        {
            string? file = MisnameOf(i);
            if (file != null && NumberOf(file, out _) < 0) Rescue(i, file);
        }
    }

    // A segment under the name of a file that is somebody else's, who will write over it: it gets its own name back, unless another
    // segment stands under that, of this log or of another.
    private void Rescue(int index, string file)
    {
        string own = FileOf(SegmentAt(index), false);
        int length = _flash.Length(file);
        if (length < 0 || length > 2 * _segmentBytes) return;
        if (NumberIn(own, false) > 0 && NumberIn(own) != SegmentAt(index)) return;
        byte[] content = new byte[length];
        if (_flash.Read(file, 0, content, 0, length) == length && _flash.Write(own, content, 0, length)) Misname(index, null);
    }

    private void OpenTail()
    {
        if (_tail == null) return;
        byte[] scratch = _staged;
        int last = _tail.FindSegment(scratch);

        // Where the flash did not say which files it has, they are asked for by name.
        for (int number = last; Segments == 0 && number > 0 && last <= LargestSegment; number--)
        {
            if (number <= last - (2 * MostSegments)) break;
            if (_flash.Length(FileOf(number, false)) > 0 || _flash.Length(FileOf(number, true)) > 0) Probe(number);
        }

        // The file of the newest segment is gone: what waits for it is all that is left of it.
        if (last > LastSegment && last <= LargestSegment && Segments < _room) Insert(last, FileOf(last, false));
        if (Segments > 0) _tail.Open(LastSegment, FileAt(Segments - 1), LengthOfFile(Segments - 1), scratch);
    }

    private void Probe(int last)
    {
        for (int number = last; number > 0 && number > last - (2 * MostSegments) && Segments < _room - 1; number--)
        {
            string file = FileOf(number, false);
            string other = FileOf(number, true);
            if (_flash.Length(file) > 0) Insert(number, file);
            if (_flash.Length(other) > 0) Insert(number, other);
        }
    }

    // What a segment says of itself; -1 for a file that is no segment of this log, or whose beginning is damaged.
    private int NumberIn(string file, bool ofThisLog = true)
    {
        if (_flash.Read(file, 0, _staged, 0, OwnHeaderLength) != OwnHeaderLength) return -1;
        if (_staged[0] != Mark || TypeAt(_staged, 0) != OwnHeaderType || LengthAt(_staged, 0) != OwnHeaderContent) return -1;
        if (!IsSound(_staged, 0, OwnHeaderLength) || (ofThisLog && _staged[HeaderLength] != LogMark)) return -1;
        int number = GetInt(_staged, HeaderLength + 1);
        return number >= 1 && number <= LargestSegment ? number : -1;
    }

    // What its name says; -1 for a file that is not called like a segment of this log.
    private int NumberOf(string file, out bool alternate)
    {
        string prefix = _name + ".";
        alternate = file.Length > prefix.Length && file[file.Length - 1] == 'm';
        if (!file.StartsWith(prefix)) return -1;
        string digits = file.Substring(prefix.Length, file.Length - prefix.Length - (alternate ? 1 : 0));
        if (!int.TryParse(digits, out int number) || number < 1 || number > LargestSegment) return -1;
        return file == FileOf(number, alternate) ? number : -1;
    }

    private void Insert(int number, string file)
    {
        bool isPlain = file == FileOf(number, false);
        bool isAlternate = file == FileOf(number, true);
        int index = IndexOf(number);
        if (index >= 0)
        {
            Choose(index, file, isPlain, isAlternate);
            return;
        }

        Grow();
        int at = Segments++;
        for (; at > 0 && SegmentAt(at - 1) > number; at--)
        {
            _segments[at] = _segments[at - 1];
            Misname(at, MisnameOf(at - 1));
        }

        _segments[at] = number;
        SetAlternate(at, isAlternate);
        Misname(at, isPlain || isAlternate ? null : file);
    }

    // There are two of a segment. Both under names of its own: a loss of power came into a merge. One under a stranger's name: it is a copy,
    // which counts if it is longer (the other was cut off), or the other is only called like it.
    private void Choose(int index, string file, bool isPlain, bool isAlternate)
    {
        string? misnamed = MisnameOf(index);
        if ((isPlain || isAlternate) && misnamed == null)
        {
            ChooseName(index);
        }
        else if (isPlain || isAlternate)
        {
            if (NumberIn(file) != SegmentAt(index) || _flash.Length(file) < _flash.Length(misnamed!)) return;
            SetAlternate(index, isAlternate);
            Misname(index, null);
        }
        else if (_flash.Length(file) > _flash.Length(FileAt(index)))
        {
            Misname(index, file);
        }
    }
}
