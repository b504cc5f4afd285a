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
    private static readonly string[] Statuses = ["Accepted", "Blocked", "Expired", "Invalid", "ConcurrentTx"];

    /// <summary>Makes an information.</summary>
    /// <param name="status">Status.</param>
    /// <param name="parentIdTag">Group, or null.</param>
    public IdTagInfo(AuthorizationStatus status, string? parentIdTag = null)
    {
        Status = status;
        ParentIdTag = parentIdTag;
    }

    /// <summary>Status.</summary>
    public AuthorizationStatus Status { get; }

    /// <summary>Group that the idTag belongs to, or null.</summary>
    public string? ParentIdTag { get; }

    /// <summary>True if the idTag may charge.</summary>
    public bool IsAccepted => Status == AuthorizationStatus.Accepted;

    /// <summary>Status as OCPP writes it.</summary>
    public string StatusName => Statuses[(int)Status];

    /// <summary>Reads an idTagInfo object: the field found last.</summary>
    /// <param name="fields">The fields of the message.</param>
    /// <returns>The information, or null after an error.</returns>
    public static IdTagInfo? Read(Fields fields)
    {
        int status = -1;
        string? parent = null;
        fields.BeginObject();
        while (fields.NextMember())
        {
            if (fields.Is("status")) status = fields.OneOf(Statuses);
            else if (fields.Is("parentIdTag")) parent = fields.Text(20);
        }

        fields.Require(status >= 0, "idTagInfo.status");
        return fields.Error == null ? new IdTagInfo((AuthorizationStatus)status, parent) : null;
    }
}
