using System;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Authorization;

/// <summary>
/// Authorization cache (OCPP 1.6 section 3.5.1) in flash: what the Central System has said last about the idTags that were presented here.
/// <list type="bullet">
/// <item>Each new or changed piece of information is appended to the newest of three files of 80 records; one that says what is known already
/// writes nothing, and neither does a look-up.</item>
/// <item>When the newest file is full, the oldest one goes. Whatever in it was presented again since it was not in the newest file any more (a
/// bit in memory, which a restart forgets) is taken along into the new file, up to 39 records, in the same write. So the 80 idTags that were learnt
/// last are always there, those in use stay, and one that nobody presents any more is forgotten when 160 to 240 others have been learnt:
/// nearly least recently used, for one write per idTag learnt.</item>
/// <item>A record that is damaged counts as none.</item>
/// </list>
/// In memory it keeps one byte for each record.
/// </summary>
public sealed class AuthorizationCache
{
    /// <summary>Most records.</summary>
    public const int MostRecords = Files * RecordsInFile;

    /// <summary>Records of one file: 4,000 bytes, one block of the flash.</summary>
    internal const int RecordsInFile = 80;

    private const int Files = 3;
    private const int MostTakenAlong = (AuthorizationWorkspace.ScratchBytes / ListSlot.Length) - 1;
    private const int InUse = 0x80;
    private const byte ClearMark = 0x80;
    private const string Prefix = "cache.";

    private readonly IFlashStore _flash;
    private readonly AuthorizationWorkspace _work;
    private readonly Log _log;

    // Seven bits of the hash (0: no record), and whether it was presented again.
    private readonly byte[] _marks = new byte[MostRecords];
    private int _oldest = 1;
    private int _newest;
    private int _used;

    internal AuthorizationCache(IFlashStore flash, AuthorizationWorkspace work, Log log)
    {
        _flash = flash;
        _work = work;
        _log = log;
        Load();
    }

    /// <summary>Number of records: idTags, and after a start also outdated records of some.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (byte mark in _marks)
            {
                if (mark != 0) count++;
            }

            return count;
        }
    }

    /// <summary>Flash that it takes, in bytes.</summary>
    public int FlashBytes
    {
        get
        {
            int sum = 0;
            for (int file = _oldest; file <= _newest; file++)
            {
                int length = _flash.Length(NameOf(file));
                if (length > 0) sum += length;
            }

            return sum;
        }
    }

    /// <summary>Looks an idTag up, and notes that it is in use.</summary>
    /// <param name="idTag">The idTag; letter case does not matter.</param>
    /// <returns>What was learnt (an expiry date may be over), or null.</returns>
    public IdTagInfo? Find(string idTag)
    {
        if (!_work.Entry.SetIdTag(idTag)) return null;
        int index = Locate();
        if (index < 0) return null;
        Use(index);
        return AuthorizationEntry.InfoAt(_work.Slot, 0);
    }

    /// <summary>
    /// Takes what the Central System says about an idTag. ConcurrentTx is not taken: it tells about the moment, not about the idTag. Nor is an
    /// idTag or parentIdTag that has other characters than printable ASCII.
    /// </summary>
    /// <param name="idTag">The idTag.</param>
    /// <param name="info">What the Central System says.</param>
    public void Learn(string idTag, IdTagInfo info)
    {
        AuthorizationEntry entry = _work.Entry;
        if (info.Status == AuthorizationStatus.ConcurrentTx || !entry.SetIdTag(idTag)) return;
        bool canKeep = entry.SetInfo(info);
        int known = Locate();
        if (known >= 0 && canKeep && SaysTheSame(info))
        {
            Use(known);
            return;
        }

        // What the Central System said before does not hold any more, also if what it says now cannot be kept.
        if (known >= 0) _marks[known] = 0;
        if (!canKeep || !Store()) _log.Warning("auth", $"{idTag} could not be kept in the authorization cache");
    }

    /// <summary>Forgets all idTags, in one step.</summary>
    /// <returns>False if the flash refuses; nothing is forgotten then.</returns>
    public bool Clear()
    {
        if (_oldest > _newest) return true;

        // A file that begins with this mark makes those before it void, whatever a loss of power leaves of them.
        byte[] slot = _work.Slot;
        ListSlot.Clear(slot, 0);
        slot[1] = ClearMark;
        ListSlot.Seal(slot, 0);
        if (!_flash.Write(NameOf(_newest + 1), slot, 0, ListSlot.Length)) return false;
        int old = _oldest;
        _oldest = ++_newest;
        _used = 1;
        for (int i = 0; i < MostRecords; i++) _marks[i] = 0;
        bool gone = true;
        for (; old < _newest; old++) gone &= _flash.Delete(NameOf(old));
        if (gone && _flash.Delete(NameOf(_newest))) _oldest = _newest + 1;
        return true;
    }

    private static string NameOf(int file) => Prefix + file.ToString();

    private static int IndexOf(int file, int record) => (file % Files * RecordsInFile) + record;

    private static byte MarkOf(int print) => (byte)((print % 127) + 1);

    // In the newest file everything is young: only what is presented again later is one who comes back.
    private void Use(int index)
    {
        if (index / RecordsInFile != _newest % Files) _marks[index] |= InUse;
    }

    // Index of the entry's newest record, which is in the workspace's slot then; -1 if there is none.
    private int Locate()
    {
        byte mark = MarkOf(_work.Entry.Print);
        for (int file = _newest; file >= _oldest; file--)
        {
            for (int record = RecordsInFile - 1; record >= 0; record--)
            {
                int index = IndexOf(file, record);
                if ((_marks[index] & 0x7F) != mark || !Read(file, record)) continue;
                if (_work.Entry.IsAt(_work.Slot, 0)) return index;
            }
        }

        return -1;
    }

    private bool Read(int file, int record)
    {
        byte[] slot = _work.Slot;
        return _flash.Read(NameOf(file), record * ListSlot.Length, slot, 0, ListSlot.Length) == ListSlot.Length && ListSlot.IsSound(slot, 0);
    }

    // Compares with the record in the slot, as it would be written.
    private bool SaysTheSame(IdTagInfo info)
    {
        IdTagInfo known = AuthorizationEntry.InfoAt(_work.Slot, 0);
        bool sameParent = info.ParentIdTag == null || info.ParentIdTag.Length == 0 ? known.ParentIdTag == null : info.ParentIdTag == known.ParentIdTag;
        return sameParent && info.Status == known.Status && info.ExpiryUnixMs / 1000 == known.ExpiryUnixMs / 1000;
    }

    private bool Store()
    {
        if (_oldest > _newest || _used == RecordsInFile) return BeginFile();
        string file = NameOf(_newest);
        int rest = _flash.Length(file) % ListSlot.Length;
        if (rest > 0)
        {
            // A loss of power has torn the last record: this one begins behind it.
            ListSlot.Clear(_work.Slot, 0);
            if (!_flash.Append(file, _work.Slot, 0, ListSlot.Length - rest)) return false;
        }

        WriteSlot(_work.Slot, 0);
        if (!_flash.Append(file, _work.Slot, 0, ListSlot.Length)) return false;
        _marks[IndexOf(_newest, _used++)] = MarkOf(_work.Entry.Print);
        return true;
    }

    // The new file begins with what is in use of the oldest one, which goes.
    private bool BeginFile()
    {
        byte[] buffer = _work.Buffer;
        bool full = _newest - _oldest + 1 == Files;
        int taken = 0;
        for (int record = 0; full && record < RecordsInFile && taken < MostTakenAlong; record++)
        {
            if ((_marks[IndexOf(_oldest, record)] & InUse) == 0 || !Read(_oldest, record) || _work.Entry.IsAt(_work.Slot, 0)) continue;
            Array.Copy(_work.Slot, 0, buffer, taken++ * ListSlot.Length, ListSlot.Length);
        }

        WriteSlot(buffer, taken++ * ListSlot.Length);
        if (!_flash.Write(NameOf(_newest + 1), buffer, 0, taken * ListSlot.Length)) return false;
        if (full && !_flash.Delete(NameOf(_oldest))) _log.Warning("auth", "an old file of the authorization cache could not be deleted");
        if (full) _oldest++;
        if (_oldest > _newest) _oldest = _newest + 1;
        _newest++;
        _used = taken;
        ClearMarks(_newest);
        for (int record = 0; record < taken; record++) _marks[IndexOf(_newest, record)] = MarkOf(AuthorizationEntry.PrintAt(buffer, record * ListSlot.Length));
        return true;
    }

    private void WriteSlot(byte[] buffer, int at)
    {
        ListSlot.Clear(buffer, at);
        _work.Entry.Write(buffer, at);
        ListSlot.Seal(buffer, at);
    }

    private void ClearMarks(int file)
    {
        for (int record = 0; record < RecordsInFile; record++) _marks[IndexOf(file, record)] = 0;
    }

    private void Load()
    {
        int first = int.MaxValue;
        foreach (string name in _flash.List())
        {
            if (!name.StartsWith(Prefix) || !int.TryParse(name.Substring(Prefix.Length), out int number) || number < 1) continue;
            if (number < first) first = number;
            if (number > _newest) _newest = number;
        }

        if (_newest == 0) return;
        _oldest = first;
        for (int file = _newest; file > _oldest; file--)
        {
            if (Read(file, 0) && _work.Slot[1] == ClearMark) _oldest = file;
        }

        if (_newest - _oldest >= Files) _oldest = _newest - Files + 1;
        for (; first < _oldest; first++) _flash.Delete(NameOf(first));
        for (int file = _oldest; file <= _newest; file++) LoadFile(file);
    }

    // CRCs are looked at when a record is: here they would only cost time.
    private void LoadFile(int file)
    {
        const int InWindow = 10;
        string name = NameOf(file);
        int length = _flash.Length(name);
        int records = length <= 0 ? 0 : (length + ListSlot.Length - 1) / ListSlot.Length;
        if (records > RecordsInFile) records = RecordsInFile;
        byte[] buffer = _work.Buffer;
        int available = 0;
        for (int record = 0; record < records; record++)
        {
            int at = record % InWindow * ListSlot.Length;
            if (at == 0) available = _flash.Read(name, record * ListSlot.Length, buffer, 0, InWindow * ListSlot.Length);
            if (at + ListSlot.Length > available || AuthorizationEntry.IdTagLengthAt(buffer, at) == 0) continue;
            _marks[IndexOf(file, record)] = MarkOf(AuthorizationEntry.PrintAt(buffer, at));
        }

        _used = records;
    }
}
