namespace ChargePoint.SmartCharging;

/// <summary>A limit and where it comes from. Made once by its owner and filled in anew.</summary>
public sealed class ChargingLimit
{
    /// <summary>Current of each phase in milliamperes.</summary>
    public int Milliamps { get; private set; }

    /// <summary>Limit as the profile says it, in tenths of its unit.</summary>
    public long Tenths { get; private set; }

    /// <summary>True if <see cref="Tenths"/> are watts.</summary>
    public bool IsPower { get; private set; }

    /// <summary>Phases that count, 1 to 3.</summary>
    public int Phases { get; private set; }

    /// <summary>Lowest current worth charging with, by minChargingRate, in milliamperes; 0 without one.</summary>
    public int MinimumMilliamps { get; private set; }

    /// <summary>True if a charging profile says it; false if the hardware does.</summary>
    public bool HasProfile { get; private set; }

    /// <summary>chargingProfileId; meaningful with a profile.</summary>
    public int ProfileId { get; private set; }

    /// <summary>Purpose; meaningful with a profile.</summary>
    public ProfilePurpose Purpose { get; private set; }

    /// <summary>True if the time of day is not known, so that the lowest period of the profile counts.</summary>
    public bool IsCautious { get; private set; }

    /// <summary>Nothing but the hardware limits.</summary>
    /// <param name="milliamps">What it carries in each phase.</param>
    /// <param name="phases">Its phases.</param>
    public void SetHardware(int milliamps, int phases)
    {
        Milliamps = milliamps;
        Tenths = milliamps / 100;
        IsPower = false;
        Phases = phases;
        MinimumMilliamps = 0;
        HasProfile = false;
        IsCautious = false;
    }

    /// <summary>A period of a profile limits.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="period">Index of the period.</param>
    /// <param name="availablePhases">Phases of the connector.</param>
    /// <param name="isCautious">True if the period was chosen as the lowest one.</param>
    public void SetPeriod(ChargingProfile profile, int period, int availablePhases, bool isCautious)
    {
        Phases = Supply.PhasesOf(profile.PeriodPhases(period), availablePhases);
        Tenths = profile.PeriodLimit(period);
        IsPower = profile.IsPower;
        Milliamps = Supply.ToMilliamps((int)Tenths, IsPower, Phases);
        MinimumMilliamps = Supply.ToMilliamps(profile.MinimumRate, IsPower, Phases);
        HasProfile = true;
        ProfileId = profile.Id;
        Purpose = profile.Purpose;
        IsCautious = isCautious;
    }

    /// <summary>Takes over another limit if it is lower.</summary>
    /// <param name="other">The other one.</param>
    public void Lower(ChargingLimit other)
    {
        if (other.Milliamps < Milliamps) Set(other);
    }

    /// <summary>Takes over another limit.</summary>
    /// <param name="other">The other one.</param>
    public void Set(ChargingLimit other)
    {
        Milliamps = other.Milliamps;
        Tenths = other.Tenths;
        IsPower = other.IsPower;
        Phases = other.Phases;
        MinimumMilliamps = other.MinimumMilliamps;
        HasProfile = other.HasProfile;
        ProfileId = other.ProfileId;
        Purpose = other.Purpose;
        IsCautious = other.IsCautious;
    }

    /// <summary>The limit in tenths of a unit: exactly as the profile says it if it is the profile's own unit.</summary>
    /// <param name="isPower">True for watts.</param>
    public long InTenths(bool isPower) => isPower == IsPower ? Tenths : Supply.ToTenths(Milliamps, isPower, Phases);
}
