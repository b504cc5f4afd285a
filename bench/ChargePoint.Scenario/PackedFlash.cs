using System;
using ChargePoint.Hal;

namespace ChargePoint.Scenario;

/// <summary>A flash store whose files stand one behind the other in a part of one array: nothing is made while it is used.</summary>
public sealed class PackedFlash : IFlashStore
{
    private const int Files = 24;

    private readonly byte[] _memory;
    private readonly int _capacity;
    private readonly string[] _names;
    private readonly int[] _lengths = new int[Files];

    /// <summary>Makes an empty store.</summary>
    /// <param name="memory">Holds the files, from its first byte on.</param>
    /// <param name="capacity">Bytes for them.</param>
    public PackedFlash(byte[] memory, int capacity)
    {
        _memory = memory;
        _capacity = capacity;
        string[] names = new string[Files];
        for (int i = 0; i < Files; i++) names[i] = "";
        _names = names;
    }

    /// <summary>Bytes in use.</summary>
    public int UsedBytes => Start(Files);

    /// <inheritdoc/>
    public int Length(string name)
    {
        int index = Find(name);
        return index < 0 ? -1 : _lengths[index];
    }

    /// <inheritdoc/>
    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        HeapWatch.Sample();
        int index = Find(name);
        if (index < 0 || position < 0) return -1;
        int available = _lengths[index] - position;
        if (available <= 0) return 0;
        if (count > available) count = available;
        Array.Copy(_memory, Start(index) + position, buffer, offset, count);
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
        int index = Find(name);
        if (index < 0) return true;
        Resize(index, 0);
        _names[index] = "";
        return true;
    }

    /// <inheritdoc/>
    public string[] List()
    {
        int count = 0;
        for (int i = 0; i < Files; i++)
        {
            if (_names[i].Length > 0) count++;
        }

        string[] names = new string[count];
        for (int i = Files - 1; i >= 0; i--)
        {
            if (_names[i].Length > 0) names[--count] = _names[i];
        }

        return names;
    }

    private bool Put(string name, bool keepOld, byte[] buffer, int offset, int count)
    {
        int index = Find(name);
        if (index < 0) index = Find("");
        int kept = index >= 0 && keepOld ? _lengths[index] : 0;
        if (index < 0 || UsedBytes - _lengths[index] + kept + count > _capacity) return false;
        Resize(index, kept + count);
        Array.Copy(buffer, offset, _memory, Start(index) + kept, count);
        _names[index] = name;
        return true;
    }

    // Moves what stands behind the file.
    private void Resize(int index, int length)
    {
        int end = Start(index + 1);
        int start = Start(index);
        Array.Copy(_memory, end, _memory, start + length, UsedBytes - end);
        _lengths[index] = length;
    }

    private int Start(int index)
    {
        int start = 0;
        for (int i = 0; i < index; i++) start += _lengths[i];
        return start;
    }

    private int Find(string name)
    {
        for (int i = 0; i < Files; i++)
        {
            if (_names[i] == name) return i;
        }

        return -1;
    }
}
