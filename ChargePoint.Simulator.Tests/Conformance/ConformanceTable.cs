using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace ChargePoint.Simulator.Tests.Conformance;

/// <summary>
/// docs/conformance.md: what was seen in each case. It is written at the end of a run that has the environment variable
/// CONFORMANCE_TABLE set to the file's name, and only if every case was run.
/// </summary>
[TestClass]
public sealed partial class ConformanceTable
{
    private const string Variable = "CONFORMANCE_TABLE";
    private const string File = "docs/conformance.md";

    private static readonly ConcurrentDictionary<string, (bool Passed, string Story)> Results = new();

    /// <summary>Keeps what was seen in a case.</summary>
    public static void Record(string test, IEnumerable<string> story, bool passed) => Results[IdOf(test)] = (passed, Shorten(story));

    [AssemblyCleanup]
    public static async Task WriteAsync()
    {
        string? file = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(file) || Results.Count < Cases().Count) return;
        StringBuilder text = new(Introduction);
        foreach (MethodInfo test in Cases())
        {
            (bool passed, string story) = Results[IdOf(test.Name)];
            string remark = test.GetCustomAttribute<ConformanceRemarkAttribute>()?.Text is { } said ? $" ({said})" : "";
            text.Append($"| {IdOf(test.Name)} | {TitleOf(test.Name)}{remark} | {story} | {(passed ? "passed" : "**failed**")} |\n");
        }

        await System.IO.File.WriteAllTextAsync(file, text.ToString());
    }

    [TestMethod]
    public void The_table_in_the_documentation_lists_exactly_the_cases_of_the_suite()
    {
        string[] rows = [.. System.IO.File.ReadAllLines(FindTable()).Where(line => line.StartsWith("| TC_", StringComparison.Ordinal))];
        string[] listed = [.. rows.Select(row => string.Join('|', row.Split('|')[1..3].Select(cell => cell.Split(" (")[0].Trim())))];
        string[] suite = [.. Cases().Select(test => $"{IdOf(test.Name)}|{TitleOf(test.Name)}")];
        CollectionAssert.AreEqual(suite, listed, $"write {File} anew, as it says itself");
        string[] failed = [.. rows.Where(row => !row.EndsWith("| passed |", StringComparison.Ordinal))];
        Assert.IsEmpty(failed, string.Join('\n', failed));
    }

    [TestMethod]
    public void No_id_is_there_twice()
    {
        string[] ids = [.. Cases().Select(test => IdOf(test.Name))];
        CollectionAssert.AllItemsAreUnique(ids);
    }

    private static string Introduction => """
        # Conformance with OCPP 1.6

        The Open Charge Alliance's test cases for a charge point (OCPP Compliance Testing Tool, OCPP 1.6: Core, all optional profiles, and
        TC_073 to TC_087 of the security extension), played with the simulator over a real WebSocket; those of security over TLS, with a
        certificate authority that the test makes. Every message of both sides was held against the official JSON schemas. The cases are in
        `ChargePoint.Simulator.Tests/Conformance`. This table is written by

            CONFORMANCE_TABLE=$PWD/docs/conformance.md dotnet test ChargePoint.Simulator.Tests --filter "FullyQualifiedName~Conformance"

        Calls of the charge point stand upright, those of the Central System _slanted_, each with what it was answered; in brackets is
        what happened around the charge point.

        | Case | Title | Seen | Result |
        | --- | --- | --- | --- |

        """;

    private static List<MethodInfo> Cases() =>
        [.. typeof(ConformanceTable).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(ConformanceTest)))
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttribute<TestMethodAttribute>() != null)
            .OrderBy(method => IdOf(method.Name), StringComparer.Ordinal)];

    private static string IdOf(string test) => NamePattern().Match(test) is { Success: true } match
        ? match.Groups[1].Value
        : throw new ArgumentException($"{test} does not begin with the id of a case");

    private static string TitleOf(string test) => NamePattern().Match(test).Groups[2].Value.Replace('_', ' ');

    // A message that is repeated is counted.
    private static string Shorten(IEnumerable<string> story)
    {
        List<(string Text, int Count)> parts = [];
        foreach (string part in story)
        {
            if (parts.Count > 0 && parts[^1].Text == part) parts[^1] = (part, parts[^1].Count + 1);
            else parts.Add((part, 1));
        }

        return string.Join("; ", parts.Select(part => part.Count == 1 ? part.Text : $"{part.Text} ×{part.Count}")).Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string FindTable()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            string file = Path.Combine(folder.FullName, File);
            if (System.IO.File.Exists(file)) return file;
        }

        throw new FileNotFoundException(File);
    }

    [GeneratedRegex("^(TC_[0-9]+(?:_[0-9]+)?_CS)_(.+)$")]
    private static partial Regex NamePattern();
}
