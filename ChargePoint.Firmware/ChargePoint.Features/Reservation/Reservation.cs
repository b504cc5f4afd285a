namespace ChargePoint.Features;

/// <summary>A connector, or the charge point as a whole, is kept for somebody (OCPP 1.6 section 3.11).</summary>
public sealed class Reservation
{
    /// <summary>Makes a reservation.</summary>
    /// <param name="id">Id that the Central System has given it.</param>
    /// <param name="connectorId">Connector, or 0 for any.</param>
    /// <param name="idTag">For whom.</param>
    /// <param name="parentIdTag">Group that may use it as well, or null.</param>
    /// <param name="madeUnixMs">When it was made.</param>
    /// <param name="expiryUnixMs">When it ends.</param>
    public Reservation(int id, int connectorId, string idTag, string? parentIdTag, long madeUnixMs, long expiryUnixMs)
    {
        Id = id;
        ConnectorId = connectorId;
        IdTag = idTag;
        ParentIdTag = parentIdTag;
        MadeUnixMs = madeUnixMs;
        ExpiryUnixMs = expiryUnixMs;
    }

    /// <summary>Id that the Central System has given it: any integer.</summary>
    public int Id { get; }

    /// <summary>Connector, or 0 for any.</summary>
    public int ConnectorId { get; }

    /// <summary>For whom.</summary>
    public string IdTag { get; }

    /// <summary>Group that may use it as well, or null.</summary>
    public string? ParentIdTag { get; }

    /// <summary>When it was made, in milliseconds since 1970-01-01T00:00:00Z.</summary>
    public long MadeUnixMs { get; }

    /// <summary>When it ends, in milliseconds since 1970-01-01T00:00:00Z.</summary>
    public long ExpiryUnixMs { get; }

    /// <summary>What a newer version has stored about it: kept as it is, or null.</summary>
    public byte[]? Unknown { get; set; }

    /// <summary>Tells whether an idTag may use it.</summary>
    /// <param name="idTag">The idTag.</param>
    /// <param name="parentIdTag">Its group, or null while unknown.</param>
    public bool IsFor(string idTag, string? parentIdTag)
        => CiString.Equals(IdTag, idTag) || (ParentIdTag != null && parentIdTag != null && CiString.Equals(ParentIdTag, parentIdTag));
}
