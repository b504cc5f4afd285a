using System;
using ChargePoint.Hal;

namespace ChargePoint.Runtime;

/// <summary>
/// A small state that survives power cuts: two files ("slots") written in turn, each with a sequence number and a CRC. The
/// newest sound slot is the state. A save never touches the slot that holds the present state, so whatever happens to the
/// write, the state before it can still be loaded.
/// <code>
///  offset  size  content (numbers are little-endian)
///       0     4  magic "CPSL"
///       4     2  version of the content's format (schema)
///       6     2  reserved, 0
///       8     4  sequence number; the next save has the next one, and 0 follows 4,294,967,295
///      12     4  length of the content in bytes
///      16     4  CRC-32 of bytes 0 to 15 and of the content
///      20        content
/// </code>
/// </summary>
public sealed class SlotFile
{
    /// <summary>Longest name, in characters; the slots are called name.0 and name.1.</summary>
    public const int MaximumNameLength = FlashName.MaximumLength - 2;

    /// <summary>Bytes in front of the content.</summary>
    public const int HeaderLength = 20;

    private const uint Magic = 0x4C535043;
    private const int SchemaOffset = 4;
    private const int SequenceOffset = 8;
    private const int LengthOffset = 12;
    private const int CrcOffset = 16;
    private const int NotScanned = -2;

    private readonly IFlashStore _flash;
    private readonly string _name;
    private readonly byte[] _scratch;
    private readonly int _longest; // file, in bytes
    private byte[] _work; // holds a whole file: the scratch buffer, or an array for this call
    private int _newest = NotScanned; // slot that holds the present state, or -1
    private uint _sequence; // of the newest

    /// <summary>Names the state. Reads nothing yet.</summary>
    /// <param name="flash">Where the slots are.</param>
    /// <param name="name">1 to 30 characters that the store allows in names.</param>
    /// <param name="schema">Version of the content's format that is written: 1 to 65,535.</param>
    /// <param name="scratch">Buffer to work in, shared with other users on the same loop: nothing of it is kept between calls.</param>
    /// <param name="longestContent">Most bytes of content, or 0 for what fits into the buffer behind <see cref="HeaderLength"/> bytes. For content that
    /// does not fit there, an array is made for each call.</param>
    /// <exception cref="ArgumentException">A name, version or buffer that is not allowed.</exception>
    public SlotFile(IFlashStore flash, string name, int schema, byte[] scratch, int longestContent = 0)
    {
        if (name.Length > MaximumNameLength || !FlashName.IsValid(name)) throw new ArgumentException("name");
        if (schema < 1 || schema > 65535) throw new ArgumentException("schema");
        if (scratch.Length < HeaderLength) throw new ArgumentException("scratch");
        _flash = flash;
        _name = name;
        _scratch = scratch;
        _work = scratch;
        _longest = longestContent > 0 ? HeaderLength + longestContent : scratch.Length;
        Schema = schema;
    }

    /// <summary>Version of the format that <see cref="Save"/> writes.</summary>
    public int Schema { get; }

    /// <summary>
    /// Version of the format of what was loaded last; 0 before that. It is newer than <see cref="Schema"/> if a newer firmware ran
    /// here before: formats only ever grow, so an older firmware takes what it knows and writes the rest back as it was. A save then
    /// keeps the newer version.
    /// </summary>
    public int LoadedSchema { get; private set; }

    /// <summary>
    /// Why <see cref="Load"/> returned false, or what it found wrong with the slot that it did not use, in one line; empty when
    /// nothing is wrong, as with a factory-new state.
    /// </summary>
    public string Reason { get; private set; } = "";

    /// <summary>True if <see cref="Load"/> found no slot at all: a factory-new state, not a lost one.</summary>
    public bool IsNew { get; private set; }

    /// <summary>Loads the newest sound state.</summary>
    /// <param name="buffer">Receives the content from index 0.</param>
    /// <param name="length">Length of the content in bytes, 0 if there is none.</param>
    /// <returns>False if there is no sound slot whose content fits: see <see cref="Reason"/> and <see cref="IsNew"/>.</returns>
    public bool Load(byte[] buffer, out int length)
    {
        bool loaded = LoadNewest(buffer, out length);
        _work = _scratch;
        return loaded;
    }

    private bool LoadNewest(byte[] buffer, out int length)
    {
        length = 0;
        LoadedSchema = 0;
        Scan(out string? first, out string? second);
        IsNew = _newest < 0 && _flash.Length(FileOf(0)) < 0 && _flash.Length(FileOf(1)) < 0;
        Reason = IsNew ? "" : Explain(first, second);
        if (_newest < 0) return false;
        int found = ReadSlot(_newest, out string? defect);
        if (found < 0)
        {
            Reason = $"{FileOf(_newest)}: {defect}";
            return false;
        }

        if (found > buffer.Length)
        {
            Reason = $"{FileOf(_newest)}: {found} bytes do not fit into {buffer.Length}";
            return false;
        }

        Array.Copy(_work, HeaderLength, buffer, 0, found);
        LoadedSchema = _work[SchemaOffset] | (_work[SchemaOffset + 1] << 8);
        length = found;
        return true;
    }

    /// <summary>Saves a state in place of the one before.</summary>
    /// <param name="buffer">Holds the content from index 0.</param>
    /// <param name="count">Length of the content in bytes.</param>
    /// <returns>False if it is longer than allowed or the flash refused it; then the state before stays.</returns>
    public bool Save(byte[] buffer, int count)
    {
        if (count < 0 || count > buffer.Length || count > _longest - HeaderLength) return false;
        if (_newest == NotScanned) Scan(out _, out _);
        int slot = _newest == 0 ? 1 : 0;
        uint sequence = _newest < 0 ? 1 : _sequence + 1;
        Take(HeaderLength + count);
        PutUInt(0, Magic);
        int schema = LoadedSchema > Schema ? LoadedSchema : Schema;
        _work[SchemaOffset] = (byte)schema;
        _work[SchemaOffset + 1] = (byte)(schema >> 8);
        _work[SchemaOffset + 2] = 0;
        _work[SchemaOffset + 3] = 0;
        PutUInt(SequenceOffset, sequence);
        PutUInt(LengthOffset, (uint)count);
        Array.Copy(buffer, 0, _work, HeaderLength, count);
        PutUInt(CrcOffset, ComputeCrc(count));
        bool written = _flash.Write(FileOf(slot), _work, 0, HeaderLength + count);
        _work = _scratch;
        if (!written) return false;
        _sequence = sequence;
        _newest = slot;
        return true;
    }

    /// <summary>Deletes both slots: back to factory-new.</summary>
    /// <returns>False if the flash refused; the state may then be the one before.</returns>
    public bool Delete()
    {
        if (_newest == NotScanned) Scan(out _, out _);

        // The older slot goes first: a cut between the two must not bring an outdated state back.
        int newest = _newest == 1 ? 1 : 0;
        bool deleted = _flash.Delete(FileOf(1 - newest)) && _flash.Delete(FileOf(newest));
        Scan(out _, out _);
        _work = _scratch;
        return deleted;
    }

    // What is wrong with each slot, or null.
    private void Scan(out string? first, out string? second)
    {
        ReadSlot(0, out first);
        uint firstSequence = first == null ? GetUInt(SequenceOffset) : 0;
        ReadSlot(1, out second);
        uint secondSequence = second == null ? GetUInt(SequenceOffset) : 0;

        // Sequence numbers wrap around: the newer one is less than half the circle ahead.
        if (first == null && second == null) _newest = (int)(secondSequence - firstSequence) > 0 ? 1 : 0;
        else _newest = first == null ? 0 : second == null ? 1 : -1;
        _sequence = _newest == 1 ? secondSequence : firstSequence;
    }

    private void Take(int bytes) => _work = bytes <= _scratch.Length ? _scratch : new byte[bytes];

    private string FileOf(int slot) => _name + (slot == 0 ? ".0" : ".1");

    // Brings a slot into the scratch buffer. Returns the length of its content, or -1 and what is wrong with it.
    private int ReadSlot(int slot, out string? defect)
    {
        string name = FileOf(slot);
        int fileLength = _flash.Length(name);
        if (fileLength <= _longest) Take(fileLength);
        defect = fileLength < 0 ? "missing"
            : fileLength < HeaderLength ? "torn: shorter than its header"
            : fileLength > _longest ? "longer than allowed"
            : _flash.Read(name, 0, _work, 0, fileLength) != fileLength ? "unreadable"
            : GetUInt(0) != Magic ? "not a slot"
            : GetUInt(LengthOffset) != (uint)(fileLength - HeaderLength) ? "torn: its length is wrong"
            : GetUInt(CrcOffset) != ComputeCrc(fileLength - HeaderLength) ? "corrupt: its CRC is wrong"
            : _work[SchemaOffset] == 0 && _work[SchemaOffset + 1] == 0 ? "without a version"
            : null;
        return defect != null ? -1 : fileLength - HeaderLength;
    }

    private string Explain(string? first, string? second)
    {
        if (_newest < 0) return $"{FileOf(0)}: {first}; {FileOf(1)}: {second}";

        // One slot is missing until the second save: nothing to report.
        string other = FileOf(1 - _newest);
        string? defect = _newest == 0 ? second : first;
        return defect == null || _flash.Length(other) < 0 ? "" : $"{other}: {defect}";
    }

    private uint ComputeCrc(int contentLength)
    {
        uint crc = Crc32.Add(Crc32.Empty, _work, 0, CrcOffset);
        return Crc32.Add(crc, _work, HeaderLength, contentLength);
    }

    private void PutUInt(int offset, uint value)
    {
        _work[offset] = (byte)value;
        _work[offset + 1] = (byte)(value >> 8);
        _work[offset + 2] = (byte)(value >> 16);
        _work[offset + 3] = (byte)(value >> 24);
    }

    private uint GetUInt(int offset) =>
        (uint)(_work[offset] | (_work[offset + 1] << 8) | (_work[offset + 2] << 16) | (_work[offset + 3] << 24));
}
