using System.Globalization;
using System.Text.RegularExpressions;

namespace ChargePoint.Build.Tests;

/// <summary>The budgets of the device, held against made-up figures and, where no emulator is at hand, against those that were measured last.</summary>
[TestClass]
public sealed partial class FootprintTests
{
    private static readonly Footprint.Part[] Small = [new("ChargePoint.Ocpp", 40_001, 20_000, 15_000)];

    private static readonly Footprint.Figure[] Good =
    [
        new("heap", "start", 70_000), new("heap", "steady", 40_000), new("heap", "lowest", Footprint.LowestFree),
        new("json", "frame to answer", 80), new("json", "payload alone with nanoFramework.Json", 81),
    ];

    [TestMethod]
    public void What_is_within_all_budgets_is_no_problem() => Assert.IsEmpty(Footprint.Problems(Small, Good));

    [TestMethod]
    [DataRow("heap", "lowest", Footprint.LowestFree - 1, "have to be")]
    [DataRow("heap", "start", Footprint.DeviceHeap, "NANO_HEAP_KB")]
    [DataRow("json", "frame to answer", 81, "payload alone")]
    public void A_figure_over_its_budget_is_told(string group, string name, int value, string told)
    {
        Footprint.Figure[] figures = [.. Good.Where(f => f.Name != name), new(group, name, value)];

        StringAssert.Contains(Footprint.Problems(Small, figures).Single(), told, StringComparison.Ordinal);
    }

    [TestMethod]
    public void A_heap_that_was_not_measured_is_a_problem() => Assert.HasCount(1, Footprint.Problems(Small, []));

    [TestMethod]
    public void An_image_or_assembly_that_is_too_large_is_told()
    {
        Footprint.Part[] image = [new("A", Footprint.LargestImage - 3, 1, 1), new("B", 1, 1, 1)];
        Footprint.Part[] code = [new("A", 100_000, Footprint.LargestTable + 1, 1)];
        Footprint.Part[] strings = [new("A", 100_000, 1, Footprint.LargestTable + 1)];

        StringAssert.Contains(Footprint.Problems(image, Good).Single(), "the image has 524,292 bytes", StringComparison.Ordinal);
        StringAssert.Contains(Footprint.Problems(code, Good).Single(), "60,001", StringComparison.Ordinal);
        StringAssert.Contains(Footprint.Problems(strings, Good).Single(), "60,001", StringComparison.Ordinal);
    }

    [TestMethod]
    public void The_assemblies_measured_last_are_within_their_budgets()
    {
        string document = File.ReadAllText(Path.Combine(Root(), "docs", "footprint.md"));
        Footprint.Part[] parts = [.. AssemblyRow().Matches(document).Select(m => new Footprint.Part(m.Groups[1].Value, Number(m.Groups[2]), Number(m.Groups[3]), Number(m.Groups[4])))];

        Assert.IsGreaterThan(10, parts.Length);
        foreach (Footprint.Part part in parts) Assert.IsEmpty(Footprint.Problems([part], Good), part.Name);
    }

    private static int Number(Group group) => int.Parse(group.Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    internal static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder != null && !File.Exists(Path.Combine(folder.FullName, "ChargePoint.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("not below the repository");
    }

    [GeneratedRegex(@"^\| ([\w.]+) \| ([0-9,]+) \| ([0-9,]+) \| ([0-9,]+) \|\r?$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex AssemblyRow();
}
