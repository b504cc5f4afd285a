namespace ChargePoint.Hal.Meters;

/// <summary>
/// Register maps of meters that are known. They are texts, which stay in flash; see <see cref="RegisterMap"/> for how to write one.
/// </summary>
public static class MeterTypes
{
    /// <summary>
    /// Eastron SDM120, one phase, 45 A direct. Factory setting 2,400 baud, no parity, unit 1. Floats in input registers; the gaps between
    /// them read as zero. The serial number is told by newer ones only.
    /// </summary>
    public const string Sdm120 = "1 R4:0000:14 V1:f32:0:3 C1:f32:6:3 P:f32:12:0 R4:0048:2 E:f32:0:3 R3:FC00:2 N:u32:0:0";

    /// <summary>Eastron SDM230, one phase, 100 A direct. Factory setting 2,400 or 9,600 baud, no parity, unit 1. As SDM120.</summary>
    public const string Sdm230 = Sdm120;

    /// <summary>Eastron SDM630, three phases, 100 A direct. Factory setting 9,600 baud, no parity, unit 1. Floats in input registers.</summary>
    public const string Sdm630 =
        "3 R4:0000:18 V1:f32:0:3 V2:f32:2:3 V3:f32:4:3 C1:f32:6:3 C2:f32:8:3 C3:f32:10:3 P:f32:12:0 P:f32:14:0 P:f32:16:0 " +
        "R4:0048:2 E:f32:0:3 R3:FC00:2 N:u32:0:0";

    /// <summary>
    /// ABB B21, one phase, 65 A direct, with RS-485. Holding registers: energy in 0.01 kWh, voltage in 0.1 V, current and power in 0.01 A
    /// and 0.01 W. What a meter does not measure reads as all ones.
    /// </summary>
    public const string AbbB21 = "1 R3:5000:4 E:u64:0:1 R3:5B00:22 V1:u32:0:2 C1:u32:12:1 P:i32:20:-2 R3:8900:2 N:u32:0:0";

    /// <summary>ABB B23, three phases, 65 A direct, with RS-485. As B21.</summary>
    public const string AbbB23 =
        "3 R3:5000:4 E:u64:0:1 R3:5B00:22 V1:u32:0:2 V2:u32:2:2 V3:u32:4:2 C1:u32:12:1 C2:u32:14:1 C3:u32:16:1 P:i32:20:-2 R3:8900:2 N:u32:0:0";

    /// <summary>Finds a map by the meter's name.</summary>
    /// <param name="name">SDM120, SDM230, SDM630, B21 or B23.</param>
    /// <returns>Its text, or null.</returns>
    public static string? Find(string name) => name switch
    {
        "SDM120" => Sdm120,
        "SDM230" => Sdm230,
        "SDM630" => Sdm630,
        "B21" => AbbB21,
        "B23" => AbbB23,
        _ => null,
    };
}
