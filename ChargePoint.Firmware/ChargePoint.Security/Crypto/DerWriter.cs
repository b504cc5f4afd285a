using System;
using ChargePoint.Hal;

namespace ChargePoint.Security;

/// <summary>
/// Writes DER from its end to its beginning: so the length of an element is known when its header is written, and one buffer does.
/// <code>
/// int end = writer.Length;      // what is written from here on stands in front
/// writer.Integer(0);
/// writer.Header(DerReader.Sequence, end);
/// </code>
/// </summary>
public sealed class DerWriter
{
    private readonly byte[] _buffer;

    /// <summary>Makes a writer.</summary>
    /// <param name="capacity">Most bytes.</param>
    public DerWriter(int capacity) => _buffer = new byte[capacity];

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>True once something did not fit; what was written is then worth nothing.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>What was written.</summary>
    public ByteRange Written => new(_buffer, _buffer.Length - Length, Length);

    /// <summary>Writes bytes in front.</summary>
    /// <param name="bytes">The bytes.</param>
    public void Raw(ByteRange bytes)
    {
        if (Overflowed || bytes.Count > _buffer.Length - Length)
        {
            Overflowed = true;
            return;
        }

        Length += bytes.Count;
        Array.Copy(bytes.Buffer, bytes.Offset, _buffer, _buffer.Length - Length, bytes.Count);
    }

    /// <summary>Writes a byte in front.</summary>
    /// <param name="value">The byte.</param>
    public void Byte(int value)
    {
        if (Length == _buffer.Length) Overflowed = true;
        if (Overflowed) return;
        Length++;
        _buffer[_buffer.Length - Length] = (byte)value;
    }

    /// <summary>Writes the header of an element around what was written since.</summary>
    /// <param name="tag">Its tag.</param>
    /// <param name="end">What <see cref="Length"/> was before its content.</param>
    public void Header(int tag, int end)
    {
        int length = Length - end;
        if (length < 0x80)
        {
            Byte(length);
        }
        else
        {
            int bytes = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            for (int i = 0; i < bytes; i++) Byte(length >> (8 * i));
            Byte(0x80 | bytes);
        }

        Byte(tag);
    }

    /// <summary>Writes an element that holds bytes.</summary>
    /// <param name="tag">Its tag.</param>
    /// <param name="content">Its content.</param>
    public void Element(int tag, ByteRange content)
    {
        int end = Length;
        Raw(content);
        Header(tag, end);
    }

    /// <summary>Writes an INTEGER that is not negative.</summary>
    /// <param name="number">The number, big-endian, of any length.</param>
    public void Unsigned(ByteRange number)
    {
        int first = number.Offset;
        int last = number.Offset + number.Count - 1;
        while (first < last && number.Buffer[first] == 0) first++;
        int end = Length;
        Raw(new ByteRange(number.Buffer, first, last - first + 1));
        if ((number.Buffer[first] & 0x80) != 0) Byte(0);
        Header(DerReader.Integer, end);
    }
}
