using System.Text;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>
/// The security log: what happened that matters to security, in flash, over all restarts. It is the queue of the events that the Central
/// System has not been told of as well: events are numbered without gaps, and one number says up to which they are told. Nothing of OCPP
/// clears it; when it is full, its oldest segment goes, told or not.
/// <code>
/// record 1, an event: number (4), boot (4), monotonic ms (8), ms since 1970 or 0 (8), type (text), techInfo (text or null)
/// record 2, told:     number of the last event that the Central System has confirmed (4). Each segment begins with one.
/// </code>
/// The second is written when all is told, and otherwise after every eighth event: so a loss of power may have as many told twice, none
/// never.
/// </summary>
public sealed class SecurityLog
{
    /// <summary>Length of a segment in bytes: one block of the flash.</summary>
    public const int SegmentBytes = 4096;

    /// <summary>Most segments: 12 KiB, of which two thirds are always kept, some 70 events and more.</summary>
    public const int MostSegments = 3;

    /// <summary>Longest type, in bytes of UTF-8; a longer one is cut there.</summary>
    public const int LongestType = 50;

    /// <summary>Longest techInfo, in bytes of UTF-8; a longer one is cut there.</summary>
    public const int LongestTechInfo = 200;

    private const int EventRecord = 1;
    private const int ToldRecord = 2;
    private const int MostUnstored = 8;
    private const int LongestRecord = 4 + 4 + 8 + 8 + 1 + LongestType + 1 + LongestTechInfo;

    private readonly RecordLog _records;
    private readonly byte[] _scratch;
    private readonly WallClock _clock;
    private readonly EventLoop _loop;
    private readonly Log _log;
    private int _told;
    private int _toldStored;
    private int _waitingSegment;

    /// <summary>Opens the log; nothing is written.</summary>
    /// <param name="flash">Where it is kept (seclog.1, seclog.2, ...).</param>
    /// <param name="scratch">Buffer to work in, shared with other stores on the same loop.</param>
    /// <param name="clock">Time of day, known or not, and the number of the boot.</param>
    /// <param name="loop">The event loop.</param>
    /// <param name="log">Tells what the flash does not take.</param>
    public SecurityLog(IFlashStore flash, byte[] scratch, WallClock clock, EventLoop loop, Log log)
    {
        _scratch = scratch;
        _clock = clock;
        _loop = loop;
        _log = log;
        _records = new RecordLog(flash, "seclog", SegmentBytes, MostSegments, scratch);

        // The newest segment says it all, unless it is damaged.
        Scan(_records.LastSegment);
        if (Last == 0 && _records.Segments > 1) Scan(_records.FirstSegment);
        _toldStored = _told;
        Forget();
    }

    /// <summary>Number of the newest event; 0 in a new log.</summary>
    public int Last { get; private set; }

    /// <summary>True if there is no log at all.</summary>
    public bool IsEmpty => _records.Segments == 0;

    /// <summary>Events that the Central System has still to be told of.</summary>
    public int Waiting => Last - _told;

    /// <summary>Writes an event.</summary>
    /// <param name="type">The whitepaper's name of what happened.</param>
    /// <param name="techInfo">More about it, or null. Control characters become blanks.</param>
    /// <returns>False if the flash does not take it.</returns>
    public bool Add(string type, string? techInfo)
    {
        ByteWriter record = NewRecord(type, techInfo);
        if (!MakeRoom(record.Length) || !_records.Append(EventRecord, record.Buffer, record.Length))
        {
            _log.Error("security", $"the flash does not take an event: {type}");
            return false;
        }

        Last++;
        return true;
    }

    /// <summary>The oldest event that the Central System has not been told of, or null.</summary>
    public SecurityEvent? FirstWaiting()
    {
        if (Waiting == 0) return null;
        RecordReader reader = NewReader();
        if (_waitingSegment > 0) reader.GoTo(_waitingSegment);
        for (SecurityEvent? found = Next(reader); found != null; found = Next(reader))
        {
            if (found.Number <= _told) continue;
            _told = found.Number - 1;
            _waitingSegment = reader.Segment;
            return found;
        }

        _told = Last; // what is damaged cannot be told
        return null;
    }

    /// <summary>The Central System knows an event, and all before it.</summary>
    /// <param name="number">Number of the event.</param>
    public void OnTold(int number)
    {
        if (number <= _told || number > Last) return;
        _told = number;
        if (Waiting > 0 && _told - _toldStored < MostUnstored) return;
        if (_records.Segments > 0 && _records.Append(ToldRecord, ToldContent(), 4)) _toldStored = _told;
    }

    /// <summary>Makes a reader in front of the oldest event.</summary>
    public RecordReader NewReader() => new(_records, _scratch);

    /// <summary>Goes to the next event.</summary>
    /// <param name="reader">A reader of this log.</param>
    /// <returns>The event, or null at the end.</returns>
    public SecurityEvent? Next(RecordReader reader)
    {
        while (reader.Next())
        {
            if (reader.Type != EventRecord) continue;
            ByteReader content = new();
            content.Reset(reader.Buffer, RecordLog.HeaderLength, reader.Length);
            int number = (int)content.Integer(4);
            int boot = (int)content.Integer(4);
            long monotonicMs = content.Integer(8);
            long unixMs = content.Integer(8);
            string? type = content.Text();
            string? techInfo = content.Text();
            if (!content.Failed && type != null) return new SecurityEvent(number, new Moment(boot, monotonicMs, unixMs), type, techInfo);
        }

        return null;
    }

    private static string Clean(string text, int longest)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        int length = Utf8Text.WholeCharacters(utf8, longest);
        for (int i = 0; i < length; i++)
        {
            if (utf8[i] < 0x20 || utf8[i] == 0x7F) utf8[i] = (byte)' ';
        }

        return Encoding.UTF8.GetString(utf8, 0, length);
    }

    private ByteWriter NewRecord(string type, string? techInfo)
    {
        Moment now = Moment.Now(_loop.NowMs, _clock);
        ByteWriter record = new(LongestRecord);
        record.Integer(Last + 1, 4);
        record.Integer(now.Boot, 4);
        record.Integer(now.MonotonicMs, 8);
        record.Integer(now.FixedUnixMs, 8);
        record.Text(Clean(type, LongestType));
        record.Text(techInfo == null ? null : Clean(techInfo, LongestTechInfo));
        return record;
    }

    private bool MakeRoom(int length)
    {
        if (!_records.NeedsSegment(length)) return true;
        if (_records.FreeSegments <= 0)
        {
            if (!_records.DropFirstSegment()) return false;
            Forget();
        }

        // Should the power fail between the two, the segment has no event yet: the one before is looked at again.
        if (!_records.BeginSegment(ToldRecord, ToldContent(), 4)) return false;
        _toldStored = _told;
        return true;
    }

    private byte[] ToldContent()
    {
        byte[] content = new byte[4];
        for (int i = 0; i < 4; i++) content[i] = (byte)(_told >> (8 * i));
        return content;
    }

    private void Scan(int segment)
    {
        RecordReader reader = NewReader();
        reader.GoTo(segment);
        ByteReader content = new();
        while (reader.Next())
        {
            content.Reset(reader.Buffer, RecordLog.HeaderLength, reader.Length);
            int number = (int)content.Integer(4);
            if (content.Failed) continue;
            if (reader.Type == EventRecord && number > Last) Last = number;
            else if (reader.Type == ToldRecord && number > _told) _told = number;
        }

        // Where the events themselves are damaged, their numbers must not be used again: they would count as told.
        if (_told > Last && segment == _records.FirstSegment) Last = _told;
    }

    // What is not there any more cannot be told.
    private void Forget()
    {
        if (Waiting == 0) return;
        SecurityEvent? first = Next(NewReader());
        int lost = (first == null ? Last : first.Number - 1) - _told;
        if (lost <= 0) return;
        _log.Warning("security", $"{lost} security events were never told and are not kept any more");
        _told += lost;
    }
}
