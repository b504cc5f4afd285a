namespace ChargePoint.Features;

/// <summary>What a message of the journal tells.</summary>
public enum EntryKind
{
    /// <summary>StartTransaction.</summary>
    Start,

    /// <summary>MeterValues.</summary>
    Sample,

    /// <summary>StopTransaction.</summary>
    Stop,
}

/// <summary>A message about a transaction that the Central System has not confirmed yet.</summary>
public sealed class JournalEntry
{
    /// <summary>Makes an entry.</summary>
    /// <param name="kind">What it tells.</param>
    /// <param name="number">Its number among all transaction messages, ever; 0 for a sample that is only kept for StopTransaction.</param>
    /// <param name="transaction">Transaction that it tells about.</param>
    public JournalEntry(EntryKind kind, int number, Transaction transaction)
    {
        Kind = kind;
        Number = number;
        Transaction = transaction;
    }

    /// <summary>What it tells.</summary>
    public EntryKind Kind { get; }

    /// <summary>Its number among all transaction messages, ever: names the message in every attempt to send it.</summary>
    public int Number { get; }

    /// <summary>Transaction that it tells about.</summary>
    public Transaction Transaction { get; }

    /// <summary>The measurement of a sample.</summary>
    public MeterSample? Sample { get; set; }

    /// <summary>What a sample tells in MeterValues: a set of measurands, 0 if it is not told.</summary>
    public int Told { get; set; }

    /// <summary>What StopTransaction tells of a sample (transactionData): a set of measurands, 0 if nothing.</summary>
    public int Kept { get; set; }
}
