using ChargePoint.Hal;
using ChargePoint.Safety;

namespace ChargePoint.Features;

/// <summary>Status of the charge point as a whole: what StatusNotification tells about connector 0.</summary>
public sealed class ChargePointStatus : IStatusSource
{
    private readonly IBoard _board;
    private readonly Connector[] _connectors;
    private readonly AvailabilityStore _availability;

    /// <summary>Makes the source.</summary>
    /// <param name="room">What connectors share.</param>
    /// <param name="connectors">All connectors.</param>
    public ChargePointStatus(ChargingRoom room, Connector[] connectors)
    {
        _board = room.Board;
        _availability = room.Availability;
        _connectors = connectors;
    }

    /// <summary>Available, Unavailable (as soon as no transaction runs any more) or Faulted: connector 0 knows no other.</summary>
    public ConnectorStatus Status
    {
        get
        {
            if (SafetySupervisor.ForbidsEnergy(Error)) return ConnectorStatus.Faulted;
            if (_availability.IsOperative(0)) return ConnectorStatus.Available;
            foreach (Connector connector in _connectors)
            {
                if (connector.Transaction != null) return ConnectorStatus.Available;
            }

            return ConnectorStatus.Unavailable;
        }
    }

    /// <inheritdoc/>
    public HardwareFault Error => _board.EmergencyStop ? HardwareFault.OtherError : _board.Fault;

    /// <inheritdoc/>
    public string Info => _board.EmergencyStop ? FaultTable.Info(SafetyFault.EmergencyStop) : _board.FaultDetail;

    /// <inheritdoc/>
    public string VendorErrorCode => _board.EmergencyStop ? FaultTable.VendorErrorCode(SafetyFault.EmergencyStop) : "";
}
