namespace ChargePoint.Bench;

/// <summary>Reads something that only grows: time, or bytes allocated.</summary>
/// <returns>The present reading.</returns>
public delegate long Meter();

/// <summary>Result of a scenario: the figures of one repetition.</summary>
public sealed class Measurement
{
    private readonly long[] _times;

    private Measurement(Scenario scenario, int rounds)
    {
        Scenario = scenario;
        _times = new long[rounds];
    }

    /// <summary>What was measured; its traffic is that of the last round.</summary>
    public Scenario Scenario { get; }

    /// <summary>Time in the middle of all rounds, in the unit of the time meter.</summary>
    public long Median => _times[_times.Length / 2] / Scenario.Repeats;

    /// <summary>Shortest time of all rounds.</summary>
    public long Minimum => _times[0] / Scenario.Repeats;

    /// <summary>Fewest bytes allocated in a round: what the code needs, without the runtime's own doings in the others.</summary>
    public long AllocatedBytes { get; private set; } = long.MaxValue;

    /// <summary>Measures a scenario.</summary>
    /// <param name="scenario">What to measure.</param>
    /// <param name="warmUp">Rounds that are not counted.</param>
    /// <param name="rounds">Rounds that are counted, 1 or more.</param>
    /// <param name="time">Time.</param>
    /// <param name="allocated">Bytes allocated.</param>
    public static Measurement Of(Scenario scenario, int warmUp, int rounds, Meter time, Meter allocated)
    {
        Measurement result = new(scenario, rounds);
        for (int i = -warmUp; i < rounds; i++)
        {
            scenario.Prepare();
            scenario.Traffic.Clear();
            long bytesBefore = allocated();
            long before = time();
            scenario.Run();
            long elapsed = time() - before;
            long bytes = (allocated() - bytesBefore) / scenario.Repeats;
            if (i < 0) continue;
            result.Insert(i, elapsed);
            if (bytes < result.AllocatedBytes) result.AllocatedBytes = bytes;
        }

        return result;
    }

    // Sorted as they come: the device has no Array.Sort.
    private void Insert(int count, long elapsed)
    {
        int at = count;
        for (; at > 0 && _times[at - 1] > elapsed; at--) _times[at] = _times[at - 1];
        _times[at] = elapsed;
    }
}
