namespace ChargePoint.Authorization;

// Brings the changes of the log into the parts, one part at a time.
public sealed partial class LocalAuthorizationList
{
    private const int NoPrint = 0x10000;
    private const int Unreadable = -2;
    private const int PagesAt = ListPart.PageBytes;
    private const int TableAt = PagesAt + ListPartWriter.PagesBytes;

    private int _nextPart;

    private void Tidy()
    {
        if (!MergePart(_nextPart))
        {
            _log.Warning("auth", "the changes of the local list could not be merged");
            return;
        }

        if (++_nextPart < Parts) (_tidy ??= _loop.CreateTimer(Tidy)).Start(TidyStepMs);
        else FinishMerge();
    }

    private bool MergeAll()
    {
        for (; _nextPart < Parts; _nextPart++)
        {
            if (!MergePart(_nextPart)) return false;
            Progress?.Invoke();
        }

        return FinishMerge();
    }

    // All changes are in the parts: a new log, without any, takes over. A list that is damaged stays so.
    private bool FinishMerge()
    {
        _nextPart = 0;
        int count = 0;
        for (int part = 0; part < Parts; part++)
        {
            int pages = _pages[part];
            if (!ListPart.ReadTable(_flash, FileAt((2 * part) + SideOf(part)), part, pages, _work.Buffer, Window)) return false;
            count += ListPart.RecordsOf(_work.Buffer, Window, pages);
        }

        WriteEnd(_work.Slot, 0, _generation + 1, _epoch, count == 0 ? 0 : Version, count, 0, true, 0);
        return _flash.Write(FileAt(LogFile + 1 - _logSide), _work.Slot, 0, ListSlot.Length) && SwitchLog();
    }

    private bool MergePart(int part)
    {
        byte[] buffer = _work.Buffer;
        bool replaces = IsPresent(part);
        int oldSide = SideOf(part);
        int side = replaces ? 1 - oldSide : 0;
        string oldFile = FileAt((2 * part) + oldSide);
        uint sequence = 0;
        if (replaces)
        {
            if (!ListPart.ReadTable(_flash, oldFile, part, _pages[part], buffer, Window))
            {
                NoteDamage(oldFile + " has no sound table of contents");
                return false;
            }

            sequence = ListPart.SequenceOf(buffer, Window, _pages[part]) + 1;
        }

        string file = FileAt((2 * part) + side);
        ListPartReader old = new(_flash, oldFile, replaces ? _pages[part] : 0, buffer, 0);
        ListPartWriter merged = new(_flash, file, buffer, PagesAt, TableAt);
        if (!Merge(part, old, merged) || !merged.Finish(part, _epoch, sequence))
        {
            _flash.Delete(file);
            if (old.IsDamaged) NoteDamage("a page of " + oldFile + " is damaged");
            return false;
        }

        Use(part, side, merged.Pages);
        if (replaces) _flash.Delete(oldFile);
        return true;
    }

    // idTags with the same hash make a group: the old ones that have not changed, then the changed ones.
    private bool Merge(int part, ListPartReader old, ListPartWriter merged)
    {
        byte[] buffer = _work.Buffer;
        bool more = old.Next();
        int group = 0;
        while (true)
        {
            group = NextChange(part, group);
            for (; more && old.Print < group; more = old.Next())
            {
                if (!merged.Add(buffer, old.At, old.Print)) return false;
            }

            if (group == NoPrint) return !old.IsDamaged;
            for (; more && old.Print == group; more = old.Next())
            {
                _work.Entry.SetIdTag(buffer, old.At + 2, AuthorizationEntry.IdTagLengthAt(buffer, old.At));
                int change = LastChange();
                if (change == Unreadable || (change < 0 && !merged.Add(buffer, old.At, group))) return false;
            }

            if (!AddChanges(group, merged)) return false;
        }
    }

    private bool AddChanges(int print, ListPartWriter merged)
    {
        for (int slot = 0; slot < _slots; slot++)
        {
            if (_prints[slot] != print) continue;
            if (!ReadSlot(slot)) return NotReadable();
            _work.Entry.SetIdTag(_work.Slot, 2, AuthorizationEntry.IdTagLengthAt(_work.Slot, 0));
            int last = LastChange();
            if (last == Unreadable) return false;
            if (last == slot && !AuthorizationEntry.IsRemovalAt(_work.Slot, 0) && !merged.Add(_work.Slot, 0, print)) return false;
        }

        return true;
    }

    // Slot with the last change of the entry's idTag, which is in the workspace then; -1 if it has not changed.
    private int LastChange()
    {
        for (int slot = _slots - 1; slot >= 0; slot--)
        {
            if (_prints[slot] != _work.Entry.Print) continue;
            if (!ReadSlot(slot))
            {
                NotReadable();
                return Unreadable;
            }

            if (_work.Entry.IsAt(_work.Slot, 0)) return slot;
        }

        return -1;
    }

    private bool NotReadable()
    {
        NoteDamage("a change is unreadable");
        return false;
    }

    // Smallest hash above another one that has changed in this part.
    private int NextChange(int part, int above)
    {
        int next = NoPrint;
        for (int slot = 0; slot < _slots; slot++)
        {
            int print = _prints[slot];
            if (print > above && print < next && PartOf(print) == part) next = print;
        }

        return next;
    }
}
