using ChargePoint.Hal.Simulated;
using ChargePoint.NanoHost;

namespace ChargePoint.VirtualBoard.Parts;

/// <summary>
/// Contactor, or two in a row of poles, with auxiliary contacts: the coils switch the world's <see cref="SimulatedContactor"/> at once, the
/// auxiliary contacts follow after the time that the poles take. Welds and a coil that does not pull in come from the world.
/// </summary>
public sealed class VirtualContactor
{
    private readonly VirtualEsp32 _controller;
    private readonly SimulatedConnector _connector;
    private readonly Wire _coil;
    private readonly Wire? _secondCoil;
    private long _movedMs = long.MinValue / 2;
    private bool _wasClosed;
    private bool _wasSecondClosed;
    private bool _isOn;
    private bool _isSecondOn;

    /// <summary>Connects a contactor.</summary>
    /// <param name="controller">Controller.</param>
    /// <param name="connector">Connector of the world.</param>
    /// <param name="coil">Coil.</param>
    /// <param name="feedback">Auxiliary contact, or null.</param>
    /// <param name="secondCoil">Coil of the contactor of L2 and L3, or null.</param>
    /// <param name="secondFeedback">Its auxiliary contact, or null.</param>
    public VirtualContactor(VirtualEsp32 controller, SimulatedConnector connector, Wire coil, Wire? feedback, Wire? secondCoil = null, Wire? secondFeedback = null)
    {
        _controller = controller;
        _connector = connector;
        _coil = coil;
        _secondCoil = secondCoil;
        coil.OnDriven(controller, OnCoil);
        secondCoil?.OnDriven(controller, OnCoil);
        feedback?.Drive(controller, () => Auxiliary(_wasClosed, IsClosed));
        secondFeedback?.Drive(controller, () => Auxiliary(_wasSecondClosed, IsSecondClosed));
    }

    /// <summary>How long the poles take to close, in milliseconds.</summary>
    public int ClosingMs { get; set; } = 20;

    /// <summary>How long the poles take to open, in milliseconds.</summary>
    public int OpeningMs { get; set; } = 15;

    /// <summary>The wires of the auxiliary contacts are broken.</summary>
    public bool AuxiliaryDisconnected { get; set; }

    /// <summary>The contacts of the second contactor (L2, L3) are welded.</summary>
    public bool SecondWelded { get; set; }

    /// <summary>The second contactor does not pull in.</summary>
    public bool SecondStuckOpen { get; set; }

    private bool IsClosed => _connector.Contactor.Feedback;

    private bool IsSecondClosed => SecondWelded || (_isOn && _isSecondOn && !SecondStuckOpen && IsClosed);

    private bool? Auxiliary(bool before, bool now)
    {
        if (AuxiliaryDisconnected) return null;
        return _controller.NowMs - _movedMs < (_isOn ? ClosingMs : OpeningMs) ? before : now;
    }

    private void OnCoil()
    {
        bool isOn = _coil.IsDrivenActive(_controller);
        bool isSecondOn = _secondCoil != null && _secondCoil.IsDrivenActive(_controller);
        bool isMoved = isOn != _isOn || (isOn && isSecondOn != _isSecondOn);
        if (isMoved)
        {
            _wasClosed = IsClosed;
            _wasSecondClosed = IsSecondClosed;
            _movedMs = _controller.NowMs;
        }

        _isOn = isOn;
        _isSecondOn = isSecondOn;
        if (!isMoved) return;
        _connector.Contactor.Open();
        if (!isOn) return;
        if (_secondCoil != null) _connector.Contactor.Phases = isSecondOn && !SecondStuckOpen ? 3 : 1;
        _connector.Contactor.Close();
    }
}
