namespace ChargePoint.Hal.Simulated;

/// <summary>Network link of a simulated board.</summary>
public sealed class SimulatedLink : INetworkLink
{
    private readonly SimulatedBoard _board;
    private bool _up = true;

    internal SimulatedLink(SimulatedBoard board) => _board = board;

    /// <summary>True while the network can be reached; set it to take the network away and to bring it back.</summary>
    public bool IsUp
    {
        get => _up;
        set
        {
            if (_up == value) return;
            _up = value;
            _board.Notify();
        }
    }
}
