namespace ChargePoint.Simulator;

/// <summary>Folder of the charge point's flash and of the world around it; a temporary one is deleted at the end.</summary>
public sealed class Storage : IDisposable
{
    private readonly bool _temporary;

    private Storage(string? folder)
    {
        _temporary = folder == null;
        Folder = folder ?? Directory.CreateTempSubdirectory("chargepoint-").FullName;
        Directory.CreateDirectory(FlashFolder);
    }

    /// <summary>Opens the folder, and makes it if there is none.</summary>
    /// <param name="folder">Folder, or null for a temporary one.</param>
    /// <param name="problem">Why it cannot be used, in one line.</param>
    /// <returns>The storage, or null.</returns>
    public static Storage? TryOpen(string? folder, out string problem)
    {
        try
        {
            problem = "";
            return new Storage(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problem = $"{folder} cannot be used: {e.Message.ReplaceLineEndings(" ")}";
            return null;
        }
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Folder of the flash within it.</summary>
    public string FlashFolder => Path.Combine(Folder, "flash");

    /// <summary>Folder of the firmware images within it.</summary>
    public string FirmwareFolder => Path.Combine(Folder, "firmware");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_temporary) return;
        try
        {
            Directory.Delete(Folder, true);
        }
        catch (IOException e)
        {
            System.Console.Error.WriteLine($"{Folder} was not deleted: {e.Message}");
        }
    }
}
