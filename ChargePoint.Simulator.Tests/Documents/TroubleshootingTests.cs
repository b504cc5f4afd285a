using ChargePoint.Ocpp;
using ChargePoint.Safety;

namespace ChargePoint.Simulator.Tests.Documents;

/// <summary>What docs/troubleshooting.md tells people to look for is what the firmware says.</summary>
[TestClass]
public sealed class TroubleshootingTests
{
    private static readonly string[] Lines = File.ReadAllLines(DocumentFile.Find("docs/troubleshooting.md"));

    [TestMethod]
    public void Each_fault_has_a_line_with_its_sentence()
    {
        string[] expected = [.. Enumerable.Range(0, FaultTable.Count).Select(i => (SafetyFault)i).Where(f => FaultTable.VendorErrorCode(f).Length > 0).Select(f => $"{FaultTable.VendorErrorCode(f)}: {FaultTable.Info(f)}")];
        CollectionAssert.AreEqual(expected, Rows("faults").Select(row => $"{row[0]}: {row[1]}").ToArray());
    }

    [TestMethod]
    public void Each_sentence_about_the_link_is_one_of_the_firmware()
    {
        HashSet<string> sentences = [.. Enum.GetValues<LinkFailure>().Select(f => LinkFailures.Explain(f, 0, "")), .. Enumerable.Range(100, 500).Select(status => LinkFailures.Explain(LinkFailure.HttpStatus, status, ""))];
        string[] told = [.. Rows("link").Select(row => row[0])];
        Assert.IsGreaterThan(10, told.Length);
        foreach (string sentence in told) Assert.Contains(sentence, sentences, sentence);
    }

    [TestMethod]
    public void Links_between_documents_lead_somewhere()
    {
        string root = Path.GetDirectoryName(DocumentFile.Find("README.md"))!;
        foreach (string document in (string[])[.. Directory.GetFiles(Path.Combine(root, "docs"), "*.md"), .. Directory.GetFiles(root, "*.md")])
        {
            foreach (System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(document), @"\]\(([^)#:\s]+)(?:#([^)\s]+))?\)"))
            {
                string target = Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value);
                Assert.IsTrue(File.Exists(target) || Directory.Exists(target), $"{Path.GetFileName(document)}: {link.Value}");
                if (link.Groups[2].Success) Assert.Contains(link.Groups[2].Value, Anchors(target), $"{Path.GetFileName(document)}: {link.Value}");
            }
        }
    }

    private static HashSet<string> Anchors(string document) =>
        [.. File.ReadAllLines(document).Where(line => line.StartsWith('#')).Select(line => System.Text.RegularExpressions.Regex.Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "[^a-z0-9 -]", "").Replace(' ', '-'))];

    private static IEnumerable<string[]> Rows(string name) => Lines
        .SkipWhile(line => line != $"<!-- {name}: begin -->").TakeWhile(line => line != $"<!-- {name}: end -->").Where(line => line.StartsWith('|')).Skip(2)
        .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray());
}
