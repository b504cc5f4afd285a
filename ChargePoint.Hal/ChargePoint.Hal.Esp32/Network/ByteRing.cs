using System;

namespace ChargePoint.Hal.Esp32;

/// <summary>
/// Ring of bytes with one writer and one reader. A side may work on its region in place: what is free belongs to the writer,
/// what is filled to the reader. The caller guards the counters with its lock; the bytes need none.
/// </summary>
internal sealed class ByteRing
{
    private int _head;

    /// <summary>Makes an empty ring.</summary>
    /// <param name="capacity">Size in bytes.</param>
    public ByteRing(int capacity) => Bytes = new byte[capacity];

    /// <summary>The storage.</summary>
    public byte[] Bytes { get; }

    /// <summary>Number of bytes in the ring.</summary>
    public int Count { get; private set; }

    /// <summary>Number of bytes that fit.</summary>
    public int Free => Bytes.Length - Count;

    /// <summary>Start of the filled region.</summary>
    public int Head => _head;

    /// <summary>Bytes of the filled region up to the end of the storage.</summary>
    public int Filled => Bytes.Length - _head < Count ? Bytes.Length - _head : Count;

    /// <summary>Start of the free region.</summary>
    public int Tail => (_head + Count) % Bytes.Length;

    /// <summary>Bytes of the free region up to the end of the storage.</summary>
    public int Vacant => Bytes.Length - Tail < Free ? Bytes.Length - Tail : Free;

    /// <summary>The writer has put bytes at <see cref="Tail"/>.</summary>
    public void Add(int count) => Count += count;

    /// <summary>The reader is done with bytes at <see cref="Head"/>.</summary>
    public void Drop(int count)
    {
        _head = (_head + count) % Bytes.Length;
        Count -= count;
    }

    /// <summary>Copies bytes in; they must fit.</summary>
    public void Write(byte[] buffer, int offset, int count)
    {
        int first = Vacant < count ? Vacant : count;
        Array.Copy(buffer, offset, Bytes, Tail, first);
        Add(first);
        Array.Copy(buffer, offset + first, Bytes, Tail, count - first);
        Add(count - first);
    }

    /// <summary>Copies bytes out.</summary>
    /// <returns>How many: fewer than wanted if the ring holds fewer.</returns>
    public int Read(byte[] buffer, int offset, int count)
    {
        if (count > Count) count = Count;
        int first = Filled < count ? Filled : count;
        Array.Copy(Bytes, _head, buffer, offset, first);
        Drop(first);
        Array.Copy(Bytes, _head, buffer, offset + first, count - first);
        Drop(count - first);
        return count;
    }
}
