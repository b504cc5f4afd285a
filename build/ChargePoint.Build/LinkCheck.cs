using Mono.Cecil;

namespace ChargePoint.Build;

/// <summary>
/// Reads what the linker has written, as the runtime will: each reference must be found, nothing may have two meanings, and what implements
/// or overrides something must be found by its name, which is how the runtime looks for it.
/// </summary>
internal sealed class LinkCheck : DefaultAssemblyResolver
{
    /// <param name="assemblies">All that is flashed, class libraries included.</param>
    public LinkCheck(IReadOnlyList<string> assemblies)
    {
        foreach (string assembly in assemblies) RegisterAssembly(PackLinker.Read(assembly, this).Assembly);
    }

    /// <summary>Looks at an assembly, and fails (NF0121) at the first thing that is wrong.</summary>
    public void Run(string path)
    {
        using ModuleDefinition module = PackLinker.Read(path, this);
        IEnumerable<string> problems = module.GetTypeReferences().Where(t => t.Resolve() == null).Select(t => $"the type {t.FullName} is not found")
            .Concat(module.GetMemberReferences().Where(m => !m.DeclaringType.IsArray && m.Resolve() == null).Select(m => $"{m.FullName} is not found"))
            .Concat(module.GetTypes().SelectMany(t => Ambiguous(t).Concat(Unanswered(t))));
        if (problems.FirstOrDefault() is string problem) throw new BuildException(path, "NF0121", problem);
    }

    private static IEnumerable<string> Ambiguous(TypeDefinition type) => type.Methods.Select(m => m.FullName).Concat(type.Fields.Select(f => f.Name))
        .GroupBy(n => n).Where(g => g.Count() > 1).Select(g => $"{type.FullName} has two members by the name {g.Key}");

    private static IEnumerable<string> Unanswered(TypeDefinition type)
    {
        if (type.IsInterface) return [];
        TypeDefinition[] line = [.. PackNames.Line(type)];
        MethodDefinition[] methods = [.. line.SelectMany(t => t.Methods).Where(m => m.IsVirtual)];
        IEnumerable<string> asked = type.IsAbstract ? [] : line.SelectMany(PackNames.Interfaces).SelectMany(i => i.Methods).Where(a => !methods.Any(m => Answers(m, a)))
            .Select(a => $"{type.FullName} has nothing that answers {a.FullName}");
        IEnumerable<string> overridden = type.Methods.Where(m => m is { IsVirtual: true, IsNewSlot: false }).Where(m => !methods.Any(a => a.DeclaringType != type && PackNames.Matches(a, m)))
            .Select(m => $"{m.FullName} overrides nothing");

        // with enumerations gone too: the runtime knows nothing of new slots
        IEnumerable<string> hidden = type.Methods.Where(m => m is { IsVirtual: true, IsNewSlot: true, HasOverrides: false })
            .SelectMany(m => methods.Where(a => a.DeclaringType != type && PackNames.Matches(a, m)).Select(a => $"{m.FullName} would be taken for an override of {a.FullName}"));
        return asked.Concat(overridden).Concat(hidden);
    }

    private static bool Answers(MethodDefinition method, MethodDefinition asked) =>
        PackNames.Matches(method, asked) || method.Name == $"{asked.DeclaringType.FullName.Replace('/', '.')}.{asked.Name}";
}
