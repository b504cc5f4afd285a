using ChargePoint.Hal;
using ChargePoint.Hal.Simulated;
using ChargePoint.NanoHost;

namespace ChargePoint.VirtualBoard.Parts;

/// <summary>
/// Motor or solenoid that moves the bolt of the world's <see cref="SimulatedLock"/>, with a contact: the bolt moves when the actuator was driven
/// long enough. Whether it is stuck is a matter of the world.
/// </summary>
public sealed class VirtualLock
{
    private readonly VirtualEsp32 _controller;
    private readonly SimulatedLock _bolt;
    private readonly Wire _lockWire;
    private readonly Wire? _unlockWire;
    private bool? _direction;
    private bool _lastDriven;
    private bool _isMoved;
    private long _sinceMs;

    /// <summary>Connects a lock.</summary>
    /// <param name="controller">Controller.</param>
    /// <param name="connector">Connector of the world, with a socket.</param>
    /// <param name="lockWire">Drives the bolt in.</param>
    /// <param name="unlockWire">Drives it out; null for a solenoid whose spring draws it out.</param>
    /// <param name="feedback">Contact, active while locked, or null.</param>
    public VirtualLock(VirtualEsp32 controller, SimulatedConnector connector, Wire lockWire, Wire? unlockWire, Wire? feedback)
    {
        _controller = controller;
        _bolt = connector.Lock ?? throw new ArgumentException("this connector has an attached cable");
        _lockWire = lockWire;
        _unlockWire = unlockWire;
        lockWire.OnDriven(controller, OnDriven);
        unlockWire?.OnDriven(controller, OnDriven);
        feedback?.Drive(controller, () => FeedbackDisconnected ? null : IsIn());
    }

    /// <summary>How long the actuator has to be driven until the bolt has moved, in milliseconds.</summary>
    public int MoveMs { get; set; } = 250;

    /// <summary>The wire of the contact is broken.</summary>
    public bool FeedbackDisconnected { get; set; }

    /// <summary>How often the actuator was driven.</summary>
    public int Pulses { get; private set; }

    /// <summary>True if both directions were ever driven at once, which shorts an H-bridge.</summary>
    public bool WasShorted { get; private set; }

    // The world's lock says Jammed after a drive that moved nothing: the bolt then is where that drive did not want it.
    private bool IsIn()
    {
        Settle();
        return _bolt.State switch
        {
            LockState.Locked => true,
            LockState.Unlocked => false,
            _ => !_lastDriven,
        };
    }

    private void OnDriven()
    {
        Settle();
        bool locks = _lockWire.IsDrivenActive(_controller);
        bool unlocks = _unlockWire != null && _unlockWire.IsDrivenActive(_controller);
        WasShorted |= locks && unlocks;
        bool? direction = locks && unlocks ? null : locks ? true : unlocks || _unlockWire == null ? false : null;
        if (direction == _direction) return;
        _direction = direction;
        _isMoved = false;
        _sinceMs = _controller.NowMs;
        if (locks || unlocks) Pulses++;
    }

    private void Settle()
    {
        if (_direction is not { } direction || _isMoved || _controller.NowMs - _sinceMs < MoveMs) return;
        _isMoved = true;
        _lastDriven = direction;
        if (direction) _bolt.Lock();
        else _bolt.Unlock();
    }
}
