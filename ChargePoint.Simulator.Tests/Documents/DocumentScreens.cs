using System.Text.RegularExpressions;

namespace ChargePoint.Simulator.Tests.Documents;

/// <summary>
/// Screens of the console in the documents: a block of text behind <c>&lt;!-- screen: NAME --&gt;</c>. They are what a terminal showed, but for
/// numbers and times. With the environment variable SCREENS set, they are written anew.
/// </summary>
internal static partial class DocumentScreens
{
    private const string Variable = "SCREENS";

    /// <summary>Compares a screen with that of a document, or writes it there.</summary>
    /// <param name="file">The document, for example docs/troubleshooting.md.</param>
    /// <param name="name">Name of the screen in it.</param>
    /// <param name="screen">What the terminal showed.</param>
    public static void Check(string file, string name, string screen)
    {
        string path = DocumentFile.Find(file);
        string text = File.ReadAllText(path).ReplaceLineEndings("\n");
        string head = $"<!-- screen: {name} -->\n```text\n";
        int start = text.IndexOf(head, StringComparison.Ordinal);
        Assert.IsGreaterThanOrEqualTo(0, start, $"{file} shows no screen {name}");
        start += head.Length;
        int end = text.IndexOf("```", start, StringComparison.Ordinal);
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
        {
            text = text[..start] + screen + "\n" + text[end..];
            File.WriteAllText(path, text);
            end = start + screen.Length + 1;
        }

        Assert.AreEqual(Comparable(text[start..end]), Comparable(screen), $"{file}, screen {name}: set {Variable}=1 to write it anew");
    }

    // Times and numbers differ from run to run, and with their widths the places where lines are broken
    private static string Comparable(string screen) => Blanks().Replace(Number().Replace(screen, "0"), " ").Replace("up 0 min", "up 0 s", StringComparison.Ordinal).Trim();

    [GeneratedRegex(@"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z|[0-9]+([.][0-9]+)*")]
    private static partial Regex Number();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
