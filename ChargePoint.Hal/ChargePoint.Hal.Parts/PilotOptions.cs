namespace ChargePoint.Hal.Parts;

/// <summary>
/// Scaling and filtering of a control pilot's front end. Millivolts on the pilot wire are (value of the converter - zero) x microvolts per
/// step / 1,000, for each half of the signal: measure a known voltage at both ends of the range to find them.
/// </summary>
public sealed class PilotOptions
{
    /// <summary>Value of the converter at 0 V on the pilot wire, high half: 0 to 4,095.</summary>
    public int HighZero { get; set; } = 2_048;

    /// <summary>Microvolts on the pilot wire for a step of the converter, high half: 100 to 500,000; negative for an inverting front end.</summary>
    public int HighMicrovoltsPerStep { get; set; } = 7_326;

    /// <summary>Value of the converter at 0 V on the pilot wire, low half: 0 to 4,095.</summary>
    public int LowZero { get; set; } = 2_048;

    /// <summary>Microvolts on the pilot wire for a step of the converter, low half: 100 to 500,000; negative for an inverting front end.</summary>
    public int LowMicrovoltsPerStep { get; set; } = 7_326;

    /// <summary>Equal samples in a row that make a new state, 1 to 10: 3 are 60 ms.</summary>
    public int StateSamples { get; set; } = 3;

    /// <summary>Samples in a row that must not be the present state C or D until it is left, 1 to 10: 2 are 40 ms.</summary>
    public int LeaveSamples { get; set; } = 2;

    /// <summary>Samples after a change of the duty cycle during which the low half is not judged, because the peak hold still follows: 0 to 10.</summary>
    public int SettleSamples { get; set; } = 2;

    /// <summary>Conversions for a sample, whose mean is taken against noise: 1 to 16. Each costs time of the processor.</summary>
    public int ReadsPerSample { get; set; } = 2;
}
