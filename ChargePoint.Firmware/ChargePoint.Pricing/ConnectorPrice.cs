using ChargePoint.Features;

namespace ChargePoint.Pricing;

/// <summary>What is known about prices and cost at one connector.</summary>
internal sealed class ConnectorPrice
{
    /// <summary>Transaction that ran last, or runs; null before the first.</summary>
    public Transaction? Transaction { get; set; }

    /// <summary>Price of the user for whom the connector is in use, or "".</summary>
    public string UserText { get; set; } = "";

    /// <summary>idTag that <see cref="UserText"/> is for.</summary>
    public string UserIdTag { get; set; } = "";

    /// <summary>Text of the final cost, or "".</summary>
    public string FinalText { get; set; } = "";

    /// <summary>Cost of the transaction, or null while the Central System has not named it.</summary>
    public RunningCost? Cost { get; set; }

    /// <summary>True if the power was above the trigger when it was looked at last.</summary>
    public bool WasAbovePower { get; set; }

    /// <summary>Status when it was looked at last.</summary>
    public ConnectorStatus Status { get; set; }

    /// <summary>True until the power is known to be above or below.</summary>
    public bool IsPowerUnknown { get; set; }

    /// <summary>What is shown.</summary>
    public string Shown { get; set; } = "";

    /// <summary>Forgets whatever belongs to a user.</summary>
    public void Clear()
    {
        UserText = UserIdTag = FinalText = "";
        Cost = null;
        Transaction = null;
    }
}
