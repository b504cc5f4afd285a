using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>
/// The reservations that are in force, kept in flash; as many as there are connectors at most.
/// <code>
/// content: number of reservations (1 byte), then each: its length in bytes (1), id (4), connectorId (1), made (8), expiry (8),
/// idTag, parentIdTag; then what a newer version has added. Whatever stands behind the last one is kept, too.
/// </code>
/// </summary>
public sealed class ReservationStore
{
    /// <summary>Longest content that is taken over, in bytes: also what a newer version may have written.</summary>
    public const int LongestImage = 2048;

    private const int LongestEntry = 128;

    private readonly SlotFile _file;
    private readonly Log _log;
    private readonly Reservation?[] _all;
    private byte[] _unknown = [];

    /// <summary>Reads what is stored.</summary>
    /// <param name="file">Where it is kept.</param>
    /// <param name="capacity">Most reservations: the number of connectors, 1 to 8.</param>
    /// <param name="log">Log.</param>
    public ReservationStore(SlotFile file, int capacity, Log log)
    {
        _file = file;
        _log = log;
        _all = new Reservation?[capacity];
        Load();
    }

    /// <summary>Most reservations.</summary>
    public int Capacity => _all.Length;

    /// <summary>A reservation.</summary>
    /// <param name="index">0 to <see cref="Capacity"/> - 1.</param>
    /// <returns>The reservation, or null where there is none.</returns>
    public Reservation? At(int index) => _all[index];

    /// <summary>Finds a reservation.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Its index, or -1.</returns>
    public int Find(int id)
    {
        for (int i = 0; i < _all.Length; i++)
        {
            if (_all[i] != null && _all[i]!.Id == id) return i;
        }

        return -1;
    }

    /// <summary>A place for another reservation, or -1.</summary>
    public int FindFree()
    {
        for (int i = 0; i < _all.Length; i++)
        {
            if (_all[i] == null) return i;
        }

        return -1;
    }

    /// <summary>Sets or removes a reservation, durably.</summary>
    /// <param name="index">Where: 0 to <see cref="Capacity"/> - 1.</param>
    /// <param name="reservation">The reservation, or null to remove the one that is there.</param>
    /// <returns>False, and nothing changed, if the flash does not take it.</returns>
    public bool Set(int index, Reservation? reservation)
    {
        Reservation? before = _all[index];
        _all[index] = reservation;
        if (Save()) return true;
        _all[index] = before;
        _log.Error("reservation", "the flash does not take the change");
        return false;
    }

    /// <summary>Removes a reservation that is over, whether the flash takes it or not: at worst it is over once more after a restart.</summary>
    /// <param name="index">Where: 0 to <see cref="Capacity"/> - 1.</param>
    public void Drop(int index)
    {
        if (!Set(index, null)) _all[index] = null;
    }

    private void Load()
    {
        byte[] image = new byte[LongestImage];
        bool loaded = _file.Load(image, out int length);
        if (_file.Reason.Length > 0) _log.Warning("reservation", _file.Reason);
        if (!loaded || length == 0) return;
        ByteReader reader = new();
        int position = 1;
        for (int i = 0; i < image[0] && position < length; i++)
        {
            int entryLength = image[position];
            if (position + 1 + entryLength > length) return;
            reader.Reset(image, position + 1, entryLength);
            Reservation reservation = Read(reader);
            reservation.Unknown = Copy(image, position + 1 + entryLength - reader.Left, reader.Left);
            if (!reader.Failed && i < _all.Length) _all[i] = reservation;
            position += 1 + entryLength;
        }

        _unknown = Copy(image, position, length - position) ?? [];
    }

    private static byte[]? Copy(byte[] image, int offset, int length)
    {
        if (length <= 0) return null;
        byte[] copy = new byte[length];
        System.Array.Copy(image, offset, copy, 0, length);
        return copy;
    }

    private static Reservation Read(ByteReader r)
    {
        int id = (int)r.Integer(4);
        int connectorId = (int)r.Integer(1);
        long made = r.Integer(8);
        long expiry = r.Integer(8);
        string idTag = r.Text() ?? "";
        return new Reservation(id, connectorId, idTag, r.Text(), made, expiry);
    }

    private bool Save()
    {
        ByteWriter writer = new((_all.Length * LongestEntry) + _unknown.Length);
        ByteWriter entry = new(LongestEntry);
        int count = 0;
        foreach (Reservation? reservation in _all) count += reservation == null ? 0 : 1;
        writer.Integer(count, 1);
        foreach (Reservation? reservation in _all)
        {
            if (reservation == null) continue;
            entry.Reset();
            entry.Integer(reservation.Id, 4);
            entry.Integer(reservation.ConnectorId, 1);
            entry.Integer(reservation.MadeUnixMs, 8);
            entry.Integer(reservation.ExpiryUnixMs, 8);
            entry.Text(reservation.IdTag);
            entry.Text(reservation.ParentIdTag);
            Append(entry, reservation.Unknown);
            if (entry.Overflowed) return false; // the next one begins the writer anew
            writer.Integer(entry.Length, 1);
            for (int i = 0; i < entry.Length; i++) writer.Integer(entry.Buffer[i], 1);
        }

        Append(writer, _unknown);
        return !writer.Overflowed && _file.Save(writer.Buffer, writer.Length);
    }

    private static void Append(ByteWriter writer, byte[]? bytes)
    {
        for (int i = 0; bytes != null && i < bytes.Length; i++) writer.Integer(bytes[i], 1);
    }
}
