using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>
/// Which connectors the Central System has taken out of service (OCPP 1.6 section 5.2), kept in flash. The charge point itself
/// (connector 0) and each connector have a state of their own; a change of connector 0 sets them all.
/// <code>
/// content: a byte for the charge point and one for each connector: 0 operative, 1 inoperative. What stands behind
/// (a board with more connectors, a newer version) is kept.
/// </code>
/// </summary>
public sealed class AvailabilityStore
{
    /// <summary>Longest content, in bytes.</summary>
    public const int LongestImage = 64;

    private readonly SlotFile _file;
    private readonly byte[] _states; // and what stands behind them
    private readonly int _count;

    /// <summary>Reads the states; all are operative where none is stored.</summary>
    /// <param name="file">Where they are kept.</param>
    /// <param name="connectorCount">Number of connectors, 1 to 8.</param>
    /// <param name="log">Log.</param>
    public AvailabilityStore(SlotFile file, int connectorCount, Log log)
    {
        _file = file;
        _count = connectorCount + 1;
        byte[] image = new byte[LongestImage];
        file.Load(image, out int length);
        if (file.Reason.Length > 0) log.Warning("availability", file.Reason);
        _states = new byte[length < _count ? _count : length];
        System.Array.Copy(image, _states, length);
    }

    /// <summary>
    /// True while nobody may begin to charge because of an installation that waits or is under way. Not kept in flash: it ends with the
    /// installation, and changes nothing of what the Central System has set.
    /// </summary>
    public bool IsHeld { get; set; }

    /// <summary>True if a connector, or the charge point, is in service.</summary>
    /// <param name="connectorId">Connector, or 0 for the charge point.</param>
    public bool IsOperative(int connectorId) => (_states[connectorId] & 1) == 0;

    /// <summary>Sets the state, durably.</summary>
    /// <param name="connectorId">Connector, or 0 for the charge point and all connectors.</param>
    /// <param name="operative">True for in service.</param>
    /// <returns>False, and nothing changed, if the flash does not take it.</returns>
    public bool Set(int connectorId, bool operative)
    {
        byte[] before = new byte[_count];
        System.Array.Copy(_states, before, _count);
        bool changed = false;
        for (int i = 0; i < _count; i++)
        {
            if ((connectorId != 0 && connectorId != i) || IsOperative(i) == operative) continue;
            _states[i] ^= 1;
            changed = true;
        }

        if (!changed || _file.Save(_states, _states.Length)) return true;
        System.Array.Copy(before, _states, _count);
        return false;
    }
}
