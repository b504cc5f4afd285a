namespace ChargePoint.Hal;

/// <summary>A part of a buffer.</summary>
public readonly struct ByteRange
{
    /// <summary>Names a part of a buffer.</summary>
    /// <param name="buffer">Holds the bytes.</param>
    /// <param name="offset">First of them.</param>
    /// <param name="count">Number of them.</param>
    public ByteRange(byte[] buffer, int offset, int count)
    {
        Buffer = buffer;
        Offset = offset;
        Count = count;
    }

    /// <summary>Holds the bytes.</summary>
    public byte[] Buffer { get; }

    /// <summary>First of them.</summary>
    public int Offset { get; }

    /// <summary>Number of them.</summary>
    public int Count { get; }

    /// <summary>Says whether another part holds the same bytes.</summary>
    /// <param name="other">The other part.</param>
    public bool IsSameAs(ByteRange other)
    {
        if (Count != other.Count) return false;
        for (int i = 0; i < Count; i++)
        {
            if (Buffer[Offset + i] != other.Buffer[other.Offset + i]) return false;
        }

        return true;
    }
}
