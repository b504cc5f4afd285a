using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>
/// Back to the state of the factory. First a mark is written, then the charge point restarts, and the next start deletes before it reads
/// anything else; a loss of power in between leaves the mark, and the start after it goes on. What is never deleted: the description of the board and
/// the energy that an S0 meter has counted, which belong to the hardware; and, unless it is asked for, the journal with what the Central
/// System has still to be told.
/// <para>A restart that does not come takes the mark away again. What cannot be deleted is tried again with the next starts, but the journal
/// only once: by then it holds new transactions.</para>
/// </summary>
public static class FactoryReset
{
    /// <summary>
    /// File that says that a reset is to be carried out; its content is 'A' for everything, 'K' to keep the journal, and how often it was
    /// tried (1 byte; 0 if it is missing).
    /// </summary>
    public const string Mark = "wipe";

    /// <summary>How often it is tried: three starts of a device, which tries it before it reads the description of its board, and again.</summary>
    public const int MostAttempts = 6;

    private static string[] OfHardware => ["board.json", "s0-"];

    private static string[] OfJournal => ["tx.", "aside."];

    /// <summary>Has the next start delete everything.</summary>
    /// <param name="flash">The flash.</param>
    /// <param name="withJournal">True to delete the journal of transactions as well.</param>
    /// <returns>False if the flash does not take the mark: nothing will be deleted.</returns>
    public static bool Begin(IFlashStore flash, bool withJournal)
    {
        byte[] content = [(byte)(withJournal ? 'A' : 'K'), 0];
        return flash.Write(Mark, content, 0, content.Length);
    }

    /// <summary>The restart does not come: the start that comes some day is to delete nothing.</summary>
    /// <param name="flash">The flash.</param>
    /// <returns>False if the flash does not take it.</returns>
    public static bool Withdraw(IFlashStore flash) => flash.Delete(Mark);

    /// <summary>Carries out what was begun; does nothing if nothing was. Called first of all at every start.</summary>
    /// <param name="flash">The flash.</param>
    /// <param name="log">Log.</param>
    public static void Finish(IFlashStore flash, Log log)
    {
        byte[] content = new byte[2];
        if (flash.Read(Mark, 0, content, 0, content.Length) < 1) return;
        int deleted = 0;
        int left = content[0] == 'A' ? DeleteAll(flash, true, ref deleted) : 0;
        if (left > 0) log.Error("reset", $"factory reset: {left} files of the journal cannot be deleted");

        // Noted before anything else is deleted: whatever happens now, the journal that begins with this start is not touched again.
        content[0] = (byte)'K';
        content[1]++;
        bool isNoted = flash.Write(Mark, content, 0, content.Length);
        left = DeleteAll(flash, false, ref deleted);
        isNoted = isNoted || flash.Write(Mark, content, 0, content.Length);
        bool isOver = left == 0 || !isNoted || content[1] >= MostAttempts;
        if (isOver) isOver = flash.Delete(Mark);
        string rest = !isOver ? "; the rest with the next start" : left > 0 ? $"; {left} cannot be deleted" : "";
        log.Warning("reset", $"factory reset: {deleted} files deleted{rest}");
    }

    // Returns how many could not be deleted.
    private static int DeleteAll(IFlashStore flash, bool ofJournal, ref int deleted)
    {
        int left = 0;
        foreach (string name in flash.List())
        {
            if (name == Mark || Begins(name, OfHardware) || Begins(name, OfJournal) != ofJournal) continue;
            if (flash.Delete(name)) deleted++;
            else left++;
        }

        return left;
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
