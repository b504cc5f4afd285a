namespace ChargePoint.Safety;

/// <summary>
/// How long something has been seen. Only time during which somebody looked counts: if the whole controller stood still for seconds (a TLS
/// handshake), two looks are no proof of what was between them, and no fault may come of it.
/// </summary>
internal static class Evidence
{
    /// <summary>Most that one step of the supervisor counts, in milliseconds.</summary>
    public const int MostStepMs = 100;

    private const int LongestMs = 1_000_000;

    /// <summary>Adds a look. The first that sees it counts a millisecond: nobody knows what was before it.</summary>
    /// <param name="soFarMs">Time so far.</param>
    /// <param name="isSeen">Whether it is seen now.</param>
    /// <param name="elapsedMs">Time since the look before.</param>
    /// <returns>The time from now on.</returns>
    public static int Add(int soFarMs, bool isSeen, int elapsedMs) => !isSeen ? 0 : soFarMs == 0 ? 1 : soFarMs < LongestMs ? soFarMs + elapsedMs : soFarMs;
}
