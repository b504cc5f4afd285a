using System;
using System.Text;
using ChargePoint.Hal;

namespace ChargePoint.Runtime;

/// <summary>How much a log entry matters.</summary>
public enum LogLevel
{
    /// <summary>For developers: every message and step.</summary>
    Debug,

    /// <summary>What a technician wants to follow.</summary>
    Info,

    /// <summary>Something was refused or failed and is handled.</summary>
    Warning,

    /// <summary>Something is broken and needs somebody.</summary>
    Error,
}

/// <summary>Receives log entries as they are written. Called on the thread that logs; must not block and must not log.</summary>
public interface ILogSink
{
    /// <summary>Takes one entry.</summary>
    /// <param name="monotonicMs">When, on the monotonic clock.</param>
    /// <param name="level">How much it matters.</param>
    /// <param name="room">Room of the firmware that wrote it, such as "link".</param>
    /// <param name="message">One line.</param>
    void Write(long monotonicMs, LogLevel level, string room, string message);
}

/// <summary>
/// Log of the charge point: the newest entries in a ring of bounded size, and an optional sink that sees each as it is
/// written. Entries are one line; control characters become spaces, so nothing from the network can forge a line.
/// </summary>
public sealed class Log
{
    /// <summary>Longest message kept in the ring, in bytes of UTF-8; longer ones are cut there.</summary>
    public const int LongestMessage = 240;

    private const int HeaderLength = 12; // length (2), level (1), length of the room (1), time (8)

    // What the runtime finds in a moment, and a loop over every line does not
    private static readonly char[] Controls = "\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000B\f\r\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\u007F\0".ToCharArray();

    private readonly IClock _clock;
    private readonly byte[] _ring;
    private readonly object _lock = new();
    private int _start;
    private int _used;

    /// <summary>Makes an empty log.</summary>
    /// <param name="clock">Clock for the time of entries.</param>
    /// <param name="capacity">Size of the ring in bytes, at least 512.</param>
    public Log(IClock clock, int capacity = 1024)
    {
        if (capacity < 512) throw new ArgumentOutOfRangeException(nameof(capacity));
        _clock = clock;
        _ring = new byte[capacity];
    }

    /// <summary>Sees each entry as it is written, or null.</summary>
    public ILogSink? Sink { get; set; }

    /// <summary>Entries below this level are dropped.</summary>
    public LogLevel Threshold { get; set; } = LogLevel.Info;

    /// <summary>How many errors had the cause that no memory was left.</summary>
    public int OutOfMemory { get; private set; }

    /// <summary>Number of entries in the ring.</summary>
    public int Count { get; private set; }

    /// <summary>Number of entries that were ever written to the ring: the newest has this number less one.</summary>
    public int Written { get; private set; }

    /// <summary>Writes an entry for developers.</summary>
    /// <param name="room">Room that writes, at most 16 bytes.</param>
    /// <param name="message">One line.</param>
    public void Debug(string room, string message) => Write(LogLevel.Debug, room, message);

    /// <summary>Writes an entry that a technician wants to follow.</summary>
    /// <param name="room">Room that writes, at most 16 bytes.</param>
    /// <param name="message">One line.</param>
    public void Info(string room, string message) => Write(LogLevel.Info, room, message);

    /// <summary>Writes an entry about something that was refused or failed and is handled.</summary>
    /// <param name="room">Room that writes, at most 16 bytes.</param>
    /// <param name="message">One line.</param>
    public void Warning(string room, string message) => Write(LogLevel.Warning, room, message);

    /// <summary>Writes an entry about something that is broken.</summary>
    /// <param name="room">Room that writes, at most 16 bytes.</param>
    /// <param name="message">One line.</param>
    /// <param name="cause">The exception behind it, if there is one: its type and its stack's first line are added.</param>
    public void Error(string room, string message, Exception? cause = null)
    {
        if (cause is OutOfMemoryException) OutOfMemory++;
        Write(LogLevel.Error, room, cause == null ? message : $"{message} ({cause.GetType().Name} {FirstFrame(cause)})");
    }

    /// <summary>Reads an entry of the ring.</summary>
    /// <param name="index">0 is the oldest.</param>
    /// <param name="monotonicMs">When it was written.</param>
    /// <param name="level">How much it matters.</param>
    /// <param name="room">Room that wrote it.</param>
    /// <param name="message">The entry.</param>
    /// <returns>False when there is no such entry (any more).</returns>
    public bool TryRead(int index, out long monotonicMs, out LogLevel level, out string room, out string message)
    {
        lock (_lock)
        {
            monotonicMs = 0;
            level = LogLevel.Debug;
            room = message = "";
            if (index < 0 || index >= Count) return false;
            int position = _start;
            for (int i = 0; i < index; i++) position = (position + LengthAt(position)) % _ring.Length;
            int length = LengthAt(position);
            byte[] entry = new byte[length];
            for (int i = 0; i < length; i++) entry[i] = _ring[(position + i) % _ring.Length];
            level = (LogLevel)entry[2];
            monotonicMs = BitConverter.ToInt64(entry, 4);
            room = Encoding.UTF8.GetString(entry, HeaderLength, entry[3]);
            message = Encoding.UTF8.GetString(entry, HeaderLength + entry[3], length - HeaderLength - entry[3]);
            return true;
        }
    }

    private static string FirstFrame(Exception e)
    {
        string? trace = e.StackTrace;
        if (trace == null) return "";
        trace = trace.Trim();
        int end = trace.IndexOf('\n');
        return end < 0 ? trace : trace.Substring(0, end).Trim();
    }

    private void Write(LogLevel level, string room, string message)
    {
        if (level < Threshold) return;
        long now = _clock.MonotonicMs;
        byte[] line = Encoding.UTF8.GetBytes(message);
        if (message.IndexOfAny(Controls) >= 0 && ReplaceControls(line)) message = Encoding.UTF8.GetString(line, 0, line.Length);
        lock (_lock) Keep(now, level, Encoding.UTF8.GetBytes(room), line);
        Sink?.Write(now, level, room, message);
    }

    private void Keep(long now, LogLevel level, byte[] room, byte[] message)
    {
        int roomLength = room.Length > 16 ? 16 : room.Length;
        int messageLength = Utf8Text.WholeCharacters(message, LongestMessage);
        int length = HeaderLength + roomLength + messageLength;
        while (_ring.Length - _used < length) DropOldest();
        byte[] header = new byte[HeaderLength];
        header[0] = (byte)length;
        header[1] = (byte)(length >> 8);
        header[2] = (byte)level;
        header[3] = (byte)roomLength;
        for (int i = 4; i < HeaderLength; i++, now >>= 8) header[i] = (byte)now;
        Put(header, HeaderLength);
        Put(room, roomLength);
        Put(message, messageLength);
        Count++;
        Written++;
    }

    private void Put(byte[] bytes, int count)
    {
        int end = (_start + _used) % _ring.Length;
        int first = _ring.Length - end < count ? _ring.Length - end : count;
        Array.Copy(bytes, 0, _ring, end, first);
        if (first < count) Array.Copy(bytes, first, _ring, 0, count - first);
        _used += count;
    }

    private void DropOldest()
    {
        int length = LengthAt(_start);
        _start = (_start + length) % _ring.Length;
        _used -= length;
        Count--;
    }

    private int LengthAt(int position) => _ring[position] | (_ring[(position + 1) % _ring.Length] << 8);

    // Control characters are single bytes in UTF-8, and no other character contains such a byte.
    private static bool ReplaceControls(byte[] utf8)
    {
        bool replaced = false;
        for (int i = 0; i < utf8.Length; i++)
        {
            if (utf8[i] >= 0x20 && utf8[i] != 0x7F) continue;
            utf8[i] = (byte)' ';
            replaced = true;
        }

        return replaced;
    }
}
