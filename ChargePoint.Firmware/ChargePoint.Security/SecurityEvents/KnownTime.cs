using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Security;

/// <summary>Reads the time of day that the board got by SNTP (RFC 4330). Must not block.</summary>
/// <returns>Milliseconds since 1970-01-01T00:00:00Z, or -1 while there is none.</returns>
public delegate long NetworkTime();

/// <summary>
/// What time it is, as far as certificates are concerned. Their dates are checked before a Central System can say what time it is. The rule:
/// <list type="number">
/// <item>A time that was set in this boot counts: by SNTP where the board has it, later by the Central System.</item>
/// <item>Before that, it is at least as late as the last time that is in flash: a certificate that had expired then is expired, one that is
/// not valid yet is taken.</item>
/// <item>A factory-new charge point without SNTP knows nothing: dates are not checked until it does.</item>
/// </list>
/// The time is stored once a day at most, for the sake of the flash, with the version of the firmware that runs (security.0, security.1):
/// <code>
/// ms since 1970 (8), CRC-32 of the firmware version (4). What a newer version has stored behind it is kept.
/// </code>
/// </summary>
public sealed class KnownTime
{
    /// <summary>How much later it has to be for the time to be stored again, in milliseconds.</summary>
    public const long StoreEveryMs = 86_400_000;

    private const int LongestImage = 64;
    private const int OwnLength = 12;

    private readonly IFlashStore _flash;
    private readonly byte[] _scratch;
    private readonly WallClock _clock;
    private readonly Log _log;
    private int _versionCrc;

    /// <summary>Loads what is in flash.</summary>
    /// <param name="flash">Where it is kept.</param>
    /// <param name="scratch">Buffer to work in, shared with other stores on the same loop.</param>
    /// <param name="clock">Time of day.</param>
    /// <param name="log">Log.</param>
    public KnownTime(IFlashStore flash, byte[] scratch, WallClock clock, Log log)
    {
        _flash = flash;
        _scratch = scratch;
        _clock = clock;
        _log = log;
        byte[] image = new byte[LongestImage];
        SlotFile file = NewFile();
        if (file.Load(image, out int length) && length >= OwnLength)
        {
            ByteReader reader = new();
            reader.Reset(image, 0, length);
            StoredUnixMs = reader.Integer(8);
            _versionCrc = (int)reader.Integer(4);
        }

        IsNew = file.IsNew;
    }

    /// <summary>True if nothing was ever stored: the charge point is factory-new, or had a firmware without a security log.</summary>
    public bool IsNew { get; }

    /// <summary>The last time that is in flash, in milliseconds since 1970; 0 if there is none.</summary>
    public long StoredUnixMs { get; private set; }

    /// <summary>Reads the time that the board got by SNTP, or null.</summary>
    public NetworkTime? Network { get; set; }

    /// <summary>True if <see cref="UnixMs"/> is what time it is, and not only a lower bound.</summary>
    public bool IsExact => _clock.IsKnown;

    /// <summary>What time it is at least, in milliseconds since 1970; 0 if nothing is known.</summary>
    public long UnixMs => _clock.IsKnown ? _clock.UnixMs : StoredUnixMs;

    /// <summary>Takes the time of SNTP, if there is one and the clock is not set yet.</summary>
    public void Look()
    {
        if (_clock.IsKnown || Network == null) return;
        long unixMs = Network();
        if (unixMs < 0) return;
        if (unixMs < StoredUnixMs)
        {
            _log.Warning("security", "the time that SNTP tells is before the last known time");
            Network = null;
            return;
        }

        _clock.Set(unixMs);
    }

    /// <summary>Stores the time if it is known, and a day later (or earlier: somebody had been wrong) than what is stored.</summary>
    public void Tend()
    {
        if (!_clock.IsKnown) return;
        long later = _clock.UnixMs - StoredUnixMs;
        if (later >= StoreEveryMs || later <= -StoreEveryMs) Store(_clock.UnixMs, _versionCrc);
    }

    /// <summary>Forgets the time that is in flash, should a Central System have set a clock to a wrong year.</summary>
    public void Forget() => Store(0, _versionCrc);

    /// <summary>Notes the firmware that runs.</summary>
    /// <param name="version">Its version.</param>
    /// <returns>True if it was another one before.</returns>
    public bool NoteVersion(string version)
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(version);
        int crc = (int)Crc32.Add(Crc32.Empty, text, 0, text.Length);
        if (crc == _versionCrc) return false;
        bool isOther = _versionCrc != 0;
        Store(StoredUnixMs, crc);
        return isOther;
    }

    private SlotFile NewFile() => new(_flash, "security", 1, _scratch);

    private void Store(long unixMs, int versionCrc)
    {
        byte[] image = new byte[LongestImage];
        SlotFile file = NewFile();
        file.Load(image, out int length);
        ByteWriter writer = new(OwnLength);
        writer.Integer(unixMs, 8);
        writer.Integer(versionCrc, 4);
        System.Array.Copy(writer.Buffer, 0, image, 0, OwnLength);
        if (!file.Save(image, length < OwnLength ? OwnLength : length))
        {
            _log.Warning("security", "the flash does not take the time");
            return;
        }

        StoredUnixMs = unixMs;
        _versionCrc = versionCrc;
    }
}
