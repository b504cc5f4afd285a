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

    /// <summary>True if the firmware's drivers look at virtual chips, so that a fault is seen when its cause is there.</summary>
    bool HasDrivers { get; }

    /// <summary>
    /// Lets so much simulated time pass that the drivers have seen what has happened, before the next thing happens: nobody unplugs and plugs in
    /// again faster than a pilot is debounced. Does nothing on a board without drivers.
    /// </summary>
    /// <param name="milliseconds">How much.</param>
    void LetDriversSee(int milliseconds);

    /// <summary>Somebody has repaired a connector and says so: faults that wait for that end.</summary>
    /// <param name="connectorId">The connector, or 0 for all.</param>
    void Acknowledge(int connectorId);

    /// <summary>Lets simulated time pass at once.</summary>
    /// <param name="seconds">How much, 1 to 31,536,000 (a year).</param>
    string? Skip(int seconds);
}
