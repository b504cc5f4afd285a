using System;
using ChargePoint.Hal;

namespace ChargePoint.Bench;

/// <summary>A flash store in buffers that are made once, which counts what is written.</summary>
public sealed class BenchFlash : IFlashStore
{
    private const int Files = 40;
    private const int LongestFile = 16 * 1024;

    private readonly Traffic _traffic;
    private readonly string[] _names;
    private readonly byte[]?[] _contents = new byte[]?[Files];
    private readonly int[] _lengths = new int[Files];

    /// <summary>Makes an empty store.</summary>
    /// <param name="traffic">Counts what is written.</param>
    public BenchFlash(Traffic traffic)
    {
        _traffic = traffic;
        string[] names = new string[Files];
        for (int i = 0; i < Files; i++) names[i] = "";
        _names = names;
    }

    /// <summary>Back to factory-new. The buffers stay.</summary>
    public void Erase()
    {
        for (int i = 0; i < Files; i++)
        {
            _names[i] = "";
            _lengths[i] = 0;
        }
    }

    /// <inheritdoc/>
    public int Length(string name)
    {
        int index = Find(name);
        return index < 0 ? -1 : _lengths[index];
    }

    /// <inheritdoc/>
    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        int index = Find(name);
        if (index < 0 || position < 0) return -1;
        int available = _lengths[index] - position;
        if (available <= 0) return 0;
        if (count > available) count = available;
        Array.Copy(_contents[index]!, position, buffer, offset, count);
        return count;
    }

    /// <inheritdoc/>
    public bool Append(string name, byte[] buffer, int offset, int count)
    {
        if (count == 0) return true;
        int index = Find(name);
        return Put(name, index, index < 0 ? 0 : _lengths[index], buffer, offset, count);
    }

    /// <inheritdoc/>
    public bool Write(string name, byte[] buffer, int offset, int count) =>
        count == 0 ? Delete(name) : Put(name, Find(name), 0, buffer, offset, count);

    /// <inheritdoc/>
    public bool Delete(string name)
    {
        int index = Find(name);
        if (index >= 0) _names[index] = "";
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

    private bool Put(string name, int index, int position, byte[] buffer, int offset, int count)
    {
        if (index < 0) index = Find("");
        if (index < 0 || position + count > LongestFile) throw new InvalidOperationException("the measured flash is too small: a refusal would be measured");
        byte[] content = _contents[index] ??= new byte[LongestFile];
        Array.Copy(buffer, offset, content, position, count);
        _names[index] = name;
        _lengths[index] = position + count;
        _traffic.FlashBytes += count;
        return true;
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
