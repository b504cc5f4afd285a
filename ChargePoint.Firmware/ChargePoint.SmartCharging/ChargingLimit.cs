namespace ChargePoint.SmartCharging;

/// <summary>
/// A limit and where it comes from. Made once by its owner and filled in anew. Every field of an object takes 12 bytes of heap on the device:
/// what can be told from the profile is looked up there.
/// </summary>
public sealed class ChargingLimit
{
    private const int PhasesMask = 3;
    private const int CautiousBit = 4;
    private const int PeriodShift = 3;

    private byte[]? _image;
    private int _bits;

    /// <summary>Current of each phase in milliamperes.</summary>
    public int Milliamps { get; private set; }

    /// <summary>Limit as the profile says it, in tenths of its unit.</summary>
    public int Tenths => _image == null ? Milliamps / 100 : Profile.PeriodLimit(_bits >> PeriodShift);

    /// <summary>True if <see cref="Tenths"/> are watts.</summary>
    public bool IsPower => _image != null && Profile.IsPower;

    /// <summary>Phases that count, 1 to 3.</summary>
    public int Phases => _bits & PhasesMask;

    /// <summary>Lowest current worth charging with, by minChargingRate, in milliamperes; 0 without one.</summary>
    public int MinimumMilliamps => _image == null ? 0 : Supply.ToMilliamps(Profile.MinimumRate, Profile.IsPower, Phases);

    /// <summary>True if a charging profile says it; false if the hardware does.</summary>
    public bool HasProfile => _image != null;

    /// <summary>The profile that says it; meaningful with <see cref="HasProfile"/>.</summary>
    public ChargingProfile Profile => new(_image!);

    /// <summary>True if the time of day is not known, so that the lowest period of the profile counts.</summary>
    public bool IsCautious => (_bits & CautiousBit) != 0;

    /// <summary>Nothing but the hardware limits.</summary>
    /// <param name="milliamps">What it carries in each phase.</param>
    /// <param name="phases">Its phases, 1 to 3.</param>
    public void SetHardware(int milliamps, int phases)
    {
        Milliamps = milliamps;
        _image = null;
        _bits = phases;
    }

    /// <summary>A period of a profile limits.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="period">Index of the period.</param>
    /// <param name="availablePhases">Phases of the connector, 1 to 3.</param>
    /// <param name="isCautious">True if the period was chosen as the lowest one.</param>
    public void SetPeriod(ChargingProfile profile, int period, int availablePhases, bool isCautious)
    {
        _image = profile.Image;
        _bits = availablePhases | (isCautious ? CautiousBit : 0) | (period << PeriodShift);
        Milliamps = Supply.ToMilliamps(profile.PeriodLimit(period), profile.IsPower, availablePhases);
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
        _image = other._image;
        _bits = other._bits;
    }

    /// <summary>The limit in tenths of a unit: exactly as the profile says it if it is the profile's own unit.</summary>
    /// <param name="isPower">True for watts.</param>
    public long InTenths(bool isPower) => isPower == IsPower ? Tenths : Supply.ToTenths(Milliamps, isPower, Phases);
}
