using ChargePoint.SmartCharging;

namespace ChargePoint.Simulator.Tests.SmartCharging;

/// <summary>A limit as it is told: in the unit that was asked for, rounded down to one decimal.</summary>
internal readonly record struct SlowLimit(decimal Limit, int Phases);

internal sealed record SlowOutlet(int ConnectorId, int MaximumMilliamps, int Phases, int LocalId, DateTimeOffset ChargingSince) : IOutlet
{
    public long ChargingSinceSeconds => ChargingSince.ToUnixTimeSeconds();
}

/// <summary>The composite schedule, worked out second by second in decimal numbers, in the order in which OCPP 1.6 section 3.13 tells it.</summary>
internal sealed class SlowSchedule(IReadOnlyList<SlowProfile> profiles, IReadOnlyList<SlowOutlet> outlets, DateTimeOffset installed)
{
    private const decimal Volts = 230;

    public SlowLimit At(int connectorId, DateTimeOffset moment, bool inWatts)
    {
        if (connectorId > 0)
        {
            SlowOutlet outlet = outlets[connectorId - 1];
            Found own = Own(outlet, moment);
            Found? most = Find(ProfilePurpose.ChargePointMax, 0, 0, moment, installed, outlet.Phases);
            Found lowest = most != null && most.Amperes < own.Amperes ? most : own;
            return new SlowLimit(lowest.In(inWatts), lowest.Phases);
        }

        int phases = outlets.Max(outlet => outlet.Phases);
        decimal sum = outlets.Sum(outlet => Own(outlet, moment).In(inWatts));
        Found? together = Find(ProfilePurpose.ChargePointMax, 0, 0, moment, installed, phases);
        return together != null && together.In(inWatts) < sum ? new SlowLimit(together.In(inWatts), together.Phases) : new SlowLimit(sum, phases);
    }

    private Found Own(SlowOutlet outlet, DateTimeOffset moment)
    {
        Found hardware = new(outlet.MaximumMilliamps / 1000m, false, outlet.Phases, outlet.MaximumMilliamps / 1000m);
        Found? profile = (outlet.LocalId == 0 ? null : Find(ProfilePurpose.Tx, outlet.ConnectorId, outlet.LocalId, moment, outlet.ChargingSince, outlet.Phases))
            ?? Find(ProfilePurpose.TxDefault, outlet.ConnectorId, 0, moment, outlet.ChargingSince, outlet.Phases)
            ?? Find(ProfilePurpose.TxDefault, 0, 0, moment, outlet.ChargingSince, outlet.Phases);
        return profile != null && profile.Amperes <= hardware.Amperes ? profile : hardware;
    }

    private Found? Find(ProfilePurpose purpose, int connectorId, int localId, DateTimeOffset moment, DateTimeOffset chargingSince, int available)
    {
        foreach (SlowProfile profile in profiles.Where(profile => profile.Purpose == purpose && profile.ConnectorId == connectorId).OrderByDescending(profile => profile.Level))
        {
            if (purpose == ProfilePurpose.Tx && profile.LocalId != localId) continue;
            if (profile.At(moment, chargingSince, installed) is not { } period) continue;
            decimal amperes = profile.Unit == "W" ? period.Limit / (Volts * available) : period.Limit;
            return new Found(Down(amperes, 1000), profile.Unit == "W", available, period.Limit);
        }

        return null;
    }

    private static decimal Down(decimal value, int steps) => Math.Floor(value * steps) / steps;

    private sealed record Found(decimal Amperes, bool IsPower, int Phases, decimal Limit)
    {
        public decimal In(bool inWatts) => inWatts == IsPower ? Limit : Down(inWatts ? Amperes * Volts * Phases : Amperes, 10);
    }
}
