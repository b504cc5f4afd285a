namespace ChargePoint.SmartCharging;

/// <summary>What the calculation of limits has to know about a connector.</summary>
public interface IOutlet
{
    /// <summary>OCPP connectorId, 1 or more.</summary>
    int ConnectorId { get; }

    /// <summary>What hardware and cable carry, in milliamperes of each phase.</summary>
    int MaximumMilliamps { get; }

    /// <summary>Phases, 1 to 3.</summary>
    int Phases { get; }

    /// <summary>Number in the journal of the transaction that runs, 0 if none does.</summary>
    int LocalId { get; }

    /// <summary>
    /// Begin of charging in seconds: of the time of day while that is known, else on the monotonic clock; the present moment without a
    /// transaction, <see cref="LimitCalculator.Unknown"/> if it cannot be told.
    /// </summary>
    long ChargingSinceSeconds { get; }
}
