using System;
using ChargePoint.Hal;

namespace ChargePoint.Runtime;

/// <summary>
/// A log of small records in files ("segments") that are only ever appended to, and that are given back from the oldest on.
/// A record counts only with its CRC: what was torn or damaged is passed over, and everything sound behind it is still found.
/// <code>
///  offset  size  content of a record (numbers are little-endian)
///       0     1  mark, 0xA5
///       1     1  type, 0 to 253; 254 and 255 are the log's own
///       2     2  length of the content
///       4     4  CRC-32 of bytes 1 to 3 and of the content
///       8        content
/// </code>
/// Two neighbouring segments can be merged into one without the records that are not needed any more. The merged segment takes the number
/// of the older one under its other name (name.1m for name.1, and the reverse), so that nothing is ever written over. It ends with a record
/// of the log's own, without which it does not count, and which says what it makes superfluous, in case a loss of power left that.
/// <para>A log that is written often spares the flash: what is appended waits in short files for its segment (see RecordTail), as durable as
/// if it stood there.</para>
/// </summary>
public sealed partial class RecordLog
{
    /// <summary>Longest content of a record, in bytes.</summary>
    public const int LongestContent = 1200;

    /// <summary>Bytes in front of the content.</summary>
    public const int HeaderLength = 8;

    /// <summary>Bytes that are appended at once at most.</summary>
    public const int LongestStaged = OwnHeaderLength + HeaderLength + LongestContent;

    /// <summary>Largest number of a segment: beyond it a file is none of ours.</summary>
    public const int LargestSegment = 99_999_999;

    internal const byte Mark = 0xA5;

    private const int NumberMask = (1 << 27) - 1;
    private const int AlternateBit = 1 << 27;
    private const int LevelShift = 28;

    private readonly IFlashStore _flash;
    private readonly string _name;
    private readonly int _segmentBytes;
    private readonly byte[] _staged;
    private readonly RecordTail? _tail;
    private int[] _segments = new int[0]; // of each its number, whether it stands under its other name, and its level
    private int _room; // segments that there may be, for which the array grows
    private string?[]? _misnamed; // where a segment stands under a stranger's name; null while none does
    private int _stagedLength;

    /// <summary>Opens a log; nothing is written.</summary>
    /// <param name="flash">Where the segments are.</param>
    /// <param name="name">Name of the log; segments are called name.1, name.2, ...</param>
    /// <param name="segmentBytes">Length at which a segment is full, 1,024 to 32,768.</param>
    /// <param name="mostSegments">How many segments there may be, 2 or more.</param>
    /// <param name="scratch">Buffer to work in, shared with other users on the same loop: nothing of it is kept between calls, but what is staged.
    /// At least <see cref="LongestStaged"/> bytes; null for one of its own.</param>
    /// <param name="sparesFlash">True to let what is appended wait in short files, name.t0 to name.t7.</param>
    public RecordLog(IFlashStore flash, string name, int segmentBytes, int mostSegments, byte[]? scratch = null, bool sparesFlash = false)
    {
        if (segmentBytes < 1024 || segmentBytes > 32768 || mostSegments < 2) throw new ArgumentException("segments");
        if (scratch != null && scratch.Length < LongestStaged) throw new ArgumentException("scratch");
        _staged = scratch ?? new byte[LongestStaged];
        _flash = flash;
        _name = name;
        _segmentBytes = segmentBytes;
        MostSegments = mostSegments;
        _tail = sparesFlash ? new RecordTail(flash, name) : null;
        Scan();
        OpenTail();
    }

    /// <summary>How many segments there are.</summary>
    public int Segments { get; private set; }

    /// <summary>Number of the oldest segment; 1 in a new log.</summary>
    public int FirstSegment => Segments == 0 ? 1 : SegmentAt(0);

    /// <summary>Number of the newest segment; 0 in a new log.</summary>
    public int LastSegment => Segments == 0 ? 0 : SegmentAt(Segments - 1);

    /// <summary>How many segments there may be.</summary>
    public int MostSegments { get; }

    /// <summary>How many segments can still be begun.</summary>
    public int FreeSegments => MostSegments - Segments;

    /// <summary>Bytes that were found damaged when the log was opened.</summary>
    public int BytesDamaged => _tail == null ? 0 : _tail.BytesDamaged;

    /// <summary>Number of a segment.</summary>
    /// <param name="index">0, the oldest, to <see cref="Segments"/> - 1.</param>
    public int SegmentAt(int index) => _segments[index] & NumberMask;

    /// <summary>True if a record of this length belongs into a new segment.</summary>
    /// <param name="contentLength">Length of its content.</param>
    public bool NeedsSegment(int contentLength)
    {
        if (Segments == 0) return true;
        return LengthOfLast() + _stagedLength + HeaderLength + contentLength > _segmentBytes;
    }

    /// <summary>Begins a new segment with its first record, in one step.</summary>
    /// <param name="type">Type of the record, 0 to 253.</param>
    /// <param name="content">Its content.</param>
    /// <param name="count">Length of the content.</param>
    /// <returns>False if there is no room, or the flash does not take it; nothing has changed then.</returns>
    public bool BeginSegment(int type, byte[] content, int count)
    {
        int number = LastSegment + 1;
        if (FreeSegments <= 0 || number > LargestSegment || !AppendTail()) return false;
        StageOwnHeader(number);
        if (!Stage(type, content, count)) return false;
        int length = _stagedLength;
        Unstage();

        // Whatever is called like this is none of ours, or it would have been found.
        if (!_flash.Write(FileOf(number, false), _staged, 0, length)) return false;
        Grow();
        _segments[Segments++] = number;
        Misname(Segments - 1, null);
        return true;
    }

    /// <summary>Appends a record, and what was staged before it, to the newest segment.</summary>
    /// <param name="type">Type of the record, 0 to 253.</param>
    /// <param name="content">Its content.</param>
    /// <param name="count">Length of the content, 0 to <see cref="LongestContent"/>.</param>
    /// <returns>False if the flash does not take it; nothing has changed then.</returns>
    public bool Append(int type, byte[] content, int count) => Stage(type, content, count) && Commit();

    /// <summary>Holds a record ready for <see cref="Commit"/>, so that several are appended in one step.</summary>
    /// <param name="type">Type of the record, 0 to 253.</param>
    /// <param name="content">Its content.</param>
    /// <param name="count">Length of the content, 0 to <see cref="LongestContent"/>.</param>
    /// <returns>False if it does not fit beside what is staged already; that is dropped too.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The content is too long for any record.</exception>
    public bool Stage(int type, byte[] content, int count)
    {
        if (count > LongestContent) throw new ArgumentOutOfRangeException(nameof(count));
        if (_stagedLength + HeaderLength + count > LongestStaged)
        {
            Unstage();
            return false;
        }

        Array.Copy(content, 0, _staged, _stagedLength + HeaderLength, count);
        _stagedLength = Seal(_staged, _stagedLength, type, count);
        return true;
    }

    /// <summary>Appends what was staged to the newest segment, in one step.</summary>
    /// <returns>False if the flash does not take it; nothing has changed then, and nothing is staged any more.</returns>
    public bool Commit()
    {
        int count = _stagedLength;
        Unstage();
        if (Segments == 0) return false;
        if (count == 0) return true;
        if (_tail == null) return _flash.Append(FileAt(Segments - 1), _staged, 0, count);
        if (_tail.Takes(count)) return _tail.Add(LastSegment, LengthOfLast(), _staged, count);

        // In one step with all that waits, or behind it where that is too long.
        bool joined = _tail.Bytes + count <= LongestStaged;
        if (!(joined ? JoinTail(ref count) : MakeWay(count)) || !_flash.Append(FileAt(Segments - 1), _staged, 0, count)) return false;
        if (joined) _tail.Clear();
        return true;
    }

    /// <summary>Forgets what was staged.</summary>
    public void Unstage() => _stagedLength = 0;

    /// <summary>Gives the oldest segment back, unless it is the only one.</summary>
    /// <returns>False if it is still there.</returns>
    public bool DropFirstSegment() => Segments > 1 && Drop(0);

    internal bool HasSegment(int segment)
    {
        int index = IndexOf(segment);
        return index >= 0 && _flash.Length(FileAt(index)) >= 0;
    }

    /// <summary>Reads from a segment and what waits for it: how many bytes, 0 at its end, -1 if the flash does not give them.</summary>
    internal int ReadFrom(int segment, int position, byte[] buffer)
    {
        int index = IndexOf(segment);
        if (index < 0) return -1;
        string file = FileAt(index);
        if (_tail == null || _tail.Count == 0 || index < Segments - 1) return _flash.Read(file, position, buffer, 0, buffer.Length);
        int length = LengthOfFile(index);
        int done = position < length ? _flash.Read(file, position, buffer, 0, buffer.Length) : 0;
        if (done < 0 || position + done < length) return done;
        int end = _tail.Read(position + done - length, buffer, done, buffer.Length);
        return end == 0 && position - length < _tail.Bytes ? -1 : end;
    }

    /// <summary>Number of the oldest segment behind one, or -1.</summary>
    internal int SegmentAfter(int segment)
    {
        for (int i = 0; i < Segments; i++)
        {
            if (SegmentAt(i) > segment) return SegmentAt(i);
        }

        return -1;
    }

    // Puts all that waits in front of what was staged.
    private bool JoinTail(ref int count)
    {
        int before = _tail!.Bytes;
        for (int i = count - 1; i >= 0 && before > 0; i--) _staged[before + i] = _staged[i];
        count += before;
        return _tail.Read(0, _staged, 0, before) == before;
    }

    // Appends all that waits first.
    private bool MakeWay(int count)
    {
        byte[] staged = new byte[count];
        Array.Copy(_staged, 0, staged, 0, count);
        if (!AppendTail()) return false;
        Array.Copy(staged, 0, _staged, 0, count);
        return true;
    }

    // Appends all that waits. Nothing may be staged.
    private bool AppendTail()
    {
        if (_tail == null || _tail.Count == 0) return true;
        int bytes = _tail.Bytes;
        if (_tail.Read(0, _staged, 0, bytes) != bytes || !_flash.Append(FileAt(Segments - 1), _staged, 0, bytes)) return false;
        _tail.Clear();
        return true;
    }

    private int LengthOfLast() => LengthOfFile(Segments - 1) + (_tail == null ? 0 : _tail.Bytes);

    private int LengthOfFile(int index)
    {
        int length = _flash.Length(FileAt(index));
        return length < 0 ? 0 : length;
    }

    private bool Drop(int index)
    {
        if (!_flash.Delete(FileAt(index))) return false;
        Segments--;
        for (int i = index; i < Segments; i++)
        {
            _segments[i] = _segments[i + 1];
            Misname(i, MisnameOf(i + 1));
        }

        return true;
    }

    // Writes the header of a record whose content stands behind it; returns where the next record begins.
    private static int Seal(byte[] buffer, int at, int type, int contentLength)
    {
        buffer[at] = Mark;
        buffer[at + 1] = (byte)type;
        buffer[at + 2] = (byte)contentLength;
        buffer[at + 3] = (byte)(contentLength >> 8);
        uint crc = CrcOf(buffer, at, contentLength);
        for (int i = 0; i < 4; i++) buffer[at + 4 + i] = (byte)(crc >> (8 * i));
        return at + HeaderLength + contentLength;
    }

    internal static uint CrcOf(byte[] buffer, int offset, int contentLength)
    {
        uint crc = Crc32.Add(Crc32.Empty, buffer, offset + 1, 3);
        return Crc32.Add(crc, buffer, offset + HeaderLength, contentLength);
    }

    // Room for one segment more. Most logs have a few, so they do not begin with room for all.
    private void Grow()
    {
        if (Segments < _segments.Length) return;
        int length = 2 * Segments < _room ? 4 + (2 * Segments) : _room;
        int[] segments = new int[length];
        Array.Copy(_segments, segments, Segments);
        _segments = segments;
    }

    private string? MisnameOf(int index) => _misnamed == null || index >= _misnamed.Length ? null : _misnamed[index];

    private void Misname(int index, string? file)
    {
        if (file != null) _misnamed ??= StringArray.OfNull(_room);
        if (_misnamed != null) _misnamed[index] = file;
    }

    private string FileAt(int index) => MisnameOf(index) ?? FileOf(SegmentAt(index), IsAlternate(index));

    private bool IsAlternate(int index) => (_segments[index] & AlternateBit) != 0;

    private void SetAlternate(int index, bool alternate) => _segments[index] = (_segments[index] & ~AlternateBit) | (alternate ? AlternateBit : 0);

    private string FileOf(int segment, bool alternate) => _name + "." + segment.ToString() + (alternate ? "m" : "");

    private int IndexOf(int segment)
    {
        for (int i = 0; i < Segments; i++)
        {
            if (SegmentAt(i) == segment) return i;
        }

        return -1;
    }
}
