using System.Text;

namespace ChargePoint.Runtime;

/// <summary>Writes the fields of a stored record, little-endian, into a buffer of fixed size.</summary>
public sealed class ByteWriter
{
    /// <summary>Makes a writer.</summary>
    /// <param name="capacity">Longest record in bytes.</param>
    public ByteWriter(int capacity) => Buffer = new byte[capacity];

    /// <summary>Holds the record.</summary>
    public byte[] Buffer { get; }

    /// <summary>Length of the record so far.</summary>
    public int Length { get; private set; }

    /// <summary>True if a field did not fit.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Begins a new record.</summary>
    public void Reset()
    {
        Length = 0;
        Overflowed = false;
    }

    /// <summary>Writes an integer of 1 to 8 bytes.</summary>
    /// <param name="value">The integer; bits beyond its length are cut.</param>
    /// <param name="bytes">Its length.</param>
    public void Integer(long value, int bytes)
    {
        if (Length + bytes > Buffer.Length)
        {
            Overflowed = true;
            return;
        }

        for (int i = 0; i < bytes; i++) Buffer[Length++] = (byte)(value >> (8 * i));
    }

    /// <summary>Writes a text of at most 254 bytes of UTF-8, or null.</summary>
    /// <param name="text">The text.</param>
    public void Text(string? text)
    {
        if (text == null)
        {
            Integer(255, 1);
            return;
        }

        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        if (utf8.Length > 254 || Length + 1 + utf8.Length > Buffer.Length)
        {
            Overflowed = true;
            return;
        }

        Integer(utf8.Length, 1);
        for (int i = 0; i < utf8.Length; i++) Buffer[Length++] = utf8[i];
    }
}

/// <summary>Reads the fields of a stored record. A record that ends too early gives zeros and sets <see cref="Failed"/>.</summary>
public sealed class ByteReader
{
    private byte[] _buffer = null!; // that of the last Reset
    private int _position;
    private int _end;

    /// <summary>True if the record ended before its last field.</summary>
    public bool Failed { get; private set; }

    /// <summary>Bytes that are left.</summary>
    public int Left => _end - _position;

    /// <summary>Starts with a record.</summary>
    /// <param name="buffer">Holds it.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="count">Length.</param>
    public void Reset(byte[] buffer, int offset, int count)
    {
        _buffer = buffer;
        _position = offset;
        _end = offset + count;
        Failed = false;
    }

    /// <summary>Reads an unsigned integer of 1 to 8 bytes (with 8 bytes: signed).</summary>
    /// <param name="bytes">Its length.</param>
    public long Integer(int bytes)
    {
        if (_position + bytes > _end)
        {
            Failed = true;
            return 0;
        }

        long value = 0;
        for (int i = 0; i < bytes; i++) value |= (long)_buffer[_position++] << (8 * i);
        return value;
    }

    /// <summary>Reads a text, or null.</summary>
    public string? Text()
    {
        int length = (int)Integer(1);
        if (length == 255) return null;
        if (_position + length > _end)
        {
            Failed = true;
            return "";
        }

        string text = Encoding.UTF8.GetString(_buffer, _position, length);
        _position += length;
        return text;
    }
}
