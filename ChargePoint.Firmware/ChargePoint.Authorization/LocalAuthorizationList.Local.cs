using System.Text;
using ChargePoint.Features;

namespace ChargePoint.Authorization;

// What a technician does with the list at the charge point itself.
public sealed partial class LocalAuthorizationList
{
    private const int RecordsOfPage = 512; // more than there can be

    /// <summary>
    /// Adds an idTag, changes what is known about it, or takes it out. The version stays, so that the Central System goes on where it was: its
    /// next update counts for this idTag too, and a full one drops what it does not name. A list that was empty gets version 1.
    /// </summary>
    /// <param name="idTag">The idTag.</param>
    /// <param name="info">What is known about it; null to take it out.</param>
    /// <returns>"", or why nothing was changed, in one line.</returns>
    public string Change(string idTag, IdTagInfo? info)
    {
        if (!_work.Entry.SetIdTag(idTag)) return "an idTag has 1 to 20 printable ASCII characters";
        bool known = Count > 0 && Locate(out _) != null;
        if (IsDamaged) return "the list is damaged: the Central System has to send it again";
        if (info == null && !known) return "not in the list";
        int count = info == null ? Count - 1 : known ? Count : Count + 1;
        if (count > MostEntries) return $"the list is full: {MostEntries} entries";
        bool done = Begin(false, 1);
        if (done)
        {
            // What is merged first uses the workspace as well
            _work.Entry.SetIdTag(idTag);
            if (info == null) _work.Entry.IsRemoval = true;
            else _work.Entry.SetInfo(info);
            done = Put() && Commit(count == 0 ? 0 : Version == 0 ? 1 : Version, count);
            if (!done) Abandon();
        }

        return done ? "" : "the flash does not take it";
    }

    /// <summary>Goes through the list, in no order. What changes meanwhile may be missed or come twice.</summary>
    /// <param name="cursor">0 at first, then what the call before has left there.</param>
    /// <param name="info">What the list says about the idTag.</param>
    /// <returns>The next idTag, or null at the end.</returns>
    public string? Next(ref int cursor, out IdTagInfo? info)
    {
        info = null;
        for (; cursor < MostSlots; cursor++)
        {
            if (cursor >= _slots || _prints[cursor] == 0 || !ReadSlot(cursor) || AuthorizationEntry.IsRemovalAt(_work.Slot, 0)) continue;
            string idTag = Take(_work.Slot, 0, out info);
            if (IsChangedBehind(cursor)) continue;
            cursor++;
            return idTag;
        }

        while (cursor < MostSlots + (Parts * ListPart.MostPages * RecordsOfPage))
        {
            int record = (cursor - MostSlots) % RecordsOfPage;
            int page = (cursor - MostSlots) / RecordsOfPage % ListPart.MostPages;
            int part = (cursor - MostSlots) / RecordsOfPage / ListPart.MostPages;
            string? idTag = page < _pages[part] ? RecordAt(part, page, record, out info) : null;
            if (idTag == null)
            {
                int rest = page < _pages[part] ? RecordsOfPage - record : ((ListPart.MostPages - page) * RecordsOfPage) - record;
                cursor += rest;
                continue;
            }

            cursor++;
            if (!IsChangedBehind(-1)) return idTag;
        }

        return null;
    }

    private string? RecordAt(int part, int page, int record, out IdTagInfo? info)
    {
        info = null;
        int end = ListPart.ReadPage(_flash, FileAt((2 * part) + SideOf(part)), page, _work.Buffer, Window);
        int at = Window + ListPart.PageHeader;
        for (; record > 0 && at < end; record--) at += AuthorizationEntry.LengthAt(_work.Buffer, at);
        return at < end ? Take(_work.Buffer, at, out info) : null;
    }

    private string Take(byte[] buffer, int at, out IdTagInfo? info)
    {
        int length = AuthorizationEntry.IdTagLengthAt(buffer, at);
        _work.Entry.SetIdTag(buffer, at + 2, length > AuthorizationEntry.LongestText ? AuthorizationEntry.LongestText : length);
        info = AuthorizationEntry.InfoAt(buffer, at);
        return Encoding.UTF8.GetString(buffer, at + 2, _work.Entry.IdTagLength);
    }

    // Tells whether a later slot of the log is about the idTag that was taken.
    private bool IsChangedBehind(int slot)
    {
        for (int later = _slots - 1; later > slot; later--)
        {
            if (_prints[later] == _work.Entry.Print && ReadSlot(later) && _work.Entry.IsAt(_work.Slot, 0)) return true;
        }

        return false;
    }
}
