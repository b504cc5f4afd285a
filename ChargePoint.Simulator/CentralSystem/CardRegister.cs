using System.Collections.Concurrent;

namespace ChargePoint.Simulator.CentralSystem;

/// <summary>What the Central System says about a card.</summary>
/// <param name="Status">An AuthorizationStatus, OCPP 1.6 §7.2.</param>
/// <param name="ParentIdTag">The group of the card.</param>
/// <param name="ExpiryDate">When a copy of this answer expires.</param>
public sealed record Card(string Status, string? ParentIdTag = null, DateTimeOffset? ExpiryDate = null);

/// <summary>
/// The cards: any is accepted, unless it was registered otherwise or its name starts with BLOCKED, EXPIRED or INVALID.
/// Case does not matter, OCPP 1.6 §7.28 (CiString20Type).
/// </summary>
public sealed class CardRegister
{
    private static readonly Card Accepted = new("Accepted");

    private static readonly (string Prefix, Card Card)[] ByPrefix =
    [
        ("BLOCKED", new Card("Blocked")),
        ("EXPIRED", new Card("Expired")),
        ("INVALID", new Card("Invalid")),
    ];

    private readonly ConcurrentDictionary<string, Card> _cards = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What holds for cards that are not registered; null means the rule above.</summary>
    public Card? Others { get; set; }

    /// <summary>Registers a card.</summary>
    public void Register(string idTag, Card card) => _cards[idTag] = card;

    /// <summary>What holds for this card now.</summary>
    public Card Find(string idTag)
    {
        if (_cards.TryGetValue(idTag, out var card))
            return card;
        if (Others is not null)
            return Others;
        foreach (var (prefix, other) in ByPrefix)
        {
            if (idTag.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return other;
        }

        return Accepted;
    }
}
