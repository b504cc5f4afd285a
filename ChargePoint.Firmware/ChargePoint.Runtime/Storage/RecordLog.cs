using System;
using ChargePoint.Hal;

namespace ChargePoint.Runtime;

/// <summary>
/// A log of small records in files ("segments") that are only ever appended to, and that are given back from the oldest on.
/// A record counts only with its CRC: what was torn or damaged is passed over, and everything sound behind it is still found.
/// <code>
///  offset  size  content of a record (numbers are little-endian)
///       0     1  mark, 0xA5
///       1     1  type
///       2     2  length of the content
///       4     4  CRC-32 of bytes 1 to 3 and of the content
///       8        content
/// </code>
/// </summary>
public sealed class RecordLog
{
    /// <summary>Longest content of a record, in bytes.</summary>
    public const int LongestContent = 1200;

    /// <summary>Bytes in front of the content.</summary>
    public const int HeaderLength = 8;

    internal const byte Mark = 0xA5;

    private readonly IFlashStore _flash;
    private readonly string _name;
    private readonly int _segmentBytes;
    private readonly byte[] _record = new byte[HeaderLength + LongestContent];

    /// <summary>Opens a log; nothing is written.</summary>
    /// <param name="flash">Where the segments are.</param>
    /// <param name="name">Name of the log; segments are called name.1, name.2, ...</param>
    /// <param name="segmentBytes">Length at which a segment is full, 1,024 or more.</param>
    /// <param name="mostSegments">How many segments there may be, 2 or more.</param>
    public RecordLog(IFlashStore flash, string name, int segmentBytes, int mostSegments)
    {
        if (segmentBytes < 1024 || mostSegments < 2) throw new ArgumentException("segments");
        _flash = flash;
        _name = name;
        _segmentBytes = segmentBytes;
        MostSegments = mostSegments;
        Scan();
    }

    /// <summary>Number of the oldest segment; 1 in a new log.</summary>
    public int FirstSegment { get; private set; } = 1;

    /// <summary>Number of the newest segment; 0 in a new log.</summary>
    public int LastSegment { get; private set; }

    /// <summary>How many segments there may be.</summary>
    public int MostSegments { get; }

    /// <summary>How many segments can still be begun.</summary>
    public int FreeSegments => MostSegments - (LastSegment - FirstSegment + 1);

    /// <summary>Appends since the log was opened.</summary>
    public int Appends { get; private set; }

    /// <summary>Bytes appended since the log was opened.</summary>
    public long BytesAppended { get; private set; }

    /// <summary>True if a record of this length belongs into a new segment.</summary>
    /// <param name="contentLength">Length of its content.</param>
    public bool NeedsSegment(int contentLength)
    {
        if (LastSegment < FirstSegment) return true;
        int used = _flash.Length(FileOf(LastSegment));
        return used < 0 || used + HeaderLength + contentLength > _segmentBytes;
    }

    /// <summary>Begins a new segment with its first record, in one step.</summary>
    /// <param name="type">Type of the record, 0 to 255.</param>
    /// <param name="content">Its content.</param>
    /// <param name="count">Length of the content.</param>
    /// <returns>False if there is no room, or the flash does not take it; nothing has changed then.</returns>
    public bool BeginSegment(int type, byte[] content, int count)
    {
        if (FreeSegments <= 0 || !Store(LastSegment + 1, type, content, count)) return false;
        LastSegment++;
        return true;
    }

    /// <summary>Appends a record to the newest segment.</summary>
    /// <param name="type">Type of the record, 0 to 255.</param>
    /// <param name="content">Its content.</param>
    /// <param name="count">Length of the content, 0 to <see cref="LongestContent"/>.</param>
    /// <returns>False if the flash does not take it; nothing has changed then.</returns>
    public bool Append(int type, byte[] content, int count) => LastSegment >= FirstSegment && Store(LastSegment, type, content, count);

    /// <summary>Gives the oldest segment back, unless it is the only one.</summary>
    /// <returns>False if it is still there.</returns>
    public bool DropFirstSegment()
    {
        if (FirstSegment >= LastSegment || !_flash.Delete(FileOf(FirstSegment))) return false;
        FirstSegment++;
        return true;
    }

    internal bool HasSegment(int segment) => _flash.Length(FileOf(segment)) >= 0;

    internal int ReadFrom(int segment, int position, byte[] buffer) => _flash.Read(FileOf(segment), position, buffer, 0, buffer.Length);

    private bool Store(int segment, int type, byte[] content, int count)
    {
        if (count > LongestContent) throw new ArgumentOutOfRangeException(nameof(count));
        _record[0] = Mark;
        _record[1] = (byte)type;
        _record[2] = (byte)count;
        _record[3] = (byte)(count >> 8);
        Array.Copy(content, 0, _record, HeaderLength, count);
        uint crc = CrcOf(_record, 0, count);
        for (int i = 0; i < 4; i++) _record[4 + i] = (byte)(crc >> (8 * i));
        if (!_flash.Append(FileOf(segment), _record, 0, HeaderLength + count)) return false;
        Appends++;
        BytesAppended += HeaderLength + count;
        return true;
    }

    internal static uint CrcOf(byte[] buffer, int offset, int contentLength)
    {
        uint crc = Crc32.Add(Crc32.Empty, buffer, offset + 1, 3);
        return Crc32.Add(crc, buffer, offset + HeaderLength, contentLength);
    }

    private string FileOf(int segment) => _name + "." + segment.ToString();

    private void Scan()
    {
        string prefix = _name + ".";
        int first = int.MaxValue;
        int last = 0;
        foreach (string file in _flash.List())
        {
            if (!file.StartsWith(prefix) || !int.TryParse(file.Substring(prefix.Length), out int number) || number < 1) continue;
            if (number < first) first = number;
            if (number > last) last = number;
        }

        if (last == 0) return;
        FirstSegment = first;
        LastSegment = last;
    }
}

/// <summary>A place in a <see cref="RecordLog"/> that goes from record to record.</summary>
public sealed class RecordReader
{
    private readonly RecordLog _log;
    private readonly byte[] _window = new byte[RecordLog.HeaderLength + RecordLog.LongestContent];
    private int _offset;

    /// <summary>Makes a reader in front of the oldest record.</summary>
    /// <param name="log">The log.</param>
    public RecordReader(RecordLog log)
    {
        _log = log;
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

    /// <summary>True if the last step ended because the flash did not give what it holds: to be tried again.</summary>
    public bool IsUnreadable { get; private set; }

    /// <summary>Goes in front of the oldest record.</summary>
    public void Rewind()
    {
        Segment = _log.FirstSegment;
        _offset = 0;
    }

    /// <summary>Goes to the same place as another reader.</summary>
    /// <param name="other">The other reader.</param>
    public void GoTo(RecordReader other)
    {
        Segment = other.Segment;
        _offset = other._offset;
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
                    return true;
                }

                continue; // read again, so that the record stands at the window's beginning
            }

            if (available < 0 && _log.HasSegment(Segment))
            {
                IsUnreadable = true;
                return false;
            }

            if (Segment == _log.LastSegment) return false;
            Segment++;
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
        int length = _window[at + 2] | (_window[at + 3] << 8);
        if (length > RecordLog.LongestContent) return false;
        if (at + RecordLog.HeaderLength + length > available) return at > 0 && available == _window.Length;
        uint crc = 0;
        for (int i = 0; i < 4; i++) crc |= (uint)_window[at + 4 + i] << (8 * i);
        if (crc != RecordLog.CrcOf(_window, at, length)) return false;
        Type = _window[at + 1];
        Length = length;
        return true;
    }
}
