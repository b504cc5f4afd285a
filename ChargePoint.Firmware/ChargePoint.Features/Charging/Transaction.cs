namespace ChargePoint.Features;

/// <summary>Why a transaction ended (OCPP 1.6 section 7.38). The numbers stand in the journal: new ones are added at the end.</summary>
public enum StopReason
{
    /// <summary>By the user at the charge point.</summary>
    Local,

    /// <summary>The vehicle was disconnected.</summary>
    EVDisconnected,

    /// <summary>By RemoteStopTransaction.</summary>
    Remote,

    /// <summary>The Central System refused the idTag in the answer to StartTransaction.</summary>
    DeAuthorized,

    /// <summary>Hard reset.</summary>
    HardReset,

    /// <summary>Soft reset.</summary>
    SoftReset,

    /// <summary>Supply lost.</summary>
    PowerLoss,

    /// <summary>Restart for another reason.</summary>
    Reboot,

    /// <summary>Anything else.</summary>
    Other,

    /// <summary>The emergency stop was pressed.</summary>
    EmergencyStop,

    /// <summary>By UnlockConnector.</summary>
    UnlockCommand,
}

/// <summary>One charging transaction, from StartTransaction to StopTransaction.</summary>
public sealed class Transaction
{
    /// <summary>Begins a transaction.</summary>
    /// <param name="connectorId">Connector, 1 or more.</param>
    /// <param name="idTag">Who charges.</param>
    /// <param name="parentIdTag">Group of the idTag, or null.</param>
    /// <param name="begin">Measurement at its start.</param>
    public Transaction(int connectorId, string idTag, string? parentIdTag, MeterSample begin)
    {
        ConnectorId = connectorId;
        IdTag = idTag;
        ParentIdTag = parentIdTag;
        Begin = begin;
        LastKnown = begin;
    }

    /// <summary>Number by which the journal knows it; 0 until the journal has it.</summary>
    public int LocalId { get; set; }

    /// <summary>Number of its StartTransaction among all transaction messages.</summary>
    public int StartNumber { get; set; }

    /// <summary>Latest measurement: what is billed if the meter falls silent.</summary>
    public MeterSample LastKnown { get; set; }

    /// <summary>When a measurement of it became durable last, in monotonic milliseconds.</summary>
    internal long SafeSinceMs { get; set; }

    /// <summary>Segment of the journal that has its first sample for StopTransaction, or 0 if there is none.</summary>
    internal int FirstKeptSegment { get; set; }

    /// <summary>Connector.</summary>
    public int ConnectorId { get; }

    /// <summary>Who charges.</summary>
    public string IdTag { get; }

    /// <summary>Group of the idTag, or null while unknown.</summary>
    public string? ParentIdTag { get; set; }

    /// <summary>Measurement at the start.</summary>
    public MeterSample Begin { get; }

    /// <summary>Measurement at the end, or null while it runs.</summary>
    public MeterSample? End { get; private set; }

    /// <summary>True once the Central System has given it an id.</summary>
    public bool HasId { get; private set; }

    /// <summary>Id that the Central System has given it; meaningful with <see cref="HasId"/> only.</summary>
    public int Id { get; private set; }

    /// <summary>True if the Central System never answered its StartTransaction with an id, and is not asked any more.</summary>
    public bool IsOrphan { get; set; }

    /// <summary>True if the Central System has refused its idTag and it goes on without energy (StopTransactionOnInvalidId is false).</summary>
    public bool IsRefused { get; set; }

    /// <summary>True if it uses a reservation up.</summary>
    public bool HasReservation { get; private set; }

    /// <summary>Reservation that it uses up; meaningful with <see cref="HasReservation"/> only.</summary>
    public int ReservationId { get; private set; }

    /// <summary>Why it ended.</summary>
    public StopReason Reason { get; private set; }

    /// <summary>idTag that stopped it, or null.</summary>
    public string? StopIdTag { get; private set; }

    /// <summary>Reason as OCPP writes it.</summary>
    public string ReasonName => NameOf(Reason);

    /// <summary>A reason as OCPP writes it.</summary>
    /// <param name="reason">The reason.</param>
    public static string NameOf(StopReason reason) => reason switch
    {
        StopReason.Local => "Local",
        StopReason.EVDisconnected => "EVDisconnected",
        StopReason.Remote => "Remote",
        StopReason.DeAuthorized => "DeAuthorized",
        StopReason.HardReset => "HardReset",
        StopReason.SoftReset => "SoftReset",
        StopReason.PowerLoss => "PowerLoss",
        StopReason.Reboot => "Reboot",
        StopReason.Other => "Other",
        StopReason.EmergencyStop => "EmergencyStop",
        StopReason.UnlockCommand => "UnlockCommand",
        _ => throw new System.InvalidOperationException(),
    };

    /// <summary>Takes the id that the Central System has given.</summary>
    /// <param name="id">Any integer.</param>
    public void SetId(int id)
    {
        Id = id;
        HasId = true;
    }

    /// <summary>Names the reservation that it uses up.</summary>
    /// <param name="id">Any integer.</param>
    public void SetReservation(int id)
    {
        ReservationId = id;
        HasReservation = true;
    }

    /// <summary>Ends the transaction.</summary>
    /// <param name="end">Measurement at its end.</param>
    /// <param name="reason">Why.</param>
    /// <param name="idTag">idTag that stopped it, or null.</param>
    public void Stop(MeterSample end, StopReason reason, string? idTag)
    {
        End = end;
        Reason = reason;
        StopIdTag = idTag;
    }
}
