namespace ChargePoint.Simulator.Bench;

/// <summary>What bench commands need from the process around the board. Each member returns null when it is done, or why it cannot be done in one line.</summary>
public interface IBenchHost
{
    /// <summary>Takes the supply away suddenly and brings it back: the firmware restarts from flash.</summary>
    string? PowerCycle();

    /// <summary>Takes the mains away: a sudden loss, or, on a board with a backup supply, an announced outage.</summary>
    string? MainsOff();

    /// <summary>Brings the mains back.</summary>
    string? MainsOn();

    /// <summary>Lets simulated time pass at once.</summary>
    /// <param name="seconds">How much, 1 to 31,536,000 (a year).</param>
    string? Skip(int seconds);
}
