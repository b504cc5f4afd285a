namespace ChargePoint.SmartCharging;

/// <summary>Which charging profiles are meant: those that agree with everything that is set (OCPP 1.6 section 5.5).</summary>
public sealed class ProfileFilter
{
    /// <summary>Length of its stored form in bytes.</summary>
    internal const int Length = 14;

    /// <summary>True if <see cref="Id"/> counts; it counts alone then.</summary>
    public bool HasId { get; set; }

    /// <summary>chargingProfileId.</summary>
    public int Id { get; set; }

    /// <summary>connectorId, or -1 for all.</summary>
    public int ConnectorId { get; set; } = -1;

    /// <summary>Purpose as a number of <see cref="ProfilePurpose"/>, or -1 for all.</summary>
    public int Purpose { get; set; } = -1;

    /// <summary>stackLevel, or -1 for all.</summary>
    public int StackLevel { get; set; } = -1;

    /// <summary>Tells whether a profile is meant.</summary>
    /// <param name="profile">The profile.</param>
    public bool Matches(ChargingProfile profile)
    {
        if (HasId) return profile.Id == Id;
        return (ConnectorId < 0 || profile.ConnectorId == ConnectorId)
            && (Purpose < 0 || (int)profile.Purpose == Purpose)
            && (StackLevel < 0 || profile.StackLevel == StackLevel);
    }

    internal byte[] Write()
    {
        byte[] image = new byte[Length];
        image[0] = (byte)(HasId ? 1 : 0);
        ChargingProfile.Put(image, 1, Id, 4);
        ChargingProfile.Put(image, 5, ConnectorId, 4);
        image[9] = (byte)Purpose;
        ChargingProfile.Put(image, 10, StackLevel, 4);
        return image;
    }

    internal static ProfileFilter Read(byte[] buffer, int at) => new()
    {
        HasId = buffer[at] != 0,
        Id = (int)ChargingProfile.Get(buffer, at + 1, 4),
        ConnectorId = (int)ChargingProfile.Get(buffer, at + 5, 4),
        Purpose = (sbyte)buffer[at + 9],
        StackLevel = (int)ChargingProfile.Get(buffer, at + 10, 4),
    };
}
