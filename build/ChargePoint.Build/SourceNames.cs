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
        // a type that stands in another may share its short name with a virtual method there
        Dictionary<string, string> sources = names.Select(n => n.Split(' ', 2)).Where(n => n.Length == 2).GroupBy(n => n[0], n => n[1])
            .ToDictionary(g => g.Key, g => string.Join(" or ", g.Distinct()));
        while (log.ReadLine() is string line) output.WriteLine(Member().Replace(line, m => SourceOf(m.Value, sources)));
        return 0;
    }

    private static string SourceOf(string member, Dictionary<string, string> sources)
    {
        string name = member.Replace("::", ".").Replace('+', '.');
        if (sources.TryGetValue(name, out string? source)) return source;

        // constructors keep their name, and have no line: the type's says where
        int type = name.LastIndexOf("..", StringComparison.Ordinal);
        return type > 0 && sources.TryGetValue(name[..type], out source) ? source + name[(type + 1)..] : member;
    }

    [GeneratedRegex(@"(?<![\w.:+])[\w.<>+]+(::|\.)[\w.<>]+", RegexOptions.CultureInvariant)]
    private static partial Regex Member();
}
