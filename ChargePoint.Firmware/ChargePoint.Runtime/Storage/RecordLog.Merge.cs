using System;

namespace ChargePoint.Runtime;

/// <summary>Decides which records stay when segments are merged.</summary>
public interface IRecordFilter
{
    /// <summary>A segment begins; its records follow in order.</summary>
    /// <param name="segment">Its number.</param>
    void Begin(int segment);

    /// <summary>Tells whether a record is still needed.</summary>
    /// <param name="segment">Buffer that holds the segment from this record on.</param>
    /// <param name="at">Where the record's header begins; see <see cref="RecordLog.TypeAt"/> and <see cref="RecordLog.NextAt"/>.</param>
    /// <param name="end">Where the segment ends.</param>
    bool Keeps(byte[] segment, int at, int end);
}

/// <summary>Merging segments.</summary>
public sealed partial class RecordLog
{
    /// <summary>Highest level of a segment.</summary>
    public const int HighestLevel = 15;

    internal const int MergedType = 255;

    // Level (1), number of the merged segment (4), number of the last one that went into it (4)
    private const int MergedLength = 9;

    /// <summary>How often a segment was thinned out: what the one who merged it last has said, 0 for one that never was.</summary>
    /// <param name="index">0, the oldest, to <see cref="Segments"/> - 1.</param>
    public int LevelAt(int index) => (_segments[index] >> LevelShift) & HighestLevel;

    /// <summary>Sets the level of a segment until the log is opened again.</summary>
    /// <param name="index">0, the oldest, to <see cref="Segments"/> - 1.</param>
    /// <param name="level">0 to <see cref="HighestLevel"/>; a higher one counts as that.</param>
    public void SetLevel(int index, int level)
        => _segments[index] = (_segments[index] & (NumberMask | AlternateBit)) | ((level > HighestLevel ? HighestLevel : level) << LevelShift);

    /// <summary>Merges a segment with the one behind it, which must not be the newest. A loss of power leaves either both or the merged one.</summary>
    /// <param name="index">Index of the older one.</param>
    /// <param name="level">Level of the merged segment, 0 to <see cref="HighestLevel"/>; a higher one counts as that.</param>
    /// <param name="filter">Says which records stay.</param>
    /// <param name="buffer">Room to work in: one and a half times the length of a segment is enough for most.</param>
    /// <returns>False if what stays does not fit into one segment, or the flash does not take or give it: nothing has changed.</returns>
    public bool Merge(int index, int level, IRecordFilter filter, byte[] buffer)
    {
        if (index < 0 || index + 2 >= Segments) return false;
        int last = LastMergedInto(index + 1);
        int end = Compact(index, 0, filter, buffer);
        if (end >= 0) end = Compact(index + 1, end, filter, buffer);
        if (end < 0 || end + HeaderLength + MergedLength > _segmentBytes) return false;
        buffer[end + HeaderLength] = (byte)level;
        PutInt(buffer, end + HeaderLength + 1, SegmentAt(index));
        PutInt(buffer, end + HeaderLength + 5, last);
        end = Seal(buffer, end, MergedType, MergedLength);
        string before = FileAt(index);
        if (!_flash.Write(FileOf(SegmentAt(index), !IsAlternate(index)), buffer, 0, end)) return false;
        SetLevel(index, level);
        SetAlternate(index, !IsAlternate(index));
        Misname(index, null);

        // Should they stay: the next one who opens the log finds them superfluous.
        _flash.Delete(before);
        Drop(index + 1);
        return true;
    }

    /// <summary>Type of a record.</summary>
    /// <param name="segment">Holds it.</param>
    /// <param name="at">Where its header begins.</param>
    public static int TypeAt(byte[] segment, int at) => segment[at + 1];

    /// <summary>Length of a record's content.</summary>
    /// <param name="segment">Holds it.</param>
    /// <param name="at">Where its header begins.</param>
    public static int LengthAt(byte[] segment, int at) => segment[at + 2] | (segment[at + 3] << 8);

    /// <summary>Finds the next sound record.</summary>
    /// <param name="segment">Holds the segment.</param>
    /// <param name="at">Where to begin.</param>
    /// <param name="end">Where the segment ends.</param>
    /// <returns>Where its header begins, or -1.</returns>
    public static int NextAt(byte[] segment, int at, int end)
    {
        for (; at + HeaderLength <= end; at++)
        {
            if (segment[at] == Mark && IsSound(segment, at, end)) return at;
        }

        return -1;
    }

    // What the reader learns from the end of a merged segment: those that it made superfluous go, if they are still there. Returns the
    // number of the last one that went into it.
    internal int NoteMerged(int segment, byte[] record)
    {
        if (GetInt(record, HeaderLength + 1) != segment) return segment;
        int last = GetInt(record, HeaderLength + 5);
        for (int i = Segments - 1; i >= 0; i--)
        {
            if (SegmentAt(i) == segment) SetLevel(i, record[HeaderLength]);
            else if (SegmentAt(i) > segment && SegmentAt(i) <= last && i < Segments - 1) Drop(i);
        }

        return last;
    }

    internal static bool IsSound(byte[] buffer, int at, int end)
    {
        int length = LengthAt(buffer, at);
        if (length > LongestContent || at + HeaderLength + length > end) return false;
        uint crc = 0;
        for (int i = 0; i < 4; i++) crc |= (uint)buffer[at + 4 + i] << (8 * i);
        return crc == CrcOf(buffer, at, length);
    }

    // Reads a segment into the buffer and closes the gaps that dropped records leave. Returns where what stays ends, or -1.
    private int Compact(int index, int at, IRecordFilter filter, byte[] buffer)
    {
        string file = FileAt(index);
        int length = _flash.Length(file);
        if (length < 0) return at;
        if (at + length > buffer.Length || _flash.Read(file, 0, buffer, at, length) != length) return -1;
        filter.Begin(SegmentAt(index));
        int end = at + length;
        int target = at;
        for (int record = NextAt(buffer, at, end); record >= 0;)
        {
            int behind = record + HeaderLength + LengthAt(buffer, record);
            if (Stays(buffer, record, at, end, filter))
            {
                Array.Copy(buffer, record, buffer, target, behind - record);
                target += behind - record;
            }

            record = NextAt(buffer, behind, end);
        }

        return target;
    }

    // The log's own records: the header of the merged segment stays, that of the other and old ends go.
    private static bool Stays(byte[] buffer, int record, int begin, int end, IRecordFilter filter)
    {
        int type = TypeAt(buffer, record);
        if (type == OwnHeaderType) return record == 0 && begin == 0;
        return type != MergedType && filter.Keeps(buffer, record, end);
    }

    // A loss of power left a segment under both names: the one that was merged more often is the newer one, if it is complete.
    private void ChooseName(int index)
    {
        int number = SegmentAt(index);
        SetAlternate(index, MergedLevel(number, true) > MergedLevel(number, false));
        _flash.Delete(FileOf(number, !IsAlternate(index)));
    }

    // Level that the last record of a segment says, or -1 if it is none that a merge has ended with.
    private int MergedLevel(int segment, bool alternate)
    {
        byte[] last = new byte[HeaderLength + MergedLength];
        return EndsMerged(FileOf(segment, alternate), segment, last) ? last[HeaderLength] : -1;
    }

    private int LastMergedInto(int index)
    {
        byte[] last = new byte[HeaderLength + MergedLength];
        return EndsMerged(FileAt(index), SegmentAt(index), last) ? GetInt(last, HeaderLength + 5) : SegmentAt(index);
    }

    private bool EndsMerged(string file, int segment, byte[] last)
    {
        int at = _flash.Length(file) - last.Length;
        if (at < 0 || _flash.Read(file, at, last, 0, last.Length) != last.Length) return false;
        return last[0] == Mark && TypeAt(last, 0) == MergedType && IsSound(last, 0, last.Length) && GetInt(last, HeaderLength + 1) == segment;
    }

    private static void PutInt(byte[] buffer, int at, int value)
    {
        for (int i = 0; i < 4; i++) buffer[at + i] = (byte)(value >> (8 * i));
    }

    private static int GetInt(byte[] buffer, int at) => buffer[at] | (buffer[at + 1] << 8) | (buffer[at + 2] << 16) | (buffer[at + 3] << 24);
}
