using System.Text;
using ChargePoint.Maintenance;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>The security log as a text in UTF-8, a line for each event, oldest first. It is made line by line as it is sent.</summary>
public sealed class SecurityLogFile : IReport
{
    private readonly SecurityLog _log;
    private readonly WallClock _clock;
    private long _fromUnixMs = long.MinValue;
    private long _toUnixMs = long.MaxValue;
    private RecordReader? _reader;
    private byte[]? _line;
    private int _at;

    /// <summary>Makes the file.</summary>
    /// <param name="log">The security log.</param>
    /// <param name="clock">Time of day.</param>
    public SecurityLogFile(SecurityLog log, WallClock clock)
    {
        _log = log;
        _clock = clock;
    }

    /// <inheritdoc/>
    public void Limit(long fromUnixMs, long toUnixMs)
    {
        _fromUnixMs = fromUnixMs;
        _toUnixMs = toUnixMs;
    }

    /// <summary>An event in one line, such as "2026-11-21T07:15:01.000Z 12 SettingSystemTime: 40 s ahead".</summary>
    /// <param name="entry">The event.</param>
    /// <param name="clock">Time of day, known or not.</param>
    public static string Line(SecurityEvent entry, WallClock clock)
    {
        string time = entry.Moment.IsDated(clock) ? Iso8601.ToText(entry.Moment.UnixMs(clock)) : $"boot {entry.Moment.Boot}, {entry.Moment.MonotonicMs / 1000} s:";
        string text = $"{time} {entry.Number} {entry.Type}";
        return entry.TechInfo == null ? text : $"{text}: {entry.TechInfo}";
    }

    /// <inheritdoc/>
    public void Rewind()
    {
        Release();
        _reader = _log.NewReader();
    }

    /// <inheritdoc/>
    public void Release()
    {
        _reader = null;
        _line = null;
        _at = 0;
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        while (_line == null || _at == _line.Length)
        {
            SecurityEvent? entry = _reader == null ? null : _log.Next(_reader);
            if (entry == null) return 0;
            if (!IsWanted(entry)) continue;
            _line = Encoding.UTF8.GetBytes(Line(entry, _clock) + "\n");
            _at = 0;
        }

        int given = 0;
        for (; given < count && _at < _line.Length; given++) buffer[offset + given] = _line[_at++];
        return given;
    }

    // What cannot be dated is wanted.
    private bool IsWanted(SecurityEvent entry)
    {
        if (!entry.Moment.IsDated(_clock)) return true;
        long unixMs = entry.Moment.UnixMs(_clock);
        return unixMs >= _fromUnixMs && unixMs <= _toUnixMs;
    }
}
