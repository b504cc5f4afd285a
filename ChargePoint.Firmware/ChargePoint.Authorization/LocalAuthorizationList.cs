using System;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Authorization;

/// <summary>
/// Local authorization list (OCPP 1.6 section 3.5.2) in flash: a log of the latest changes in front of six sorted parts.
/// <list type="bullet">
/// <item>An update is appended to the log; the slot that ends it names the new version and makes all of it true in one step. What a loss of
/// power has left unfinished does not count.</item>
/// <item>A full update begins a new log and a new epoch, and makes the parts of older epochs void.</item>
/// <item>When the log is two thirds full and no update has come for five seconds, its changes are merged into the parts, one after the other,
/// each into a new file that replaces the old one when it is complete. The log goes on to decide until all are done, so that merging can be
/// cut anywhere and done again. An update that finds no room in the log has to wait for it.</item>
/// <item>An idTag is found by its hash: at most one slot of the log, the part's table of contents and one page are read, and one more for each
/// idTag that happens to have the same hash.</item>
/// <item>What is damaged is taken as not known, and reported in the log for people. From then on the version is 0, so that the Central System
/// sends the list again; a differential update fails. Whatever is not damaged goes on to be found.</item>
/// </list>
/// In memory it keeps two bytes for each slot of the log.
/// </summary>
public sealed partial class LocalAuthorizationList
{
    /// <summary>Most entries (LocalAuthListMaxLength).</summary>
    public const int MostEntries = 2000;

    /// <summary>Most entries of one update (SendLocalListMaxLength): so many of the longest kind fit into a message.</summary>
    public const int MostEntriesInUpdate = 40;

    /// <summary>Flash that a list of the longest entries takes, in bytes, and one part that is being replaced.</summary>
    public const int MostFlashBytes = 120 * 1024;

    private const int Parts = 6;
    private const int Window = AuthorizationWorkspace.ScratchBytes - ListPart.PageBytes;

    private readonly IFlashStore _flash;
    private readonly AuthorizationWorkspace _work;
    private readonly Log _log;
    private readonly EventLoop _loop;
    private LoopTimer? _tidy; // made when it is needed
    private readonly byte[] _pages = new byte[Parts];
    private int _sides;
    private int _present;
    private uint _highestEpoch;

    internal LocalAuthorizationList(IFlashStore flash, AuthorizationWorkspace work, EventLoop loop, Log log)
    {
        _flash = flash;
        _work = work;
        _log = log;
        _loop = loop;
        Load();
    }

    /// <summary>Called again and again while an update takes seconds because all of a long list is merged: nobody shall think that the loop stands still.</summary>
    public Action? Progress { get; set; }

    /// <summary>Version of the list; 0 if it is empty or damaged.</summary>
    public int Version { get; private set; }

    /// <summary>Number of entries.</summary>
    public int Count { get; private set; }

    /// <summary>True if a part of the list was lost: the Central System has to send it again.</summary>
    public bool IsDamaged => Count > 0 && Version == 0;

    /// <summary>Flash that it takes, in bytes.</summary>
    public int FlashBytes
    {
        get
        {
            int sum = 0;
            for (int i = 0; i < 2 * (Parts + 1); i++)
            {
                int length = _flash.Length(FileAt(i));
                if (length > 0) sum += length;
            }

            return sum;
        }
    }

    /// <summary>Looks an idTag up.</summary>
    /// <param name="idTag">The idTag; letter case does not matter.</param>
    /// <returns>What the list says, as it was sent (an expiry date may be over), or null if it is not in the list.</returns>
    public IdTagInfo? Find(string idTag)
    {
        if (Count == 0 || !_work.Entry.SetIdTag(idTag)) return null;
        byte[]? holder = Locate(out int at);
        return holder == null ? null : AuthorizationEntry.InfoAt(holder, at);
    }

    // Finds the idTag of the workspace's entry. Gives the buffer that holds its record, until the next look-up.
    internal byte[]? Locate(out int at)
    {
        at = 0;
        AuthorizationEntry wanted = _work.Entry;
        for (int slot = _slots - 1; slot >= 0; slot--)
        {
            if (_prints[slot] != wanted.Print) continue;
            if (!ReadSlot(slot))
            {
                NoteDamage("a change is unreadable");
                return null;
            }

            if (wanted.IsAt(_work.Slot, 0)) return AuthorizationEntry.IsRemovalAt(_work.Slot, 0) ? null : _work.Slot;
        }

        return LocateInPart(PartOf(wanted.Print), wanted, out at);
    }

    private byte[]? LocateInPart(int part, AuthorizationEntry wanted, out int at)
    {
        at = 0;
        byte[] buffer = _work.Buffer;
        int pages = _pages[part];
        if (pages == 0) return null;
        string file = FileAt((2 * part) + SideOf(part));
        if (!ListPart.ReadTable(_flash, file, part, pages, buffer, Window))
        {
            NoteDamage(file + " has no sound table of contents");
            return null;
        }

        // idTags with the same hash may begin at the end of one page and go on in the next ones.
        int first = 0;
        while (first + 1 < pages && ListBytes.GetShort(buffer, Window + (2 * (first + 1))) < wanted.Print) first++;
        int end = first;
        while (end < pages && ListBytes.GetShort(buffer, Window + (2 * end)) <= wanted.Print) end++;
        for (int page = first; page < end; page++)
        {
            int pageEnd = ListPart.ReadPage(_flash, file, page, buffer, Window);
            if (pageEnd < 0)
            {
                NoteDamage($"page {page} of {file} is damaged");
                return null;
            }

            for (at = Window + ListPart.PageHeader; at < pageEnd; at += AuthorizationEntry.LengthAt(buffer, at))
            {
                if (wanted.IsAt(buffer, at)) return buffer;
            }
        }

        return null;
    }

    private static int PartOf(int print) => (print * Parts) >> 16;

    private int SideOf(int part) => (_sides >> part) & 1;

    private bool IsPresent(int part) => ((_present >> part) & 1) != 0;

    // 0 to 11: the two files of each part; 12 and 13: those of the log.
    private static string FileAt(int index) => index < 2 * Parts ? $"local-{index / 2}.{index & 1}" : $"local.{index & 1}";

    private void Load()
    {
        bool second = ReadLog(1);
        uint generation = _generation;
        bool first = ReadLog(0);
        if (second && (!first || (int)(generation - _generation) > 0)) ReadLog(1);
        bool hasLog = first || second;
        string other = FileAt(LogFile + 1 - _logSide);
        if (hasLog && _flash.Length(other) >= 0) _flash.Delete(other); // a loss of power has kept it from going
        bool complete = !_isLogDamaged;
        for (int part = 0; part < Parts; part++) complete &= LoadPart(part, hasLog);
        if (_epoch > _highestEpoch) _highestEpoch = _epoch;
        if (hasLog && !complete && !IsDamaged) NoteDamage("a change or a part is missing");
        else if (!hasLog && FlashBytes > 0) _log.Warning("auth", "the local list is empty: what there was of it is damaged, or was never complete");
    }

    // Chooses the newer one of a part's two files. False if the part should be there and is not.
    private bool LoadPart(int part, bool hasLog)
    {
        byte[] buffer = _work.Buffer;
        uint newest = 0;
        for (int side = 0; side < 2; side++)
        {
            string file = FileAt((2 * part) + side);
            int pages = ListPart.PagesOf(_flash.Length(file));
            if (pages < 0 || !ListPart.ReadTable(_flash, file, part, pages, buffer, Window)) continue;
            uint epoch = ListPart.EpochOf(buffer, Window, pages);
            uint sequence = ListPart.SequenceOf(buffer, Window, pages);
            if (epoch > _highestEpoch) _highestEpoch = epoch;
            if (!hasLog || epoch != _epoch || (IsPresent(part) && (int)(sequence - newest) < 0)) continue;
            newest = sequence;
            Use(part, side, pages);
        }

        // What a loss of power has left: the one that was replaced, one that was not finished, one of a list before.
        for (int side = 0; hasLog && side < 2; side++)
        {
            string file = FileAt((2 * part) + side);
            if ((!IsPresent(part) && _hasParts) || (IsPresent(part) && SideOf(part) == side) || _flash.Length(file) < 0) continue;
            _flash.Delete(file);
        }

        return IsPresent(part) || !_hasParts;
    }

    private void Use(int part, int side, int pages)
    {
        _present |= 1 << part;
        _sides = (_sides & ~(1 << part)) | (side << part);
        _pages[part] = (byte)pages;
    }

    private void NoteDamage(string what)
    {
        _log.Error("auth", $"the local list is damaged: {what}; the Central System has to send it again");
        if (Version == 0) return;
        Version = 0;
        AppendVersion();
    }
}
