namespace ChargePoint.Hal.Simulated;

/// <summary>
/// What littlefs does to the flash chip for the work of a store: blocks in use, blocks erased, bytes programmed. It follows littlefs 2 as
/// esp_littlefs mounts it (blocks of 4,096 bytes, reads and programs of 128, cache of 512, 512 block cycles, modification times on):
/// <list type="bullet">
/// <item>A file of up to 512 bytes (the least of cache, largest attribute and an eighth of a block) stands in its directory's metadata: every
/// close commits all of it again, and no other block is touched.</item>
/// <item>A longer file is a chain of blocks, of which all but the first lose some bytes to pointers. Programmed bytes are never changed:
/// an append that begins within a block copies that block into a newly erased one. So each append erases one block at least.</item>
/// <item>The old blocks are free only after the commit: an append or overwrite needs room for both.</item>
/// <item>Metadata is a pair of blocks to which commits are appended, padded to 128 bytes each. When a block is full, what is still valid is
/// compacted into the other one, which is erased for that; every 512 times the pair moves to other blocks.</item>
/// <item>A directory whose valid metadata is longer than half a block is split into more pairs.</item>
/// <item>A new file costs three commits (made, synchronized by esp_littlefs, closed), a deletion one.</item>
/// </list>
/// Simplified, on the pessimistic side: the superblock has its pair apart from the directory's from the beginning; all commits go to
/// one pair, the fullest; a compaction does not save the commit that caused it; the move of a pair erases two more blocks. Left out:
/// bad blocks, subdirectories, and a file that was long and stays in its block although it has become short.
/// </summary>
public sealed class LittlefsModel
{
    /// <summary>Bytes of a block: what is erased at once.</summary>
    public const int BlockBytes = 4096;

    /// <summary>Bytes that are programmed at once.</summary>
    public const int ProgramBytes = 128;

    /// <summary>Longest file that stands in the metadata.</summary>
    public const int LongestInline = 512;

    /// <summary>Blocks of the 256 KiB partition on a device with 4 MB of flash.</summary>
    public const int PartitionBlocks = 64;

    private const int BlockCycles = 512;
    private const int TagBytes = 4;
    private const int ChainBytes = 8;      // head and size of a chain of blocks
    private const int TimeBytes = 8;       // modification time with its tag
    private const int CommitOverhead = 20; // checksum and forward checksum with their tags
    private const int CompactOverhead = 44; // revision, tail, global state

    private int _stateBytes;
    private int _logBytes;
    private int _fileBlocks;

    /// <summary>Makes an empty, formatted partition.</summary>
    /// <param name="blocks">Its size in blocks.</param>
    public LittlefsModel(int blocks = PartitionBlocks) => Blocks = blocks;

    /// <summary>Size of the partition in blocks.</summary>
    public int Blocks { get; }

    /// <summary>Blocks of files and metadata.</summary>
    public int UsedBlocks => _fileBlocks + MetadataBlocks(_stateBytes);

    /// <summary>Blocks that are free: wear is levelled over them, since littlefs takes them in turn.</summary>
    public int FreeBlocks => Blocks - UsedBlocks;

    /// <summary>Blocks that were erased.</summary>
    public long BlockErases { get; private set; }

    /// <summary>Those of them that were erased to compact metadata.</summary>
    public long MetadataErases { get; private set; }

    /// <summary>Bytes programmed, with what was copied and padded.</summary>
    public long BytesProgrammed { get; private set; }

    /// <summary>Blocks of a file; 0 if it stands in the metadata.</summary>
    /// <param name="length">Its length in bytes.</param>
    public static int BlocksOf(int length)
    {
        if (length <= LongestInline) return 0;
        int blocks = 0;
        while (length > 0) length -= Capacity(blocks++);
        return blocks;
    }

    /// <summary>A file gets longer or other content.</summary>
    /// <param name="nameLength">Characters of its name.</param>
    /// <param name="oldLength">Its length before, -1 if there is none.</param>
    /// <param name="newLength">Its length after, 1 or more.</param>
    /// <param name="keepsOld">True for an append.</param>
    /// <returns>False if there are not enough free blocks; nothing has changed then.</returns>
    public bool Store(int nameLength, int oldLength, int newLength, bool keepsOld)
    {
        int stateBytes = _stateBytes + EntryBytes(nameLength, newLength) - (oldLength < 0 ? 0 : EntryBytes(nameLength, oldLength));
        int erased = ErasedFor(oldLength, newLength, keepsOld, out int copied);
        if (_fileBlocks + erased + MetadataBlocks(stateBytes) > Blocks) return false;
        if (oldLength < 0)
        {
            Commit(TagBytes + nameLength + TagBytes);
            Commit(TagBytes + TimeBytes);
        }

        if (erased > 0) BytesProgrammed += Padded(newLength - (keepsOld && oldLength > 0 ? oldLength : 0) + copied);
        BlockErases += erased;
        _fileBlocks += BlocksOf(newLength) - (oldLength < 0 ? 0 : BlocksOf(oldLength));
        _stateBytes = stateBytes;
        Commit(TagBytes + (newLength <= LongestInline ? newLength : ChainBytes) + TimeBytes);
        return true;
    }

    /// <summary>A file is deleted.</summary>
    /// <param name="nameLength">Characters of its name.</param>
    /// <param name="length">Its length.</param>
    public void Delete(int nameLength, int length)
    {
        _stateBytes -= EntryBytes(nameLength, length);
        _fileBlocks -= BlocksOf(length);
        Commit(TagBytes);
    }

    // Blocks to be erased for new content: those that are added, and the one that is copied because it is not full.
    private static int ErasedFor(int oldLength, int newLength, bool keepsOld, out int copied)
    {
        copied = 0;
        int blocks = BlocksOf(newLength);
        if (!keepsOld || oldLength <= 0) return blocks;
        if (oldLength <= LongestInline)
        {
            copied = blocks > 0 ? oldLength : 0;
            return blocks;
        }

        int left = oldLength;
        int full = 0;
        while (left >= Capacity(full)) left -= Capacity(full++);
        copied = left;
        return blocks - full;
    }

    // Bytes of a file in its n-th block, which begins with a pointer for each power of two that divides n.
    private static int Capacity(int index)
    {
        if (index == 0) return BlockBytes;
        int pointers = 1;
        while ((index & 1) == 0)
        {
            index >>= 1;
            pointers++;
        }

        return BlockBytes - (4 * pointers);
    }

    private static int EntryBytes(int nameLength, int length)
        => TagBytes + nameLength + TagBytes + (length <= LongestInline ? length : ChainBytes) + TimeBytes;

    private static int MetadataBlocks(int stateBytes)
    {
        int pairs = (stateBytes + (BlockBytes / 2) - 1) / (BlockBytes / 2);
        return 2 + (2 * (pairs < 1 ? 1 : pairs));
    }

    private static int Padded(int bytes) => (bytes + ProgramBytes - 1) / ProgramBytes * ProgramBytes;

    private void Commit(int bytes)
    {
        int padded = Padded(bytes + CommitOverhead);
        if (_logBytes + padded > BlockBytes)
        {
            _logBytes = Padded(CompactOverhead + (_stateBytes < BlockBytes / 2 ? _stateBytes : BlockBytes / 2));
            BytesProgrammed += _logBytes;
            MetadataErases++;
            BlockErases++;
            if (MetadataErases % BlockCycles == 0) BlockErases += 2;
        }

        _logBytes += padded;
        BytesProgrammed += padded;
    }
}
