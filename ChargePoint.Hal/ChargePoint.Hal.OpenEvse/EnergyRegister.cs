namespace ChargePoint.Hal.OpenEvse;

/// <summary>
/// A register of energy, in whole watt-hours, that never decreases, made of what an OpenEVSE controller counts: watt-seconds of the running
/// session, and watt-hours of all sessions that have ended, to which a session is added when its vehicle leaves (rounded down to whole
/// watt-hours, so the sum goes on without a step). What breaks the count is bridged:
/// <list type="bullet">
/// <item>a controller that restarts in a session forgets the session's energy: it is added as an offset,</item>
/// <item>a counter that was set, or another controller: the register goes on where it was,</item>
/// <item>a restart of this side: the register is kept in flash, every 100 Wh and after each session; a loss of power for both
/// in a session loses what was counted since, at most 100 Wh (the session's checkpoint in the journal is at least as good).</item>
/// </list>
/// The first reading, and one that says less than before or more than any station can deliver, count when a second one confirms them: a
/// checksum of eight bits lets one garbled line in 256 pass.
/// </summary>
public sealed class EnergyRegister
{
    /// <summary>Energy after which the register is kept anew, in watt-hours.</summary>
    public const int KeptEveryWh = 100;

    private const string FileName = "openevse.register";
    private const byte Format = 1;
    private const int FileLength = 17;
    private const int RetryAfterPolls = 3_000;
    private const int WattSecondsPerWh = 3_600;

    // 80 A on three phases of 300 V are 20 Wh a second; readings come every few seconds.
    private const int MostWhPerSecond = 20;
    private const int SlackWh = 100;

    private readonly IFlashStore? _flash;
    private readonly byte[] _scratch = new byte[FileLength];
    private int _offsetWh;
    private int _keptWh;
    private int _keptOffsetWh;
    private int _doubtedWh = -1;
    private int _lastTotalWh = -1;
    private int _lastSessionWs;
    private int _retryIn;
    private bool _follows;

    /// <summary>Takes up what was kept in flash.</summary>
    /// <param name="flash">Where the register is kept; null keeps nothing.</param>
    public EnergyRegister(IFlashStore? flash)
    {
        _flash = flash;
        if (flash == null || flash.Read(FileName, 0, _scratch, 0, FileLength) < FileLength || _scratch[0] < Format) return;
        int shown = Load(1);
        int offset = Load(5);
        if (shown < 0 || shown != ~Load(9) || offset != ~Load(13)) return;
        EnergyWh = _keptWh = shown;
        _offsetWh = _keptOffsetWh = offset;
    }

    /// <summary>True once readings of the controller are counted.</summary>
    public bool IsKnown => _follows;

    /// <summary>The register, in watt-hours; what was kept, before the first reading.</summary>
    public int EnergyWh { get; private set; }

    /// <summary>Takes a reading of the controller.</summary>
    /// <param name="totalWh">All sessions that have ended.</param>
    /// <param name="sessionWs">The running session, or, until the next begins, the one that ended last; in watt-seconds.</param>
    /// <param name="inSession">True if a vehicle was connected when this was read.</param>
    /// <param name="elapsedSeconds">Time since the reading before.</param>
    public void Take(int totalWh, int sessionWs, bool inSession, int elapsedSeconds)
    {
        if (totalWh < 0 || sessionWs < 0) return;
        bool isFirst = _lastTotalWh < 0;
        bool hasEnded = !isFirst && totalWh > _lastTotalWh && sessionWs >= _lastSessionWs && totalWh - _lastTotalWh == sessionWs / WattSecondsPerWh;
        _lastTotalWh = totalWh;
        _lastSessionWs = sessionWs;

        // The session was added to the total between looks: would it be taken for a running one, it counted twice. The next look tells.
        if (hasEnded && inSession) return;
        int rawWh = totalWh + (inSession ? sessionWs / WattSecondsPerWh : 0);
        if (rawWh < 0) return; // beyond the range of the register: noise
        Follow(rawWh, elapsedSeconds);
    }

    /// <summary>Keeps the register in flash when it is due. To be called on the event loop's thread only.</summary>
    /// <param name="isCharging">True while energy flows.</param>
    public void Keep(bool isCharging)
    {
        if (_flash == null) return;
        if (_retryIn > 0)
        {
            _retryIn--;
            return;
        }

        int energyWh = EnergyWh;
        int offsetWh = _offsetWh;
        bool due = offsetWh != _keptOffsetWh || energyWh - _keptWh >= (isCharging ? KeptEveryWh : 1);
        if (!due) return;
        _scratch[0] = Format;
        Store(1, energyWh);
        Store(5, offsetWh);
        Store(9, ~energyWh);
        Store(13, ~offsetWh);
        if (_flash.Write(FileName, _scratch, 0, FileLength))
        {
            _keptWh = energyWh;
            _keptOffsetWh = offsetWh;
        }
        else
        {
            _retryIn = RetryAfterPolls;
        }
    }

    private void Follow(int rawWh, int elapsedSeconds)
    {
        long mostWh = SlackWh + (long)elapsedSeconds * MostWhPerSecond;
        long riseWh = (long)rawWh + _offsetWh - EnergyWh;
        if (_follows && riseWh >= 0 && riseWh <= mostWh)
        {
            _doubtedWh = -1;
            EnergyWh += (int)riseWh;
            return;
        }

        long sinceDoubtWh = (long)rawWh - _doubtedWh;
        if (_doubtedWh < 0 || sinceDoubtWh < 0 || sinceDoubtWh > mostWh)
        {
            _doubtedWh = rawWh;
            return;
        }

        if (!_follows) Begin(rawWh);
        else Continue(rawWh);
        _doubtedWh = -1;
    }

    // Nothing is known of the time between: what the controller has counted meanwhile was delivered.
    private void Begin(int rawWh)
    {
        _follows = true;
        long energyWh = (long)rawWh + _offsetWh;
        if (energyWh < EnergyWh || energyWh > int.MaxValue) _offsetWh = EnergyWh - rawWh;
        EnergyWh = rawWh + _offsetWh;
    }

    // The register goes on where it was. What came between the two readings is counted.
    private void Continue(int rawWh)
    {
        _offsetWh = EnergyWh - _doubtedWh;
        EnergyWh = rawWh + _offsetWh;
    }

    private int Load(int at) => _scratch[at] | (_scratch[at + 1] << 8) | (_scratch[at + 2] << 16) | (_scratch[at + 3] << 24);

    private void Store(int at, int value)
    {
        for (int i = 0; i < 4; i++) _scratch[at + i] = (byte)(value >> (8 * i));
    }
}
