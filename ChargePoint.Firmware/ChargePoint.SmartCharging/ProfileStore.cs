using System;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.SmartCharging;

/// <summary>
/// The charging profiles that are installed, in memory and in flash. Flash holds a log of what was set and cleared: each change is one
/// record, so a loss of power leaves the old or the new profiles and nothing between. When a segment is full, what is installed is written to
/// the next one and the old one given back: never more than two segments, 8 KiB.
/// <para>
/// A TxProfile belongs to its transaction by that one's number in the journal, which is never used again: after a restart it counts only if
/// its transaction goes on, so its end needs no record.
/// </para>
/// </summary>
public sealed class ProfileStore
{
    /// <summary>Most profiles (MaxChargingProfilesInstalled).</summary>
    public const int MostProfiles = 12;

    /// <summary>Most periods of a profile (ChargingScheduleMaxPeriods).</summary>
    public const int MostPeriods = 24;

    /// <summary>Highest stackLevel (ChargeProfileMaxStackLevel).</summary>
    public const int HighestStackLevel = 9;

    /// <summary>Longest packed profile in bytes.</summary>
    public const int LongestImage = ChargingProfile.HeaderLength + MostPeriods * ChargingProfile.PeriodLength;

    private const int SegmentBytes = 4096;
    private const int MostSegments = 2;
    private const int SetRecord = 1;
    private const int ClearRecord = 2;
    private const int BeginRecord = 3;
    private const int CompleteRecord = 4;

    private static readonly byte[] Nothing = [];

    private readonly byte[] _scratch;
    private byte[]?[] _images = new byte[0][]; // most charge points have none
    private readonly Log _log;
    private readonly RecordLog _records;
    private bool _holdsUnknown;

    /// <summary>Makes a store and loads what is in flash.</summary>
    /// <param name="flash">Where it is kept, as profiles.1, profiles.2, ...</param>
    /// <param name="scratch">Buffer to work in, shared with other users on the same loop; 1,208 bytes or more.</param>
    /// <param name="transactions">Numbers in the journal of the transactions that run or were interrupted.</param>
    /// <param name="log">Log.</param>
    public ProfileStore(IFlashStore flash, byte[] scratch, int[] transactions, Log log)
    {
        _scratch = scratch;
        _log = log;
        _records = new RecordLog(flash, "profiles", SegmentBytes, MostSegments, scratch);
        Load(transactions);
    }

    /// <summary>Number of profiles.</summary>
    public int Count { get; private set; }

    /// <summary>Changes with every change of the profiles.</summary>
    public int Version { get; private set; }

    /// <summary>A profile.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1; the highest stackLevel comes first, then the lowest id.</param>
    public ChargingProfile this[int index] => new(_images[index]!);

    /// <summary>Installs a profile in place of those with the same id, or with the same purpose, stackLevel and connector.</summary>
    /// <param name="image">Packed profile.</param>
    /// <param name="problem">Why it is not installed, in one line; nothing has changed then.</param>
    public bool Set(byte[] image, out string problem)
    {
        problem = "";
        if (Count - CountReplaced(new ChargingProfile(image)) >= MostProfiles) problem = "MaxChargingProfilesInstalled are installed";
        else if (!Append(SetRecord, image)) problem = "the flash does not take it";
        if (problem.Length > 0) return false;
        Install(image);
        return true;
    }

    /// <summary>Clears profiles.</summary>
    /// <param name="filter">Which.</param>
    /// <returns>How many were cleared; 0 if none is meant, -1 if the flash does not take it, and nothing has changed then.</returns>
    public int Clear(ProfileFilter filter)
    {
        int meant = 0;
        for (int i = 0; i < Count; i++) meant += filter.Matches(this[i]) ? 1 : 0;
        if (meant == 0) return 0;
        if (!Append(ClearRecord, filter.Write())) return -1;
        Remove(filter);
        return meant;
    }

    /// <summary>The transaction of a connector is another one now, or has ended: TxProfiles of others that were there are gone.</summary>
    /// <param name="connectorId">Connector.</param>
    /// <param name="localId">Number in the journal of the transaction that runs there, 0 if none does.</param>
    public void KeepTransaction(int connectorId, int localId)
    {
        for (int i = Count - 1; i >= 0; i--)
        {
            ChargingProfile profile = this[i];
            if (profile.Purpose == ProfilePurpose.Tx && profile.ConnectorId == connectorId && profile.LocalId != localId) RemoveAt(i);
        }
    }

    private int CountReplaced(ChargingProfile profile)
    {
        int count = 0;
        for (int i = 0; i < Count; i++) count += Replaces(profile, this[i]) ? 1 : 0;
        return count;
    }

    private static bool Replaces(ChargingProfile profile, ChargingProfile other) =>
        other.Id == profile.Id
        || (other.Purpose == profile.Purpose && other.StackLevel == profile.StackLevel && other.ConnectorId == profile.ConnectorId);

    private static bool IsBefore(ChargingProfile profile, ChargingProfile other) =>
        profile.StackLevel != other.StackLevel ? profile.StackLevel > other.StackLevel : profile.Id < other.Id;

    private void Install(byte[] image)
    {
        ChargingProfile profile = new(image);
        for (int i = Count - 1; i >= 0; i--)
        {
            if (Replaces(profile, this[i])) RemoveAt(i);
        }

        if (_images.Length == 0) _images = new byte[MostProfiles][];
        int place = 0;
        while (place < Count && IsBefore(this[place], profile)) place++;
        for (int i = Count; i > place; i--) _images[i] = _images[i - 1];
        _images[place] = image;
        Count++;
        Version++;
    }

    private void Remove(ProfileFilter filter)
    {
        for (int i = Count - 1; i >= 0; i--)
        {
            if (filter.Matches(this[i])) RemoveAt(i);
        }
    }

    private void RemoveAt(int index)
    {
        Count--;
        for (int i = index; i < Count; i++) _images[i] = _images[i + 1];
        _images[Count] = null;
        Version++;
    }

    private bool Append(int type, byte[] content)
    {
        if (_records.NeedsSegment(content.Length) && !Compact()) return false;
        return _records.Append(type, content, content.Length);
    }

    // What is installed is written behind what is there, and then the old segments go. Cut before it is complete, reading all of it gives the
    // same profiles: some are only set once more. Once it is complete, what stands before it does not count, whatever is left of it. With no
    // segment left (power was lost just here before) the newest one is lengthened instead.
    private bool Compact()
    {
        bool done = _records.FreeSegments > 0 ? _records.BeginSegment(BeginRecord, Nothing, 0) : _records.Append(BeginRecord, Nothing, 0);
        for (int i = 0; i < Count && done; i++) done = _records.Append(SetRecord, _images[i]!, _images[i]!.Length);
        if (done && _holdsUnknown) done = CopyUnknown();
        done = done && _records.Append(CompleteRecord, Nothing, 0);
        while (done && _records.FirstSegment < _records.LastSegment) done = _records.DropFirstSegment();
        return done;
    }

    // Records of a newer version are none of our business, and not ours to throw away.
    private bool CopyUnknown()
    {
        RecordReader reader = new(_records, _scratch);
        while (reader.Next() && reader.Segment < _records.LastSegment)
        {
            if (IsKnown(reader.Type)) continue;
            byte[] content = Content(reader);
            if (!_records.Append(reader.Type, content, content.Length)) return false;
        }

        return true;
    }

    private void Load(int[] transactions)
    {
        RecordReader reader = new(_records, _scratch);
        int begins = FindLastComplete(reader);
        int lost = reader.BytesLost;
        int dropped = 0;
        reader.Rewind();
        while (reader.Next())
        {
            if (reader.Type == BeginRecord) begins--;
            if (begins > 0) continue;
            byte[] content = Content(reader);
            if (reader.Type == ClearRecord && content.Length >= ProfileFilter.Length) Remove(ProfileFilter.Read(content, 0));
            else if (reader.Type == SetRecord) dropped += LoadProfile(content, transactions) ? 0 : 1;
            else if (!IsKnown(reader.Type)) _holdsUnknown = true;
        }

        if (lost > 0 || reader.IsUnreadable || dropped > 0)
            _log.Error("smart", $"charging profiles are damaged: {lost} bytes and {dropped} profiles are lost");
        if (_records.FirstSegment < _records.LastSegment && !Compact()) _log.Warning("smart", "the flash does not take the charging profiles");
    }

    // How many times writing what is installed had begun when it was complete for the last time; 0 if it never was.
    private static int FindLastComplete(RecordReader reader)
    {
        int begins = 0;
        int complete = 0;
        while (reader.Next())
        {
            if (reader.Type == BeginRecord) begins++;
            else if (reader.Type == CompleteRecord) complete = begins;
        }

        return complete;
    }

    private bool LoadProfile(byte[] image, int[] transactions)
    {
        if (!ChargingProfile.IsSound(image)) return false;
        ChargingProfile profile = new(image);
        if (profile.Purpose == ProfilePurpose.Tx && !Contains(transactions, profile.LocalId)) return true;
        if (Count - CountReplaced(profile) >= MostProfiles) return false;
        Install(image);
        return true;
    }

    private static byte[] Content(RecordReader reader)
    {
        byte[] content = new byte[reader.Length];
        Array.Copy(reader.Buffer, RecordLog.HeaderLength, content, 0, content.Length);
        return content;
    }

    private static bool IsKnown(int type) => type >= SetRecord && type <= CompleteRecord;

    private static bool Contains(int[] numbers, int number)
    {
        foreach (int candidate in numbers)
        {
            if (candidate == number) return true;
        }

        return false;
    }
}
