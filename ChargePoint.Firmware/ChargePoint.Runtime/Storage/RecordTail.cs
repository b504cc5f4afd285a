using ChargePoint.Hal;

namespace ChargePoint.Runtime;

/// <summary>
/// What was appended to a <see cref="RecordLog"/> last, each time in a short file ("slot") of its own, until it is appended to its segment all at
/// once. For littlefs copies a block for every append, however short, while a file of less than 512 bytes stands in the metadata and costs
/// a commit. So a record is as durable as if it were appended, at about a quarter of the wear.
/// <code>
///  size  content of a slot (numbers are little-endian)
///        one or more records, as in a segment
///     4  number of the segment that they belong to
///     2  their offset there
///     4  CRC-32 of all that stands before
/// </code>
/// A slot whose records end within their segment is done with. What comes next takes any such slot: nothing is deleted.
/// </summary>
internal sealed class RecordTail
{
    /// <summary>How many slots there are.</summary>
    public const int Slots = 8;

    /// <summary>Most bytes of records in a slot: with their commit they take 256 bytes of metadata.</summary>
    public const int MostInSlot = 208;

    /// <summary>Bytes behind the records.</summary>
    public const int TrailerLength = 10;

    /// <summary>Most bytes of records that wait together: what a log appends at once.</summary>
    public const int MostBytes = RecordLog.HeaderLength + RecordLog.LongestContent; // no more than LongestStaged

    private const int CrcOffset = 6; // in the trailer

    private readonly IFlashStore _flash;
    private readonly string _prefix;
    private readonly uint[] _waiting = new uint[Slots]; // in the order of their records: offset (16 bits), length (8), slot (8)
    private int _begun; // bytes of the first slot that its segment has already

    /// <summary>Names the slots; reads nothing yet.</summary>
    public RecordTail(IFlashStore flash, string name)
    {
        _flash = flash;
        _prefix = name + ".t";
    }

    /// <summary>Slots that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Their bytes together.</summary>
    public int Bytes { get; private set; }

    /// <summary>Bytes of slots that hold no sound record.</summary>
    public int BytesDamaged { get; private set; }

    /// <summary>True if the segment or the tail has lost bytes, so that offsets do not tell any more what is done with.</summary>
    public bool HasGap { get; private set; }

    /// <summary>Newest segment that a slot names, or 0. Counts what is damaged.</summary>
    public int FindSegment(byte[] scratch)
    {
        int last = 0;
        BytesDamaged = 0;
        for (int slot = 0; slot < Slots; slot++)
        {
            if (!Load(slot, scratch, out int segment, out _, out _)) continue;
            if (segment > last) last = segment;
        }

        return last;
    }

    /// <summary>Finds the records that are not yet in their segment.</summary>
    public void Open(int segment, string segmentFile, int segmentLength, byte[] scratch)
    {
        _begun = 0;
        HasGap = false;
        Count = 0;
        Bytes = 0;
        BytesDamaged = 0;
        for (int slot = 0; slot < Slots; slot++)
        {
            if (!Load(slot, scratch, out int of, out int offset, out int length)) continue;
            if (of != segment || offset + length <= segmentLength) continue;
            if (Bytes + length <= MostBytes) Insert(slot, offset, length);
            else BytesDamaged += length; // never written so
        }

        int end = segmentLength;
        for (int i = 0; i < Count; i++)
        {
            HasGap |= i == 0 ? OffsetAt(0) > end : OffsetAt(i) != end;
            end = OffsetAt(i) + LengthAt(i);
        }

        FindBegun(segmentFile, segmentLength, scratch);
    }

    // An append was torn: the segment ends within the first slot. What stands there already is not read again from the slot.
    private void FindBegun(string segmentFile, int segmentLength, byte[] scratch)
    {
        if (Count == 0 || OffsetAt(0) >= segmentLength) return;
        int count = segmentLength - OffsetAt(0);
        if (_flash.Read(FileOf(SlotAt(0)), 0, scratch, 0, count) != count || _flash.Read(segmentFile, OffsetAt(0), scratch, count, count) != count) return;
        for (int i = 0; i < count; i++)
        {
            if (scratch[i] != scratch[count + i]) return; // damaged there: the slot is whole
        }

        _begun = count;
        Bytes -= count;
    }

    /// <summary>True if a record can be put here.</summary>
    public bool Takes(int length) => Count < Slots && length <= MostInSlot && Bytes + length <= MostBytes && !HasGap;

    /// <summary>Puts records into a slot.</summary>
    /// <param name="segment">Segment that they belong to.</param>
    /// <param name="offset">Their offset there, 0 to 65,535.</param>
    /// <param name="buffer">Holds them, with room for <see cref="TrailerLength"/> bytes behind them.</param>
    /// <param name="length">Length of them together.</param>
    /// <returns>False if the flash does not take it; nothing has changed then.</returns>
    public bool Add(int segment, int offset, byte[] buffer, int length)
    {
        PutInteger(buffer, length, segment, 4);
        PutInteger(buffer, length + 4, offset, 2);
        PutInteger(buffer, length + CrcOffset, (int)Crc32.Add(Crc32.Empty, buffer, 0, length + CrcOffset), 4);
        int slot = FreeSlot();
        if (!_flash.Write(FileOf(slot), buffer, 0, length + TrailerLength)) return false;
        Insert(slot, offset, length);
        return true;
    }

    /// <summary>Reads records as if they stood one behind the other.</summary>
    /// <param name="position">First byte to read.</param>
    /// <param name="buffer">Receives them.</param>
    /// <param name="index">Where in the buffer they go.</param>
    /// <param name="end">Where in the buffer they end at the latest.</param>
    /// <returns>Where in the buffer they end.</returns>
    public int Read(int position, byte[] buffer, int index, int end)
    {
        position += _begun;
        for (int i = 0; i < Count && index < end; i++)
        {
            int wanted = LengthAt(i) - position;
            if (wanted <= 0)
            {
                position -= LengthAt(i);
                continue;
            }

            if (wanted > end - index) wanted = end - index;
            if (_flash.Read(FileOf(SlotAt(i)), position, buffer, index, wanted) != wanted) break;
            index += wanted;
            position = 0;
        }

        return index;
    }

    /// <summary>All records are in their segment now.</summary>
    public void Clear()
    {
        for (int i = 0; HasGap && i < Count; i++) _flash.Delete(FileOf(SlotAt(i)));
        Count = 0;
        Bytes = 0;
        _begun = 0;
        HasGap = false;
    }

    private int OffsetAt(int index) => (int)(_waiting[index] >> 16);

    private int LengthAt(int index) => (byte)(_waiting[index] >> 8);

    private int SlotAt(int index) => (byte)_waiting[index];

    private string FileOf(int slot) => _prefix + slot.ToString();

    private bool Load(int slot, byte[] scratch, out int segment, out int offset, out int length)
    {
        segment = 0;
        offset = 0;
        length = 0;
        string file = FileOf(slot);
        int bytes = _flash.Length(file);
        if (bytes < 0) return false;
        length = bytes - TrailerLength;
        bool sound = length >= RecordLog.HeaderLength && length <= MostInSlot
            && _flash.Read(file, 0, scratch, 0, bytes) == bytes
            && Integer(scratch, length + CrcOffset, 4) == (int)Crc32.Add(Crc32.Empty, scratch, 0, length + CrcOffset);
        if (!sound)
        {
            BytesDamaged += bytes;
            return false;
        }

        segment = Integer(scratch, length, 4);
        offset = Integer(scratch, length + 4, 2);
        return true;
    }

    // In the order of their offsets; what two slots hold (somebody copied one) counts once.
    private void Insert(int slot, int offset, int length)
    {
        int at = Count;
        while (at > 0 && OffsetAt(at - 1) > offset) at--;
        if (at > 0 && OffsetAt(at - 1) == offset) return;
        for (int i = Count; i > at; i--) _waiting[i] = _waiting[i - 1];
        _waiting[at] = ((uint)offset << 16) | ((uint)length << 8) | (uint)slot;
        Count++;
        Bytes += length;
    }

    private int FreeSlot()
    {
        for (int slot = 0; slot < Slots; slot++)
        {
            bool taken = false;
            for (int i = 0; i < Count; i++) taken |= SlotAt(i) == slot;
            if (!taken) return slot;
        }

        return -1;
    }

    private static void PutInteger(byte[] buffer, int at, int value, int bytes)
    {
        for (int i = 0; i < bytes; i++) buffer[at + i] = (byte)(value >> (8 * i));
    }

    private static int Integer(byte[] buffer, int at, int bytes)
    {
        int value = 0;
        for (int i = 0; i < bytes; i++) value |= buffer[at + i] << (8 * i);
        return value;
    }
}
