using System.Diagnostics;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace ChargePoint.Build;

/// <summary>
/// Runs a test assembly in nanoCLR. Its exit code says nothing (it is 0 when tests fail, when Main throws and when Main does not run),
/// so the lines that the launcher prints are counted and compared with the tests that the assembly has.
/// </summary>
internal static partial class NanoClrRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(40);

    /// <param name="nanoClr">The official tool 'nanoclr' or another binary; empty: the tool is looked for.</param>
    /// <param name="runFiles">One for each test assembly: see <see cref="NanoClrProject"/>.</param>
    /// <param name="report">Where results are printed; the last line is the total.</param>
    public static int Run(string nanoClr, IReadOnlyList<string> runFiles, TextWriter report)
    {
        string program = FindProgram(nanoClr);
        int passed = 0, failed = 0, skipped = 0, expected = 0;
        bool complete = true;
        // an interpreter uses one core: as many at a time as there are
        using var cores = new SemaphoreSlim(Environment.ProcessorCount);
        Task<(NanoClrProject, string)>[] runs = [.. runFiles.Select(NanoClrProject.Read).Select(p => ExecuteAsync(program, p, cores))];
        foreach (Task<(NanoClrProject, string)> run in Task.WhenEach(runs).ToBlockingEnumerable())
        {
            (NanoClrProject project, string output) = run.GetAwaiter().GetResult();
            Result result = Count(output);
            int tests = CountTests(project.Assembly);
            complete &= Print(project.Name, result, tests, output, report);
            passed += result.Passed;
            failed += result.Failures.Count;
            skipped += result.Skipped;
            expected += tests;
        }

        report.WriteLine($"nanoCLR: {passed} passed, {failed} failed, {skipped} skipped of {expected}");
        return complete && failed == 0 && passed > 0 ? 0 : 1;
    }

    private static bool Print(string project, Result result, int expected, string output, TextWriter report)
    {
        foreach (string failure in result.Failures) report.WriteLine($"{project} : error NF0108: {failure}");
        report.WriteLine($"{project}: {result.Passed} passed, {result.Failures.Count} failed, {result.Skipped} skipped of {expected}");
        if (result.Total == expected) return true;
        report.WriteLine(output);
        string last = StartLine().Matches(output).LastOrDefault()?.Groups[1].Value ?? "none";
        report.WriteLine($"{project} : error NF0109: {expected} tests, but {result.Total} ran; the last one started is {last}. What nanoCLR printed is above");
        return false;
    }

    public static Result Count(string output)
    {
        MatchCollection lines = ResultLine().Matches(output);
        return new Result(
            lines.Count(l => l.Groups[1].Value == "passed"),
            lines.Count(l => l.Groups[1].Value == "skipped"),
            [.. lines.Where(l => l.Groups[1].Value == "failed").Select(l => l.Groups[2].Value)]);
    }

    /// <summary>The lines that the launcher prints when all is well: one a DataRow, else one a TestMethod.</summary>
    public static int CountTests(string assembly)
    {
        using var stream = File.OpenRead(assembly);
        using var file = new PEReader(stream);
        MetadataReader reader = file.GetMetadataReader();
        int count = 0;
        foreach (TypeDefinition type in reader.TypeDefinitions.Select(reader.GetTypeDefinition))
        {
            if (!Attributes(type.GetCustomAttributes()).Contains("TestClassAttribute")) continue;
            foreach (MethodDefinition method in type.GetMethods().Select(reader.GetMethodDefinition))
            {
                string[] names = [.. Attributes(method.GetCustomAttributes())];
                int rows = names.Count(n => n == "DataRowAttribute");
                count += rows > 0 ? rows : names.Count(n => n == "TestMethodAttribute");
            }
        }

        return count;

        IEnumerable<string> Attributes(CustomAttributeHandleCollection handles) => handles.Select(h => AttributeName(reader, reader.GetCustomAttribute(h)));
    }

    private static string AttributeName(MetadataReader reader, CustomAttribute attribute)
    {
        EntityHandle type = attribute.Constructor.Kind == HandleKind.MemberReference
            ? reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent
            : reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType();
        return type.Kind switch
        {
            HandleKind.TypeReference => reader.GetString(reader.GetTypeReference((TypeReferenceHandle)type).Name),
            HandleKind.TypeDefinition => reader.GetString(reader.GetTypeDefinition((TypeDefinitionHandle)type).Name),
            _ => "",
        };
    }

    /// <summary>The emulator that was named, or the installed one.</summary>
    /// <param name="nanoClr">Path, or "".</param>
    public static string FindProgram(string nanoClr) => Find(nanoClr) ?? throw new BuildException("nanoCLR", "NF0107", nanoClr.Length > 0
        ? $"there is no '{nanoClr}'"
        : "it is not installed. Install it with 'dotnet tool install -g nanoclr', or name a binary: -p:NanoClr=PATH");

    private static async Task<(NanoClrProject, string)> ExecuteAsync(string program, NanoClrProject project, SemaphoreSlim cores)
    {
        await cores.WaitAsync();
        try
        {
            return (project, await Task.Run(() => Execute(program, project)));
        }
        finally
        {
            cores.Release();
        }
    }

    /// <summary>Runs a project to its end, or until it has taken too long.</summary>
    /// <param name="program">The emulator.</param>
    /// <param name="project">What to run.</param>
    /// <returns>All that it printed.</returns>
    public static string Execute(string program, NanoClrProject project)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // the official tool has verbs; a plain build of the interpreter has not
        if (Path.GetFileNameWithoutExtension(program).Equals("nanoclr", StringComparison.OrdinalIgnoreCase)) start.ArgumentList.Add("run");
        start.ArgumentList.Add("--assemblies");
        foreach (string pe in project.InLoadOrder()) start.ArgumentList.Add(pe);

        // nanoCLR has a heap of fixed size; one that is built so as to take it from here runs with that of a device
        start.Environment["NANO_HEAP_KB"] = project.HeapKilobytes;
        using Process process = Process.Start(start) ?? throw new BuildException(project.Name, "NF0107", $"{program} cannot be started");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (process.WaitForExit(Limit)) return output.Result + errors.Result;
        process.Kill(entireProcessTree: true);
        return $"{output.Result}{errors.Result}\nnanoCLR did not end within {Limit.TotalMinutes} minutes";
    }

    private static string? Find(string nanoClr)
    {
        if (nanoClr.Length > 0) return File.Exists(nanoClr) ? Path.GetFullPath(nanoClr) : null;
        string tools = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools");
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), tools];
        string[] names = OperatingSystem.IsWindows() ? ["nanoclr.exe"] : ["nanoclr"];
        return folders.Where(f => f.Length > 0).SelectMany(f => names.Select(n => Path.Combine(f, n))).FirstOrDefault(File.Exists);
    }

    [GeneratedRegex(@"^Test (passed|failed|skipped),([^\r\n]*)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex ResultLine();

    [GeneratedRegex(@"^Test started,([^\r\n]*)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex StartLine();

    /// <summary>What a run said.</summary>
    public sealed record Result(int Passed, int Skipped, IReadOnlyList<string> Failures)
    {
        /// <summary>How many tests ended in any way.</summary>
        public int Total => Passed + Skipped + Failures.Count;
    }
}
