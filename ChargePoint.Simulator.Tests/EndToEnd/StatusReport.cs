using System.Text.Json;

namespace ChargePoint.Simulator.Tests.EndToEnd;

/// <summary>A connector in the answer to <c>status --json</c>.</summary>
internal sealed record ConnectorReport(
    int Id, string Status, string Pilot, bool Contactor, bool Locked, int OfferedMilliamps, int DrawnMilliamps, long EnergyWh, int? TransactionId, string Fault);

/// <summary>The answer to <c>status --json</c>, read strictly: each member as the drive contract has it, and no others.</summary>
internal sealed record StatusReport(
    string Json, string Version, bool Online, string Registration, IReadOnlyList<ConnectorReport> Connectors, int TransactionMessages, int Exhausted)
{
    /// <summary>A connector by its id.</summary>
    public ConnectorReport this[int id] => Connectors[id - 1];

    /// <summary>Reads the line; throws FormatException when it is not as the contract says.</summary>
    public static StatusReport Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        Expect(root, "version", "online", "registration", "connectors", "queue");
        JsonElement queue = root.GetProperty("queue");
        Expect(queue, "transactionMessages", "exhausted");
        return new StatusReport(
            json,
            root.GetProperty("version").GetString()!,
            root.GetProperty("online").GetBoolean(),
            root.GetProperty("registration").GetString()!,
            [.. root.GetProperty("connectors").EnumerateArray().Select(Connector)],
            queue.GetProperty("transactionMessages").GetInt32(),
            queue.GetProperty("exhausted").GetInt32());
    }

    private static ConnectorReport Connector(JsonElement element)
    {
        Expect(
            element, "id", "status", "pilot", "contactor", "locked", "offeredMilliamps", "drawnMilliamps", "energyWh", "transactionId", "fault");
        JsonElement transactionId = element.GetProperty("transactionId");
        return new ConnectorReport(
            element.GetProperty("id").GetInt32(),
            element.GetProperty("status").GetString()!,
            element.GetProperty("pilot").GetString()!,
            element.GetProperty("contactor").GetBoolean(),
            element.GetProperty("locked").GetBoolean(),
            element.GetProperty("offeredMilliamps").GetInt32(),
            element.GetProperty("drawnMilliamps").GetInt32(),
            element.GetProperty("energyWh").GetInt64(),
            transactionId.ValueKind == JsonValueKind.Null ? null : transactionId.GetInt32(),
            element.GetProperty("fault").GetString()!);
    }

    private static void Expect(JsonElement element, params string[] members)
    {
        string[] found = [.. element.EnumerateObject().Select(member => member.Name)];
        if (!found.SequenceEqual(members)) throw new FormatException($"{string.Join(',', found)} instead of {string.Join(',', members)}");
    }
}
