using ChargePoint.NanoHost;

namespace ChargePoint.VirtualBoard.Parts;

/// <summary>A contact at a pin: emergency stop, presence of the mains, door.</summary>
public sealed class VirtualContact
{
    private readonly Func<bool> _isActive;
    private bool _last;
    private int _bounces;

    /// <summary>Connects a contact.</summary>
    /// <param name="controller">Controller.</param>
    /// <param name="wire">Wire.</param>
    /// <param name="isActive">What the world says.</param>
    public VirtualContact(VirtualEsp32 controller, Wire wire, Func<bool> isActive)
    {
        _isActive = isActive;
        wire.Drive(controller, Level);
    }

    /// <summary>How many readings after a change show the contact bouncing.</summary>
    public int Bounces { get; set; }

    /// <summary>The wire is broken.</summary>
    public bool IsDisconnected { get; set; }

    private bool? Level()
    {
        if (IsDisconnected) return null;
        bool active = _isActive();
        if (active != _last)
        {
            _last = active;
            _bounces = Bounces;
        }

        if (_bounces == 0) return active;
        _bounces--;
        return _bounces % 2 == 0 ? active : !active;
    }
}
