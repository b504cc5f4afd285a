namespace ChargePoint.Hal;

/// <summary>What a look at a written image says.</summary>
public enum FirmwareCheck
{
    /// <summary>Not done yet: ask again.</summary>
    Busy,

    /// <summary>The image is whole, and made for this board.</summary>
    Sound,

    /// <summary>There is no image, or it is damaged or for another board.</summary>
    Bad,
}

/// <summary>What became of the image that was activated last.</summary>
public enum FirmwareTrial
{
    /// <summary>Nothing was activated, or what was has been confirmed.</summary>
    None,

    /// <summary>It runs now for the first time, and has not been confirmed yet.</summary>
    Running,

    /// <summary>It did not start, or ended without having been confirmed: the firmware from before runs again.</summary>
    RolledBack,
}

/// <summary>
/// Where a new firmware is written and made to run. There is room for one image beside the one that runs:
/// <code>
/// Begin, Write... -> Check: Sound -> Activate -> (restart) -> Trial: Running -> Confirm
///                         \ Bad                                    \ (restart without Confirm) -> Trial: RolledBack
/// </code>
/// Whatever is cut off by a loss of power, there is always a firmware that starts. All calls return at once; what takes longer, such as
/// checking, is done in pieces. The store checks that an image is whole and for this board; whether it comes from whom it should
/// (a signature) is not for the store to say.
/// </summary>
public interface IFirmwareStore
{
    /// <summary>Longest image, in bytes.</summary>
    int CapacityBytes { get; }

    /// <summary>Bytes of a new image that are written and durable; survives restarts, so that a download can be resumed.</summary>
    int WrittenBytes { get; }

    /// <summary>Discards what was written and begins a new image.</summary>
    /// <returns>False if the store is broken.</returns>
    bool Begin();

    /// <summary>Writes the bytes that follow.</summary>
    /// <param name="buffer">Holds them.</param>
    /// <param name="offset">First of them.</param>
    /// <param name="count">Number of them.</param>
    /// <returns>False if they do not fit or the store is broken; nothing of them is written then.</returns>
    bool Write(byte[] buffer, int offset, int count);

    /// <summary>Reads back what was written.</summary>
    /// <param name="position">First byte to read.</param>
    /// <param name="buffer">Receives the bytes.</param>
    /// <param name="offset">Where in <paramref name="buffer"/> they go.</param>
    /// <param name="count">How many are wanted.</param>
    /// <returns>How many were read: fewer than wanted at the end, -1 if the store is broken.</returns>
    int Read(int position, byte[] buffer, int offset, int count);

    /// <summary>Checks a piece of what was written; called again and again until the answer is there, and anew after a restart.</summary>
    FirmwareCheck Check();

    /// <summary>Makes the checked image the one that the next restart starts, on trial.</summary>
    /// <returns>False if it was not found sound, or the store is broken: the next restart starts what runs now.</returns>
    bool Activate();

    /// <summary>What became of the image that was activated last.</summary>
    FirmwareTrial Trial { get; }

    /// <summary>True if the firmware from before is still there.</summary>
    bool CanRollBack { get; }

    /// <summary>Makes the firmware from before the one that the next restart starts.</summary>
    /// <returns>False if there is none, or the store does not take it.</returns>
    bool RollBack();

    /// <summary>The firmware that runs on trial works: it stays.</summary>
    /// <returns>False if the store does not take it: it is still on trial.</returns>
    bool Confirm();
}
