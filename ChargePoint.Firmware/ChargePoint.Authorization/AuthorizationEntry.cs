using System.Text;
using System;
using ChargePoint.Features;

namespace ChargePoint.Authorization;

/// <summary>
/// An idTag with what is known about it, as the local authorization list and the authorization cache keep it in flash. It is made once and
/// filled anew for every idTag, so that nothing is allocated. Texts are printable ASCII; the idTag is kept in upper case (OCPP 1.6: CiString20Type).
/// <code>
///  offset  size  content of a record (numbers are little-endian)
///       0     2  bit 15: 0; bits 10-14: length of the parentIdTag; bits 5-9: length of the idTag; bit 4: removal;
///                bit 3: has an expiry date; bits 0-2: status
///       2        idTag, parentIdTag, expiry date (4 bytes, seconds since 1970; later than 2106 is kept as 2106)
/// </code>
/// </summary>
internal sealed class AuthorizationEntry
{
    /// <summary>Longest idTag and parentIdTag, in characters.</summary>
    public const int LongestText = 20;

    /// <summary>Longest record in bytes.</summary>
    public const int LongestRecord = 2 + LongestText + LongestText + 4;

    private const int RemovalBit = 0x10;
    private const int ExpiryBit = 0x08;

    private readonly byte[] _idTag = new byte[LongestText];
    private readonly byte[] _parent = new byte[LongestText];

    /// <summary>Length of the idTag; 0 if there is none.</summary>
    public int IdTagLength { get; private set; }

    /// <summary>Hash of the idTag, 1 to 65,535: what it is sorted and found by.</summary>
    public int Print { get; private set; }

    /// <summary>True if the entry says that the idTag is to be taken out of the list.</summary>
    public bool IsRemoval { get; set; }

    /// <summary>Status.</summary>
    public AuthorizationStatus Status { get; set; }

    /// <summary>Expiry date in milliseconds since 1970, or 0 for none.</summary>
    public long ExpiryUnixMs { get; set; }

    /// <summary>Length of the parentIdTag; 0 if there is none.</summary>
    public int ParentLength { get; set; }

    /// <summary>Takes the parentIdTag, whose length is set by itself.</summary>
    public byte[] Parent => _parent;

    /// <summary>Takes an idTag.</summary>
    /// <param name="idTag">The idTag.</param>
    /// <returns>False if it is empty or longer than 20 bytes, or has other characters than printable ASCII: no store knows such a one.</returns>
    public bool SetIdTag(string idTag)
    {
        if (idTag.Length == 0 || idTag.Length > LongestText) return false;
        byte[] bytes = Encoding.UTF8.GetBytes(idTag);
        if (!IsPrintable(bytes)) return false;
        SetIdTag(bytes, 0, bytes.Length);
        return true;
    }

    /// <summary>Takes an idTag.</summary>
    /// <param name="buffer">Holds its characters, printable ASCII.</param>
    /// <param name="offset">The first of them.</param>
    /// <param name="length">Their number, at most 20.</param>
    public void SetIdTag(byte[] buffer, int offset, int length)
    {
        for (int i = 0; i < length; i++) _idTag[i] = Upper(buffer[offset + i]);
        IdTagLength = length;
        Print = PrintOf(_idTag, 0, length);
    }

    /// <summary>Takes status, expiry date and group.</summary>
    /// <param name="info">The information.</param>
    /// <returns>False if the parentIdTag cannot be kept (see <see cref="SetIdTag(string)"/>).</returns>
    public bool SetInfo(IdTagInfo info)
    {
        IsRemoval = false;
        Status = info.Status;
        ExpiryUnixMs = info.ExpiryUnixMs;
        ParentLength = 0;
        if (info.ParentIdTag == null) return true;
        byte[] parent = Encoding.UTF8.GetBytes(info.ParentIdTag);
        if (!IsPrintable(parent)) return false;
        Array.Copy(parent, _parent, parent.Length);
        ParentLength = parent.Length;
        return true;
    }

    /// <summary>Writes the record.</summary>
    /// <param name="buffer">Receives it.</param>
    /// <param name="at">Where it goes; <see cref="LongestRecord"/> bytes are enough.</param>
    /// <returns>Its length.</returns>
    public int Write(byte[] buffer, int at)
    {
        int head = (int)Status | (IdTagLength << 5) | (ParentLength << 10);
        if (IsRemoval) head = RemovalBit | (IdTagLength << 5);
        else if (ExpiryUnixMs > 0) head |= ExpiryBit;
        buffer[at] = (byte)head;
        buffer[at + 1] = (byte)(head >> 8);
        Array.Copy(_idTag, 0, buffer, at + 2, IdTagLength);
        int length = 2 + IdTagLength;
        if (IsRemoval) return length;
        Array.Copy(_parent, 0, buffer, at + length, ParentLength);
        length += ParentLength;
        if (ExpiryUnixMs <= 0) return length;
        long seconds = ExpiryUnixMs / 1000;
        ListBytes.Put(buffer, at + length, seconds > uint.MaxValue ? uint.MaxValue : (uint)seconds);
        return length + 4;
    }

    /// <summary>Tells whether a record is about the idTag that was taken.</summary>
    /// <param name="buffer">Holds the record.</param>
    /// <param name="at">Where it begins.</param>
    public bool IsAt(byte[] buffer, int at) => IsIdTag(buffer, at + 2, IdTagLengthAt(buffer, at));

    /// <summary>Tells whether this is the idTag that was taken.</summary>
    /// <param name="buffer">Holds it, in upper case.</param>
    /// <param name="at">Where it begins.</param>
    /// <param name="length">Its length.</param>
    public bool IsIdTag(byte[] buffer, int at, int length)
    {
        if (length != IdTagLength) return false;
        for (int i = length - 1; i >= 0; i--) // idTags of one kind differ at their end
        {
            if (buffer[at + i] != _idTag[i]) return false;
        }

        return true;
    }

    /// <summary>Copies the idTag, in upper case.</summary>
    /// <param name="buffer">Receives it.</param>
    /// <param name="at">Where it goes.</param>
    public void CopyIdTag(byte[] buffer, int at) => Array.Copy(_idTag, 0, buffer, at, IdTagLength);

    /// <summary>Length of a record in bytes; never beyond <see cref="LongestRecord"/> plus what damage can feign.</summary>
    /// <param name="buffer">Holds the record.</param>
    /// <param name="at">Where it begins.</param>
    public static int LengthAt(byte[] buffer, int at)
        => 2 + IdTagLengthAt(buffer, at) + ParentLengthAt(buffer, at) + ((buffer[at] & ExpiryBit) != 0 ? 4 : 0);

    /// <summary>Length of a record's idTag.</summary>
    /// <param name="buffer">Holds the record.</param>
    /// <param name="at">Where it begins.</param>
    public static int IdTagLengthAt(byte[] buffer, int at) => (Head(buffer, at) >> 5) & 31;

    /// <summary>Tells whether a record takes its idTag out of the list.</summary>
    /// <param name="buffer">Holds the record.</param>
    /// <param name="at">Where it begins.</param>
    public static bool IsRemovalAt(byte[] buffer, int at) => (buffer[at] & RemovalBit) != 0;

    /// <summary>Hash of a record's idTag.</summary>
    /// <param name="buffer">Holds the record.</param>
    /// <param name="at">Where it begins.</param>
    public static int PrintAt(byte[] buffer, int at) => PrintOf(buffer, at + 2, IdTagLengthAt(buffer, at));

    /// <summary>What a record says about its idTag.</summary>
    /// <param name="buffer">Holds the record.</param>
    /// <param name="at">Where it begins.</param>
    public static IdTagInfo InfoAt(byte[] buffer, int at)
    {
        int parentAt = at + 2 + IdTagLengthAt(buffer, at);
        int parentLength = ParentLengthAt(buffer, at);
        string? parent = parentLength == 0 ? null : Encoding.UTF8.GetString(buffer, parentAt, parentLength);
        long expiry = (buffer[at] & ExpiryBit) == 0 ? 0 : ListBytes.Get(buffer, parentAt + parentLength) * 1000L;
        int status = buffer[at] & 7;
        return new IdTagInfo(status <= (int)AuthorizationStatus.ConcurrentTx ? (AuthorizationStatus)status : AuthorizationStatus.Invalid, parent, expiry);
    }

    private static int Head(byte[] buffer, int at) => buffer[at] | (buffer[at + 1] << 8);

    private static int ParentLengthAt(byte[] buffer, int at) => (Head(buffer, at) >> 10) & 31;

    // FNV-1a, folded to 16 bits. 0 stands for no idTag.
    private static int PrintOf(byte[] buffer, int offset, int count)
    {
        uint hash = 2166136261;
        for (int i = offset; i < offset + count; i++) hash = (hash ^ buffer[i]) * 16777619u;
        int print = (int)((hash ^ (hash >> 16)) & 0xFFFF);
        return print == 0 ? 1 : print;
    }

    private static byte Upper(byte c) => c >= (byte)'a' && c <= (byte)'z' ? (byte)(c - 32) : c;

    private static bool IsPrintable(byte[] bytes)
    {
        if (bytes.Length > LongestText) return false;
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] < 0x20 || bytes[i] > 0x7E) return false;
        }

        return true;
    }
}
