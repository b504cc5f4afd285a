namespace ChargePoint.Hal;

/// <summary>
/// The narrow seam to the flash file system (littlefs on the device, a folder on the host). All names are flat: 1 to 32
/// characters of a-z, 0-9, '.', '-' and '_'. Only a completed call is durable; each call is atomic against a power cut:
/// after it, the file has its old or its new content and nothing between. A store that cannot do its work (full, broken)
/// returns false and has changed nothing.
/// </summary>
public interface IFlashStore
{
    /// <summary>Length of a file in bytes, or -1 if there is none.</summary>
    /// <param name="name">File name.</param>
    int Length(string name);

    /// <summary>Reads a part of a file.</summary>
    /// <param name="name">File name.</param>
    /// <param name="position">First byte to read.</param>
    /// <param name="buffer">Receives the bytes.</param>
    /// <param name="offset">Where in <paramref name="buffer"/> they go.</param>
    /// <param name="count">How many are wanted.</param>
    /// <returns>How many were read: fewer than wanted at the end of the file, -1 if the file is missing or unreadable.</returns>
    int Read(string name, int position, byte[] buffer, int offset, int count);

    /// <summary>Appends to a file, which is made if it is missing.</summary>
    /// <param name="name">File name.</param>
    /// <param name="buffer">Holds the bytes.</param>
    /// <param name="offset">First of them.</param>
    /// <param name="count">Number of them.</param>
    /// <returns>False if nothing was appended.</returns>
    bool Append(string name, byte[] buffer, int offset, int count);

    /// <summary>Makes a file with this content, or gives an existing one this content.</summary>
    /// <param name="name">File name.</param>
    /// <param name="buffer">Holds the bytes.</param>
    /// <param name="offset">First of them.</param>
    /// <param name="count">Number of them.</param>
    /// <returns>False if nothing was written.</returns>
    bool Write(string name, byte[] buffer, int offset, int count);

    /// <summary>Deletes a file.</summary>
    /// <param name="name">File name.</param>
    /// <returns>False if the file exists and could not be deleted; true also when there was none.</returns>
    bool Delete(string name);

    /// <summary>Names of all files, in no particular order.</summary>
    string[] List();
}
