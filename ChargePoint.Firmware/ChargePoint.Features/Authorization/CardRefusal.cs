namespace ChargePoint.Features;

/// <summary>Who has refused a card, or why nobody could accept it.</summary>
public enum RefusedBy
{
    /// <summary>The Central System has said so.</summary>
    CentralSystem,

    /// <summary>The Central System could not be asked; the local list or the cache knows the card and does not accept it.</summary>
    LocalKnowledge,

    /// <summary>The Central System could not be asked, the card is not known here, and AllowOfflineTxForUnknownId is false.</summary>
    NotKnown,

    /// <summary>The Central System could not be asked, and LocalAuthorizeOffline is false.</summary>
    NotAsked,

    /// <summary>No connector is free for it.</summary>
    NoConnector,
}

/// <summary>A card that was refused: the first thing that a technician wants to know.</summary>
public sealed class CardRefusal
{
    /// <summary>Makes a refusal.</summary>
    /// <param name="idTag">The card.</param>
    /// <param name="by">Who has refused it.</param>
    /// <param name="info">What was said of it, or null.</param>
    /// <param name="atMs">When, in monotonic milliseconds.</param>
    public CardRefusal(string idTag, RefusedBy by, IdTagInfo? info, long atMs)
    {
        IdTag = idTag;
        By = by;
        Info = info;
        AtMs = atMs;
    }

    /// <summary>The card.</summary>
    public string IdTag { get; }

    /// <summary>Who has refused it.</summary>
    public RefusedBy By { get; }

    /// <summary>What was said of it, or null.</summary>
    public IdTagInfo? Info { get; }

    /// <summary>When, in monotonic milliseconds.</summary>
    public long AtMs { get; }
}
