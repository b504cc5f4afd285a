using ChargePoint.Hal;

namespace ChargePoint.Simulator.World;

/// <summary>
/// Flash store in a folder of the PC. A file is replaced by writing a temporary one and renaming it; an append is one write
/// that is followed by a flush to the disk. So a kill of the process at any moment leaves every file with its old or its new
/// content. (Should the PC itself lose its power in the middle of an append, a part of it may remain: the journals check each
/// record.) As on littlefs, an empty file counts as none.
/// </summary>
public sealed class FolderFlash : IFlashStore
{
    // Not a character of flash names, so a temporary file is never taken for one of the store's.
    private const string TemporaryPrefix = "~";

    private readonly string _folder;
    private readonly long _capacityBytes;
    private readonly bool _flushToDisk;
    private readonly Lock _gate = new();

    /// <summary>Opens a folder and clears away what a killed process left half written.</summary>
    /// <param name="folder">Folder, made if it is missing.</param>
    /// <param name="capacityBytes">Sum of the lengths of all files that fits.</param>
    /// <param name="flushToDisk">False to leave the moment of writing to the operating system: faster, and still safe against a kill of the process.</param>
    /// <exception cref="IOException">The folder cannot be made or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be made or read.</exception>
    public FolderFlash(string folder, long capacityBytes = long.MaxValue, bool flushToDisk = true)
    {
        _folder = folder;
        _capacityBytes = capacityBytes;
        _flushToDisk = flushToDisk;
        Directory.CreateDirectory(folder);
        foreach (string leftover in Directory.GetFiles(folder, TemporaryPrefix + "*")) File.Delete(leftover);
    }

    /// <summary>What the disk said when an operation failed last; empty if none did.</summary>
    public string LastError { get; private set; } = "";

    /// <inheritdoc/>
    public int Length(string name)
    {
        if (!FlashName.IsValid(name)) return -1;
        lock (_gate) return (int)SizeOf(name) is var size && size > 0 ? size : -1;
    }

    /// <inheritdoc/>
    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        if (position < 0 || Length(name) < 0) return -1;
        lock (_gate)
        {
            try
            {
                using FileStream file = new(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                file.Position = position;
                return file.ReadAtLeast(buffer.AsSpan(offset, count), count, throwOnEndOfStream: false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                LastError = e.Message;
                return -1;
            }
        }
    }

    /// <inheritdoc/>
    public bool Append(string name, byte[] buffer, int offset, int count)
    {
        if (!FlashName.IsValid(name) || count < 0) return false;
        lock (_gate) return Fits(count) && (count == 0 || Try(() => AppendNow(name, buffer, offset, count)));
    }

    /// <inheritdoc/>
    public bool Write(string name, byte[] buffer, int offset, int count)
    {
        if (!FlashName.IsValid(name) || count < 0) return false;
        lock (_gate)
        {
            if (!Fits(count - SizeOf(name))) return false;
            return Try(() =>
            {
                if (count == 0) File.Delete(PathOf(name));
                else ReplaceNow(name, buffer, offset, count);
            });
        }
    }

    /// <inheritdoc/>
    public bool Delete(string name)
    {
        if (!FlashName.IsValid(name)) return true;
        lock (_gate) return Try(() => File.Delete(PathOf(name)));
    }

    /// <inheritdoc/>
    public string[] List()
    {
        lock (_gate)
        {
            try
            {
                return [.. from file in new DirectoryInfo(_folder).EnumerateFiles() where file.Length > 0 && FlashName.IsValid(file.Name) select file.Name];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                LastError = e.Message;
                return [];
            }
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private long SizeOf(string name)
    {
        FileInfo file = new(PathOf(name));
        return file.Exists ? file.Length : 0;
    }

    private bool Fits(long growth)
    {
        if (growth <= 0 || _capacityBytes == long.MaxValue) return true;
        long used = new DirectoryInfo(_folder).EnumerateFiles().Sum(file => file.Length);
        if (used + growth <= _capacityBytes) return true;
        LastError = $"full: {used} of {_capacityBytes} bytes are used";
        return false;
    }

    private void AppendNow(string name, byte[] buffer, int offset, int count)
    {
        // No buffer of its own: the bytes reach the operating system in one write.
        using FileStream file = new(PathOf(name), FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        long oldLength = file.Length;
        file.Position = oldLength;
        try
        {
            file.Write(buffer, offset, count);
            if (_flushToDisk) file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            file.SetLength(oldLength);
            throw;
        }
    }

    private void ReplaceNow(string name, byte[] buffer, int offset, int count)
    {
        string temporary = Path.Combine(_folder, TemporaryPrefix + name);
        using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            file.Write(buffer, offset, count);
            if (_flushToDisk) file.Flush(flushToDisk: true);
        }

        File.Move(temporary, PathOf(name), overwrite: true);
    }

    private bool Try(Action operation)
    {
        try
        {
            operation();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LastError = e.Message;
            return false;
        }
    }
}
