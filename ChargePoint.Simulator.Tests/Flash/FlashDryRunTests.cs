using System.Globalization;
using System.Text;
using ChargePoint.Boards;
using ChargePoint.Simulator.Tests.Bench;
using ChargePoint.Simulator.Tests.Documents;

namespace ChargePoint.Simulator.Tests.Flash;

/// <summary>
/// What flash.ps1 decides: each file in Expected has a call, its exit code and what it says. The call is made in the folder Inputs, and the
/// repository's folder is written as a dot.
/// </summary>
[TestClass]
public sealed class FlashDryRunTests
{
    private static readonly string Script = DocumentFile.Find("flash.ps1");
    private static readonly string Root = Path.GetDirectoryName(Script)!;
    private static readonly string Folder = Path.Combine(Root, "ChargePoint.Simulator.Tests", "Flash");

    public static IEnumerable<object[]> Cases => Directory.EnumerateFiles(Path.Combine(Folder, "Expected"), "*.txt").Order().Select(file => new object[] { Path.GetFileName(file) });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public async Task A_dry_run_says_what_would_be_done_or_what_is_wrong(string name)
    {
        PowerShell.Require();
        string expected = (await File.ReadAllTextAsync(Path.Combine(Folder, "Expected", name))).ReplaceLineEndings("\n");
        string call = expected.Split('\n')[0];
        string[] arguments = call.Split(' ')[1..];
        Assert.Contains("-DryRun", arguments);

        (int exitCode, string output, string errors) = await PowerShell.RunAsync(Script, arguments, Path.Combine(Folder, "Inputs"));

        string actual = string.Create(CultureInfo.InvariantCulture, $"{call}\nexit code {exitCode}\n{Portable(output)}{Portable(errors)}");
        Assert.AreEqual(expected, actual);
    }

    [TestMethod]
    public void No_expected_output_shows_a_password()
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(Folder, "Expected"))];
        Assert.IsGreaterThan(40, files.Length);
        foreach (string file in files) Assert.DoesNotContain("-secret", File.ReadAllText(file), file);
    }

    [TestMethod]
    public void The_limit_of_a_board_description_is_that_of_the_firmware()
    {
        string plan = File.ReadAllText(Path.Combine(Root, "build", "flash", "Plan.ps1"));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"$LongestBoard = {DescriptionReader.LongestText}\n"), plan.ReplaceLineEndings("\n"));
    }

    // Windows PowerShell 5.1 takes a script without a byte order mark for one in the code page of the country
    [TestMethod]
    public void The_script_is_ascii()
    {
        foreach (string file in (string[])[Script, .. Directory.EnumerateFiles(Path.Combine(Root, "build", "flash"))])
            Assert.IsTrue(Ascii.IsValid(File.ReadAllBytes(file)), file);
    }

    [TestMethod]
    public async Task The_script_has_nothing_that_windows_powershell_does_not_know()
    {
        PowerShell.Require();
        using TemporaryFolder folder = new();
        string script = folder.At("parse.ps1");
        await File.WriteAllTextAsync(script, """
            param([string] $Root)
            foreach ($file in @("$Root/flash.ps1") + @(Get-ChildItem "$Root/build/flash" -Filter *.ps1 | ForEach-Object { $_.FullName })) {
                $tokens = $null
                $errors = $null
                $tree = [System.Management.Automation.Language.Parser]::ParseFile($file, [ref] $tokens, [ref] $errors)
                foreach ($e in $errors) { "$file $($e.Extent.StartLineNumber): $($e.Message)" }
                $new = { param($node) @('TernaryExpressionAst', 'PipelineChainAst') -contains $node.GetType().Name }
                foreach ($node in $tree.FindAll($new, $true)) { "$file $($node.Extent.StartLineNumber): $($node.Extent.Text)" }
                foreach ($token in $tokens) { if (@('QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'Clean') -contains "$($token.Kind)") { "$file $($token.Extent.StartLineNumber): $($token.Text)" } }
            }
            'parsed'
            """);
        (int exitCode, string output, string errors) = await PowerShell.RunAsync(script, ["-Root", Root], folder.Path);
        Assert.AreEqual(0, exitCode, errors);
        Assert.AreEqual("parsed\n", output);
    }

    private static string Portable(string text) => text.Replace(Root, ".", StringComparison.OrdinalIgnoreCase).Replace(@".\ChargePoint", "./ChargePoint", StringComparison.Ordinal)
        .Replace(@"Tests\Flash\Inputs\", "Tests/Flash/Inputs/", StringComparison.Ordinal).Replace(@".\boards\", "./boards/", StringComparison.Ordinal);
}
