using Mono.Cecil;
using Mono.Cecil.Cil;

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
    private readonly Dictionary<IMemberDefinition, MemberReference> _imported = [];
    private readonly Dictionary<MethodDefinition, FieldDefinition> _accessors = [];
    private readonly ModuleDefinition _pack;
    private readonly HashSet<ModuleDefinition> _packs;
    private readonly PackNames _names;

    private PackLinker(string assembly, IReadOnlyList<string> packs, IReadOnlyList<string> references)
    {
        foreach (string folder in references.Select(r => Path.GetDirectoryName(Path.GetFullPath(r))!).Distinct()) AddSearchDirectory(folder);
        List<ModuleDefinition> modules = [.. packs.Select(p => Read(p, this))];
        foreach (ModuleDefinition module in modules) RegisterAssembly(module.Assembly);
        _pack = modules[packs.ToList().IndexOf(assembly)];
        _packs = [.. modules];
        _names = new PackNames([.. modules.OrderBy(m => Depth(m, modules))]);

        // as the compiler has written them: once a body is rewritten, what called an accessor looks like one
        foreach (MethodDefinition method in modules.SelectMany(m => m.GetTypes()).SelectMany(t => t.Methods))
        {
            if (PackAccessors.FieldOf(method) is FieldDefinition field) _accessors.Add(method, field);
        }
    }

    /// <param name="folder">What is flashed is written into it, and beside the application (.names) a line for each name: the short one and that of
    /// the source. What else is there is deleted.</param>
    /// <param name="packs">The packs of an application as the compiler has written them, the application itself last.</param>
    /// <param name="references">Class libraries that they refer to.</param>
    /// <param name="report">Where it is told how much is gone.</param>
    public static int Link(string folder, IReadOnlyList<string> packs, IReadOnlyList<string> references, TextWriter report)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        int before = 0, after = 0;
        string[] names = [];
        foreach (string pack in packs)
        {
            using var linker = new PackLinker(pack, packs, references);
            before += Methods(linker._pack);
            names = [.. linker._names.Lines()];
            linker.Rewrite();
            after += Methods(linker._pack);
            // of one source the same bytes: no time, and no number made by chance
            linker._pack.Write(Path.Combine(folder, Path.GetFileName(pack)), new WriterParameters { Timestamp = 0, DeterministicMvid = true });
        }

        string[] linked = [.. packs.Select(p => Path.Combine(folder, Path.GetFileName(p)))];
        Check(linked, references, names);

        // written last: without it the next build links again, so that what was refused is refused again
        File.WriteAllLines(Path.ChangeExtension(linked[^1], ".names"), names);
        report.WriteLine($"{before - after:N0} of {before:N0} methods are the field that they stood for");
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

    private static int Methods(ModuleDefinition module) => module.GetTypes().Sum(t => t.Methods.Count);

    // number of packs that a pack stands on, one above the other
    private static int Depth(ModuleDefinition pack, IReadOnlyList<ModuleDefinition> packs) => packs
        .Where(p => pack.AssemblyReferences.Any(r => r.Name == p.Assembly.Name.Name)).Select(p => Depth(p, packs) + 1).DefaultIfEmpty(0).Max();

    private void Rewrite()
    {
        TypeDefinition[] types = [.. _pack.GetTypes()];
        // bodies first: what they refer to is found by names and signatures as the compiler has written them
        foreach (MethodDefinition method in types.SelectMany(t => t.Methods)) RewriteBody(method);
        IMemberDefinition[] members = [.. types, .. types.SelectMany(t => t.Methods), .. types.SelectMany(t => t.Fields)];
        (IMemberDefinition Member, string Name)[] renamed = [.. members.Select(m => (m, _names.Of(m)))];
        TypeDefinition[] withoutNamespace = [.. types.Where(_names.IsRenamed)];
        foreach (TypeDefinition type in types) RewriteType(type);
        RemoveTypes(types);
        foreach ((IMemberDefinition member, string name) in renamed) member.Name = name;
        foreach (TypeDefinition type in withoutNamespace) type.Namespace = "";
        Clean(_pack);
        Clean(_pack.Assembly);
    }

    private static void Clean(ICustomAttributeProvider provider)
    {
        foreach (CustomAttribute attribute in provider.CustomAttributes.Where(a => !PackNames.IsLookedFor(a)).ToArray()) provider.CustomAttributes.Remove(attribute);
    }

    private void RewriteBody(MethodDefinition method)
    {
        for (int i = 0; i < method.Overrides.Count; i++) method.Overrides[i] = Here(method.Overrides[i]);
        if (!method.HasBody) return;
        foreach (VariableDefinition variable in method.Body.Variables) variable.VariableType = Here(variable.VariableType);
        foreach (ExceptionHandler handler in method.Body.ExceptionHandlers.Where(h => h.CatchType != null)) handler.CatchType = Here(handler.CatchType);
        foreach (Instruction instruction in method.Body.Instructions)
        {
            switch (instruction.Operand)
            {
                case MethodReference called when IsOfPack(called.DeclaringType): RewriteCall(instruction, called); break;
                case MethodReference called when LooksForNames(called): throw Refused(method, $"{called.DeclaringType.FullName}.{called.Name} looks for a name, and names are short on the device");
                case TypeReference named when instruction.OpCode == OpCodes.Isinst && IsOfPack(named) && named.Resolve().IsEnum:
                    throw Refused(method, $"asks whether an object is of {named.FullName}, which is an integer on the device");
                case FieldReference used: instruction.Operand = Here(used); break;
                case TypeReference named: instruction.Operand = Here(named); break;
            }
        }
    }

    private static bool LooksForNames(MethodReference called) => called is
    {
        DeclaringType.FullName: "System.Type" or "System.Reflection.Assembly",
        Name: "GetType" or "GetMethod" or "GetMethods" or "GetField" or "GetFields" or "GetConstructor" or "InvokeMember",
    };

    private static BuildException Refused(MethodDefinition method, string problem) => new(method.FullName, "NF0120", problem);

    private void RewriteCall(Instruction instruction, MethodReference called)
    {
        if (called.Resolve() is MethodDefinition accessor && _accessors.TryGetValue(accessor, out FieldDefinition? field))
        {
            instruction.OpCode = PackAccessors.InsteadOf(accessor);
            instruction.Operand = Here(field);
        }
        else
        {
            instruction.Operand = Here(called);
        }
    }

    private void RewriteType(TypeDefinition type)
    {
        type.Properties.Clear();
        type.Events.Clear();
        Clean(type);
        if (type.BaseType != null) type.BaseType = Here(type.BaseType);
        foreach (InterfaceImplementation implemented in type.Interfaces)
        {
            implemented.InterfaceType = Here(implemented.InterfaceType);
            Clean(implemented);
        }

        foreach (FieldDefinition constant in type.Fields.Where(f => f.IsLiteral).ToArray()) type.Fields.Remove(constant);
        foreach (FieldDefinition field in type.Fields)
        {
            Clean(field);
            field.FieldType = Here(field.FieldType);
        }

        foreach (MethodDefinition accessor in type.Methods.Where(_accessors.ContainsKey).ToArray())
        {
            // whoever calls the accessor uses the field now
            FieldDefinition field = _accessors[accessor];
            field.IsPublic = true;
            field.IsInitOnly = false;
            type.Methods.Remove(accessor);
        }

        foreach (MethodDefinition method in type.Methods)
        {
            Clean(method);
            Clean(method.MethodReturnType);
            method.ReturnType = Here(method.ReturnType);
            method.SemanticsAttributes = MethodSemanticsAttributes.None;
            foreach (ParameterDefinition parameter in method.Parameters)
            {
                Clean(parameter);
                parameter.Constant = null;
                parameter.HasConstant = false;
                parameter.ParameterType = Here(parameter.ParameterType);
            }
        }
    }

    private void RemoveTypes(IEnumerable<TypeDefinition> types)
    {
        foreach (TypeDefinition type in types.Where(PackNames.IsGone))
        {
            if (type.DeclaringType == null) _pack.Types.Remove(type);
            else type.DeclaringType.NestedTypes.Remove(type);
        }
    }

    private bool IsOfPack(TypeReference type) => type.GetElementType().Resolve() is { } found && _packs.Contains(found.Module);

    // What is meant, as this pack names it once all is written.
    private TypeReference Here(TypeReference type)
    {
        switch (type)
        {
            case ArrayType array: return new ArrayType(Here(array.ElementType), array.Rank);
            case ByReferenceType reference: return new ByReferenceType(Here(reference.ElementType));
            case IModifierType modified: return Here(modified.ElementType);
            case TypeSpecification or GenericParameter: throw new BuildException(_pack.Name, "NF0120", $"{type.FullName}: the linker knows nothing of such types");
        }

        TypeDefinition found = type.Resolve() ?? throw new BuildException(_pack.Name, "NF0120", $"{type.FullName} is not found");
        if (!_packs.Contains(found.Module)) return type.Module == _pack ? type : _pack.ImportReference(type);
        if (found.IsEnum) return Here(found.Fields.Single(f => !f.IsStatic).FieldType);
        if (found.Module == _pack) return found;
        if (_imported.TryGetValue(found, out MemberReference? known)) return (TypeReference)known;
        var imported = new TypeReference(_names.IsRenamed(found) ? "" : found.Namespace, _names.Of(found), _pack, ScopeOf(found), found.IsValueType);
        _imported.Add(found, imported);
        if (found.DeclaringType != null) imported.DeclaringType = Here(found.DeclaringType);
        return imported;
    }

    private IMetadataScope ScopeOf(TypeDefinition type) => _pack.AssemblyReferences.FirstOrDefault(r => r.Name == type.Module.Assembly.Name.Name)
        ?? throw new BuildException(_pack.Name, "NF0120", $"{type.FullName}: its assembly is not referred to");

    private MethodReference Here(MethodReference method)
    {
        if (!IsOfPack(method.DeclaringType)) return method;
        MethodDefinition found = method.Resolve() ?? throw new BuildException(_pack.Name, "NF0120", $"{method.FullName} is not found");
        if (found.Module == _pack) return found;
        if (_imported.TryGetValue(found, out MemberReference? known)) return (MethodReference)known;
        var imported = new MethodReference(_names.Of(found), Here(found.ReturnType), Here(found.DeclaringType)) { HasThis = found.HasThis };
        foreach (ParameterDefinition parameter in found.Parameters) imported.Parameters.Add(new ParameterDefinition(Here(parameter.ParameterType)));
        _imported.Add(found, imported);
        return imported;
    }

    private FieldReference Here(FieldReference field)
    {
        if (!IsOfPack(field.DeclaringType)) return field;
        FieldDefinition found = field.Resolve() ?? throw new BuildException(_pack.Name, "NF0120", $"{field.FullName} is not found");
        if (found.Module == _pack) return found;
        if (_imported.TryGetValue(found, out MemberReference? known)) return (FieldReference)known;
        var imported = new FieldReference(_names.Of(found), Here(found.FieldType), Here(found.DeclaringType));
        _imported.Add(found, imported);
        return imported;
    }
}
