namespace ChargePoint.Simulator.Tests.Documents;

/// <summary>
/// docs/configuration.md is what the firmware's table says. With the environment variable CONFIGURATION_TABLE set to the file's name, it is
/// written first.
/// </summary>
[TestClass]
public sealed class ConfigurationTableTests
{
    private const string Variable = "CONFIGURATION_TABLE";
    private const string File = "docs/configuration.md";

    [TestMethod]
    public void Every_key_has_a_sentence() => Assert.IsEmpty(ConfigurationTable.Mismatches, string.Join(", ", ConfigurationTable.Mismatches));

    [TestMethod]
    public void The_document_is_up_to_date()
    {
        string wanted = ConfigurationTable.Write();
        string? file = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(file)) System.IO.File.WriteAllText(file, wanted);
        string found = System.IO.File.ReadAllText(DocumentFile.Find(File)).ReplaceLineEndings("\n");
        Assert.AreEqual(wanted.ReplaceLineEndings("\n"), found, $"write {File} anew, as it says itself");
    }
}
