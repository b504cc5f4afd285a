namespace ChargePoint.Hal.Parts;

/// <summary>Times of a residual-current monitor's self test; take them from the module's data sheet.</summary>
public sealed class ResidualCurrentOptions
{
    /// <summary>Longest time from the begin of the test signal to the trip, in milliseconds: 20 to 10,000.</summary>
    public int TripWithinMs { get; set; } = 1_000;

    /// <summary>Longest time from the end of the test signal to the release, in milliseconds: 20 to 10,000.</summary>
    public int ReleaseWithinMs { get; set; } = 1_000;

    /// <summary>Length of the test signal, in milliseconds: 20 to 10,000; 0 for a signal that lasts until the monitor trips.</summary>
    public int TestPulseMs { get; set; }

    /// <summary>How long after the start the input is not looked at, because the module tests itself, in milliseconds: 0 to 10,000.</summary>
    public int StartupMs { get; set; }
}
