namespace ChargePoint.Hal.Meters;

/// <summary>How an S0 pulse output is wired and what it means.</summary>
public sealed class S0MeterOptions
{
    /// <summary>Pin of the pulse input.</summary>
    public int Pin { get; set; }

    /// <summary>Pulses for a kilowatt-hour, 1 to 100,000: it stands on the meter.</summary>
    public int PulsesPerKwh { get; set; } = 1000;

    /// <summary>
    /// True if a pulse pulls the pin low, as an open collector or optocoupler with a pull-up does; false if it drives it high. The beginning
    /// of the pulse is counted.
    /// </summary>
    public bool ActiveLow { get; set; } = true;

    /// <summary>
    /// Shortest pulse that is counted, in nanoseconds, 0 to 12,787: all that the hardware filter can do. S0 pulses last 30 ms and more:
    /// the rest of a noisy line's filtering is a capacitor's work (10 k and 1 uF).
    /// </summary>
    public int MinimumPulseNanoseconds { get; set; } = 12000;

    /// <summary>Phases, 1 or 3: what the estimated current is divided by.</summary>
    public int Phases { get; set; } = 1;

    /// <summary>Voltage of a phase that is told and that the current is estimated from, in millivolts, 100,000 to 300,000.</summary>
    public int NominalMillivolts { get; set; } = 230000;

    /// <summary>Most power that can flow, in watts, 1,000 to 200,000: what comes faster is noise and is not counted.</summary>
    public int MaximumWatts { get; set; } = 25000;

    /// <summary>How many pulses are counted before the register is stored, 1 to 1,000,000.</summary>
    public int SaveEveryPulses { get; set; } = 100;
}

/// <summary>Where the register of a pulse meter outlives a restart.</summary>
public interface IPulseStore
{
    /// <summary>Gives what was stored last.</summary>
    /// <returns>Number of pulses; 0 for nothing.</returns>
    long Load();

    /// <summary>Stores the register durably. Called from <see cref="S0Meter.Poll"/>, so its time counts into that of the poll.</summary>
    /// <param name="pulses">Number of pulses, never smaller than before.</param>
    /// <returns>False if that did not work; it is tried again at the next pulses.</returns>
    bool Save(long pulses);
}
