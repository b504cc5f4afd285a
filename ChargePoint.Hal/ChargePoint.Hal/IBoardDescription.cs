namespace ChargePoint.Hal;

/// <summary>The description of the board in flash, as a technician sees and replaces it.</summary>
public interface IBoardDescription
{
    /// <summary>Longest description, in bytes.</summary>
    int LongestText { get; }

    /// <summary>Reads the description that is stored.</summary>
    /// <returns>Its text in UTF-8, or null if there is none.</returns>
    byte[]? Read();

    /// <summary>Judges a description.</summary>
    /// <param name="text">Holds it, in UTF-8.</param>
    /// <param name="count">Its length in bytes.</param>
    /// <param name="sections">If it is sound: what it says, a line for each section.</param>
    /// <returns>What is wrong with it, in lines that begin with the field; none for a sound one.</returns>
    string[] Check(byte[] text, int count, out string[] sections);

    /// <summary>Stores a sound description in place of the one before, in one step. It counts from the next start on.</summary>
    /// <param name="text">Holds it, in UTF-8.</param>
    /// <param name="count">Its length in bytes.</param>
    /// <returns>False if the flash does not take it; the one before stays then.</returns>
    bool Store(byte[] text, int count);
}
