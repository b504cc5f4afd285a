using ChargePoint.Features;
using ChargePoint.Ocpp;

namespace ChargePoint.Pricing;

/// <summary>
/// RunningCost of the extension: what a transaction has cost up to a meter value, what it costs from there on, and when the Central
/// System wants to have another meter value.
/// </summary>
public sealed class RunningCost
{
    private static string[] States => ["Charging", "Idle"];
    private static string[] Statuses => ["Available", "Preparing", "Charging", "SuspendedEVSE", "SuspendedEV", "Finishing", "Reserved", "Unavailable", "Faulted"];

    /// <summary>Transaction that it is about.</summary>
    public int TransactionId { get; private set; }

    /// <summary>Moment of the meter value, in milliseconds since 1970.</summary>
    public long UnixMs { get; private set; }

    /// <summary>Meter value that the cost is based on, in watt-hours.</summary>
    public long EnergyWh { get; private set; }

    /// <summary>Cost up to that moment.</summary>
    public long Cost { get; private set; }

    /// <summary>True in state Idle: time counts, and not energy.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>Prices from then on.</summary>
    public UnitPrices Prices { get; private set; } = new();

    /// <summary>When the next prices apply, in milliseconds since 1970; 0 if none are named.</summary>
    public long NextUnixMs { get; private set; }

    /// <summary>Prices that apply then.</summary>
    public UnitPrices? NextPrices { get; private set; }

    /// <summary>When a meter value is wanted, in milliseconds since 1970; 0 for never.</summary>
    public long TriggerUnixMs { get; set; }

    /// <summary>At which energy of the transaction a meter value is wanted, in watt-hours; 0 for never.</summary>
    public long TriggerEnergyWh { get; set; }

    /// <summary>At the crossing of which power, up or down, meter values are wanted, in watts; -1 for never.</summary>
    public int TriggerPowerW { get; private set; } = -1;

    /// <summary>Statuses at whose beginning a meter value is wanted: bit n for <see cref="ConnectorStatus"/> n.</summary>
    public int TriggerStatuses { get; private set; }

    /// <summary>When the idle state began, by which the grace counts; set by who knows what was before.</summary>
    public long IdleSinceUnixMs { get; set; }

    /// <summary>Reads the message.</summary>
    /// <param name="fields">Its data.</param>
    /// <returns>False if it is not as the extension says.</returns>
    public bool Read(Fields fields)
    {
        bool hasId = false, hasTime = false, hasMeter = false, hasCost = false, hasState = false;
        fields.BeginObject();
        while (fields.NextMember())
        {
            if (fields.Is("transactionId"))
            {
                TransactionId = fields.Integer();
                hasId = true;
            }
            else if (fields.Is("timestamp"))
            {
                UnixMs = fields.Timestamp();
                hasTime = true;
            }
            else if (fields.Is("meterValue"))
            {
                EnergyWh = fields.LongDecimal(0, long.MaxValue);
                hasMeter = true;
            }
            else if (fields.Is("cost"))
            {
                Cost = fields.LongDecimal(UnitPrices.Decimals, UnitPrices.Largest);
                hasCost = true;
            }
            else if (fields.Is("state"))
            {
                IsIdle = fields.OneOf(States) == 1;
                hasState = true;
            }
            else if (fields.Is("chargingPrice")) Prices.ReadCharging(fields);
            else if (fields.Is("idlePrice")) Prices.ReadIdle(fields);
            else if (fields.Is("nextPeriod")) ReadNext(fields);
            else if (fields.Is("triggerMeterValue")) ReadTriggers(fields);
        }

        IdleSinceUnixMs = UnixMs;
        return fields.Error == null && hasId && hasTime && hasMeter && hasCost && hasState;
    }

    /// <summary>Cost at a moment; never below what the Central System has named.</summary>
    /// <param name="unixMs">The moment, in milliseconds since 1970.</param>
    /// <param name="energyWh">The meter's register then, in watt-hours.</param>
    public long At(long unixMs, long energyWh)
    {
        if (!IsIdle) return Cost + Prices.Charging(energyWh - EnergyWh, unixMs - UnixMs);
        long begin = IdleSinceUnixMs + (Prices.GraceMinutes * 60_000L);
        return Cost + Prices.Idle(unixMs - (begin > UnixMs ? begin : UnixMs));
    }

    /// <summary>Takes up the next prices when their time has come: what has come about so far is fixed.</summary>
    /// <param name="unixMs">The moment, in milliseconds since 1970.</param>
    /// <param name="energyWh">The meter's register then, in watt-hours.</param>
    public void Advance(long unixMs, long energyWh)
    {
        if (NextPrices == null || unixMs < NextUnixMs) return;
        Cost = At(NextUnixMs > UnixMs ? NextUnixMs : UnixMs, energyWh);
        EnergyWh = energyWh > EnergyWh ? energyWh : EnergyWh;
        if (NextUnixMs > UnixMs) UnixMs = NextUnixMs;
        Prices = NextPrices;
        NextPrices = null;
    }

    private void ReadNext(Fields fields)
    {
        UnitPrices prices = new();
        fields.BeginObject();
        while (fields.NextMember())
        {
            if (fields.Is("atTime")) NextUnixMs = fields.Timestamp();
            else if (fields.Is("chargingPrice")) prices.ReadCharging(fields);
            else if (fields.Is("idlePrice")) prices.ReadIdle(fields);
        }

        fields.Require(NextUnixMs > 0, "atTime");
        NextPrices = prices;
    }

    private void ReadTriggers(Fields fields)
    {
        fields.BeginObject();
        while (fields.NextMember())
        {
            if (fields.Is("atTime")) TriggerUnixMs = fields.Timestamp();
            else if (fields.Is("atEnergykWh")) TriggerEnergyWh = fields.LongDecimal(3, 1_000_000_000);
            else if (fields.Is("atPowerkW")) TriggerPowerW = fields.Decimal(3, 100_000_000);
            else if (fields.Is("atCPStatus")) ReadStatuses(fields);
        }
    }

    private void ReadStatuses(Fields fields)
    {
        fields.BeginArray();
        while (fields.NextElement())
        {
            int status = fields.OneOf(Statuses);
            if (status >= 0) TriggerStatuses |= 1 << status;
        }
    }
}
