using ChargePoint.Ocpp;

namespace ChargePoint.Pricing;

/// <summary>
/// What energy and time cost while charging and while idle. Money is an integer of <see cref="Decimals"/> decimals, whatever the currency,
/// which the extension does not name.
/// </summary>
public sealed class UnitPrices
{
    /// <summary>Decimals that amounts and prices are kept with.</summary>
    public const int Decimals = 5;

    /// <summary>Largest amount or price, in units of the last decimal: a larger one is cut to it.</summary>
    public const long Largest = 100_000_000_000_000; // 1,000,000,000.00000

    private const long MsPerHour = 3_600_000;

    /// <summary>Price of a kilowatt-hour.</summary>
    public long KilowattHour { get; set; }

    /// <summary>Price of an hour of charging.</summary>
    public long Hour { get; set; }

    /// <summary>Price of an idle hour.</summary>
    public long IdleHour { get; set; }

    /// <summary>Idle time that costs nothing, in minutes.</summary>
    public int GraceMinutes { get; set; }

    /// <summary>Reads chargingPrice: kWhPrice and hourPrice. (flatFee is in the cost already that the Central System names.)</summary>
    /// <param name="fields">Stand on it.</param>
    public void ReadCharging(Fields fields)
    {
        fields.BeginObject();
        while (fields.NextMember())
        {
            if (fields.Is("kWhPrice")) KilowattHour = fields.LongDecimal(Decimals, Largest);
            else if (fields.Is("hourPrice")) Hour = fields.LongDecimal(Decimals, Largest);
            else if (fields.Is("flatFee")) fields.LongDecimal(Decimals, Largest);
        }
    }

    /// <summary>Reads idlePrice: graceMinutes and hourPrice.</summary>
    /// <param name="fields">Stand on it.</param>
    public void ReadIdle(Fields fields)
    {
        fields.BeginObject();
        while (fields.NextMember())
        {
            if (fields.Is("graceMinutes")) GraceMinutes = fields.Integer(0, 1_000_000);
            else if (fields.Is("hourPrice")) IdleHour = fields.LongDecimal(Decimals, Largest);
        }
    }

    /// <summary>What energy and time of charging cost.</summary>
    /// <param name="energyWh">Energy in watt-hours, 0 or more.</param>
    /// <param name="durationMs">Time in milliseconds, 0 or more.</param>
    public long Charging(long energyWh, long durationMs) => Times(KilowattHour, energyWh, 1000) + Times(Hour, durationMs, MsPerHour);

    /// <summary>What idle time costs.</summary>
    /// <param name="durationMs">Time beyond the grace, in milliseconds, 0 or more.</param>
    public long Idle(long durationMs) => Times(IdleHour, durationMs, MsPerHour);

    // price x amount / unit without the overflow of the plain product: whole units first, then the rest.
    private static long Times(long price, long amount, long unit)
    {
        if (amount <= 0) return 0;
        long whole = amount / unit;
        if (whole > 10_000) whole = 10_000; // more than any session has
        long rest = amount % unit;
        return (price * whole) + (price / unit * rest) + (price % unit * rest / unit);
    }
}
