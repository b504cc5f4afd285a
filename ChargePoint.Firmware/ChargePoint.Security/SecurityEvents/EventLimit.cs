namespace ChargePoint.Security;

/// <summary>
/// Keeps a peer from wearing out the flash and from washing everything else out of the security log by what it can bring about as often as
/// it likes: of each such kind, at most <see cref="MostInWindow"/> events count in ten minutes. Those beyond are counted, and the next one
/// that is written tells their number.
/// </summary>
internal sealed class EventLimit
{
    /// <summary>Most events of a kind in a window.</summary>
    public const int MostInWindow = 10;

    /// <summary>Length of a window in seconds.</summary>
    public const int WindowSeconds = 600;

    private const int Kinds = 9;

    private readonly byte[] _inWindow = new byte[Kinds];
    private readonly int[] _windowSecond = new int[Kinds];
    private readonly int[] _suppressed = new int[Kinds];

    /// <summary>Tells whether there is a limit for an event: not for what happens a few times at most by itself, such as a start.</summary>
    /// <param name="type">Its name.</param>
    public static bool Covers(string type) => KindOf(type) >= 0;

    /// <summary>Asks whether an event is written.</summary>
    /// <param name="type">Its name; there is a limit for it.</param>
    /// <param name="nowMs">Monotonic time.</param>
    /// <param name="suppressed">If so: how many of its kind were not since the one before.</param>
    public bool Takes(string type, long nowMs, out int suppressed)
    {
        suppressed = 0;
        int kind = KindOf(type);
        int nowSecond = (int)(nowMs / 1000);
        if (_inWindow[kind] == 0 || nowSecond - _windowSecond[kind] >= WindowSeconds)
        {
            _inWindow[kind] = 0;
            _windowSecond[kind] = nowSecond;
        }

        if (_inWindow[kind] == MostInWindow)
        {
            _suppressed[kind]++;
            return false;
        }

        _inWindow[kind]++;
        suppressed = _suppressed[kind];
        _suppressed[kind] = 0;
        return true;
    }

    // What this firmware does not raise here shares the last.
    private static int KindOf(string type) => type switch
    {
        SecurityEventTypes.FirmwareUpdated or SecurityEventTypes.StartupOfTheDevice or SecurityEventTypes.ResetOrReboot
            or SecurityEventTypes.SecurityLogWasCleared => -1,
        SecurityEventTypes.FailedToAuthenticateAtCentralSystem => 0,
        SecurityEventTypes.SettingSystemTime => 1,
        SecurityEventTypes.ReconfigurationOfSecurityParameters => 2,
        SecurityEventTypes.MemoryExhaustion => 3,
        SecurityEventTypes.InvalidMessages => 4,
        SecurityEventTypes.InvalidCentralSystemCertificate or SecurityEventTypes.InvalidTLSVersion or SecurityEventTypes.InvalidTLSCipherSuite => 5,
        SecurityEventTypes.MaintenanceLoginAccepted => 6,
        SecurityEventTypes.MaintenanceLoginFailed => 7,
        _ => 8,
    };
}
