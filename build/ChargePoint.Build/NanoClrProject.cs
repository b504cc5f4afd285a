namespace ChargePoint.Build;

/// <summary>What is run in nanoCLR, as the build has written it down: a line for each, and behind them what the assemblies may need.</summary>
/// <param name="Name">Name of the project.</param>
/// <param name="HeapKilobytes">Managed heap to run it with.</param>
/// <param name="Assembly">Test assembly (NFUnitTest.dll) or application.</param>
/// <param name="Launcher">Launcher of the tests, or null for an application.</param>
/// <param name="References">Assemblies that they may need.</param>
internal sealed record NanoClrProject(string Name, string HeapKilobytes, string Assembly, string? Launcher, IReadOnlyList<string> References)
{
    public static NanoClrProject Read(string runFile)
    {
        if (File.ReadAllLines(runFile) is not [string name, string heap, string assembly, string launcher, .. string[] references])
            throw new BuildException(runFile, "NF0107", "must name a project, its heap, its assembly and the launcher");
        return new NanoClrProject(name, heap, assembly, launcher == "none" ? null : launcher, references);
    }

    /// <summary>The .pe files in the order in which nanoCLR has to load them.</summary>
    public IReadOnlyList<string> InLoadOrder() => new AssemblySet(References).InLoadOrder(Launcher == null ? [Assembly] : [Assembly, Launcher]);
}
