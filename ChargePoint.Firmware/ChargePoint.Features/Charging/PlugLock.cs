using ChargePoint.Hal;

namespace ChargePoint.Features;

/// <summary>
/// Holds the plug in a socket while somebody needs it held, and lets it go otherwise; never while it may carry current: a contactor that
/// has not opened yet, or is welded, keeps it locked. An attached cable has no lock and counts as held.
/// </summary>
internal sealed class PlugLock
{
    private readonly IConnectorHardware _hardware;

    public PlugLock(IConnectorHardware hardware) => _hardware = hardware;

    /// <summary>True while the plug stays locked though nobody charges: the vehicle's side was pulled, and the configuration says to keep the cable.</summary>
    public bool KeepsPlug { get; set; }

    /// <summary>True if there is a socket, and a plug in it.</summary>
    public bool HasPlug => _hardware.Lock != null && _hardware.CablePresent;

    /// <summary>True if there is a socket without a plug.</summary>
    public bool IsEmpty => _hardware.Lock != null && !_hardware.CablePresent;

    /// <summary>Locks the plug if it is not locked.</summary>
    /// <returns>False while it is not held.</returns>
    public bool TryHold()
    {
        if (_hardware.Lock == null || _hardware.Lock.State == LockState.Locked) return true;
        _hardware.Lock.Lock();
        return _hardware.Lock.State == LockState.Locked;
    }

    /// <summary>Lets a plug go that nobody needs held any more.</summary>
    /// <param name="isNeeded">True while a transaction runs or is about to.</param>
    public void Tend(bool isNeeded)
    {
        if (isNeeded || KeepsPlug || _hardware.Lock == null || _hardware.Lock.State != LockState.Locked) return;
        if (!_hardware.Contactor.Commanded && !_hardware.Contactor.Feedback) _hardware.Lock.Unlock();
    }
}
