using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace ChargePoint.Build;

/// <summary>
/// The metadata processor refuses an assembly with more than 65,535 bytes of byte code or of strings, and a type with more than 255 methods of a kind.
/// This measures the same on the .dll, so that it is known long before the limit and where the metadata processor is not at hand.
/// </summary>
internal static class AssemblySizes
{
    /// <summary>Byte code and strings above this fail the build: some room below the hard limit of 65,535.</summary>
    public const int LimitBytes = 60_000;

    /// <summary>Methods of one kind (static, virtual, other) in one type.</summary>
    public const int LimitMethods = 255;

    /// <summary>Prints one line an assembly, and fails when one is too large.</summary>
    /// <param name="project">Names an assembly that is alone: all test assemblies have the same name.</param>
    /// <param name="assemblies">The assemblies.</param>
    /// <param name="output">Where the lines go.</param>
    public static int Report(string project, IReadOnlyList<string> assemblies, TextWriter output)
    {
        foreach (string path in assemblies)
        {
            AssemblySize size = Measure(path);
            if (assemblies.Count == 1) size = size with { Name = project };
            output.WriteLine($"{size.Name}: {size.CodeBytes:N0} bytes of code, {size.StringBytes:N0} bytes of strings (limit {LimitBytes:N0} each)");
            Check(path, size);
        }

        return 0;
    }

    public static AssemblySize Measure(string path)
    {
        using var stream = File.OpenRead(path);
        using var file = new PEReader(stream);
        MetadataReader reader = file.GetMetadataReader();

        int codeBytes = 0;
        var methodsPerType = new Dictionary<string, int>();
        foreach (MethodDefinitionHandle handle in reader.MethodDefinitions)
        {
            MethodDefinition method = reader.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress != 0) codeBytes += ByteCode.Length(file.GetMethodBody(method.RelativeVirtualAddress));
            string kind = $"{TypeName(reader, method.GetDeclaringType())}, {KindOf(method.Attributes)}";
            methodsPerType[kind] = methodsPerType.GetValueOrDefault(kind) + 1;
        }

        return new AssemblySize(reader.GetString(reader.GetAssemblyDefinition().Name), codeBytes, StringBytes(reader), methodsPerType.ToImmutableSortedDictionary());
    }

    public static void Check(string path, AssemblySize size)
    {
        if (size.CodeBytes > LimitBytes)
            throw new BuildException(path, "NF0101", $"{size.Name} has {size.CodeBytes:N0} bytes of code, more than {LimitBytes:N0}: the device takes 64 KiB an assembly. Move a room of it into another assembly.");
        if (size.StringBytes > LimitBytes)
            throw new BuildException(path, "NF0102", $"{size.Name} has {size.StringBytes:N0} bytes of strings and names, more than {LimitBytes:N0}: the device takes 64 KiB an assembly. Move a room of it into another assembly.");
        foreach ((string kind, int count) in size.Methods)
        {
            if (count > LimitMethods)
                throw new BuildException(path, "NF0103", $"{kind}: {count} methods. The metadata processor takes {LimitMethods} of a kind in a type.");
        }
    }

    /// <summary>The string table of a .pe holds names, literals and texts of attributes together, each once, in UTF-8 with a zero behind. This is some hundred bytes more.</summary>
    private static int StringBytes(MetadataReader reader)
    {
        var strings = new HashSet<string>(StringComparer.Ordinal);
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            strings.Add(reader.GetString(type.Namespace));
            strings.Add(reader.GetString(type.Name));
        }

        foreach (MethodDefinitionHandle handle in reader.MethodDefinitions) strings.Add(reader.GetString(reader.GetMethodDefinition(handle).Name));
        foreach (FieldDefinitionHandle handle in reader.FieldDefinitions)
        {
            FieldDefinition field = reader.GetFieldDefinition(handle);
            // constants are gone in the .pe
            if (!field.Attributes.HasFlag(FieldAttributes.Literal)) strings.Add(reader.GetString(field.Name));
        }

        foreach (TypeReferenceHandle handle in reader.TypeReferences)
        {
            TypeReference type = reader.GetTypeReference(handle);
            strings.Add(reader.GetString(type.Namespace));
            strings.Add(reader.GetString(type.Name));
        }

        foreach (MemberReferenceHandle handle in reader.MemberReferences) strings.Add(reader.GetString(reader.GetMemberReference(handle).Name));
        foreach (AssemblyReferenceHandle handle in reader.AssemblyReferences) strings.Add(reader.GetString(reader.GetAssemblyReference(handle).Name));
        for (UserStringHandle handle = reader.GetNextHandle(default(UserStringHandle)); !handle.IsNil; handle = reader.GetNextHandle(handle))
            strings.Add(reader.GetUserString(handle));
        AttributeStrings.AddTo(strings, reader);

        return strings.Sum(s => Encoding.UTF8.GetByteCount(s) + 1);
    }

    private static string KindOf(MethodAttributes attributes) =>
        attributes.HasFlag(MethodAttributes.Static) ? "static" : attributes.HasFlag(MethodAttributes.Virtual) ? "virtual" : "instance";

    private static string TypeName(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        string name = reader.GetString(type.Name);
        return type.GetDeclaringType().IsNil ? $"{reader.GetString(type.Namespace)}.{name}" : $"{TypeName(reader, type.GetDeclaringType())}.{name}";
    }
}

/// <summary>What of an assembly has a limit on the device.</summary>
/// <param name="Name">Name of the assembly, or of its project.</param>
/// <param name="CodeBytes">Byte code as the metadata processor writes it.</param>
/// <param name="StringBytes">Names and literals in UTF-8.</param>
/// <param name="Methods">Number of methods of each type and kind.</param>
internal sealed record AssemblySize(string Name, int CodeBytes, int StringBytes, IReadOnlyDictionary<string, int> Methods);
