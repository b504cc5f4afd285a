using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ChargePoint.Build;

/// <summary>Rewrites a pack for <see cref="PackLinker"/>.</summary>
internal sealed class PackRewriter(PackLinker linker, ModuleDefinition pack)
{
    private readonly PackLinker _linker = linker;
    private readonly ModuleDefinition _pack = pack;
    private readonly TypeDefinition[] _types = [.. pack.GetTypes()];
    private readonly Dictionary<IMemberDefinition, MemberReference> _imported = []; // what it uses of other packs

    /// <summary>Rewrites what methods do, and what explicit implementations answer.</summary>
    public void RewriteBodies()
    {
        foreach (MethodDefinition method in _types.SelectMany(t => t.Methods)) RewriteBody(method);
    }

    /// <summary>Rewrites what types, fields and methods are declared as. What is no more is removed, but for types: others still look them up.</summary>
    public void RewriteTypes()
    {
        foreach (TypeDefinition type in _types) RewriteType(type);
        Clean(_pack);
        Clean(_pack.Assembly);
    }

    /// <summary>Removes types that are gone, and gives the others and their members their names.</summary>
    public void Rename()
    {
        foreach (TypeDefinition type in _types.Where(PackNames.IsGone))
        {
            if (type.DeclaringType == null) _pack.Types.Remove(type);
            else type.DeclaringType.NestedTypes.Remove(type);
        }

        IMemberDefinition[] members = [.. _types, .. _types.SelectMany(t => t.Methods), .. _types.SelectMany(t => t.Fields)];
        foreach (IMemberDefinition member in members) member.Name = _linker.Names.Of(member);
        foreach (TypeDefinition type in _types.Where(_linker.Names.IsRenamed)) type.Namespace = "";
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
                case MethodReference called when _linker.IsOfPack(called.DeclaringType): RewriteCall(instruction, called); break;
                case MethodReference called when LooksForNames(called): throw Refused(method, $"{called.DeclaringType.FullName}.{called.Name} looks for a name, and names are short on the device");
                case TypeReference named when instruction.OpCode == OpCodes.Isinst && _linker.IsOfPack(named) && named.Resolve().IsEnum:
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
        if (called.Resolve() is MethodDefinition accessor && _linker.Accessors.TryGetValue(accessor, out FieldDefinition? field))
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

        foreach (MethodDefinition accessor in type.Methods.Where(_linker.Accessors.ContainsKey).ToArray())
        {
            // whoever calls the accessor uses the field now
            FieldDefinition field = _linker.Accessors[accessor];
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
        if (!_linker.IsOfPack(found)) return type.Module == _pack ? type : _pack.ImportReference(type);
        if (found.IsEnum) return Here(found.Fields.Single(f => !f.IsStatic).FieldType);
        if (found.Module == _pack) return found;
        if (_imported.TryGetValue(found, out MemberReference? known)) return (TypeReference)known;
        var imported = new TypeReference(_linker.Names.IsRenamed(found) ? "" : found.Namespace, _linker.Names.Of(found), _pack, ScopeOf(found), found.IsValueType);
        _imported.Add(found, imported);
        if (found.DeclaringType != null) imported.DeclaringType = Here(found.DeclaringType);
        return imported;
    }

    private IMetadataScope ScopeOf(TypeDefinition type) => _pack.AssemblyReferences.FirstOrDefault(r => r.Name == type.Module.Assembly.Name.Name)
        ?? throw new BuildException(_pack.Name, "NF0120", $"{type.FullName}: its assembly is not referred to");

    private MethodReference Here(MethodReference method)
    {
        if (!_linker.IsOfPack(method.DeclaringType)) return method;
        MethodDefinition found = method.Resolve() ?? throw new BuildException(_pack.Name, "NF0120", $"{method.FullName} is not found");
        if (found.Module == _pack) return found;
        if (_imported.TryGetValue(found, out MemberReference? known)) return (MethodReference)known;
        var imported = new MethodReference(_linker.Names.Of(found), Here(found.ReturnType), Here(found.DeclaringType)) { HasThis = found.HasThis };
        foreach (ParameterDefinition parameter in found.Parameters) imported.Parameters.Add(new ParameterDefinition(Here(parameter.ParameterType)));
        _imported.Add(found, imported);
        return imported;
    }

    private FieldReference Here(FieldReference field)
    {
        if (!_linker.IsOfPack(field.DeclaringType)) return field;
        FieldDefinition found = field.Resolve() ?? throw new BuildException(_pack.Name, "NF0120", $"{field.FullName} is not found");
        if (found.Module == _pack) return found;
        if (_imported.TryGetValue(found, out MemberReference? known)) return (FieldReference)known;
        var imported = new FieldReference(_linker.Names.Of(found), Here(found.FieldType), Here(found.DeclaringType));
        _imported.Add(found, imported);
        return imported;
    }
}
