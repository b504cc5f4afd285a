namespace ChargePoint.Build;

/// <summary>
/// What is written into the deployment partition of the chip: the .pe files of all assemblies one behind the other,
/// each zero padded to 4 bytes, the application's last.
/// </summary>
internal static class DeploymentImage
{
    /// <param name="output">The image to write.</param>
    /// <param name="limitBytes">Size of the smallest deployment partition that the image must fit.</param>
    /// <param name="application">The application's assembly, its .pe beside it.</param>
    /// <param name="references">Assemblies that it may need.</param>
    /// <param name="report">Where the size is printed.</param>
    public static int Write(string output, int limitBytes, string application, IEnumerable<string> references, TextWriter report)
    {
        IReadOnlyList<string> parts = new AssemblySet(references).InLoadOrder(application);
        using (var image = File.Create(output))
        {
            foreach (string part in parts)
            {
                image.Write(File.ReadAllBytes(part));
                image.Write(new byte[(4 - (image.Length % 4)) % 4]);
            }
        }

        long size = new FileInfo(output).Length;
        report.WriteLine($"{Path.GetFileName(output)}: {size:N0} bytes of {limitBytes:N0}, {parts.Count} assemblies: {string.Join(", ", parts.Select(Path.GetFileNameWithoutExtension))}");
        if (size > limitBytes) throw new BuildException(output, "NF0106", $"the image has {size:N0} bytes, the deployment partition {limitBytes:N0}");
        return 0;
    }
}
