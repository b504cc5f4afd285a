using System;
using System.Text;
using ChargePoint.Hal;

namespace ChargePoint.Scenario;

/// <summary>
/// A flash store that stands in a part of one array, directory and all, so that nothing is made while it is used: one file behind the
/// other, each with its name in a field of 32 bytes and its length in two.
/// </summary>
public sealed class PackedFlash : IFlashStore
{
    private const int NameBytes = 32;
    private const int HeaderBytes = NameBytes + 2;

    private readonly byte[] _memory;
    private readonly int _capacity;

    /// <summary>Makes an empty store.</summary>
    /// <param name="memory">Holds the files, from its first byte on.</param>
    /// <param name="capacity">Bytes for them, with their names and lengths.</param>
    public PackedFlash(byte[] memory, int capacity)
    {
        _memory = memory;
        _capacity = capacity;
    }

    /// <summary>Bytes in use, with names and lengths.</summary>
    public int UsedBytes { get; private set; }

    /// <inheritdoc/>
    public int Length(string name)
    {
        int at = Find(name);
        return at < 0 ? -1 : LengthAt(at);
    }

    /// <inheritdoc/>
    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        HeapWatch.Sample();
        int at = Find(name);
        if (at < 0 || position < 0) return -1;
        int available = LengthAt(at) - position;
        if (available <= 0) return 0;
        if (count > available) count = available;
        Array.Copy(_memory, at + HeaderBytes + position, buffer, offset, count);
        return count;
    }

    /// <inheritdoc/>
    public bool Append(string name, byte[] buffer, int offset, int count)
    {
        HeapWatch.Sample();
        return count == 0 || Put(name, true, buffer, offset, count);
    }

    /// <inheritdoc/>
    public bool Write(string name, byte[] buffer, int offset, int count)
    {
        HeapWatch.Sample();
        return count == 0 ? Delete(name) : Put(name, false, buffer, offset, count);
    }

    /// <inheritdoc/>
    public bool Delete(string name)
    {
        int at = Find(name);
        if (at < 0) return true;
        int next = Next(at);
        Array.Copy(_memory, next, _memory, at, UsedBytes - next);
        UsedBytes -= next - at;
        return true;
    }

    /// <inheritdoc/>
    public string[] List()
    {
        int count = 0;
        for (int at = 0; at < UsedBytes; at = Next(at)) count++;
        string[] names = new string[count];
        count = 0;
        for (int at = 0; at < UsedBytes; at = Next(at))
        {
            int length = 0;
            while (length < NameBytes && _memory[at + length] != 0) length++;
            names[count++] = Encoding.UTF8.GetString(_memory, at, length);
        }

        return names;
    }

    private bool Put(string name, bool keepOld, byte[] buffer, int offset, int count)
    {
        int at = Find(name);
        int old = at < 0 ? 0 : LengthAt(at);
        int kept = keepOld ? old : 0;
        if (UsedBytes + (at < 0 ? HeaderBytes : 0) - old + kept + count > _capacity) return false;
        if (at < 0) at = Add(name);
        int end = Next(at);
        int newEnd = at + HeaderBytes + kept + count;
        Array.Copy(_memory, end, _memory, newEnd, UsedBytes - end);
        Array.Copy(buffer, offset, _memory, at + HeaderBytes + kept, count);
        UsedBytes += newEnd - end;
        SetLength(at, kept + count);
        return true;
    }

    private int Add(string name)
    {
        int at = UsedBytes;
        Array.Clear(_memory, at, HeaderBytes);
        Encoding.UTF8.GetBytes(name, 0, name.Length, _memory, at);
        UsedBytes += HeaderBytes;
        return at;
    }

    private int Find(string name)
    {
        char[] characters = name.ToCharArray();
        for (int at = 0; at < UsedBytes; at = Next(at))
        {
            int same = 0;
            while (same < characters.Length && _memory[at + same] == characters[same]) same++;
            if (same == characters.Length && (same == NameBytes || _memory[at + same] == 0)) return at;
        }

        return -1;
    }

    private int Next(int at) => at + HeaderBytes + LengthAt(at);

    private int LengthAt(int at) => _memory[at + NameBytes] | (_memory[at + NameBytes + 1] << 8);

    private void SetLength(int at, int length)
    {
        _memory[at + NameBytes] = (byte)length;
        _memory[at + NameBytes + 1] = (byte)(length >> 8);
    }
}
