using ChargePoint.Hal;

namespace ChargePoint.Features;

/// <summary>Status of the charge point as a whole: what StatusNotification tells about connector 0.</summary>
public sealed class ChargePointStatus : IStatusSource
{
    private readonly IBoard _board;

    /// <summary>Makes the source.</summary>
    /// <param name="board">The board.</param>
    public ChargePointStatus(IBoard board) => _board = board;

    /// <inheritdoc/>
    public ConnectorStatus Status => SafetySupervisor.ForbidsEnergy(_board.Fault) ? ConnectorStatus.Faulted : ConnectorStatus.Available;

    /// <inheritdoc/>
    public HardwareFault Error => _board.Fault;
}
