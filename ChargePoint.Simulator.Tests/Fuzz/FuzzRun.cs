using System.Text;

namespace ChargePoint.Simulator.Tests.Fuzz;

/// <summary>
/// A run of one target: how many inputs, its figures, and the inputs that showed something new. CHARGEPOINT_FUZZ is the number of inputs of
/// all targets together, CHARGEPOINT_FUZZ_SEED the seed: the same two give the same run, input by input.
/// </summary>
internal sealed class FuzzRun
{
    /// <summary>Most inputs that are kept for having shown something new.</summary>
    public const int LargestCorpus = 400;

    private const int Default = 100_000;

    private const int LongestKept = 2048; // of an input in the corpus
    private const int MostEffects = 50_000;

    /// <summary>What may be kept in an episode, on a 64-bit machine and with what the run itself remembers, in bytes.</summary>
    private const long MostStationBytes = 2 * 1024 * 1024;

    /// <summary>What may stay when everything of an episode is gone, with what the run itself remembers, in bytes.</summary>
    private const long MostGrowthBytes = 4 * 1024 * 1024;

    private static readonly int Total = int.TryParse(Environment.GetEnvironmentVariable("CHARGEPOINT_FUZZ"), out int total) ? total : Default;
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("CHARGEPOINT_FUZZ_SEED"), out int seed) ? seed : 1;

    private readonly string _target;
    private readonly TestContext _context;
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<ulong> _seen = [];
    private readonly List<byte[]> _corpus = [];
    private readonly System.Diagnostics.Stopwatch _clock = System.Diagnostics.Stopwatch.StartNew();
    private long _firstHeap = -1;
    private long _mostHeap;
    private long _stationHeap;
    private long _mostStation;

    /// <summary>Begins a run.</summary>
    /// <param name="target">What is fed.</param>
    /// <param name="perMille">Its share of all inputs.</param>
    /// <param name="context">Takes the figures.</param>
    public FuzzRun(string target, int perMille, TestContext context)
    {
        _target = target;
        _context = context;
        Inputs = Math.Max(20, (int)((long)Total * perMille / 1000));
        int salt = target.Aggregate(17, (sum, c) => unchecked((sum * 31) + c));
        Random = new Random(unchecked((Seed * 1_000_003) + salt));
    }

    /// <summary>How many inputs.</summary>
    public int Inputs { get; }

    /// <summary>Source of all that is random in the run.</summary>
    public Random Random { get; }

    /// <summary>Index of the present input.</summary>
    public int Index { get; private set; } = -1;

    /// <summary>Inputs that showed something new.</summary>
    public IReadOnlyList<byte[]> Corpus => _corpus;

    /// <summary>Goes to the next input.</summary>
    /// <returns>False at the end.</returns>
    public bool Next() => ++Index < Inputs;

    /// <summary>Counts something for the figures.</summary>
    public void Count(string what) => _counts[what] = _counts.GetValueOrDefault(what) + 1;

    /// <summary>Keeps the input if what it brought about has not been seen before.</summary>
    public void Learn(byte[] input, string effect)
    {
        if (input.Length > LongestKept || _seen.Count >= MostEffects || !_seen.Add(Shape(effect))) return;
        if (_corpus.Count < LargestCorpus) _corpus.Add(input);
        else _corpus[Random.Next(LargestCorpus)] = input;
    }

    /// <summary>Fails the test, with all that is needed to see it again.</summary>
    public void Fail(string why, byte[] input) =>
        Assert.Fail($"{_target}, CHARGEPOINT_FUZZ={Total} CHARGEPOINT_FUZZ_SEED={Seed}, input {Index}: {why}\ninput ({input.Length} bytes): {Show(input)}");

    /// <summary>Begins an episode: what the charge point holds now is what it may hold.</summary>
    /// <param name="station">The charge point; nobody holds the one before any more.</param>
    public void Begin(FuzzStation station) => _stationHeap = MeasureHeap() - station.Flash.UsedBytes;

    /// <summary>Ends an episode: what the charge point has kept since it began, without what is in its flash, is bounded.</summary>
    public void End(FuzzStation station)
    {
        long growth = MeasureHeap() - station.Flash.UsedBytes - _stationHeap;
        if (_firstHeap < 0) return;
        _mostStation = Math.Max(_mostStation, growth);
        Assert.IsLessThan(MostStationBytes, growth, $"{_target}, input {Index}: the charge point keeps too much");
    }

    /// <summary>Measures what is left in the heap after a full collection: it must not grow with the number of inputs.</summary>
    public long MeasureHeap()
    {
        long heap = GC.GetTotalMemory(true);
        _mostHeap = Math.Max(_mostHeap, heap);
        if (_firstHeap < 0 && Index > Inputs / 5) _firstHeap = heap; // when everything that is made once is there
        if (_firstHeap >= 0) Assert.IsLessThan(_firstHeap + MostGrowthBytes, heap, $"{_target}, input {Index}: the heap grows");
        return heap;
    }

    /// <summary>Prints the figures.</summary>
    /// <param name="more">What only the target knows.</param>
    public void Report(string more = "")
    {
        string counts = string.Join(", ", _counts.Select(count => $"{count.Key} {count.Value}"));
        string text = $"{_target}: {Inputs} inputs in {_clock.Elapsed.TotalSeconds:F1} s (seed {Seed}); {_seen.Count} different effects; heap at most {_mostHeap / 1024} KiB, at most {_mostStation / 1024} KiB more in an episode; {counts}; {more}";
        _context.WriteLine(text);
        if (Environment.GetEnvironmentVariable("CHARGEPOINT_FUZZ_FIGURES") is { Length: > 0 } file) File.AppendAllText(file, text + "\n");
    }

    /// <summary>Bytes as text: what cannot be printed is escaped.</summary>
    public static string Show(byte[] input)
    {
        StringBuilder text = new();
        foreach (byte b in input.AsSpan(0, Math.Min(input.Length, 6000))) text.Append(b is >= 0x20 and < 0x7F ? ((char)b).ToString() : $"\\x{b:X2}");
        return input.Length > 6000 ? text.Append("...").ToString() : text.ToString();
    }

    // FNV-1a. Numbers and ids are not what makes an effect another one.
    private static ulong Shape(string effect)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in effect.AsSpan(0, Math.Min(effect.Length, 160)))
        {
            if (!char.IsDigit(c)) hash = unchecked((hash ^ c) * 1099511628211);
        }

        return hash;
    }
}
