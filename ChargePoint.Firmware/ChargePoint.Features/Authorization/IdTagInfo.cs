using ChargePoint.Ocpp;

namespace ChargePoint.Features;

/// <summary>What the Central System says about an idTag (OCPP 1.6 section 7.2).</summary>
public enum AuthorizationStatus
{
    /// <summary>May charge.</summary>
    Accepted,

    /// <summary>Blocked.</summary>
    Blocked,

    /// <summary>Expired.</summary>
    Expired,

    /// <summary>Not known.</summary>
    Invalid,

    /// <summary>Is charging already, and may charge once only.</summary>
    ConcurrentTx,
}

/// <summary>Status of an idTag with its group (OCPP 1.6 section 7.27).</summary>
public sealed class IdTagInfo
{
    private static string[] Statuses => ["Accepted", "Blocked", "Expired", "Invalid", "ConcurrentTx"];

    /// <summary>Makes an information.</summary>
    /// <param name="status">Status.</param>
    /// <param name="parentIdTag">Group, or null.</param>
    /// <param name="expiryUnixMs">Expiry date in milliseconds since 1970-01-01T00:00:00Z, or 0 for none.</param>
    public IdTagInfo(AuthorizationStatus status, string? parentIdTag = null, long expiryUnixMs = 0)
    {
        Status = status;
        ParentIdTag = parentIdTag;
        ExpiryUnixMs = expiryUnixMs;
    }

    /// <summary>Status.</summary>
    public AuthorizationStatus Status { get; }

    /// <summary>Group that the idTag belongs to, or null.</summary>
    public string? ParentIdTag { get; }

    /// <summary>Until when the idTag is valid, in milliseconds since 1970-01-01T00:00:00Z, or 0 without a limit.</summary>
    public long ExpiryUnixMs { get; }

    /// <summary>True if the idTag may charge.</summary>
    public bool IsAccepted => Status == AuthorizationStatus.Accepted;

    /// <summary>Status as OCPP writes it.</summary>
    public string StatusName => Statuses[(int)Status];

    /// <summary>Reads a status: the field found last.</summary>
    /// <param name="fields">The fields of the message.</param>
    /// <returns>The <see cref="AuthorizationStatus"/> as a number, or -1 after an error.</returns>
    public static int ReadStatus(Fields fields) => fields.OneOf(Statuses);

    /// <summary>
    /// Reads the idTagInfo object of a confirmation: the field found last. An expiryDate that is none counts as missing: no
    /// transaction is to be lost for it.
    /// </summary>
    /// <param name="fields">The fields of the message.</param>
    /// <returns>The information, or null after an error.</returns>
    public static IdTagInfo? Read(Fields fields)
    {
        int status = -1;
        string? parent = null;
        long expiry = 0;
        fields.BeginObject();
        while (fields.NextMember())
        {
            if (fields.Is("status")) status = ReadStatus(fields);
            else if (fields.Is("parentIdTag")) parent = fields.Text(20);
            else if (fields.Is("expiryDate")) expiry = fields.TimestampOrZero();
        }

        fields.Require(status >= 0, "idTagInfo.status");
        return fields.Error == null ? new IdTagInfo((AuthorizationStatus)status, parent, expiry) : null;
    }
}
