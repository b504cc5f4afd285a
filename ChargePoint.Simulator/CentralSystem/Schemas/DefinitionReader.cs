using System.Globalization;
using System.Text.RegularExpressions;

namespace ChargePoint.Simulator.CentralSystem.Schemas;

/// <summary>Reads the table of OCPP messages, whose notation its own head explains.</summary>
public sealed partial class DefinitionReader
{
    private const string ResourceName = "ChargePoint.Simulator.CentralSystem.Schemas.ocpp16.definitions";

    private readonly Dictionary<string, Block> _named = new(StringComparer.Ordinal);
    private readonly List<OperationBlock> _operations = [];
    private readonly Dictionary<string, FieldType> _resolved = new(StringComparer.Ordinal);

    private DefinitionReader()
    {
    }

    /// <summary>All operations of OCPP 1.6 and of the security whitepaper, by name.</summary>
    public static IReadOnlyDictionary<string, OcppOperation> ReadOcpp16()
    {
        using var stream = typeof(DefinitionReader).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The resource {ResourceName} is missing.");
        using var reader = new StreamReader(stream);
        return Read(reader.ReadToEnd());
    }

    /// <summary>Reads a table; throws FormatException with the number of the line that is wrong.</summary>
    public static IReadOnlyDictionary<string, OcppOperation> Read(string table)
    {
        var reader = new DefinitionReader();
        reader.CollectBlocks(table);
        var operations = new Dictionary<string, OcppOperation>(StringComparer.Ordinal);
        foreach (var block in reader._operations)
        {
            var request = reader.ResolveObject(block.Name + ".req", block.Request);
            var reply = reader.ResolveObject(block.Name + ".conf", block.Reply);
            if (!operations.TryAdd(block.Name, new OcppOperation(block.Name, block.Sender, request, reply)))
                throw new FormatException($"Operation {block.Name} is defined twice.");
        }

        return operations;
    }

    private void CollectBlocks(string table)
    {
        OperationBlock? operation = null;
        List<Line>? body = null;
        var number = 0;
        foreach (var text in table.Split('\n'))
        {
            number++;
            var line = new Line(number, text.Trim());
            if (line.Text.Length == 0 || line.Text[0] == '#')
                continue;
            if (char.IsWhiteSpace(text[0]))
            {
                (body ?? throw line.Wrong("a field outside of a definition")).Add(line);
                continue;
            }

            body = [];
            switch (line.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                case ["operation", var name, "from", var sender]:
                    operation = new OperationBlock(name, SenderNamed(sender, line), body, []);
                    _operations.Add(operation);
                    break;
                case ["reply"] when operation is not null:
                    body = operation.Reply;
                    operation = null;
                    break;
                case [("type" or "enum") and var kind, var name] when _named.TryAdd(name, new Block(kind == "enum", body)):
                    break;
                default:
                    throw line.Wrong("not a definition, or one that exists already");
            }
        }
    }

    private static Sender SenderNamed(string name, Line line) => name switch
    {
        "charge-point" => Sender.ChargePoint,
        "central-system" => Sender.CentralSystem,
        "both" => Sender.Both,
        _ => throw line.Wrong("the sender is charge-point, central-system or both"),
    };

    private ObjectType ResolveObject(string name, List<Line> body)
    {
        var fields = new List<Field>();
        foreach (var line in body)
        {
            var match = FieldPattern().Match(line.Text);
            if (!match.Success)
                throw line.Wrong("a field is written as name: type");
            var required = match.Groups["optional"].Length == 0;
            fields.Add(new Field(match.Groups["name"].Value, ResolveType(match.Groups["type"].Value, line), required));
        }

        return new ObjectType(name, fields);
    }

    private FieldType ResolveType(string text, Line line)
    {
        if (text.EndsWith("[]", StringComparison.Ordinal))
            return new ListType(ResolveType(text[..^2], line), null);
        if (text.EndsWith("[1..]", StringComparison.Ordinal))
            return new ListType(ResolveType(text[..^5], line), 1);
        if (text.StartsWith("string[", StringComparison.Ordinal) && text[^1] == ']')
            return new StringType(int.Parse(text[7..^1], CultureInfo.InvariantCulture), null);
        return text switch
        {
            "string" => new StringType(null, null),
            "date-time" or "uri" => new StringType(null, text),
            "integer" => new IntegerType(),
            "decimal" => new DecimalType(),
            "boolean" => new BooleanType(),
            _ => ResolveNamed(text, line),
        };
    }

    private FieldType ResolveNamed(string name, Line line)
    {
        if (_resolved.TryGetValue(name, out var known))
            return known;
        if (!_named.TryGetValue(name, out var block))
            throw line.Wrong($"type {name} is not defined");
        FieldType type = block.IsEnum
            ? new EnumType(name, [.. block.Body.SelectMany(values => values.Text.Split('|', StringSplitOptions.TrimEntries))])
            : ResolveObject(name, block.Body);
        _resolved.Add(name, type);
        return type;
    }

    [GeneratedRegex(@"^(?<name>\w+)(?<optional>\??): (?<type>\S+)$")]
    private static partial Regex FieldPattern();

    private sealed record Block(bool IsEnum, List<Line> Body);

    private sealed record OperationBlock(string Name, Sender Sender, List<Line> Request, List<Line> Reply);

    private sealed record Line(int Number, string Text)
    {
        public FormatException Wrong(string reason) => new($"Definitions, line {Number}: {reason}: {Text}");
    }
}
