using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ChargePoint.Build;

/// <summary>
/// What the firmware needs of a device: runs the measuring applications in nanoCLR, holds what they print against the budgets, and writes the
/// tables of docs/footprint.md. An application prints a line "Footprint,group,name,value" for each figure, and one of the group "end".
/// </summary>
internal static partial class Footprint
{
    /// <summary>Most bytes of the deployment image, class libraries included.</summary>
    public const int LargestImage = 512 * 1024;

    /// <summary>Managed heap of a device without PSRAM.</summary>
    public const int DeviceHeap = 96 * 1024;

    /// <summary>Bytes of it that have to stay free at any moment of the day.</summary>
    public const int LowestFree = 32 * 1024;

    /// <summary>Most bytes of byte code, and of strings, of an assembly of ours.</summary>
    public const int LargestTable = 60_000;

    private const string BeginMark = "<!-- footprint: begin -->";
    private const string EndMark = "<!-- footprint: end -->";
    private const int TablesOffset = 40; // of the offsets of the 16 tables of a .pe
    private const int PaddingOffset = 108; // of the number of bytes that each is padded with
    private const int StringTable = 11;
    private const int CodeTable = 13;

    /// <param name="document">docs/footprint.md; its text around the marks stays.</param>
    /// <param name="nanoClr">The emulator, or "" for the installed one.</param>
    /// <param name="application">Run file of the device's application, whose image is measured.</param>
    /// <param name="runFiles">Run files of the measuring applications.</param>
    /// <param name="report">Where the tables and what is over budget are printed.</param>
    public static int Run(string document, string nanoClr, string application, IReadOnlyList<string> runFiles, TextWriter report)
    {
        string program = NanoClrRun.FindProgram(nanoClr);
        List<Figure> figures = [];
        foreach (string runFile in runFiles)
        {
            NanoClrProject project = NanoClrProject.Read(runFile);
            string output = NanoClrRun.Execute(program, project);
            List<Figure> own = [.. FigureLine().Matches(output).Select(m => new Figure(m.Groups[1].Value, m.Groups[2].Value, long.Parse(m.Groups[3].Value, CultureInfo.InvariantCulture)))];
            if (own.All(f => f.Group != "end")) throw new BuildException(project.Name, "NF0118", $"did not run to its end. nanoCLR printed:\n{output}");
            figures.AddRange(own);
        }

        List<Part> parts = [.. NanoClrProject.Read(application).InLoadOrder().Select(Measure)];
        string tables = Tables(parts, figures, Allocations(Path.Combine(Path.GetDirectoryName(document)!, "benchmark.md")));
        report.Write(tables);
        Store(document, tables);
        string[] problems = [.. Problems(parts, figures)];
        foreach (string problem in problems) report.WriteLine($"{document} : error NF0119: {problem}");
        return problems.Length == 0 ? 0 : 1;
    }

    /// <summary>What is over its budget.</summary>
    /// <param name="parts">Assemblies of the image.</param>
    /// <param name="figures">What was measured.</param>
    public static IEnumerable<string> Problems(IReadOnlyList<Part> parts, IReadOnlyList<Figure> figures)
    {
        long image = parts.Sum(p => (long)p.Padded);
        if (image > LargestImage) yield return $"the image has {image:N0} bytes, {LargestImage:N0} are allowed";
        foreach (Part part in parts.Where(p => p.Code > LargestTable || p.Strings > LargestTable))
            yield return $"{part.Name} has {part.Code:N0} bytes of byte code and {part.Strings:N0} of strings, {LargestTable:N0} of each are allowed";
        if (Value(figures, "heap", "start") is not long start || Value(figures, "heap", "lowest") is not long lowest)
        {
            yield return "the heap was not measured";
            yield break;
        }

        if (start >= DeviceHeap) yield return $"{start:N0} bytes were free at the start: nanoCLR has to be one that takes its heap from NANO_HEAP_KB";
        if (lowest < LowestFree) yield return $"at its lowest, {lowest:N0} bytes of heap are free, {LowestFree:N0} have to be";
        if (Value(figures, "json", "frame to answer") is long ours && Value(figures, "json", "payload alone with nanoFramework.Json") is long json && ours >= json)
            yield return $"RemoteStartTransaction takes {ours} µs from frame to answer, nanoFramework.Json {json} µs for its payload alone";
    }

    private static long? Value(IReadOnlyList<Figure> figures, string group, string name) => figures.FirstOrDefault(f => f.Group == group && f.Name == name)?.Value;

    private static Part Measure(string pe)
    {
        byte[] bytes = File.ReadAllBytes(pe);
        string name = Path.GetFileNameWithoutExtension(pe);
        return new Part(name, bytes.Length, Table(bytes, CodeTable), Table(bytes, StringTable));
    }

    private static int Table(byte[] pe, int table)
    {
        int At(int index) => BitConverter.ToInt32(pe, TablesOffset + (4 * index));
        return At(table + 1) - At(table) - pe[PaddingOffset + table];
    }

    private static string Tables(IReadOnlyList<Part> parts, IReadOnlyList<Figure> figures, IReadOnlyDictionary<string, string> allocations)
    {
        StringBuilder text = new();
        text.Append("| assembly | .pe, bytes | byte code | strings |\n| --- | ---: | ---: | ---: |\n");
        foreach (Part part in parts) text.Append(CultureInfo.InvariantCulture, $"| {part.Name} | {part.Bytes:N0} | {part.Code:N0} | {part.Strings:N0} |\n");
        text.Append(CultureInfo.InvariantCulture, $"| **image** (at most {LargestImage:N0}) | **{parts.Sum(p => (long)p.Padded):N0}** | {parts.Sum(p => p.Code):N0} | {parts.Sum(p => p.Strings):N0} |\n\n");

        text.Append(CultureInfo.InvariantCulture, $"| managed heap of {DeviceHeap:N0} bytes | free, bytes |\n| --- | ---: |\n");
        text.Append(CultureInfo.InvariantCulture, $"| before the first object: all assemblies are loaded | {Value(figures, "heap", "start"):N0} |\n");
        text.Append(CultureInfo.InvariantCulture, $"| in the middle of a session | {Value(figures, "heap", "steady"):N0} |\n");
        text.Append(CultureInfo.InvariantCulture, $"| **lowest of the day** (at least {LowestFree:N0}) | **{Value(figures, "heap", "lowest"):N0}** |\n\n");

        text.Append("| part of the day | interpreter time |\n| --- | ---: |\n");
        foreach (Figure figure in figures.Where(f => f.Group == "time")) text.Append(CultureInfo.InvariantCulture, $"| {figure.Name} | {figure.Value / 1000.0:N1} ms |\n");

        text.Append("\n| message or step | interpreter time | allocated on a PC |\n| --- | ---: | ---: |\n");
        foreach (Figure figure in figures.Where(f => f.Group == "message")) text.Append(CultureInfo.InvariantCulture, $"| {figure.Name} | {figure.Value:N0} µs | {allocations.GetValueOrDefault(figure.Name, "")} |\n");

        text.Append("\n| RemoteStartTransaction | interpreter time |\n| --- | ---: |\n");
        foreach (Figure figure in figures.Where(f => f.Group == "json")) text.Append(CultureInfo.InvariantCulture, $"| {figure.Name} | {figure.Value:N0} µs |\n");
        return text.ToString();
    }

    // What a kind of message allocates is exact on a PC, and stands in the benchmark's table: | name | median | fastest | allocated | ...
    private static Dictionary<string, string> Allocations(string benchmark) => !File.Exists(benchmark) ? [] : File.ReadAllLines(benchmark)
        .Select(l => l.Split('|', StringSplitOptions.TrimEntries))
        .Where(c => c.Length > 5 && c[4].EndsWith(" B", StringComparison.Ordinal))
        .GroupBy(c => c[1]).ToDictionary(g => g.Key, g => g.First()[4]);

    private static void Store(string document, string tables)
    {
        string[] parts = File.Exists(document) ? File.ReadAllText(document).Split(BeginMark) : [];
        int end = parts.Length == 2 ? parts[1].IndexOf(EndMark, StringComparison.Ordinal) : -1;
        if (end < 0) throw new BuildException(document, "NF0118", $"must have the marks {BeginMark} and {EndMark}");
        File.WriteAllText(document, $"{parts[0]}{BeginMark}\n\n{tables}\n{parts[1][end..]}");
    }

    [GeneratedRegex(@"^Footprint,([a-z]+),(.*),([0-9]+)\r?$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex FigureLine();

    /// <summary>An assembly of the image.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Bytes">Length of its .pe.</param>
    /// <param name="Code">Length of its byte code.</param>
    /// <param name="Strings">Length of its names and literals.</param>
    public sealed record Part(string Name, int Bytes, int Code, int Strings)
    {
        /// <summary>What it takes in the image.</summary>
        public int Padded => (Bytes + 3) / 4 * 4;
    }

    /// <summary>A figure that was measured.</summary>
    /// <param name="Group">heap (bytes), time, message or json (µs), end.</param>
    /// <param name="Name">What it is of.</param>
    /// <param name="Value">How much.</param>
    public sealed record Figure(string Group, string Name, long Value);
}
