namespace ChargePoint.Simulator.Bench;

/// <summary>What a bench command has to say: lines of text, then whether it was carried out.</summary>
/// <param name="Lines">Zero or more lines of text.</param>
/// <param name="Error">Why it was refused (then nothing has changed), in one line; null if it was carried out.</param>
public sealed record BenchResult(IReadOnlyList<string> Lines, string? Error)
{
    /// <summary>Carried out, nothing to say.</summary>
    public static readonly BenchResult Ok = new([], null);

    /// <summary>True if it was carried out.</summary>
    public bool IsOk => Error == null;

    /// <summary>Carried out, with something to say.</summary>
    public static BenchResult Said(params string[] lines) => new(lines, null);

    /// <summary>Refused.</summary>
    public static BenchResult Refused(string reason) => new([], reason);
}
