namespace ChargePoint.Hal.Simulated;

/// <summary>External watchdog of a simulated board: counts how often it was fed.</summary>
public sealed class SimulatedWatchdog : IWatchdog
{
    /// <summary>How often the watchdog was fed.</summary>
    public int Feeds { get; private set; }

    /// <inheritdoc/>
    public void Feed() => Feeds++;
}
