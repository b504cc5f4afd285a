using ChargePoint.Simulator.Tests.Bench;
using ChargePoint.Simulator.Tests.Documents;
using ChargePoint.Simulator.Tests.EndToEnd;

namespace ChargePoint.Simulator.Tests.Flash;

/// <summary>The check of a board description before it is written to a board.</summary>
[TestClass]
public sealed class BoardCheckTests
{
    [TestMethod]
    public async Task Every_example_is_sound()
    {
        string[] examples = [.. Directory.EnumerateFiles(Path.GetDirectoryName(DocumentFile.Find("boards/single-phase.json"))!)];
        Assert.IsGreaterThanOrEqualTo(3, examples.Length);
        foreach (string example in examples)
        {
            (int exitCode, string output, string errors) = await SimulatorProcess.RunAsync(["check-board", example]);
            Assert.AreEqual(0, exitCode, errors);
            Assert.Contains("a sound board description", output);
        }
    }

    [TestMethod]
    public async Task A_wrong_one_is_told_field_by_field()
    {
        using TemporaryFolder folder = new();
        string text = await File.ReadAllTextAsync(DocumentFile.Find("boards/single-phase.json"));
        string file = folder.At("board.json");
        await File.WriteAllTextAsync(file, text.Replace("\"coil\": 26", "\"coil\": 34", StringComparison.Ordinal).Replace("\"pwm\"", "\"pmw\"", StringComparison.Ordinal));

        (int exitCode, _, string errors) = await SimulatorProcess.RunAsync(["check-board", file]);

        Assert.AreEqual(1, exitCode);
        Assert.Contains("connectors[0].contactor.coil: ", errors);
        Assert.Contains("pmw", errors);
    }

    [TestMethod]
    public async Task A_file_that_is_not_there_is_told()
    {
        (int exitCode, _, string errors) = await SimulatorProcess.RunAsync(["check-board", "no-such.json"]);
        Assert.AreEqual(2, exitCode);
        Assert.StartsWith("error: no-such.json cannot be read: ", errors);
    }
}
