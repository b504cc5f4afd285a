namespace ChargePoint.Simulator.Tests.Documents;

/// <summary>
/// The tables of docs/hardware.md are what the firmware's tables say, and its examples are those of the boards folder. With the environment
/// variable HARDWARE_TABLE set to the file's name, the tables are written first.
/// </summary>
[TestClass]
public sealed class HardwareTableTests
{
    private const string Variable = "HARDWARE_TABLE";
    private const string File = "docs/hardware.md";

    [TestMethod]
    public void Every_fault_has_a_sentence() => Assert.IsEmpty(HardwareTables.Mismatches, string.Join(", ", HardwareTables.Mismatches));

    [TestMethod]
    public void The_tables_are_up_to_date()
    {
        string? file = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(file)) System.IO.File.WriteAllText(file, HardwareTables.Renew(System.IO.File.ReadAllText(file).ReplaceLineEndings("\n")));
        string found = System.IO.File.ReadAllText(DocumentFile.Find(File)).ReplaceLineEndings("\n");
        Assert.AreEqual(HardwareTables.Renew(found), found, $"write the tables of {File} anew, as it says itself");
    }

    [TestMethod]
    public void Every_example_is_explained()
    {
        string text = System.IO.File.ReadAllText(DocumentFile.Find(File));
        string boards = Path.Combine(Path.GetDirectoryName(DocumentFile.Find("README.md"))!, "boards");
        foreach (string board in Directory.GetFiles(boards, "*.json")) Assert.Contains("boards/" + Path.GetFileName(board), text);
    }
}
