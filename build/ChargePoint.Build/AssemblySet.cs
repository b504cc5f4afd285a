using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ChargePoint.Build;

/// <summary>Assemblies by name, and what each needs before it can be loaded.</summary>
internal sealed class AssemblySet(IEnumerable<string> paths)
{
    private readonly Dictionary<string, string> _byName =
        paths.GroupBy(p => Path.GetFileNameWithoutExtension(p), StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The assemblies that these need, mscorlib first, each after those it needs, then these. Named by their .pe, which must exist.</summary>
    public IReadOnlyList<string> InLoadOrder(params IEnumerable<string> applications)
    {
        var ordered = new List<string>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string application in applications) Visit(application);
        return ordered;

        void Visit(string path)
        {
            if (!seen.Add(Path.GetFileNameWithoutExtension(path))) return;
            foreach (string name in References(path))
            {
                if (!_byName.TryGetValue(name, out string? reference))
                    throw new BuildException(path, "NF0104", $"needs {name}, which is not among the packages. Add it to the table of nf.proj.props.");
                Visit(reference);
            }

            string pe = Path.ChangeExtension(path, ".pe");
            if (!File.Exists(pe)) throw new BuildException(path, "NF0105", $"has no {Path.GetFileName(pe)} beside it");
            ordered.Add(pe);
        }
    }

    private static string[] References(string path)
    {
        using var stream = File.OpenRead(path);
        using var file = new PEReader(stream);
        MetadataReader reader = file.GetMetadataReader();
        return [.. reader.AssemblyReferences.Select(h => reader.GetString(reader.GetAssemblyReference(h).Name))];
    }
}
