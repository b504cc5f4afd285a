using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace ChargePoint.Build;

/// <summary>
/// The texts in arguments of attributes, such as [DataRow("...")]: the metadata processor puts them into the string table of the .pe.
/// It leaves out the attributes of assembly, parameters, properties and events, and a few of namespace System such as [Obsolete], which are counted here.
/// </summary>
internal static class AttributeStrings
{
    public static void AddTo(ISet<string> strings, MetadataReader reader)
    {
        var types = new ArgumentTypes();
        foreach (CustomAttribute attribute in reader.CustomAttributes.Select(reader.GetCustomAttribute))
        {
            if (attribute.Parent.Kind is not (HandleKind.TypeDefinition or HandleKind.FieldDefinition or HandleKind.MethodDefinition)) continue;
            CustomAttributeValue<string> value = attribute.DecodeValue(types);
            foreach (CustomAttributeTypedArgument<string> argument in value.FixedArguments) Add(argument.Value);
            foreach (CustomAttributeNamedArgument<string> argument in value.NamedArguments)
            {
                Add(argument.Name);
                Add(argument.Value);
            }
        }

        void Add(object? value)
        {
            if (value is string text) strings.Add(text);
            if (value is not ImmutableArray<CustomAttributeTypedArgument<string>> elements) return;
            foreach (CustomAttributeTypedArgument<string> element in elements) Add(element.Value);
        }
    }

    /// <summary>Names for the types of arguments. An enum is taken for an int: the metadata processor refuses one.</summary>
    private sealed class ArgumentTypes : ICustomAttributeTypeProvider<string>
    {
        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();
        public string GetSystemType() => "System.Type";
        public string GetSZArrayType(string elementType) => elementType + "[]";
        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => reader.GetString(reader.GetTypeDefinition(handle).Name);
        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => reader.GetString(reader.GetTypeReference(handle).Name);
        public string GetTypeFromSerializedName(string name) => name;
        public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;
        public bool IsSystemType(string type) => type == "System.Type";
    }
}
