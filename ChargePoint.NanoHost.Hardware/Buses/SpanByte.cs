namespace System;

/// <summary>Host stand-in for nanoFramework's struct of this name: a part of an array of bytes.</summary>
public readonly struct SpanByte
{
    private readonly byte[]? _array;
    private readonly int _start;

    /// <summary>A whole array.</summary>
    public SpanByte(byte[]? array)
        : this(array, 0, array?.Length ?? 0)
    {
    }

    /// <summary>A part of an array.</summary>
    public SpanByte(byte[]? array, int start, int length)
    {
        if (start < 0 || length < 0 || start + length > (array?.Length ?? 0)) throw new ArgumentOutOfRangeException(nameof(length));
        _array = array;
        _start = start;
        Length = length;
    }

    /// <summary>Nothing.</summary>
    public static SpanByte Empty => default;

    /// <summary>Number of bytes.</summary>
    public int Length { get; }

    /// <summary>True without a byte.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>A byte.</summary>
    public byte this[int index]
    {
        get => _array![Check(index)];
        set => _array![Check(index)] = value;
    }

    /// <summary>A whole array.</summary>
    public static implicit operator SpanByte(byte[]? array) => new(array);

    /// <summary>The part from a byte on.</summary>
    public SpanByte Slice(int start) => Slice(start, Length - start);

    /// <summary>A part.</summary>
    public SpanByte Slice(int start, int length)
    {
        if (start < 0 || length < 0 || start + length > Length) throw new ArgumentOutOfRangeException(nameof(length));
        return new SpanByte(_array, _start + start, length);
    }

    /// <summary>Copies.</summary>
    public byte[] ToArray() => _array == null ? [] : _array[_start..(_start + Length)];

    private int Check(int index) => index >= 0 && index < Length ? _start + index : throw new ArgumentOutOfRangeException(nameof(index));
}
