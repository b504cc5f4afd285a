using System.Text.Json.Nodes;
using ChargePoint.Simulator.CentralSystem.Schemas;

namespace ChargePoint.Simulator.Tests.CentralSystem;

/// <summary>Makes valid messages from the definitions.</summary>
internal static class MinimalMessage
{
    /// <summary>The message with its required fields only, or with all.</summary>
    public static JsonObject Of(ObjectType type, bool withOptional = false)
    {
        var message = new JsonObject();
        foreach (var field in type.Fields.Where(field => field.Required || withOptional))
            message[field.Name] = Value(field.Type, withOptional);
        return message;
    }

    /// <summary>The longest valid value of a type.</summary>
    private static JsonNode Value(FieldType type, bool withOptional) => type switch
    {
        StringType { Format: "date-time" } => "2026-02-28T23:59:59.123Z",
        StringType { Format: "uri" } => "ftp://example.com/file",
        StringType text => new string('x', text.MaxLength ?? 1000),
        EnumType choice => choice.Values[^1],
        IntegerType => 7,
        DecimalType => 16.1,
        BooleanType => true,
        ListType list => new JsonArray(Value(list.Item, withOptional), Value(list.Item, withOptional)),
        ObjectType fields => Of(fields, withOptional),
        _ => throw new InvalidOperationException(type.ToString()),
    };
}
