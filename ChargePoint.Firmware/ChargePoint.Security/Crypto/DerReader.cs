using ChargePoint.Hal;

namespace ChargePoint.Security;

/// <summary>
/// Reads the elements of DER (X.690) one after the other, without copying and without recursion: whoever wants to look into an element
/// enters it. Only what DER allows is taken: definite lengths in their shortest form, and no element beyond the one it stands in.
/// </summary>
public sealed class DerReader
{
    /// <summary>Tag of a BOOLEAN.</summary>
    public const int Boolean = 0x01;

    /// <summary>Tag of an INTEGER.</summary>
    public const int Integer = 0x02;

    /// <summary>Tag of a BIT STRING.</summary>
    public const int BitString = 0x03;

    /// <summary>Tag of an OCTET STRING.</summary>
    public const int OctetString = 0x04;

    /// <summary>Tag of NULL.</summary>
    public const int Null = 0x05;

    /// <summary>Tag of an OBJECT IDENTIFIER.</summary>
    public const int Oid = 0x06;

    /// <summary>Tag of a UTF8String.</summary>
    public const int Utf8String = 0x0C;

    /// <summary>Tag of a PrintableString.</summary>
    public const int PrintableString = 0x13;

    /// <summary>Tag of a SEQUENCE.</summary>
    public const int Sequence = 0x30;

    /// <summary>Tag of a SET.</summary>
    public const int Set = 0x31;

    private readonly byte[] _buffer;
    private int _position;
    private int _end;

    /// <summary>Makes a reader of a range.</summary>
    /// <param name="range">The range.</param>
    public DerReader(ByteRange range)
    {
        _buffer = range.Buffer;
        _position = range.Offset;
        _end = range.Offset + range.Count;
    }

    /// <summary>Tag of the present element.</summary>
    public int Tag { get; private set; }

    /// <summary>First byte of the present element, with its header.</summary>
    public int Start { get; private set; }

    /// <summary>First byte of the present element's content.</summary>
    public int ContentStart { get; private set; }

    /// <summary>Length of the present element's content.</summary>
    public int Length { get; private set; }

    /// <summary>True when no element follows.</summary>
    public bool IsAtEnd => _position >= _end;

    /// <summary>The present element with its header.</summary>
    public ByteRange Whole => new(_buffer, Start, ContentStart + Length - Start);

    /// <summary>Content of the present element.</summary>
    public ByteRange Content => new(_buffer, ContentStart, Length);

    /// <summary>Says whether the next element has a tag.</summary>
    /// <param name="tag">The tag.</param>
    public bool IsNext(int tag) => _position < _end && _buffer[_position] == tag;

    /// <summary>Goes to the next element, which has to have a tag.</summary>
    /// <param name="tag">The tag.</param>
    /// <returns>False if it has another, is malformed, or there is none.</returns>
    public bool Next(int tag) => IsNext(tag) && Next();

    /// <summary>Goes to the next element.</summary>
    /// <returns>False if it is malformed or there is none; nothing more is found then.</returns>
    public bool Next()
    {
        Length = 0;
        int at = _position;
        int end = _end;
        _position = _end; // until it is known to be well-formed
        if (end - at < 2) return false;
        int tag = _buffer[at];
        if ((tag & 0x1F) == 0x1F) return false; // more than one byte: X.509 has none
        int length = _buffer[at + 1];
        int content = at + 2;
        if (length >= 0x80)
        {
            int bytes = length & 0x7F;
            if (bytes < 1 || bytes > 3 || end - content < bytes) return false;
            length = 0;
            for (int i = 0; i < bytes; i++) length = (length << 8) | _buffer[content + i];
            if (length < 0x80 || (bytes > 1 && length >> (8 * (bytes - 1)) == 0)) return false; // not the shortest form
            content += bytes;
        }

        if (length > end - content) return false;
        Tag = tag;
        Start = at;
        ContentStart = content;
        Length = length;
        _position = content + length;
        return true;
    }

    /// <summary>Looks into the present element: its elements come next, and those behind it are not reached any more.</summary>
    public void Enter()
    {
        _position = ContentStart;
        _end = ContentStart + Length;
    }
}
