using Mono.Cecil;

namespace ChargePoint.Build;

/// <summary>
/// Writes the packs of an application as they are flashed: the byte code of the compiler without what a device pays for and has no use for.
/// Properties that only stand for a field are the field (<see cref="PackAccessors"/>), enumerations are the integers that they stand for,
/// names have few letters (<see cref="PackNames"/>), the compiler's attributes and constants are gone. No instruction is added, moved or left
/// out. Code for which that would make a difference is refused: who looks for a member or a type by its name, or asks whether an object is of an
/// enumeration. (The device's rules refuse names of enumerators.) What was written is read again (<see cref="LinkCheck"/>).
/// </summary>
internal sealed class PackLinker : DefaultAssemblyResolver
{
    private readonly ModuleDefinition[] _packs;

    private PackLinker(IReadOnlyList<string> packs, IReadOnlyList<string> references)
    {
        foreach (string folder in references.Select(r => Path.GetDirectoryName(Path.GetFullPath(r))!).Distinct()) AddSearchDirectory(folder);
        _packs = [.. packs.Select(p => Read(p, this))];
        foreach (ModuleDefinition pack in _packs) RegisterAssembly(pack.Assembly);

        // as the compiler has written them: once a body is rewritten, what called an accessor looks like one
        foreach (MethodDefinition method in _packs.SelectMany(m => m.GetTypes()).SelectMany(t => t.Methods))
        {
            if (PackAccessors.FieldOf(method) is FieldDefinition field) Accessors.Add(method, field);
        }

        Names = new PackNames([.. _packs.OrderBy(Depth)], Accessors.Keys);
    }

    /// <summary>Methods of the packs that do nothing but read or write a field, and that field.</summary>
    public Dictionary<MethodDefinition, FieldDefinition> Accessors { get; } = [];

    /// <summary>What the packs' types and members are called on the device.</summary>
    public PackNames Names { get; }

    /// <param name="folder">What is flashed is written into it, and beside the application (.names) a line for each name: the short one and that of
    /// the source. What else is there is deleted.</param>
    /// <param name="packs">The packs of an application as the compiler has written them, the application itself last.</param>
    /// <param name="references">Class libraries that they refer to.</param>
    /// <param name="report">Where it is told how much is gone.</param>
    public static int Link(string folder, IReadOnlyList<string> packs, IReadOnlyList<string> references, TextWriter report)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        using var linker = new PackLinker(packs, references);
        string[] names = [.. linker.Names.Lines()];
        int before = linker.Methods;
        linker.Rewrite();
        foreach ((ModuleDefinition module, string pack) in linker._packs.Zip(packs))
        {
            // of one source the same bytes: no time, and no number made by chance
            module.Write(Path.Combine(folder, Path.GetFileName(pack)), new WriterParameters { Timestamp = 0, DeterministicMvid = true });
        }

        string[] linked = [.. packs.Select(p => Path.Combine(folder, Path.GetFileName(p)))];
        Check(linked, references, names);

        // written last: without it the next build links again, so that what was refused is refused again
        File.WriteAllLines(Path.ChangeExtension(linked[^1], ".names"), names);
        report.WriteLine($"{before - linker.Methods:N0} of {before:N0} methods are the field that they stood for");
        return 0;
    }

    private static void Check(IReadOnlyList<string> linked, IReadOnlyList<string> references, IReadOnlyList<string> names)
    {
        using var check = new LinkCheck([.. linked, .. references]);
        try
        {
            foreach (string path in linked) check.Run(path);
        }
        catch (BuildException problem)
        {
            // it has read short names, which nobody knows
            var message = new StringWriter();
            SourceNames.Write(names, new StringReader(problem.Message), message);
            throw new BuildException(problem.Origin, problem.Code, message.ToString().TrimEnd());
        }
    }

    /// <summary>Reads an assembly and closes its file.</summary>
    public static ModuleDefinition Read(string path, IAssemblyResolver resolver) =>
        ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = resolver, InMemory = true });

    /// <summary>Whether something stands in a pack.</summary>
    public bool IsOfPack(TypeReference type) => type.GetElementType().Resolve() is { } found && _packs.Contains(found.Module);

    private int Methods => _packs.SelectMany(p => p.GetTypes()).Sum(t => t.Methods.Count);

    // number of packs that a pack stands on, one above the other
    private int Depth(ModuleDefinition pack) => _packs
        .Where(p => pack.AssemblyReferences.Any(r => r.Name == p.Assembly.Name.Name)).Select(p => Depth(p) + 1).DefaultIfEmpty(0).Max();

    // Each step in all packs before the next: what code refers to is found by names and signatures as the compiler has written them.
    private void Rewrite()
    {
        PackRewriter[] rewriters = [.. _packs.Select(p => new PackRewriter(this, p))];
        foreach (PackRewriter rewriter in rewriters) rewriter.RewriteBodies();
        foreach (PackRewriter rewriter in rewriters) rewriter.RewriteTypes();
        foreach (PackRewriter rewriter in rewriters) rewriter.Rename();
    }
}
