namespace ChargePoint.Hal;

/// <summary>
/// Decides when a wireless network is joined again. The runtime tries by itself when a link is lost, so nothing is done for
/// 30 s; if that does not help, attempts follow with waits that double from 30 s to 10 min, of which a random part between half and all is
/// waited, so that the charge points of a site do not come back in step after an outage. A link counts as proved when it was up
/// for a minute; one that keeps breaking is not joined ever faster.
/// </summary>
public sealed class LinkRejoin
{
    /// <summary>How long the runtime has to bring a lost link back by itself, in milliseconds.</summary>
    public const int GraceMs = 30_000;

    /// <summary>Longest wait after the first failed attempt, in milliseconds.</summary>
    public const int FirstMs = 30_000;

    /// <summary>Longest wait after many failed attempts, in milliseconds.</summary>
    public const int LongestMs = 600_000;

    /// <summary>After how much time a link is proved, in milliseconds.</summary>
    public const int ProvedMs = 60_000;

    private readonly IRandom _random;
    private readonly byte[] _byte = new byte[1];
    private bool _atOnce;
    private bool _isBusy;
    private long _upSinceMs = -1;
    private long _dueMs = -1;

    /// <summary>Makes a rule that has seen nothing.</summary>
    /// <param name="random">Jitter.</param>
    /// <param name="atOnce">True if the first attempt is due at once, link or not: the settings are not those that the runtime knows.</param>
    public LinkRejoin(IRandom random, bool atOnce)
    {
        _random = random;
        _atOnce = atOnce;
    }

    /// <summary>Attempts since a link was proved.</summary>
    public int Attempts { get; private set; }

    /// <summary>Tells whether an attempt begins now. After true, it is false until <see cref="OnEnded"/>.</summary>
    /// <param name="isUp">True while the link is up.</param>
    /// <param name="nowMs">Monotonic time in milliseconds.</param>
    public bool IsDue(bool isUp, long nowMs)
    {
        if (_isBusy) return false;
        if (_atOnce)
        {
            _atOnce = false;
            return Begin();
        }

        if (isUp)
        {
            if (_upSinceMs < 0) _upSinceMs = nowMs;
            if (nowMs - _upSinceMs >= ProvedMs) Attempts = 0;
            _dueMs = -1;
            return false;
        }

        _upSinceMs = -1;
        if (_dueMs < 0)
        {
            int waitMs = WaitMs();
            _dueMs = nowMs + (waitMs < GraceMs ? GraceMs : waitMs);
        }

        return nowMs >= _dueMs && Begin();
    }

    /// <summary>The attempt has ended; whether it helped is seen from the link.</summary>
    /// <param name="nowMs">Monotonic time in milliseconds.</param>
    public void OnEnded(long nowMs)
    {
        _isBusy = false;
        _dueMs = nowMs + WaitMs();
    }

    private bool Begin()
    {
        _isBusy = true;
        if (Attempts < int.MaxValue) Attempts++;
        return true;
    }

    private int WaitMs()
    {
        if (Attempts == 0) return 0;
        int ceilingMs = FirstMs;
        for (int i = 1; i < Attempts && ceilingMs < LongestMs; i++) ceilingMs *= 2;
        if (ceilingMs > LongestMs) ceilingMs = LongestMs;
        _random.Fill(_byte, 0, 1);
        return ceilingMs / 2 + ceilingMs / 2 * _byte[0] / 255;
    }
}
