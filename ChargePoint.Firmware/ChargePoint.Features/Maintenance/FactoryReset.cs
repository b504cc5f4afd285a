using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>
/// Back to the state of the factory. First a mark is written, then the charge point restarts, and the next start deletes before it reads
/// anything else; a loss of power in between leaves the mark, and the start after it goes on. What is never deleted: the description of the board and
/// the energy that an S0 meter has counted, which belong to the hardware; and, unless it is asked for, the journal with what the Central
/// System has still to be told.
/// </summary>
public static class FactoryReset
{
    /// <summary>File that says that a reset is to be carried out; its content is 'A' for everything, 'K' to keep the journal.</summary>
    public const string Mark = "wipe";

    private static string[] OfHardware => ["board.json", "s0-"];

    private static string[] OfJournal => ["tx.", "aside."];

    /// <summary>Has the next start delete everything.</summary>
    /// <param name="flash">The flash.</param>
    /// <param name="withJournal">True to delete the journal of transactions as well.</param>
    /// <returns>False if the flash does not take the mark: nothing will be deleted.</returns>
    public static bool Begin(IFlashStore flash, bool withJournal)
    {
        byte[] content = [(byte)(withJournal ? 'A' : 'K')];
        return flash.Write(Mark, content, 0, 1);
    }

    /// <summary>Carries out what was begun; does nothing if nothing was. Called first of all at every start.</summary>
    /// <param name="flash">The flash.</param>
    /// <param name="log">Log.</param>
    public static void Finish(IFlashStore flash, Log log)
    {
        byte[] content = new byte[1];
        if (flash.Read(Mark, 0, content, 0, 1) != 1) return;
        bool withJournal = content[0] == 'A';
        int deleted = 0;
        bool isWhole = true;
        foreach (string name in flash.List())
        {
            if (name == Mark || Begins(name, OfHardware) || (!withJournal && Begins(name, OfJournal))) continue;
            if (flash.Delete(name)) deleted++;
            else isWhole = false;
        }

        if (isWhole) isWhole = flash.Delete(Mark);
        log.Warning("reset", $"factory reset: {deleted} files deleted{(isWhole ? "" : "; the rest with the next start")}");
    }

    private static bool Begins(string name, string[] starts)
    {
        foreach (string start in starts)
        {
            if (name.StartsWith(start)) return true;
        }

        return false;
    }
}
