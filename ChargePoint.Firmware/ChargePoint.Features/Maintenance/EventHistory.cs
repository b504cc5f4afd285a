using System;
using System.Text;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>What an entry of the history tells. The numbers stand in flash: new ones are added at the end.</summary>
public enum HistoryKind
{
    /// <summary>A fault was raised.</summary>
    Fault,

    /// <summary>A fault is over.</summary>
    FaultOver,

    /// <summary>A session has ended.</summary>
    Session,

    /// <summary>The connection to the Central System was lost.</summary>
    LinkLost,

    /// <summary>The connection to the Central System is there.</summary>
    LinkBack,
}

/// <summary>
/// What has happened, over restarts, for technicians: faults, sessions and the connection. (Starts and new firmware stand in the security log.)
/// Two files that are written in turn: when one is full, the other begins anew. Faults and connections that come and go all day must not wear the
/// flash out: of them <see cref="MostAtOnce"/> are kept at once, and one more every <see cref="RefillMs"/>.
/// <code>
///  0  1  length of the entry
///  1  1  sum of the bytes from 2 on
///  2  1  <see cref="HistoryKind"/>
///  3  1  connector, 0 for none
///  4  4  boot
///  8  4  monotonic time in seconds
/// 12  4  seconds since 1970, 0 while not known
/// 16     text in UTF-8
/// </code>
/// </summary>
public sealed class EventHistory
{
    /// <summary>Length at which a file is full, in bytes.</summary>
    public const int FileBytes = 2048;

    /// <summary>Longest text, in bytes of UTF-8; a longer one is cut there.</summary>
    public const int LongestText = 80;

    /// <summary>How many faults and changes of the connection are kept at once.</summary>
    public const int MostAtOnce = 12;

    /// <summary>Time after which one more is kept, in milliseconds.</summary>
    public const int RefillMs = 600_000;

    private const int HeaderLength = 16;

    private readonly IFlashStore _flash;
    private readonly EventLoop _loop;
    private readonly WallClock _clock;
    private int _used;
    private long _refilledMs;

    /// <summary>Opens the history; nothing is read or written.</summary>
    /// <param name="flash">Where it is kept: history.0 and history.1.</param>
    /// <param name="loop">Gives the monotonic time.</param>
    /// <param name="clock">Time of day, and number of the boot.</param>
    public EventHistory(IFlashStore flash, EventLoop loop, WallClock clock)
    {
        _flash = flash;
        _loop = loop;
        _clock = clock;
    }

    /// <summary>Faults and changes of the connection that were not kept since the start.</summary>
    public int Dropped { get; private set; }

    /// <summary>Writes an entry; what the flash does not take is not kept.</summary>
    /// <param name="kind">What has happened.</param>
    /// <param name="connectorId">Where, 0 for none.</param>
    /// <param name="text">More about it.</param>
    public void Add(HistoryKind kind, int connectorId, string text)
    {
        if (kind != HistoryKind.Session && !MayWrite())
        {
            Dropped++;
            return;
        }

        int file = Newer();
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        int length = Utf8Text.WholeCharacters(utf8, LongestText);
        byte[] entry = new byte[HeaderLength + length];
        entry[0] = (byte)entry.Length;
        entry[2] = (byte)kind;
        entry[3] = (byte)connectorId;
        Put(entry, 4, _clock.Boot);
        Put(entry, 8, (int)(_loop.NowMs / 1000));
        Put(entry, 12, _clock.IsKnown ? (int)(_clock.UnixMs / 1000) : 0);
        Array.Copy(utf8, 0, entry, HeaderLength, length);
        entry[1] = Sum(entry, 0, entry.Length);
        if (_flash.Length(NameOf(file)) + entry.Length <= FileBytes) _flash.Append(NameOf(file), entry, 0, entry.Length);
        else _flash.Write(NameOf(1 - file), entry, 0, entry.Length);
    }

    /// <summary>Reads an entry, oldest first.</summary>
    /// <param name="place">Where it stands; 0 for the first. Goes to the next one.</param>
    /// <returns>The entry, or null at the end.</returns>
    public HistoryEntry? Next(ref int place)
    {
        int newer = Newer();
        byte[] entry = new byte[HeaderLength + LongestText];
        while (place < 2 * FileBytes)
        {
            string name = NameOf(place < FileBytes ? 1 - newer : newer);
            int read = _flash.Read(name, place % FileBytes, entry, 0, entry.Length);
            if (read < HeaderLength)
            {
                if (place >= FileBytes) return null;
                place = FileBytes;
                continue;
            }

            int length = entry[0];
            if (length < HeaderLength || length > read || entry[1] != Sum(entry, 0, length))
            {
                int skip = 1; // torn or damaged: the next that may be sound is looked for
                while (skip + HeaderLength <= read && (entry[skip] < HeaderLength || entry[skip] > entry.Length)) skip++;
                place += skip;
                continue;
            }

            place += length;
            string text = Encoding.UTF8.GetString(entry, HeaderLength, length - HeaderLength);
            long unixMs = (uint)Get(entry, 12) * 1000L;
            return new HistoryEntry((HistoryKind)entry[2], entry[3], new Moment(Get(entry, 4), (uint)Get(entry, 8) * 1000L, unixMs), text);
        }

        return null;
    }

    private static string NameOf(int file) => "history." + file.ToString();

    // The file that is written: of two, the one that begins with the later entry.
    private int Newer()
    {
        long second = BeginOf(1);
        return second >= 0 && second >= BeginOf(0) ? 1 : 0;
    }

    // Boot and time of a file's first entry as one number; -1 if it has none.
    private long BeginOf(int file)
    {
        byte[] header = new byte[HeaderLength];
        return _flash.Read(NameOf(file), 0, header, 0, HeaderLength) < HeaderLength ? -1 : ((long)Get(header, 4) << 32) | (uint)Get(header, 8);
    }

    private bool MayWrite()
    {
        long nowMs = _loop.NowMs;
        int more = (int)((nowMs - _refilledMs) / RefillMs);
        if (more > 0)
        {
            _refilledMs = nowMs;
            _used = more >= _used ? 0 : _used - more;
        }

        if (_used >= MostAtOnce) return false;
        _used++;
        return true;
    }

    private static byte Sum(byte[] bytes, int start, int length)
    {
        int sum = 0x5A;
        for (int i = start + 2; i < start + length; i++) sum += bytes[i];
        return (byte)sum;
    }

    private static void Put(byte[] bytes, int at, int value)
    {
        for (int i = 0; i < 4; i++) bytes[at + i] = (byte)(value >> (8 * i));
    }

    private static int Get(byte[] bytes, int at) => bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
}

/// <summary>An entry of the history.</summary>
public sealed class HistoryEntry
{
    /// <summary>Makes an entry.</summary>
    /// <param name="kind">What has happened.</param>
    /// <param name="connectorId">Where, 0 for none.</param>
    /// <param name="moment">When.</param>
    /// <param name="text">More about it.</param>
    public HistoryEntry(HistoryKind kind, int connectorId, Moment moment, string text)
    {
        Kind = kind;
        ConnectorId = connectorId;
        Moment = moment;
        Text = text;
    }

    /// <summary>What has happened.</summary>
    public HistoryKind Kind { get; }

    /// <summary>Where, 0 for none.</summary>
    public int ConnectorId { get; }

    /// <summary>When, to the second.</summary>
    public Moment Moment { get; }

    /// <summary>More about it.</summary>
    public string Text { get; }
}
