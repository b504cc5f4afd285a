using System;
using System.Text;
using ChargePoint.Runtime;

namespace ChargePoint.Ocpp;

/// <summary>
/// Writes one JSON value (RFC 8259) as UTF-8 into a buffer that it is given once and that never grows. Commas and colons come by
/// themselves. What does not fit sets <see cref="Overflowed"/> and nothing is written from there on, so a caller checks once, at
/// the end. Nothing is allocated, but by a long string close to the end of the buffer.
/// </summary>
/// <remarks>
/// Calls that cannot make JSON (a value without name in an object, an end without start, a second root value, more than
/// <see cref="JsonReader.MaximumDepth"/> open containers) are bugs of the caller and throw InvalidOperationException.
/// </remarks>
public sealed partial class JsonWriter
{
    private readonly byte[] _buffer;
    private int _start;
    private int _length; // with what stands before the start
    private int _depth;
    private bool _afterName;
    private bool _rootStarted;
    private bool _overflowed;

    // Bit n is set if the open container number n (from 1) is an object, or holds something already.
    private int _objectBits;
    private int _filledBits;

    /// <summary>Makes a writer.</summary>
    /// <param name="buffer">What it writes into, from the start.</param>
    public JsonWriter(byte[] buffer) => _buffer = buffer;

    /// <summary>The buffer given at construction.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>Where in the buffer the text starts.</summary>
    public int Start => _start;

    /// <summary>Bytes written since <see cref="Reset"/>.</summary>
    public int Length => _length - _start;

    /// <summary>True once something did not fit. What the buffer holds is then of no use.</summary>
    public bool Overflowed => _overflowed;

    /// <summary>Starts a new text.</summary>
    /// <param name="start">Where in the buffer; what stands before it is left alone.</param>
    public void Reset(int start = 0)
    {
        _start = start;
        _length = start;
        _depth = 0;
        _afterName = false;
        _rootStarted = false;
        _objectBits = 0;
        _filledBits = 0;
        _overflowed = false;
    }

    /// <summary>Opens an object.</summary>
    public void StartObject()
    {
        Open('{');
        _objectBits |= 1 << _depth;
    }

    /// <summary>Closes the object opened last.</summary>
    public void EndObject()
    {
        if (!InObject)
            throw Misuse("no object is open");
        Close('}');
    }

    /// <summary>Opens an array.</summary>
    public void StartArray()
    {
        Open('[');
        _objectBits &= ~(1 << _depth);
    }

    /// <summary>Closes the array opened last.</summary>
    public void EndArray()
    {
        if (_depth == 0 || InObject)
            throw Misuse("no array is open");
        Close(']');
    }

    /// <summary>Writes the name of the next member of an object.</summary>
    /// <param name="name">The name: ASCII without quotes, backslashes and control characters, for it is written as it is.</param>
    public void Name(string name)
    {
        if (!InObject || _afterName)
            throw Misuse("a name has no place here");

        Separate();
        _afterName = true;
        int length = name.Length;
        if (!Reserve(length + 3))
            return;

        _buffer[_length] = (byte)'"';
        if (Encoding.UTF8.GetBytes(name, 0, length, _buffer, _length + 1) != length)
            throw new ArgumentException("name is not ASCII");
        _buffer[_length + length + 1] = (byte)'"';
        _buffer[_length + length + 2] = (byte)':';
        _length += length + 3;
    }

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    /// <param name="value">Which.</param>
    public void Bool(bool value) => Literal(value ? "true" : "false");

    /// <summary>Writes <c>null</c>.</summary>
    public void Null() => Literal("null");

    /// <summary>Writes a value that is JSON already.</summary>
    /// <param name="buffer">Holds the value.</param>
    /// <param name="offset">Where in the buffer it starts.</param>
    /// <param name="count">Its length in bytes; the caller answers for its being one well-formed value.</param>
    public void Raw(byte[] buffer, int offset, int count)
    {
        BeginValue();
        if (!Reserve(count))
            return;

        Array.Copy(buffer, offset, _buffer, _length, count);
        _length += count;
    }

    /// <summary>Writes a date-time in UTC with milliseconds, such as "2026-11-21T03:42:01.123Z".</summary>
    /// <param name="unixMs">Milliseconds since 1970-01-01T00:00:00Z; see <see cref="Iso8601.Format"/> for the limits.</param>
    public void Timestamp(long unixMs)
    {
        BeginValue();
        if (!Reserve(Iso8601.Length + 2))
            return;

        _buffer[_length] = (byte)'"';
        _length += 1 + Iso8601.Format(unixMs, _buffer, _length + 1);
        _buffer[_length++] = (byte)'"';
    }

    /// <summary>Writes a member with a string.</summary>
    /// <param name="name">See <see cref="Name"/>.</param>
    /// <param name="value">See <see cref="String"/>; null is written as <c>null</c>.</param>
    public void Member(string name, string? value)
    {
        Name(name);
        String(value);
    }

    /// <summary>Writes a member with an integer.</summary>
    /// <param name="name">See <see cref="Name"/>.</param>
    /// <param name="value">The integer.</param>
    public void Member(string name, long value)
    {
        Name(name);
        Number(value);
    }

    /// <summary>Writes a member with <c>true</c> or <c>false</c>.</summary>
    /// <param name="name">See <see cref="Name"/>.</param>
    /// <param name="value">Which.</param>
    public void Member(string name, bool value)
    {
        Name(name);
        Bool(value);
    }

    /// <summary>Writes a member with a date-time.</summary>
    /// <param name="name">See <see cref="Name"/>.</param>
    /// <param name="unixMs">See <see cref="Timestamp"/>.</param>
    public void MemberTimestamp(string name, long unixMs)
    {
        Name(name);
        Timestamp(unixMs);
    }

    private bool InObject => (_objectBits & (1 << _depth)) != 0;

    private static InvalidOperationException Misuse(string why) => new(why);

    private void Open(char bracket)
    {
        if (_depth == JsonReader.MaximumDepth)
            throw Misuse("too deep");

        BeginValue();
        Put(bracket);
        _depth++;
        _filledBits &= ~(1 << _depth);
    }

    private void Close(char bracket)
    {
        if (_afterName)
            throw Misuse("a name has no value");

        Put(bracket);
        _depth--;
    }

    private void BeginValue()
    {
        if (_afterName)
        {
            _afterName = false;
            return;
        }

        if (_depth == 0)
        {
            if (_rootStarted)
                throw Misuse("the root value is written already");
            _rootStarted = true;
            return;
        }

        if (InObject)
            throw Misuse("a value in an object needs a name");
        Separate();
    }

    private void Separate()
    {
        if ((_filledBits & (1 << _depth)) != 0)
            Put(',');
        _filledBits |= 1 << _depth;
    }

    private void Literal(string literal)
    {
        BeginValue();
        if (!Reserve(literal.Length))
            return;

        for (int i = 0; i < literal.Length; i++)
            _buffer[_length++] = (byte)literal[i];
    }

    private void Put(char ascii)
    {
        if (_length < _buffer.Length && !_overflowed)
            _buffer[_length++] = (byte)ascii;
        else
            _overflowed = true;
    }

    private bool Reserve(int count)
    {
        if (count > _buffer.Length - _length)
            _overflowed = true;
        return !_overflowed;
    }
}
