namespace ChargePoint.Simulator.Tests.Documents;

/// <summary>
/// docs/console.md is what the commands say of themselves. With the environment variable CONSOLE_TABLE set to the file's name, it is written first.
/// </summary>
[TestClass]
public sealed class ConsoleTableTests
{
    private const string Variable = "CONSOLE_TABLE";
    private const string File = "docs/console.md";

    [TestMethod]
    public void The_document_is_up_to_date()
    {
        string wanted = ConsoleTable.Write();
        string? file = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(file)) System.IO.File.WriteAllText(file, wanted);
        string found = System.IO.File.ReadAllText(DocumentFile.Find(File)).ReplaceLineEndings("\n");
        Assert.AreEqual(wanted.ReplaceLineEndings("\n"), found, $"write {File} anew, as it says itself");
    }
}
