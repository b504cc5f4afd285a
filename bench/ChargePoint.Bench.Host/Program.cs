using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ChargePoint.Bench;

const int WarmUp = 50;
const int Rounds = 500;
const string Begin = "<!-- benchmark: begin -->";
const string End = "<!-- benchmark: end -->";

Scenario[] scenarios = Scenarios.All();
List<Measurement> measurements = [];
foreach (Scenario scenario in scenarios)
    measurements.Add(Measurement.Of(scenario, WarmUp, Rounds, Nanoseconds, GC.GetAllocatedBytesForCurrentThread));

string table = Table(measurements) + "\n" + FlashWear.Table();
Console.Write(table);
string? root = FindRoot();
if (root != null) Store(Path.Combine(root, "docs", "benchmark.md"), table);

int wrong = 0;
foreach (Measurement measurement in measurements)
{
    if (!measurement.Scenario.MustNotAllocate || measurement.AllocatedBytes == 0) continue;
    Console.Error.WriteLine($"error: '{measurement.Scenario.Name}' must not allocate, and allocates {measurement.AllocatedBytes} bytes");
    wrong++;
}

return wrong == 0 ? 0 : 1;

static long Nanoseconds() => (long)(Stopwatch.GetTimestamp() * (1_000_000_000.0 / Stopwatch.Frequency));

static string Table(List<Measurement> measurements)
{
    StringBuilder text = new();
    text.Append(CultureInfo.InvariantCulture, $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSArchitecture}, {(IsRelease() ? "Release" : "Debug")}; {Rounds} rounds after {WarmUp} to warm up.\n\n");
    text.Append("| | median | fastest | allocated | messages out | bytes out | bytes to flash |\n");
    text.Append("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    foreach (Measurement measurement in measurements)
    {
        Traffic traffic = measurement.Scenario.Traffic;
        text.Append(CultureInfo.InvariantCulture, $"| {measurement.Scenario.Name} | {Microseconds(measurement.Median)} | {Microseconds(measurement.Minimum)} | {measurement.AllocatedBytes:N0} B | {traffic.Messages} | {traffic.Bytes:N0} | {traffic.FlashBytes:N0} |\n");
    }

    return text.ToString();
}

static string Microseconds(long nanoseconds) => (nanoseconds / 1000.0).ToString(nanoseconds < 10_000 ? "N2" : "N0", CultureInfo.InvariantCulture) + " µs";

static bool IsRelease() => !typeof(Scenario).Assembly.GetCustomAttributes(typeof(DebuggableAttribute), false).Cast<DebuggableAttribute>().Any(a => a.IsJITOptimizerDisabled);

// The text around the markers is written by hand and stays.
static void Store(string file, string table)
{
    string[] parts = File.Exists(file) ? File.ReadAllText(file).Split(Begin) : [];
    string? tail = parts.Length == 2 && parts[1].Contains(End, StringComparison.Ordinal) ? parts[1][parts[1].IndexOf(End, StringComparison.Ordinal)..] : null;
    if (tail == null)
    {
        Console.Error.WriteLine($"the markers {Begin} and {End} are not in {file}: nothing written");
        return;
    }

    File.WriteAllText(file, $"{parts[0]}{Begin}\n\n{table}\n{tail}");
    Console.WriteLine($"\nwritten to {file}");
}

static string? FindRoot()
{
    for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
    {
        if (File.Exists(Path.Combine(folder.FullName, "ChargePoint.sln"))) return folder.FullName;
    }

    return null;
}
