using System;

namespace ChargePoint.Authorization;

// The log of changes: slots of fixed size, in one of two files. Changes count once a slot behind them ends their update:
//
//  offset  size  content of the slot that ends an update (numbers are little-endian)
//       0     2  0x8000
//       2     4  generation of the log: the newer file counts
//       6     4  epoch: parts of another epoch do not count
//      10     4  version of the list
//      14     2  entries of the list
//      16     1  slots before this one that belong to the update
//      17     1  bit 0: every part must be there
//      18     2  number of the update in this file, from 0: a gap tells that one was lost
//      46     4  CRC-32 of bytes 0 to 45
public sealed partial class LocalAuthorizationList
{
    /// <summary>Slots of the log: 8,000 bytes of flash, and two bytes of memory each.</summary>
    internal const int MostSlots = 160;

    private const int TidyAt = MostSlots * 2 / 3;
    private const int TidyAfterMs = 5_000;
    private const int TidyStepMs = 200;
    private const int LogFile = 2 * Parts;
    private const int SlotsInBuffer = AuthorizationWorkspace.ScratchBytes / ListSlot.Length;
    private const int SlotsInWindow = ListPart.PageBytes / ListSlot.Length;
    private const byte EndMark = 0x80;
    private const int PrintsStep = 16;

    private ushort[] _prints = new ushort[0]; // grows with the log, which few charge points have
    private int _logSide;
    private int _slots;
    private int _updates;
    private uint _generation;
    private uint _epoch;
    private bool _hasParts;
    private bool _isLogDamaged;

    // The update under way
    private bool _isNewLog;
    private int _staged;
    private int _stagedBefore;
    private bool _isWritten;

    /// <summary>Begins an update. Nothing changes before <see cref="Commit"/>.</summary>
    /// <param name="full">True if it replaces the whole list.</param>
    /// <param name="entries">Number of its entries.</param>
    /// <returns>False if there is no room, or the flash refuses.</returns>
    internal bool Begin(bool full, int entries)
    {
        _tidy?.Stop();
        _isNewLog = full || _generation == 0;
        _staged = _stagedBefore = 0;
        _isWritten = false;
        if (!_isNewLog && _slots + entries + 1 > MostSlots && !MergeAll()) return false;

        // Before anything is written: an update that finds no memory has changed nothing.
        Reserve((_isNewLog ? 0 : _slots) + entries + 1);
        return _isNewLog || Align();
    }

    /// <summary>Adds the workspace's entry to the update.</summary>
    /// <returns>False if the flash refuses.</returns>
    internal bool Put()
    {
        if (_staged == SlotsInBuffer && !Flush()) return false;
        int at = _staged * ListSlot.Length;
        ListSlot.Clear(_work.Buffer, at);
        _work.Entry.Write(_work.Buffer, at);
        ListSlot.Seal(_work.Buffer, at);
        if (!_isNewLog) _prints[_slots + _stagedBefore + _staged] = (ushort)_work.Entry.Print;
        _staged++;
        return true;
    }

    /// <summary>Makes the update true, all of it at once.</summary>
    /// <param name="version">New version of the list.</param>
    /// <param name="count">Entries that the list has then.</param>
    /// <returns>False if the flash refuses; the list is as before then.</returns>
    internal bool Commit(int version, int count)
    {
        if (_staged == SlotsInBuffer && !Flush()) return false;
        int entries = _stagedBefore + _staged;
        uint epoch = _isNewLog ? (_epoch > _highestEpoch ? _epoch : _highestEpoch) + 1 : _epoch;
        WriteEnd(_work.Buffer, _staged * ListSlot.Length, _isNewLog ? _generation + 1 : _generation, epoch, version, count, entries, !_isNewLog && _hasParts, _isNewLog ? 0 : _updates);
        _staged++;
        if (!Flush()) return false;
        if (_isNewLog) return SwitchLog();
        _slots += entries + 1;
        _updates++;
        Version = version;
        Count = count;
        _nextPart = 0; // what was merged so far lacks these changes
        if (_slots > TidyAt) (_tidy ??= _loop.CreateTimer(Tidy)).Start(TidyAfterMs); // when no more come: each would have it begin again
        return true;
    }

    /// <summary>Gives an update up that could not be completed.</summary>
    internal void Abandon()
    {
        if (_isNewLog)
        {
            if (_isWritten) _flash.Delete(FileAt(LogFile + 1 - _logSide));
            return;
        }

        // What was appended stays there, and belongs to no update.
        int slots = SlotsOf(_flash.Length(FileAt(LogFile + _logSide)));
        Array.Clear(_prints, _slots, _prints.Length - _slots);
        if (slots > _slots) _slots = slots;
    }

    // A new log is in force: what is older goes.
    private bool SwitchLog()
    {
        int old = _logSide;
        if (!ReadLog(1 - old) || _isLogDamaged)
        {
            // The flash does not give back what it took.
            _flash.Delete(FileAt(LogFile + 1 - old));
            ReadLog(old);
            return false;
        }

        _flash.Delete(FileAt(LogFile + old));
        if (_epoch == _highestEpoch) return true;
        _highestEpoch = _epoch;
        _sides = _present = _nextPart = 0;
        for (int part = 0; part < Parts; part++) _pages[part] = 0;
        for (int file = 0; file < LogFile; file++)
        {
            if (_flash.Length(FileAt(file)) >= 0) _flash.Delete(FileAt(file));
        }

        return true;
    }

    private bool Flush()
    {
        int bytes = _staged * ListSlot.Length;
        bool done = _isNewLog && !_isWritten
            ? _flash.Write(FileAt(LogFile + 1 - _logSide), _work.Buffer, 0, bytes)
            : _flash.Append(FileAt(LogFile + (_isNewLog ? 1 - _logSide : _logSide)), _work.Buffer, 0, bytes);
        _isWritten = true;
        _stagedBefore += _staged;
        _staged = 0;
        return done;
    }

    // A loss of power may have torn the last slot: the next one begins behind it.
    private bool Align()
    {
        string file = FileAt(LogFile + _logSide);
        int rest = _flash.Length(file) % ListSlot.Length;
        if (rest == 0) return true;
        ListSlot.Clear(_work.Slot, 0);
        return _flash.Append(file, _work.Slot, 0, ListSlot.Length - rest);
    }

    // The version alone has changed. Best effort: damage is found again after a restart.
    private void AppendVersion()
    {
        if (_slots >= MostSlots || !Align()) return;
        Reserve(_slots + 1);
        byte[] slot = _work.Slot;
        WriteEnd(slot, 0, _generation, _epoch, Version, Count, 0, _hasParts, _updates);
        if (!_flash.Append(FileAt(LogFile + _logSide), slot, 0, ListSlot.Length)) return;
        _slots++;
        _updates++;
    }

    private static void WriteEnd(byte[] buffer, int at, uint generation, uint epoch, int version, int count, int entries, bool hasParts, int update)
    {
        ListSlot.Clear(buffer, at);
        buffer[at + 1] = EndMark;
        ListBytes.Put(buffer, at + 2, generation);
        ListBytes.Put(buffer, at + 6, epoch);
        ListBytes.Put(buffer, at + 10, (uint)version);
        ListBytes.PutShort(buffer, at + 14, count);
        buffer[at + 16] = (byte)entries;
        buffer[at + 17] = (byte)(hasParts ? 1 : 0);
        ListBytes.PutShort(buffer, at + 18, update);
        ListSlot.Seal(buffer, at);
    }

    // Room for so many slots.
    private void Reserve(int slots)
    {
        if (slots <= _prints.Length) return;
        ushort[] prints = new ushort[(slots + PrintsStep - 1) / PrintsStep * PrintsStep];
        Array.Copy(_prints, prints, _prints.Length);
        _prints = prints;
    }

    private static int SlotsOf(int fileLength)
    {
        int slots = fileLength <= 0 ? 0 : (fileLength + ListSlot.Length - 1) / ListSlot.Length;
        return slots > MostSlots ? MostSlots : slots;
    }

    private bool ReadSlot(int slot)
        => _flash.Read(FileAt(LogFile + _logSide), slot * ListSlot.Length, _work.Slot, 0, ListSlot.Length) == ListSlot.Length && ListSlot.IsSound(_work.Slot, 0);

    // Reads a log. False if no update in it was ever completed; nothing of the present state is left then.
    private bool ReadLog(int side)
    {
        _logSide = side;
        _generation = _epoch = 0;
        _updates = 0;
        _hasParts = false;
        Version = Count = 0;
        string file = FileAt(LogFile + side);
        _slots = SlotsOf(_flash.Length(file));
        Reserve(_slots);
        Array.Clear(_prints, 0, _prints.Length);
        byte[] buffer = _work.Buffer;
        int available = 0;
        int begin = 0; // behind the last update that was completed
        bool damaged = false;
        for (int slot = 0; slot < _slots; slot++)
        {
            int at = Window + (slot % SlotsInWindow * ListSlot.Length);
            if (at == Window) available = Window + _flash.Read(file, slot * ListSlot.Length, buffer, Window, SlotsInWindow * ListSlot.Length);
            if (at + ListSlot.Length > available || !ListSlot.IsSound(buffer, at)) continue;
            if (buffer[at + 1] < EndMark)
            {
                _prints[slot] = (ushort)AuthorizationEntry.PrintAt(buffer, at);
                continue;
            }

            damaged |= !TakeEnd(buffer, at, slot, begin);
            begin = slot + 1;
        }

        Array.Clear(_prints, begin, _prints.Length - begin);
        _isLogDamaged = damaged;
        return begin > 0;
    }

    // The end of an update. False if something of it, or an update before it, is missing.
    private bool TakeEnd(byte[] buffer, int at, int slot, int begin)
    {
        _generation = ListBytes.Get(buffer, at + 2);
        _epoch = ListBytes.Get(buffer, at + 6);
        Version = (int)ListBytes.Get(buffer, at + 10);
        Count = ListBytes.GetShort(buffer, at + 14);
        _hasParts = (buffer[at + 17] & 1) != 0;
        bool complete = ListBytes.GetShort(buffer, at + 18) == _updates;
        _updates = ListBytes.GetShort(buffer, at + 18) + 1;
        int from = slot - buffer[at + 16];
        if (from < begin) return false;
        Array.Clear(_prints, begin, from - begin);
        for (int i = from; i < slot; i++) complete &= _prints[i] != 0;
        return complete;
    }
}
