using System;

namespace ChargePoint.Hal.Simulated;

/// <summary>
/// A flash store in memory for tests and simulations: with the blocks of a real one, and counting what would wear the real
/// one (<see cref="Chip"/>). As on littlefs, an empty file counts as none. What it holds is what survives a power cut: give the
/// same object to the charge point that starts after it.
/// </summary>
public sealed class MemoryFlash : IFlashStore
{
    /// <summary>Most files it holds.</summary>
    public const int MaximumFiles = 128;

    private readonly string?[] _names = StringArray.OfNull(MaximumFiles);
    private readonly byte[]?[] _contents = new byte[]?[MaximumFiles];
    private readonly object _gate = new();

    /// <summary>Makes an empty (factory-new) store.</summary>
    /// <param name="capacityBytes">Sum of the lengths of all files that fits, for a test that wants it full at a certain byte.</param>
    /// <param name="blocks">Blocks of the partition, metadata included.</param>
    public MemoryFlash(int capacityBytes = 256 * 1024, int blocks = LittlefsModel.PartitionBlocks)
    {
        CapacityBytes = capacityBytes;
        Chip = new LittlefsModel(blocks);
    }

    /// <summary>What the chip below has to bear.</summary>
    public LittlefsModel Chip { get; }

    /// <summary>Sum of the lengths of all files that fits, in bytes.</summary>
    public int CapacityBytes { get; }

    /// <summary>Sum of the lengths of all files, in bytes.</summary>
    public int UsedBytes { get; private set; }

    /// <summary>Calls of Append, Write and Delete that changed something.</summary>
    public int Operations => Appends + Writes + Deletes;

    /// <summary>Calls of Append that changed something.</summary>
    public int Appends { get; private set; }

    /// <summary>Calls of Write that changed something.</summary>
    public int Writes { get; private set; }

    /// <summary>Calls of Delete that changed something.</summary>
    public int Deletes { get; private set; }

    /// <summary>Calls of Read.</summary>
    public int Reads { get; private set; }

    /// <summary>Bytes given to successful calls of Append and Write.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>While true every change is refused, as by a worn-out or write-protected flash.</summary>
    public bool Broken { get; set; }

    /// <inheritdoc/>
    public int Length(string name)
    {
        lock (_gate)
        {
            int index = Find(name);
            return index < 0 ? -1 : _contents[index]!.Length;
        }
    }

    /// <inheritdoc/>
    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            Reads++;
            int index = Find(name);
            if (index < 0 || position < 0) return -1;
            byte[] content = _contents[index]!;
            int available = content.Length - position;
            if (available <= 0) return 0;
            if (count > available) count = available;
            Array.Copy(content, position, buffer, offset, count);
            return count;
        }
    }

    /// <inheritdoc/>
    public bool Append(string name, byte[] buffer, int offset, int count) => Store(name, true, buffer, offset, count);

    /// <inheritdoc/>
    public bool Write(string name, byte[] buffer, int offset, int count) =>
        count == 0 && FlashName.IsValid(name) ? Delete(name) : Store(name, false, buffer, offset, count);

    /// <inheritdoc/>
    public bool Delete(string name)
    {
        lock (_gate)
        {
            int index = Find(name);
            if (index < 0) return true;
            if (Broken) return false;
            int length = _contents[index]!.Length;
            UsedBytes -= length;
            Chip.Delete(name.Length, length);
            _names[index] = null;
            _contents[index] = null;
            Deletes++;
            return true;
        }
    }

    /// <inheritdoc/>
    public string[] List()
    {
        lock (_gate)
        {
            int count = 0;
            for (int i = 0; i < MaximumFiles; i++)
            {
                if (_names[i] != null) count++;
            }

            string[] names = new string[count];
            for (int i = MaximumFiles - 1; i >= 0; i--)
            {
                string? name = _names[i];
                if (name != null) names[--count] = name;
            }

            return names;
        }
    }

    /// <summary>Makes a store of the same size with the same files, which has counted their making only.</summary>
    public MemoryFlash Copy()
    {
        MemoryFlash copy = new(CapacityBytes, Chip.Blocks);
        lock (_gate)
        {
            for (int i = 0; i < MaximumFiles; i++)
            {
                string? name = _names[i];
                if (name != null) copy.Write(name, _contents[i]!, 0, _contents[i]!.Length);
            }
        }

        return copy;
    }

    private bool Store(string name, bool keepOld, byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            if (Broken || count < 0 || !FlashName.IsValid(name)) return false;
            if (count == 0) return true;
            int index = Find(name);
            int oldLength = index < 0 ? 0 : _contents[index]!.Length;
            int kept = keepOld ? oldLength : 0;
            if (UsedBytes - oldLength + kept > CapacityBytes - count) return false;
            if (index < 0 && FreeEntry() < 0) return false;
            if (!Chip.Store(name.Length, index < 0 ? -1 : oldLength, kept + count, keepOld)) return false;
            byte[] content = new byte[kept + count];
            if (kept > 0) Array.Copy(_contents[index]!, 0, content, 0, kept);
            Array.Copy(buffer, offset, content, kept, count);
            if (index < 0) index = FreeEntry();
            _names[index] = name;
            _contents[index] = content;
            UsedBytes += content.Length - oldLength;
            if (keepOld) Appends++;
            else Writes++;
            BytesWritten += count;
            return true;
        }
    }

    private int Find(string name)
    {
        for (int i = 0; i < MaximumFiles; i++)
        {
            if (_names[i] == name && name != null) return i;
        }

        return -1;
    }

    private int FreeEntry()
    {
        for (int i = 0; i < MaximumFiles; i++)
        {
            if (_names[i] == null) return i;
        }

        return -1;
    }
}
