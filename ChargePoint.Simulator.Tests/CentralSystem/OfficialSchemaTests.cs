using System.Text.Json;
using System.Text.Json.Nodes;
using ChargePoint.Simulator.CentralSystem.Schemas;
using ChargePoint.Simulator.Tests.Interop;

namespace ChargePoint.Simulator.Tests.CentralSystem;

/// <summary>
/// Our table says the same as the official schemas. Those are not in this repository: they come with npm's ocpp-rpc.
/// </summary>
[TestClass]
public sealed class OfficialSchemaTests
{
    [TestMethod]
    public async Task Every_message_expands_to_its_official_schema()
    {
        await NpmFolder.EnsureInstalledAsync();
        var file = Path.Combine(NpmFolder.Path, "node_modules", "ocpp-rpc", "lib", "schemas", "ocpp1_6.json");
        var official = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsArray()
            .ToDictionary(schema => (string)schema!["$id"]!, schema => schema!.AsObject());
        var ours = DefinitionReader.ReadOcpp16().Values
            .SelectMany(operation => new[] { operation.Request, operation.Reply })
            .ToDictionary(message => "urn:" + message.Name, message => JsonNode.Parse(SchemaWriter.Expand(message).ToString())!.AsObject());

        CollectionAssert.AreEquivalent(official.Keys, ours.Keys);
        Assert.HasCount(2 * (28 + 11), ours);
        List<string> differences = [];
        foreach (var (id, schema) in official)
            Compare(id, schema, schema, ours[id], differences);
        Assert.IsEmpty(differences, string.Join("\n", differences));
    }

    [TestMethod]
    public void The_comparison_notices_every_kind_of_difference()
    {
        const string Schema = """
            {"type":"object","additionalProperties":false,"required":["a"],"properties":{
              "a":{"type":"string","maxLength":20},"b":{"type":"array","items":{"type":"string","enum":["X","Y"]}},
              "c":{"type":"number","multipleOf":0.1},"d":{"type":"string","format":"date-time"}}}
            """;
        (string From, string To)[] changes =
        [
            ("\"required\":[\"a\"]", "\"required\":[\"b\"]"), ("false", "true"), ("20", "21"), ("\"Y\"", "\"Z\""), ("0.1", "0.2"),
            ("date-time", "uri"), ("\"number\"", "\"integer\""), ("\"array\"", "\"object\""), ("\"d\":", "\"e\":"),
        ];
        foreach (var (from, to) in changes)
        {
            var official = JsonNode.Parse(Schema)!.AsObject();
            List<string> differences = [];
            Compare("root", official, official, JsonNode.Parse(Schema.Replace(from, to, StringComparison.Ordinal))!.AsObject(), differences);
            Assert.IsNotEmpty(differences, from);
        }
    }

    private static void Compare(string path, JsonObject root, JsonObject official, JsonObject ours, List<string> differences)
    {
        // The security messages keep their enumerations and objects apart.
        if (official["$ref"] is { } reference)
            official = root["definitions"]![((string)reference!).Split('/')[^1]]!.AsObject();

        foreach (var keyword in official.Select(entry => entry.Key).Union(ours.Select(entry => entry.Key)))
        {
            if (keyword is "$id" or "$schema" or "title" or "definitions" or "properties" or "items")
                continue;
            var expected = official[keyword];
            var found = ours[keyword];
            var same = keyword is "required" or "enum"
                ? Set(expected).SetEquals(Set(found)) && Set(expected).Count == (expected?.AsArray().Count ?? 0)
                : JsonNode.DeepEquals(expected, found);
            if (!same)
                differences.Add($"{path}: {keyword} is {found?.ToJsonString()}, officially {expected?.ToJsonString()}");
        }

        CompareProperties(path, root, official, ours, differences);
        if (official["items"] is JsonObject items && ours["items"] is JsonObject ourItems)
            Compare(path + "[]", root, items, ourItems, differences);
        else if (official["items"] is not null || ours["items"] is not null)
            differences.Add($"{path}: only one side has items");
    }

    private static void CompareProperties(string path, JsonObject root, JsonObject official, JsonObject ours, List<string> differences)
    {
        var expected = official["properties"]?.AsObject() ?? [];
        var found = ours["properties"]?.AsObject() ?? [];
        foreach (var name in expected.Select(entry => entry.Key).Union(found.Select(entry => entry.Key)))
        {
            if (expected[name] is JsonObject theirs && found[name] is JsonObject own)
                Compare($"{path}/{name}", root, theirs, own, differences);
            else
                differences.Add($"{path}/{name}: only one side has it");
        }
    }

    private static HashSet<string> Set(JsonNode? list) =>
        list is null ? [] : [.. list.AsArray().Select(item => item!.GetValue<JsonElement>().GetString()!)];
}
