namespace ChargePoint.Hal.Parts;

/// <summary>An NTC thermistor in a voltage divider.</summary>
public sealed class NtcOptions
{
    /// <summary>Resistance at 25 degrees Celsius, 1,000 to 1,000,000 ohms.</summary>
    public int Ohms25 { get; set; } = 10_000;

    /// <summary>B value between 25 and 85 degrees Celsius, 2,000 to 6,000 kelvins.</summary>
    public int BetaKelvins { get; set; } = 3_950;

    /// <summary>The other resistor of the divider, 100 to 1,000,000 ohms; about that of the NTC in the middle of the range that matters.</summary>
    public int DividerOhms { get; set; } = 10_000;

    /// <summary>True if the NTC goes to the supply and the resistor to ground; false for the other way around.</summary>
    public bool IsToSupply { get; set; }

    /// <summary>What the converter would read at the divider's supply, in steps: 4,095 where that is its reference, up to 8,190 where it is more.</summary>
    public int SupplySteps { get; set; } = 4_095;
}
