using Mono.Cecil;

namespace ChargePoint.Build;

/// <summary>
/// The names that types, methods and fields of the packs have on the device, which keeps names in flash: a few letters each. Upper case letters
/// begin types and virtual methods, lower case letters all else: the runtime looks for what implements a method by its name, among all methods
/// of a class. What the class libraries or the compiler have named keeps its name.
/// </summary>
internal sealed class PackNames
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";

    private readonly Dictionary<IMemberDefinition, string> _names = [];
    private readonly Dictionary<string, string> _slots = new(StringComparer.Ordinal);
    private readonly HashSet<MethodDefinition> _external = [];
    private readonly HashSet<ModuleDefinition> _packs;
    private readonly HashSet<MethodDefinition> _accessors;

    /// <param name="packs">The packs, each behind those that it refers to.</param>
    /// <param name="accessors">Methods that are not flashed, and get no name.</param>
    public PackNames(IReadOnlyList<ModuleDefinition> packs, IEnumerable<MethodDefinition> accessors)
    {
        _packs = [.. packs];
        _accessors = [.. accessors];
        int types = 0;
        foreach (ModuleDefinition pack in packs)
        {
            TypeDefinition[] all = [.. pack.GetTypes().Where(t => !IsGone(t))];
            foreach (TypeDefinition type in all.Where(t => !IsKept(t))) _names.Add(type, Upper(types++));
            foreach (TypeDefinition type in all.OrderBy(t => Line(t).Count())) FindExternal(type); // what a type derives from first, wherever it stands
            foreach (TypeDefinition type in all) NameMembers(type);
            foreach (MethodDefinition method in all.SelectMany(t => t.Methods).Where(m => m.HasOverrides)) NameExplicit(method);
        }
    }

    /// <summary>Name on the device of something that a pack defines.</summary>
    public string Of(IMemberDefinition member) => _names.GetValueOrDefault(member, member.Name);

    /// <summary>Whether a type is not flashed: enumerations, and the attributes that the compiler puts into each assembly.</summary>
    public static bool IsGone(TypeDefinition type) => type.IsEnum || type.BaseType is { Namespace: "System", Name: "Attribute" };

    /// <summary>Whether a type loses its namespace with its name.</summary>
    public bool IsRenamed(TypeDefinition type) => _names.ContainsKey(type);

    /// <summary>One line for each name that a log may tell, of types and methods: as it is on the device, and as it is in the source. Overloads that
    /// share a name share the line.</summary>
    public IEnumerable<string> Lines() => _names.Keys
        .Where(m => m is not FieldDefinition && m.DeclaringType?.Name != "<PrivateImplementationDetails>").Select(LineOf).Distinct().Order(StringComparer.Ordinal);

    private string LineOf(IMemberDefinition member) => member is TypeDefinition type
        ? $"{PathOf(type)} {type.FullName.Replace('/', '.')}"
        : $"{PathOf(member.DeclaringType)}.{_names[member]} {member.DeclaringType.FullName.Replace('/', '.')}.{member.Name}";

    // As the runtime writes a type: of one that stands in another both, with a dot between.
    private string PathOf(TypeDefinition type) => type.DeclaringType != null ? $"{PathOf(type.DeclaringType)}.{Of(type)}" : IsRenamed(type) ? Of(type) : type.FullName;

    /// <summary>Whether the runtime or a tool looks for an attribute: the compiler's are only for compilers.</summary>
    public static bool IsLookedFor(CustomAttribute attribute) =>
        attribute.AttributeType is { IsDefinition: false, Namespace: not ("System.Runtime.CompilerServices" or "System.Diagnostics" or "System.Reflection") };

    // The tests' launcher asks for attributes and names. Types that the compiler makes have names that tools know.
    private static bool IsKept(IMemberDefinition member) => member.Name.StartsWith('<') && member is TypeDefinition || member.CustomAttributes.Any(IsLookedFor);

    private void NameMembers(TypeDefinition type)
    {
        int count = 0;
        foreach (MethodDefinition method in type.Methods)
        {
            // a constructor's name and those of a delegate's methods are the runtime's
            if (method.IsConstructor || method.IsRuntime || method.IsInternalCall || IsKept(method) || _accessors.Contains(method)) continue;
            if (!method.IsVirtual) _names.Add(method, Lower(count++));
            else if (!method.HasOverrides && !_external.Contains(method)) _names.Add(method, SlotName(method.Name));
        }

        count = 0;
        foreach (FieldDefinition field in type.Fields.Where(f => !f.IsLiteral && !IsKept(f))) _names.Add(field, Lower(count++));
    }

    // Virtual methods of one name have one name, so that what overrides or implements something is found.
    private string SlotName(string name)
    {
        if (!_slots.TryGetValue(name, out string? slot)) _slots.Add(name, slot = Upper(_slots.Count));
        return slot;
    }

    // The runtime looks for the interface's name, a dot and the method's name.
    private void NameExplicit(MethodDefinition method)
    {
        MethodDefinition slot = method.Overrides[0].Resolve();
        if (_packs.Contains(slot.Module)) _names.Add(method, $"{PathOf(slot.DeclaringType)}.{Of(slot)}");
    }

    // Methods of this type or of one below it that are an answer to a type which is no pack's.
    private void FindExternal(TypeDefinition type)
    {
        TypeDefinition[] line = [.. Line(type)];
        foreach (MethodDefinition method in type.Methods.Where(m => m.IsVirtual && !m.HasOverrides))
        {
            MethodDefinition? above = line.Skip(1).SelectMany(t => t.Methods).FirstOrDefault(m => m.IsVirtual && Matches(m, method));
            if (above != null && (!_packs.Contains(above.Module) || _external.Contains(above))) _external.Add(method);
        }

        if (type.IsInterface) return;
        foreach (MethodDefinition asked in line.SelectMany(Interfaces).Where(i => !_packs.Contains(i.Module)).SelectMany(i => i.Methods))
        {
            MethodDefinition? answer = line.SelectMany(t => t.Methods).FirstOrDefault(m => m.IsVirtual && Matches(m, asked));
            if (answer == null || !_packs.Contains(answer.Module)) continue;
            if (_names.ContainsKey(answer)) throw new BuildException(type.FullName, "NF0120", $"{answer.FullName} has a short name already, but answers {asked.DeclaringType.FullName} here: let its own type implement that");
            _external.Add(answer);
        }
    }

    /// <summary>A type, what it derives from, and so on.</summary>
    public static IEnumerable<TypeDefinition> Line(TypeDefinition type)
    {
        for (TypeDefinition? t = type; t != null; t = t.BaseType?.Resolve()) yield return t;
    }

    /// <summary>Interfaces that a type names, and those that they name.</summary>
    public static IEnumerable<TypeDefinition> Interfaces(TypeDefinition type) => type.Interfaces.Select(i => i.InterfaceType.Resolve()).SelectMany(i => Interfaces(i).Prepend(i));

    /// <summary>Whether two methods have the same name and parameters.</summary>
    public static bool Matches(MethodDefinition one, MethodDefinition other) => one.Name == other.Name
        && one.Parameters.Select(p => p.ParameterType.FullName).SequenceEqual(other.Parameters.Select(p => p.ParameterType.FullName));

    private static string Lower(int number) => Short(Letters, number);

    private static string Upper(int number) => Short(Letters.ToUpperInvariant(), number);

    // a ... z, aa ... z9, aaa ...
    private static string Short(string first, int number)
    {
        string any = Letters + Letters.ToUpperInvariant() + Digits;
        if (number < first.Length) return first[number].ToString();
        number -= first.Length;
        return Short(first, number / any.Length) + any[number % any.Length];
    }
}
