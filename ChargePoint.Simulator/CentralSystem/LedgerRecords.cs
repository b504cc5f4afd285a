using System.Collections.Immutable;

namespace ChargePoint.Simulator.CentralSystem;

/// <summary>What is known about a connector; connector 0 is the charge point as a whole.</summary>
public sealed record ConnectorRecord(string Status, string ErrorCode, string Info, DateTimeOffset At);

/// <summary>What is known about a charge point. A record never changes: the ledger replaces it.</summary>
public sealed record ChargePointRecord(string Id)
{
    /// <summary>chargePointVendor of the last BootNotification.</summary>
    public string Vendor { get; init; } = "";

    /// <summary>chargePointModel of the last BootNotification.</summary>
    public string Model { get; init; } = "";

    /// <summary>firmwareVersion of the last BootNotification.</summary>
    public string FirmwareVersion { get; init; } = "";

    /// <summary>How the last BootNotification was answered; empty when there was none.</summary>
    public string Registration { get; init; } = "";

    /// <summary>How often it booted.</summary>
    public int BootCount { get; init; }

    /// <summary>Whether it is connected now.</summary>
    public bool Connected { get; init; }

    /// <summary>When a message of it was last seen.</summary>
    public DateTimeOffset LastSeen { get; init; }

    /// <summary>The last StatusNotification of each connector.</summary>
    public ImmutableSortedDictionary<int, ConnectorRecord> Connectors { get; init; } = ImmutableSortedDictionary<int, ConnectorRecord>.Empty;

    /// <summary>Messages it was asked for since its last BootNotification, which it may send while Pending.</summary>
    public ImmutableHashSet<string> AskedFor { get; init; } = [];
}

/// <summary>One value that the meter sent.</summary>
public sealed record MeterSample(
    DateTimeOffset At, string Measurand, string Value, string Unit, string Phase, string Location, string Context);

/// <summary>A transaction. A record never changes: the ledger replaces it.</summary>
public sealed record TransactionRecord(int TransactionId, string ChargePointId, int ConnectorId, string IdTag)
{
    /// <summary>How many samples of a transaction are kept, the newest ones.</summary>
    public const int MaxSamples = 2000;

    /// <summary>The energy register at the start, in Wh; null when the start was not seen by this Central System.</summary>
    public long? MeterStartWh { get; init; }

    /// <summary>When it started, by the charge point's clock.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The energy register at the end, in Wh.</summary>
    public long? MeterStopWh { get; init; }

    /// <summary>When it stopped, by the charge point's clock; null while it runs.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>Why it stopped; OCPP 1.6 §6.45 lets the charge point leave Local out.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What the StartTransaction was answered.</summary>
    public string Authorization { get; init; } = "Accepted";

    /// <summary>What the meter said meanwhile.</summary>
    public ImmutableList<MeterSample> Samples { get; init; } = [];

    /// <summary>Whether it has not been stopped.</summary>
    public bool IsRunning => StoppedAt is null;

    /// <summary>The energy in Wh, null when an end of it is not known.</summary>
    public long? EnergyWh => MeterStopWh - MeterStartWh;

    /// <summary>The time it took, null when an end of it is not known.</summary>
    public TimeSpan? Duration => StoppedAt - StartedAt;
}
