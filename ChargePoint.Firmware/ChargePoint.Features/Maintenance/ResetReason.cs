using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>
/// Why the charge point restarts, kept in flash from the command to the next start: a transaction that the restart has caught in the
/// middle ends with the reason that there was (HardReset, SoftReset, Reboot), and only without one it was a loss of power.
/// <code>
/// content: 0 for none, else the number of the StopReason + 1 (1 byte). What a newer version has stored behind it is kept.
/// </code>
/// </summary>
public sealed class ResetReason
{
    private const int LongestImage = 16;

    private readonly SlotFile _file;
    private readonly Log _log;
    private readonly byte[] _image = new byte[LongestImage];
    private readonly int _length;

    /// <summary>Reads the reason of this start.</summary>
    /// <param name="file">Where it is kept.</param>
    /// <param name="log">Log.</param>
    public ResetReason(SlotFile file, Log log)
    {
        _file = file;
        _log = log;
        bool loaded = file.Load(_image, out int length);
        _length = length < 1 ? 1 : length;
        int number = loaded ? _image[0] - 1 : -1;
        bool isReset = number == (int)StopReason.HardReset || number == (int)StopReason.SoftReset || number == (int)StopReason.Reboot;
        Present = isReset ? (StopReason)number : StopReason.PowerLoss;
    }

    /// <summary>Why the charge point was restarted: HardReset, SoftReset, Reboot, or PowerLoss for anything that was not commanded.</summary>
    public StopReason Present { get; }

    /// <summary>True if the restart was commanded.</summary>
    public bool WasCommanded => Present != StopReason.PowerLoss;

    /// <summary>A restart begins: the next start will know why.</summary>
    /// <param name="reason">HardReset, SoftReset or Reboot.</param>
    public void Note(StopReason reason) => Store((int)reason + 1);

    /// <summary>The restart that was noted does not come: the next one is a loss of power, unless it is commanded.</summary>
    public void Withdraw() => Store(0);

    /// <summary>What the restart had interrupted is settled: the next one is a loss of power, unless it is commanded.</summary>
    public void Settle()
    {
        if (WasCommanded) Store(0);
    }

    private void Store(int number)
    {
        _image[0] = (byte)number;
        if (!_file.Save(_image, _length)) _log.Warning("reset", "the flash does not take the reason of the restart");
    }
}
