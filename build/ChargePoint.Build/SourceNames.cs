using System.Text.RegularExpressions;

namespace ChargePoint.Build;

/// <summary>Gives what a device has logged the names of the source back: it knows methods by the short names of <see cref="PackNames"/>.</summary>
internal static partial class SourceNames
{
    /// <param name="names">Lines of the .names file that was made with the image: the short name and that of the source.</param>
    /// <param name="log">A log or a stack trace, to its end.</param>
    /// <param name="output">Where it is written with the names of the source. What is no name of a method or a field stays as it is.</param>
    public static int Write(IEnumerable<string> names, TextReader log, TextWriter output)
    {
        Dictionary<string, string> sources = names.Select(n => n.Split(' ', 2)).Where(n => n.Length == 2 && n[0].Contains('.')).ToDictionary(n => n[0], n => n[1]);
        while (log.ReadLine() is string line)
            output.WriteLine(Member().Replace(line, m => sources.GetValueOrDefault(m.Value.Replace("::", ".").Replace('+', '.'), m.Value)));
        return 0;
    }

    [GeneratedRegex(@"(?<![\w.:+])[\w.<>+]+(::|\.)[\w.<>]+", RegexOptions.CultureInvariant)]
    private static partial Regex Member();
}
