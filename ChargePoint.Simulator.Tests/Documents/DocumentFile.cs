namespace ChargePoint.Simulator.Tests.Documents;

/// <summary>The files of this repository, as seen from where the tests are built.</summary>
internal static class DocumentFile
{
    /// <summary>Finds a file.</summary>
    /// <param name="name">Its path within the repository.</param>
    public static string Find(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            string file = Path.Combine(folder.FullName, name);
            if (File.Exists(file)) return file;
        }

        throw new FileNotFoundException(name);
    }
}
