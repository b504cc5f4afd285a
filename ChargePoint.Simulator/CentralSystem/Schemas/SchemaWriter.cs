using Newtonsoft.Json.Linq;

namespace ChargePoint.Simulator.CentralSystem.Schemas;

/// <summary>Expands a message of the table to its JSON schema (draft-07).</summary>
public static class SchemaWriter
{
    /// <summary>The schema of a message.</summary>
    public static JObject Expand(ObjectType message)
    {
        var schema = new JObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = message.Name,
        };
        schema.Merge(SchemaOf(message));
        return schema;
    }

    private static JObject SchemaOf(FieldType type) => type switch
    {
        StringType text => SchemaOf(text),
        EnumType choice => new JObject { ["type"] = "string", ["enum"] = new JArray(choice.Values) },
        IntegerType => new JObject { ["type"] = "integer" },
        DecimalType => new JObject { ["type"] = "number", ["multipleOf"] = 0.1m },
        BooleanType => new JObject { ["type"] = "boolean" },
        ListType list => SchemaOf(list),
        ObjectType fields => SchemaOf(fields),
        _ => throw new InvalidOperationException($"No schema is known for {type}."),
    };

    private static JObject SchemaOf(StringType text)
    {
        var schema = new JObject { ["type"] = "string" };
        if (text.MaxLength is { } maxLength)
            schema["maxLength"] = maxLength;
        if (text.Format is { } format)
            schema["format"] = format;
        return schema;
    }

    private static JObject SchemaOf(ListType list)
    {
        var schema = new JObject { ["type"] = "array", ["items"] = SchemaOf(list.Item) };
        if (list.MinItems is { } minItems)
            schema["minItems"] = minItems;
        return schema;
    }

    private static JObject SchemaOf(ObjectType type)
    {
        var properties = new JObject();
        foreach (var field in type.Fields)
            properties[field.Name] = SchemaOf(field.Type);
        var schema = new JObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        var required = type.Fields.Where(field => field.Required).Select(field => field.Name).ToArray();
        if (required.Length > 0)
            schema["required"] = new JArray(required);
        return schema;
    }
}
