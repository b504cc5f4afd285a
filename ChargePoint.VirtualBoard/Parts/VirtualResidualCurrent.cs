using ChargePoint.Hal.Simulated;
using ChargePoint.NanoHost;

namespace ChargePoint.VirtualBoard.Parts;

/// <summary>
/// Residual-current module with a trip output and a test input: trips on the world's leak and on the test signal, unless the world says that it
/// is broken.
/// </summary>
public sealed class VirtualResidualCurrent
{
    private readonly VirtualEsp32 _controller;
    private readonly SimulatedResidualCurrent _world;
    private readonly Wire? _test;
    private bool _isTested;
    private long _testedMs;
    private long _trippedUntilMs = long.MinValue;

    /// <summary>Connects a module.</summary>
    /// <param name="controller">Controller.</param>
    /// <param name="connector">Connector of the world.</param>
    /// <param name="trip">Trip output.</param>
    /// <param name="test">Test input, or null.</param>
    public VirtualResidualCurrent(VirtualEsp32 controller, SimulatedConnector connector, Wire trip, Wire? test)
    {
        _controller = controller;
        _world = connector.ResidualCurrent;
        _test = test;
        trip.Drive(controller, () => TripDisconnected ? null : IsTripped());
        test?.OnDriven(controller, OnTest);
    }

    /// <summary>How long the test signal has to last until the module trips, in milliseconds.</summary>
    public int RespondMs { get; set; } = 50;

    /// <summary>How long the module stays tripped after the test signal, in milliseconds.</summary>
    public int ReleaseMs { get; set; } = 30;

    /// <summary>The trip that a test brings about stays for good.</summary>
    public bool NeverReleases { get; set; }

    /// <summary>The wire of the trip output is broken.</summary>
    public bool TripDisconnected { get; set; }

    private bool IsTripped()
    {
        if (_world.Broken) return false;
        long nowMs = _controller.NowMs;
        return _world.Leaking || (_isTested && nowMs - _testedMs >= RespondMs) || nowMs < _trippedUntilMs;
    }

    private void OnTest()
    {
        bool isTested = _test!.IsDrivenActive(_controller);
        if (isTested == _isTested) return;
        long nowMs = _controller.NowMs;
        if (!isTested && !_world.Broken && nowMs - _testedMs >= RespondMs) _trippedUntilMs = NeverReleases ? long.MaxValue : nowMs + ReleaseMs;
        _isTested = isTested;
        _testedMs = nowMs;
    }
}
