using ChargePoint.Hal;

namespace ChargePoint.Ocpp;

/// <summary>
/// How long to wait before the next attempt to connect: doubling from 5 s to 5 min, of which a random part between half and
/// all is waited, so that the charge points of a site do not come back in step. In the first minute of an outage that is at most
/// 5 attempts.
/// </summary>
public sealed class ReconnectBackoff
{
    /// <summary>Longest wait after the first failure, in milliseconds.</summary>
    public const int FirstMs = 5_000;

    /// <summary>Longest wait after many failures, in milliseconds.</summary>
    public const int LongestMs = 300_000;

    private readonly IRandom _random;
    private readonly byte[] _bytes = new byte[4];

    /// <summary>Makes a backoff that has seen no failure.</summary>
    /// <param name="random">Jitter.</param>
    public ReconnectBackoff(IRandom random) => _random = random;

    /// <summary>Failures since the last success.</summary>
    public int Failures { get; private set; }

    /// <summary>The connection has proved itself.</summary>
    public void Reset() => Failures = 0;

    /// <summary>Counts a failure.</summary>
    /// <returns>Milliseconds to wait before the next attempt.</returns>
    public int NextMs()
    {
        int ceiling = FirstMs;
        for (int i = 0; i < Failures && ceiling < LongestMs; i++) ceiling *= 2;
        if (ceiling > LongestMs) ceiling = LongestMs;
        Failures++;
        return (ceiling / 2) + Below((ceiling / 2) + 1);
    }

    /// <summary>A random number.</summary>
    /// <param name="limit">1 or more.</param>
    /// <returns>0 to <paramref name="limit"/> - 1.</returns>
    public int Below(int limit)
    {
        _random.Fill(_bytes, 0, 4);
        int positive = _bytes[0] | (_bytes[1] << 8) | (_bytes[2] << 16) | ((_bytes[3] & 0x7F) << 24);
        return positive % limit;
    }
}
